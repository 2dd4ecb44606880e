"""Translations, read: files that stand for another one in a further language, as nodes with their findings.

Knows what a translation can say, and what only its original can; refuses to know how a page is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from academy_cli.authoring import names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.conventions import join
from academy_cli.authoring.document import LESSON, Kind, Node, Page, digest
from academy_cli.authoring.globs import compile_patterns
from academy_cli.authoring.ledger import Ledger
from academy_cli.authoring.parts import split
from academy_cli.authoring.translations import lost
from academy_cli.authoring.translations.codes import wrong_codes
from academy_cli.authoring.translations.copied import is_originals, out_of_place, record_of
from academy_cli.authoring.translations.places import Place, places_of
from academy_cli.authoring.translations.targets import key_of
from academy_cli.authoring.translations.versions import file_of
from academy_cli.authoring.translations.wording import headings_of, is_digest, wording
from academy_cli.formats.problems import Problem, has_errors
from academy_cli.formats.reading import decoded
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.language import canonical_tag
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest

_OWN = frozenset({"video", "resources", "objectives", "tags", "quiz"})
"""What a translated lesson says for itself beside title and text."""
_ORIGINALS = frozenset({"kind", "minutes", "required", "preview", "draft", "release_at"})
"""What only an original decides, beside its id."""

PageOf = Callable[[str, bytes], Page]
"""What a lesson's file says, by its path and bytes."""


class Originals(NamedTuple):
    """What there is to translate: the course, its modules and lessons, as far as they could be read.

    ``lost`` are files that were translations beside what is no longer there.
    """

    root: Node
    contents: Sequence[Node]
    lost: Collection[str] = ()

    def by_file(self) -> Mapping[str, Node]:
        """The nodes by the file that says who they are, and whether there is one."""
        files = {file_of(node): node for node in self.contents}
        return files | {names.COURSE_FILE: self.root}


class Translated(NamedTuple):
    """The translations of a course by key, and the course pages' texts of those that name a file, by path."""

    nodes: tuple[Node, ...] = ()
    descriptions: Mapping[str, str] = {}


def read_translations(
    ledger: Ledger, originals: Originals, page_of: PageOf, ignore: Sequence[str] = ()
) -> Translated:
    """Read the translations of a course; every finding is reported to the ledger."""
    own, ignored = {file_of(node) for node in originals.contents}, compile_patterns(ignore)
    places = [*places_of(ledger.tree.paths, own, ignored)]
    places += (
        lost.place_of_lost(one) for one in sorted(originals.lost) if not _is_in(ignored, one)
    )
    if not places:
        return Translated()
    return _Translations(ledger, originals, page_of).run(places)


