"""A course to be exported: its own files and nothing else of its folder, and what is wanted of it.

Knows which files are a course's, so that what was synced and its folder are exported to the same bytes;
refuses courses with errors, which nobody could bring back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from shlex import quote
from typing import Any

from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.document import CourseDocument, Node
from academy_cli.authoring.history.files import files_of
from academy_cli.authoring.names import MODULE_FILE
from academy_cli.authoring.preview.looking import Looking, View
from academy_cli.authoring.preview.retelling import Retelling
from academy_cli.authoring.preview.sketch import Sketch, Told
from academy_cli.authoring.tree import Limits
from academy_cli.interchange.exporting.errors import FaultyCourseError, NotTranslatedError
from academy_cli.kit.clock import utc_now
from academy_cli.quizzes.questions import Quiz


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a format, whether drafts go along, and whether the course's own files do.

    Without a word about either, it is as the format has it. ``hosts`` are those whose videos may be shown.
    ``version`` is that of SCORM; ``with_answers`` lets its pages grade quizzes whose answers learners never
    see. ``language`` is one that the course is in, its own without one.
    """

    format: str
    with_drafts: bool = False
    with_source: bool | None = None
    hosts: frozenset[str] = frozenset()
    version: str = "1.2"
    with_answers: bool = False
    language: str = ""


@dataclass(frozen=True)
class Course:
    """A course that was read and has no errors.

    ``texts`` are its lessons and files of YAML, ``assets`` the files that they refer to, by path below
    ``folder``; ``nodes`` are its modules and lessons in the order of ``sketch.places``. It is told in the
    language that is ``spoken``, where there are words in it, or in its own.
    """

    slug: str
    folder: Path
    sketch: Sketch
    nodes: Sequence[Node]
    texts: Sequence[str]
    assets: Sequence[str]
    spoken: str = ""

    def in_language(self, language: str) -> Course:
        """The same course told in another of its languages. Raises NotTranslatedError."""
        own = self.sketch.language
        if language not in (own, *self.sketch.translated.languages):
            raise NotTranslatedError(self.slug, language, (own, *self.sketch.translated.languages))
        return replace(self, spoken="" if language == own else language)

    @cached_property
    def telling(self) -> Retelling:
        """What it says in the language that is spoken."""
        return Retelling(self.sketch, self.spoken)

    @property
    def title(self) -> str:
        """What it is called."""
        return self.telling.course.title.text if self.spoken else self.sketch.root.title

    @property
    def language(self) -> str:
        """The language that it is told in, by BCP 47."""
        return self.telling.language

    @property
    def summary(self) -> str:
        """What it says of itself in a sentence or two."""
        return self.telling.course.summary.text

    def told(self, index: int) -> Told:
        """What a lesson or module says in the language that is spoken; a quiz as ``quiz`` has it."""
        own = self.sketch.told(index)
        if not self.spoken:
            return own
        said = self.telling.told(index)
        return own._replace(
            title=said.title.text, text=said.text.text, fields=json.dumps(dict(said.values))
        )

    def quiz(self, index: int) -> Quiz | None:
        """The quiz of a lesson, in the language that is spoken if it is the same there."""
        found = self.telling.quiz(index)
        return found[0] if found else None

    def text_file(self, index: int) -> str:
        """The file that a lesson's text stands in."""
        return self.telling.told(index).file if self.spoken else self.sketch.places[index].path

    def said(self, index: int) -> Mapping[str, Any]:
        """What a lesson's file says of it; that a quiz is one, its name says."""
        values: dict[str, Any] = json.loads(self.told(index).fields)
        if values.get("kind") == "quiz":
            del values["kind"]
        return values

    def module_file(self, index: int) -> str:
        """The file that says most about a module: its own, the list that it is in, or its folder."""
        place = self.sketch.places[index]
        own = f"{place.path}/{MODULE_FILE}"
        return own if own in self.texts else place.listed_in or place.path

    def looking(self, view: View, now: datetime | None = None) -> Looking:
        """The course as somebody sees it, at this moment unless another is named."""
        at, is_alone = now or utc_now(), bool(self.spoken)
        return Looking(self.sketch, view, at, self.spoken, is_alone=is_alone)


def course_of(compiled: Compilation, limits: Limits = Limits(), hint: str = "") -> Course:
    """The course that a folder holds. Raises FaultyCourseError, with a hint unless it is about the folder."""
    document = compiled.document
    if document is None or compiled.has_errors:
        raise FaultyCourseError(compiled.course, compiled.counts["error"], hint or _check(compiled))
    texts, assets = _files(document)
    only = dict.fromkeys(sorted((*texts, *assets)))
    tree = replace(compiled.tree, paths=only.keys())
    sketch = Sketch(tree, document.slug, limits)
    return Course(document.slug, compiled.folder, sketch, document.contents, texts, assets)


def _check(compiled: Compilation) -> str:
    return f"See them: academy course check {quote(str(compiled.place))}"


def _files(document: CourseDocument) -> tuple[list[str], list[str]]:
    """The texts and the assets of a course, by name; a text may be an asset of another one, too."""
    texts = {file.path for file in files_of(document)[0] if file.path}
    return sorted(texts), sorted({node.path for node in document.assets} - texts)
