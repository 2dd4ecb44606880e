"""A course to be exported: its own files and nothing else of its folder, and what is wanted of it.

Knows which files are a course's, so that what was synced and its folder are exported to the same bytes;
refuses courses with errors, which nobody could bring back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from shlex import quote
from typing import Any

from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.document import CourseDocument, Node
from academy_cli.authoring.history.files import files_of
from academy_cli.authoring.names import MODULE_FILE
from academy_cli.authoring.preview.looking import Looking, View
from academy_cli.authoring.preview.sketch import Sketch
from academy_cli.authoring.tree import Limits
from academy_cli.interchange.exporting.errors import FaultyCourseError
from academy_cli.kit.clock import utc_now


@dataclass(frozen=True)
class Wanted:
    """What is asked for: a format, whether drafts go along, and whether the course's own files do.

    Without a word about either, it is as the format has it. ``hosts`` are those whose videos may be shown.
    ``version`` is that of SCORM; ``with_answers`` lets its pages grade quizzes whose answers learners never
    see.
    """

    format: str
    with_drafts: bool = False
    with_source: bool | None = None
    hosts: frozenset[str] = frozenset()
    version: str = "1.2"
    with_answers: bool = False


@dataclass(frozen=True)
class Course:
    """A course that was read and has no errors.

    ``texts`` are its lessons and files of YAML, ``assets`` the files that they refer to, by path below
    ``folder``; ``nodes`` are its modules and lessons in the order of ``sketch.places``.
    """

    slug: str
    folder: Path
    sketch: Sketch
    nodes: Sequence[Node]
    texts: Sequence[str]
    assets: Sequence[str]

    @property
    def title(self) -> str:
        """What it is called."""
        return self.sketch.root.title

    @property
    def language(self) -> str:
        """The language of its texts, by BCP 47."""
        return str(self.sketch.values.get("language", "en"))

    def said(self, index: int) -> Mapping[str, Any]:
        """What a lesson's file says of it; that a quiz is one, its name says."""
        values: dict[str, Any] = json.loads(self.sketch.told(index).fields)
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
        return Looking(self.sketch, view, now or utc_now())


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