class _Translations:
    """The state of one reading: the originals by file, and what was found so far."""

    def __init__(self, ledger: Ledger, originals: Originals, page_of: PageOf) -> None:
        self.ledger, self.page_of = ledger, page_of
        self.originals = originals.by_file()
        self.own = str(originals.root.values["language"])
        self.nodes: dict[str, Node] = {}
        self.descriptions: dict[str, str] = {}
        self.taken: set[tuple[str, str]] = set()

    def run(self, places: Sequence[Place]) -> Translated:
        wrong = wrong_codes(places, self.own, self.ledger)
        orphans: list[Place] = []
        for place in places:
            if place.code in wrong:
                continue
            original = self.originals.get(place.original)
            if original is None:
                orphans.append(place)
            else:
                self._read(place, original)
        if orphans and not self.ledger.tree.unreadable:
            self._report(orphans, {place.path for place in places})
        nodes = sorted(self.nodes.values(), key=lambda node: node.key)
        return Translated(tuple(nodes), self.descriptions)

    def _report(self, orphans: Sequence[Place], translations: Collection[str]) -> None:
        """Find what has no original; a file that is there and no lesson is nobody's business."""
        alone = [one for one in orphans if one.original not in self.ledger.tree.paths]
        homes = lost.homes(alone, self.ledger, self.originals, self.taken)
        for place in orphans:
            message, hint = say("there is no “{}”, which this would translate", place.original), ""
            if home := homes.get(place.path):
                message = say("“{}”, which this translates, is “{}” now", place.original, home)
                hint = say("Move it to `{}`.", lost.moved_to(place, home))
            elif place.original in translations:
                message = say("“{}” is a translation itself", place.original)
            elif place.original in self.ledger.tree.paths:
                continue
            path, code = place.path, "translation.orphaned"
            self.ledger.report([problem(code, path, value=path, message=message, hint=hint)])

    def _read(self, place: Place, original: Node) -> None:
        language = canonical_tag(place.code) or place.code
        key = key_of(original, language)
        other = self.nodes.get(f"{original.kind.value}:{key}")
        if other is not None:
            message = say(
                "“{}” is a translation of “{}” into {}, too", other.path, place.original, language
            )
            found = problem("translation.twice", place.path, value=place.path, message=message)
            self.ledger.report([found])
            return
        self.taken.add((place.original, language))
        read = self._lesson if original.kind is LESSON else self._header
        node = read(place, original)
        parent = "" if original.kind is Kind.COURSE else original.key
        placed = node._replace(kind=Kind.TRANSLATION, key=key, path=place.path, parent=parent)
        self.nodes[f"{original.kind.value}:{key}"] = placed

    # -- lessons --------------------------------------------------------------------------------

    def _lesson(self, place: Place, original: Node) -> Node:
        data = self.ledger.load(place.path)
        if data is None:
            return _said(original, {}, is_broken=True)
        page = self.page_of(place.path, data)
        is_broken = has_errors(self.ledger.report(page.problems, place.path))
        if page.is_unreadable:
            return _said(original, {}, is_broken=True)
        values: dict[str, Any] = json.loads(page.fields)
        told = values.pop("source", None)
        self.ledger.report(_out_of_place(place.path, data, page, values, original))
        is_broken |= not is_broken and self._is_other_quiz(place, data, page, original)
        own = {name: values[name] for name in values.keys() & _OWN}
        source = self._source(place.path, data, told, original)
        node = _said(original, own, source, is_broken=is_broken)
        return node._replace(title=page.title or "", source=page.source, body=page.body, page=page)

    def _is_other_quiz(self, place: Place, data: bytes, page: Page, original: Node) -> bool:
        """Find a quiz that asks other questions than the original's."""
        if original.is_broken:
            return False
        from academy_cli.authoring.translations.quizzes import other_questions  # most have none

        found = other_questions(self.ledger, place.path, page, original)
        if not found:
            return False
        line = _line_of(data, "quiz") or _line_of(data, "questions")
        self.ledger.report([problem("translation.quiz", place.path, line, 1, message=found)])
        return True

    # -- course.yaml and module.yaml --------------------------------------------------------------

    def _header(self, place: Place, original: Node) -> Node:
        data, values, found = self.ledger.mapping(place.path, record_of(original.kind))
        judged = out_of_place(data, place.path, found, original, self.ledger.yaml)
        is_broken = has_errors(self.ledger.report(judged)) or values is None
        said = {
            name: value
            for name, value in (values or {}).items()
            if not is_originals(name, original.kind)
        }
        source = self._source(place.path, data, said.pop("source", None), original)
        if source in ("", wording(original)):  # of what is stale, that is said
            self.ledger.report(self._no_headings(place.path, data, said.get("headings", {})))
        title = str(said.pop("title", ""))
        body, is_lost = self._description(place.path, said)
        node = _said(original, said, source, is_broken=is_broken or is_lost)
        return node._replace(title=title, source=digest(data) if data else "", body=body)

    def _no_headings(self, path: str, data: bytes, said: Mapping[str, str]) -> Iterator[Problem]:
        """Find translations of headings that no list has."""
        lists = [node for node in self.originals.values() if said and node.kind is not LESSON]
        if any(node.is_broken for node in lists):
            return
        known = {name for node in lists for name in headings_of(node.values.get("content") or ())}
        for name in said.keys() - known:
            close = nearest(name, known)
            hint = say("Did you mean `{}`?", close) if close else ""
            message = say("“{}” is no heading of any `content:`", name)
            place = (path, _line_of(data, "headings"), 1)
            yield problem("yaml.unknown-key", *place, value=name, message=message, hint=hint)

    def _description(self, path: str, said: Mapping[str, Any]) -> tuple[str, bool]:
        """The digest of the course page's text, and whether the file that it should be in cannot be read."""
        text = str(said.get("description", ""))
        if not names.is_file_of_text(text):
            return (digest(text.encode()) if text else ""), False
        file = join(path.rpartition("/")[0], text)
        if file not in self.ledger.tree.paths:
            message = say("“{}”, named by `description:`, is not there", text)
            self.ledger.report([problem("file.missing", path, value=text, message=message)])
            return "", True
        data = self.ledger.load(file)
        written, found = decoded(data, file) if data is not None else (None, [])
        is_lost = has_errors(self.ledger.report(found)) or written is None
        self.descriptions[path] = written or ""
        return digest((written or "").encode()), is_lost

    # -- what it was made from ----------------------------------------------------------------------

    def _source(self, path: str, data: bytes, told: object, original: Node) -> str:
        """The digest of what a translation was made from, as far as it says so."""
        line = _line_of(data, "source")
        if told is None:
            self.ledger.report([problem("translation.unsourced", path, 1, 1)])
            return ""
        if not is_digest(str(told)):
            found = problem("translation.source", path, line, 1, value=str(told))
            self.ledger.report([found])
            return ""
        if not original.is_broken and str(told) != wording(original):
            message = say("“{}” has changed since it was translated", file_of(original))
            found = problem("translation.stale", path, line, 1, value=str(told), message=message)
            self.ledger.report([found])
        return str(told)


