"""A course as far as its pages need it: where all of it stands, and a lesson once it is asked for.

Knows how little of a folder has to be read for a page; refuses to judge it, which is what checking is for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from academy_cli.authoring import headers, names
from academy_cli.authoring.checks import folders_with
from academy_cli.authoring.conventions import join
from academy_cli.authoring.document import LESSON, digest
from academy_cli.authoring.ledger import Ledger
from academy_cli.authoring.lessonfiles import parts_of, read_lesson
from academy_cli.authoring.places import Place
from academy_cli.authoring.preview.addresses import Addresses, alike, file_address
from academy_cli.authoring.preview.translated import Translated, translated
from academy_cli.authoring.read import laid_out
from academy_cli.authoring.schema import COURSE, TRANSLATED_COURSE, TRANSLATED_MODULE
from academy_cli.authoring.tree import Limits, Tree, UnreadableError
from academy_cli.formats.problems import Problem
from academy_cli.kit.jsontext import canonical


class Told(NamedTuple):
    """What one file says: its title, its text, its fields and its quiz as canonical JSON.

    ``body`` is the sha256 of its text. A title is empty only where a translation gives none.
    """

    title: str
    text: str = ""
    fields: str = "{}"
    problems: tuple[Problem, ...] = ()
    quiz: str = ""
    body: str = ""


class Sketch:
    """One course folder, as it was when it was listed; ``name`` is the folder's."""

    def __init__(self, tree: Tree, name: str, limits: Limits = Limits()) -> None:
        self.tree, self.name, self.limits = tree, name, limits
        self.ledger = Ledger(tree, limits)
        data, said, found = self.ledger.mapping(names.COURSE_FILE, COURSE)
        values = said or {}
        self.is_readable = said is not None
        self.ledger.grade_by(values.get("checks", {}), is_named="id" in values)
        self.ledger.report(found)
        modules, laid = laid_out(self.ledger, values)
        self.places: Sequence[Place] = laid.places
        self.root, self.description = headers.root_of(
            self.ledger, values, digest(data), is_broken=False
        )
        self._modules = modules
        self._told: dict[str, Told] = {}

    @property
    def problems(self) -> Sequence[Problem]:
        """What was found without reading lessons."""
        return self.ledger.problems

    @cached_property
    def addresses(self) -> Addresses:
        """Where the pages are."""
        return Addresses(self.places)

    def file_address(self, path: str) -> str:
        """Where a file is."""
        return file_address(path, self._alike)

    @cached_property
    def _alike(self) -> frozenset[str]:
        return alike(self.tree.paths)

    @property
    def language(self) -> str:
        """The language that the course itself is in."""
        return str(self.values["language"])

    @cached_property
    def values(self) -> Mapping[str, Any]:
        """What course.yaml says, beside id and title."""
        return self.root.values

    @cached_property
    def children(self) -> Sequence[Sequence[int]]:
        """The places in each place, and in the course last."""
        found: list[list[int]] = [[] for _ in range(len(self.places) + 1)]
        for index, place in enumerate(self.places):
            found[place.parent].append(index)  # -1 is the last one
        return found

    @cached_property
    def counts(self) -> Sequence[int]:
        """How many lessons are in each place, itself among them."""
        found = [int(place.kind is LESSON) for place in self.places]
        for index in range(len(self.places) - 1, -1, -1):
            above = self.places[index].parent
            if above >= 0:
                found[above] += found[index]
        return found

    @cached_property
    def lessons(self) -> Mapping[str, int]:
        """Where each lesson stands, by its path; in order."""
        return {
            place.path: index for index, place in enumerate(self.places) if place.kind is LESSON
        }

    @cached_property
    def translated(self) -> Translated:
        """Which files are translations."""
        headers = {f"{one.path}/{names.MODULE_FILE}" for one in self.places if not one.title}
        ignored = self.values.get("ignore", ())
        own = {names.COURSE_FILE, *headers}
        return translated(self.ledger, self.language, self.lessons, own, ignored)

    @cached_property
    def every_folder(self) -> frozenset[str]:
        """Every folder with a file somewhere in it."""
        return folders_with(self.tree.paths)

    @cached_property
    def folders(self) -> Mapping[str, int]:
        """Where each module with a folder of its own stands."""
        return {
            place.path: index
            for index, place in enumerate(self.places)
            if place.kind is not LESSON and not place.title
        }

    def told(self, index: int) -> Told:
        """What a lesson or module says, read when it is asked for the first time."""
        place = self.places[index]
        if place.kind is LESSON:
            told = self.read(place.path)
            return told if told.title else told._replace(title=_title(place.path))
        draft = headers.module_draft(place, self._modules.get(place.path))
        return Told(draft.title, fields=draft.fields)

    def read(self, path: str) -> Told:
        """What a lesson's file or a translation says, read when it is asked for the first time."""
        known = self._told  # another thread may forget what is being read: then this is not kept
        found = known.get(path)
        if found is None:
            is_lesson = names.is_lesson_name(path)
            found = known[path] = self._lesson(path) if is_lesson else self._header(path)
        return found

    def forget(self, paths: frozenset[str]) -> None:
        """Read some lessons and translations again when they are asked for."""
        known = self._told.copy()
        self._told = {path: told for path, told in known.items() if path not in paths}

    def take_over(self, other: Sketch, changed: frozenset[str]) -> None:
        """Take over what another sketch read of lessons, but for those that changed since."""
        if other.ledger.tag == self.ledger.tag:
            self._told = {
                path: told
                for path, told in other._told.copy().items()
                if path not in changed and path in self.tree.paths
            }

    def _lesson(self, path: str) -> Told:
        try:
            data = self.tree.load(path, self.limits.text_bytes)
        except UnreadableError as error:
            return Told("", problems=(error.problem,))
        source, ledger, parts = hashlib.sha256(data).hexdigest(), self.ledger, parts_of(path, data)
        page = read_lesson(path, data, source, parts=parts, off=ledger.off, limits=ledger.yaml)
        found = tuple(
            ledger.graded(problem, path)
            for problem in page.problems
            if problem.is_firm or problem.code not in ledger.off
        )
        is_quiz = names.is_quiz_name(path)
        text = "" if is_quiz else parts.body.decode("utf-8", errors="replace")
        return Told(page.title or "", text, page.fields, found, page.quiz, page.body)

    def _header(self, path: str) -> Told:
        """What a translation of course.yaml or of a module.yaml says; its text is the course page's."""
        is_course = self.translated.files[path].path == names.COURSE_FILE
        record = TRANSLATED_COURSE if is_course else TRANSLATED_MODULE
        _, values, found = self.ledger.mapping(path, record)
        said = dict(values or {})
        title, text = str(said.pop("title", "")), str(said.get("description", ""))
        if names.is_markdown_name(text) and not any(space in text for space in " \n"):
            file = join(path.rpartition("/")[0], text)
            data = self.ledger.load(file) if file in self.tree.paths else None
            text = (data or b"").decode("utf-8", errors="replace")
        graded = tuple(self.ledger.graded(problem) for problem in found)
        return Told(title, text, canonical(said), graded)


def _title(path: str) -> str:
    folder, _, name = path.rpartition("/")
    stands_for_folder = names.is_front_page(name) and folder
    return names.readable(folder.rpartition("/")[2] if stands_for_folder else name)
