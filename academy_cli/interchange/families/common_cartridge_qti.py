"""Tests of a cartridge (QTI 1.2, in the profile of Common Cartridge and in that of Canvas) as quizzes.

Canvas writes each test twice: once in the profile, and once with every question it has, which is taken. Some
chosen of a group, or of a bank, are a pool. Refuses to know how a question becomes one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from academy_cli.interchange import markup
from academy_cli.interchange.families import common_cartridge_canvas as canvas
from academy_cli.interchange.families.common_cartridge_items import metadata, question, text_of
from academy_cli.interchange.ids import allowed
from academy_cli.interchange.markup import Element
from academy_cli.interchange.outline import Lesson
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_QUIET = frozenset({"cc_profile", "qmd_assessmenttype", "qmd_scoretype", "cc_maxattempts"})
_DEEPEST = 10


class Test(NamedTuple):
    """A test: its identifier, its file, everything it comes with, and where the manifest names it."""

    name: str
    path: str
    files: tuple[str, ...]
    title: str
    line: int
    manifest: str


def lesson(source: Source, test: Test) -> Lesson | None:
    """A test as a quiz; None, noted, where none of its questions has a counterpart."""
    path = _fullest(source, test)
    if path not in source.known:
        why = "its file is not there"
        source.drop("resource", test.manifest, why, line=test.line, name=test.title or test.name)
        return None
    root = markup.xml(source, path)
    if root is None:
        return None
    if path != test.path and test.path in source.known:
        source.keep(
            "file", test.path, why=say("its questions are in “{}” too, where all of them are", path)
        )
    found = next(markup.named(root, "assessment"), None)
    body = root if found is None else found
    reader = _Reader(source, path)
    questions = list(reader.section(body))
    title = test.title or ("" if found is None else found.get("title") or "")
    if not questions:
        why = "none of its questions has a counterpart"
        source.drop("quiz", path, why, name=title or test.name)
        return None
    quiz = {
        "show": "answers",
        **_told(source, path, root),
        **_settings(source, path, body),
        **canvas.quiz(source, test.files),
    }
    return Lesson(
        title, path, id=test.name, slug=title, quiz={**quiz, "questions": questions}, is_quiz=True,
        also=(test.path,),
    )  # fmt: skip


def _told(source: Source, path: str, root: Element) -> dict[str, Any]:
    """What stands before a test, and whether its choices stand in any order."""
    said: dict[str, Any] = {}
    if text := "\n\n".join(text_of(source, path, one) for one in markup.named(root, "rubric")):
        said["text"] = text
    shown = list(markup.named(root, "render_choice"))
    if shown and all(one.get("shuffle") == "Yes" for one in shown):
        said["shuffle"] = "choices"
    return said


def _fullest(source: Source, test: Test) -> str:
    """The file with the most questions of a test: that of Canvas, where there is one."""
    names = [f"non_cc_assessments/{test.name}.xml{end}" for end in (".qti", "")]
    more = (file for file in (*test.files, *names) if file.startswith("non_cc_assessments/"))
    return next((file for file in more if file in source.known), test.path)


def _settings(source: Source, path: str, body: Element) -> dict[str, Any]:
    quiz: dict[str, Any] = {}
    for label, entry in metadata(body):
        if label == "cc_maxattempts" and re.fullmatch(r"[1-9]\d{0,2}", entry):
            quiz["attempts"] = int(entry)
        elif label == "qmd_timelimit" and re.fullmatch(r"[1-9]\d{0,5}", entry):
            quiz["time_limit"] = f"{entry} minutes"
        elif label not in _QUIET:
            source.drop("key", path, say("ours has no such key"), name=label)
    return quiz


class _Reader:
    """The questions of a file, section by section."""

    def __init__(self, source: Source, path: str) -> None:
        self.source = source
        self.path = path
        self.names: set[str] = set()

    def section(self, section: Element, depth: int = 0) -> Iterator[Mapping[str, Any]]:
        """The questions of a section; a pool where some of them are chosen."""
        for one in section:
            kind = markup.name(one)
            if kind == "item" and (made := question(self.source, self.path, one)):
                yield made
            elif kind == "section" and depth < _DEEPEST:
                inside = list(self.section(one, depth + 1))
                yield from self._pool(one, inside)
            elif kind == "objectbank" and depth < _DEEPEST:
                yield from self.section(one, depth + 1)

    def _pool(
        self, section: Element, inside: list[Mapping[str, Any]]
    ) -> Iterator[Mapping[str, Any]]:
        """A section of which so many questions are picked as it says, from itself or from a bank."""
        line = markup.line(section)
        ordering = markup.child(section, "selection_ordering")
        if ordering is None:
            yield from inside
            return
        ref = next(markup.named(ordering, "sourcebank_ref"), None)
        if ref is not None:
            inside = [*inside, *self._bank(markup.words(ref), line)]
        number = next(markup.named(ordering, "selection_number"), None)
        wanted = markup.words(number) if number is not None else ""
        points = next(markup.named(ordering, "points_per_item"), None)
        if points is not None and (worth := whole(markup.words(points))):
            inside = [
                one if worth == 1 or "pool" in one else {**one, "points": worth} for one in inside
            ]
        is_pool = re.fullmatch(r"[1-9]\d{0,2}", wanted) and int(wanted) < len(inside)
        if not is_pool or any("pool" in one for one in inside):
            yield from inside
            return
        name = allowed(section.get("ident") or f"pool-{line}")
        self.source.keep("pool", self.path, line=line, name=section.get("title") or name)
        yield {"pool": name, "pick": int(wanted), "questions": inside}

    def _bank(self, name: str, line: int) -> list[Mapping[str, Any]]:
        """The questions of a bank of the same cartridge."""
        files = (f"non_cc_assessments/{name}.xml{end}" for end in (".qti", ""))
        path = next((file for file in files if file in self.source.known), None)
        root = markup.xml(self.source, path) if path and path != self.path else None
        if path is None or root is None or path in self.names:
            why = "there is no such bank of questions in the cartridge"
            self.source.drop("bank", self.path, why, line=line, name=name)
            return []
        self.names.add(path)
        items = markup.named(root, "item")
        return [made for one in items if (made := question(self.source, path, one))]


def whole(written: str) -> int:
    """A number of points without a fraction; 0 where it is something else."""
    found = re.fullmatch(r"(\d{1,6})(?:\.0*)?", written)
    return int(found[1]) if found else 0