def _is_in(ignored: re.Pattern[str] | None, path: str) -> bool:
    return ignored is not None and ignored.match(path) is not None


def _said(original: Node, values: Mapping[str, Any], source: str = "", *, is_broken: bool) -> Node:
    made = {"source": source} if source else {}
    fields = canonical({"of": original.kind.value, **values, **made})
    return Node(Kind.TRANSLATION, "", "", fields=fields, is_broken=is_broken)


def _out_of_place(
    path: str, data: bytes, page: Page, values: Mapping[str, Any], original: Node
) -> Iterator[Problem]:
    """Find what a translated lesson says otherwise than its original, which alone decides it."""
    if original.is_broken:
        return  # nobody can say what it decides
    theirs: dict[str, Any] = {**original.values, **_settings(original.values), "id": original.id}
    said = {name: value for name, value in values.items() if name in _ORIGINALS}
    said |= _settings(values)
    if page.id is not None:
        said["id"] = page.id
    for name, value in said.items():
        if value != theirs.get(name):
            message = say("`{}:` is what “{}” says, also in translations", name, original.path)
            place = (path, _line_of(data, name) or _line_of(data, "quiz"), 1)
            yield problem("translation.key", *place, value=name, message=message)


def _settings(values: Mapping[str, Any]) -> dict[str, Any]:
    """How a quiz is taken, as far as a lesson says so; its questions are compared by themselves."""
    quiz = values.get("quiz")
    said = quiz if isinstance(quiz, Mapping) else {}
    return {name: value for name, value in said.items() if name not in ("questions", "sha256")}


def _line_of(data: bytes, name: str) -> int:
    """The line on which a key stands in a file's front matter or YAML; 0 where it does not."""
    front = split(data).front
    text, first = (data, 1) if front is None else (front, 2)
    found = re.search(rb"^%s[ \t]*:" % re.escape(name.encode()), text, re.MULTILINE)
    return text.count(b"\n", 0, found.start()) + first if found else 0
