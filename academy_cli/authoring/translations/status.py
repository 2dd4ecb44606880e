"""How far each translation of a course has come: complete, missing, stale, orphaned.

Knows a course that was read; refuses to read it, and to say what changed since.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from academy_cli.authoring import names
from academy_cli.authoring.document import MODULE, CourseDocument, Kind, Node
from academy_cli.authoring.translations.targets import language_of, pairs_of, target_of
from academy_cli.authoring.translations.versions import file_of
from academy_cli.authoring.translations.wording import wording
from academy_cli.formats.problems import Problem
from academy_cli.kit.language import canonical_tag


class State(Enum):
    """How a text stands in a language, with what it comes to in a table."""

    CURRENT = "current"
    UNSOURCED = "unsourced"
    STALE = "stale"
    BROKEN = "broken"
    MISSING = "missing"
    ORPHANED = "orphaned"


@dataclass(frozen=True)
class TextView:
    """One text in one language: ``original`` is its file in the course's own, ``file`` its translation.

    ``source`` is the digest it was made from, ``now`` that of the original; what is missing has no file.
    ``path`` is the file to look into: the translation, or the original where there is none.
    """

    course: str
    language: str
    state: str
    original: str
    file: str
    source: str
    now: str
    path: str


@dataclass(frozen=True)
class LanguageView:
    """How far one language has come: how many of the ``texts`` there are stand how.

    ``percent`` counts those that are there and not known to be stale or broken.
    """

    course: str
    language: str
    texts: int
    current: int
    unsourced: int
    stale: int
    broken: int
    missing: int
    orphaned: int
    percent: int


@dataclass(frozen=True)
class Translations:
    """The translations of one course, and the nodes behind them by the translation's file."""

    course: str
    texts: tuple[TextView, ...] = ()
    originals: Mapping[str, Node] = field(default_factory=dict, repr=False)

    @property
    def languages(self) -> tuple[LanguageView, ...]:
        """How far each language has come, by its code."""
        found = sorted({one.language for one in self.texts})
        return tuple(self._language(code) for code in found)

    def _language(self, code: str) -> LanguageView:
        counts = Counter(one.state for one in self.texts if one.language == code)
        number = {state: counts[state.value] for state in State}
        texts = sum(number.values()) - number[State.ORPHANED]
        there = number[State.CURRENT] + number[State.UNSOURCED]
        return LanguageView(
            course=self.course,
            language=code,
            texts=texts,
            **{state.value: number[state] for state in State},
            percent=100 * there // texts if texts else 0,
        )


def translations_of(
    course: str, document: CourseDocument, problems: Iterable[Problem], paths: Sequence[str]
) -> Translations:
    """Every text of a course in every language that there is any translation into.

    ``problems`` name the translations without an original, ``paths`` are all files of the course.
    """
    originals = _originals(document, frozenset(paths))
    there = {(language_of(node), *target_of(node)): node for node in document.translations}
    orphans = [
        (_code_of(one.file), one.file) for one in problems if one.code == "translation.orphaned"
    ]
    codes = sorted({language for language, *_ in there} | {code for code, _ in orphans})
    texts = [
        _view(course, code, node, there.get((code, node.kind, _key(node))))
        for code in codes
        for node in originals
    ]
    lost = (
        TextView(course, code, State.ORPHANED.value, "", file, "", "", file)
        for code, file in orphans
    )
    named = {node.path: original for node, original in pairs_of(document)}
    return Translations(course, (*texts, *lost), named)


def _originals(document: CourseDocument, paths: frozenset[str]) -> list[Node]:
    """What there is to translate: the course, its lessons, and modules that have a file or a translation."""
    translated = {target_of(node) for node in document.translations}
    modules = (
        node
        for node in document.contents
        if node.kind is not MODULE or file_of(node) in paths or (MODULE, node.key) in translated
    )
    return [document.root, *modules]


def _key(node: Node) -> str:
    return "" if node.kind is Kind.COURSE else node.key


def _view(course: str, code: str, original: Node, node: Node | None) -> TextView:
    now = wording(original)
    source = str(node.values.get("source", "")) if node is not None else ""
    state = _state(node, source, now)
    written, file = file_of(original), node.path if node is not None else ""
    return TextView(course, code, state.value, written, file, source, now, file or written)


def _state(node: Node | None, source: str, now: str) -> State:
    if node is None:
        return State.MISSING
    if node.is_broken:
        return State.BROKEN
    if not source:
        return State.UNSOURCED
    return State.CURRENT if source == now else State.STALE


def _code_of(path: str) -> str:
    """The language that the path of a translation names."""
    parts = path.split("/")
    if parts[0] == names.TRANSLATIONS and len(parts) > 2:
        code = parts[1]
    else:
        beside = names.beside(parts[-1])
        code = beside[0] if beside else ""
    return canonical_tag(code) or code
