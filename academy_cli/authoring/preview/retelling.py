"""A course in one of its languages: what each of its pages says, and in which language each text is.

Knows that a text which is not translated is told as it is; refuses to know what pages look like.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from academy_cli.authoring.document import LESSON, MODULE, Node
from academy_cli.authoring.names import COURSE_FILE, MODULE_FILE
from academy_cli.authoring.preview.sketch import Sketch, Told
from academy_cli.authoring.translations.wording import is_digest, wording
from academy_cli.formats.problems import Problem
from academy_cli.quizzes.questions import Quiz
from academy_cli.quizzes.retelling import differences, retold
from academy_cli.quizzes.whole import read_whole

_OWN = ("video", "resources", "objectives", "tags")
"""What a translated lesson says for itself beside title, text and quiz."""
_NOTHING = Told("")


class Said(NamedTuple):
    """A text, and the language it is in."""

    text: str = ""
    language: str = ""


class Retold(NamedTuple):
    """What a page says: ``file`` has its text, ``original`` the one that it was translated from, if it was.

    ``values`` are the original's fields, with what a translation says in their place; ``resources_in`` is
    the language of what there is to take along.
    """

    title: Said
    text: Said
    summary: Said
    values: Mapping[str, Any]
    file: str
    original: str | None = None
    problems: tuple[Problem, ...] = ()
    resources_in: str = ""


class Retelling:
    """A course in one language, its own by default."""

    def __init__(self, sketch: Sketch, language: str = "") -> None:
        self.sketch, self.own = sketch, sketch.language
        self.language = language or self.own
        self._known: dict[int, Retold] = {}

    @property
    def is_own(self) -> bool:
        """Whether that is the language that the course itself is in."""
        return self.language == self.own

    def told(self, index: int) -> Retold:
        """What a lesson or module says."""
        found = self._known.get(index)
        if found is None:
            place = self.sketch.places[index]
            told, path = self.sketch.told(index), self._file(index)
            if place.title:
                found = self._heading(place.title, place.listed_in)
            else:
                found = self._retold(told, path, is_lesson=place.kind is LESSON)
            self._known[index] = found
        return found

    @cached_property
    def course(self) -> Retold:
        """What the course says of itself: its title, its summary, and the text of its page."""
        sketch = self.sketch
        told = Told(sketch.root.title or sketch.name, sketch.description, sketch.root.fields)
        return self._retold(told, COURSE_FILE, is_lesson=False)

    def is_translated(self, index: int, language: str) -> bool:
        """Whether there is a translation of a lesson or module, by -1 of the course, into a language."""
        return language == self.own or bool(self.sketch.translated.of(language, self._file(index)))

    def is_stale(self, index: int) -> bool:
        """Whether a lesson or module, or by -1 the course, has changed since it was translated."""
        translation = self._translation(self._file(index))
        if translation is None:
            return False
        source = str(json.loads(self.sketch.read(translation).fields).get("source", ""))
        return is_digest(source) and source != wording(self._node(index))

    def quiz(self, index: int) -> tuple[Quiz, str] | None:
        """The quiz of a lesson, and the language it is in: its own where a translation asks otherwise."""
        quiz = self.sketch.told(index).quiz
        if not quiz:
            return None
        original, translation = read_whole(quiz), self._translation(self._file(index))
        said = self.sketch.read(translation).quiz if translation else ""
        if not said or any(differences(original, read_whole(said))):
            return original, self.own
        return retold(original, read_whole(said)), self.language

    def _file(self, index: int) -> str:
        """The file that says what a lesson or module is called; course.yaml for -1."""
        if index < 0:
            return COURSE_FILE
        place = self.sketch.places[index]
        return place.path if place.kind is LESSON else f"{place.path}/{MODULE_FILE}"

    def _translation(self, file: str) -> str | None:
        return None if self.is_own else self.sketch.translated.of(self.language, file)

    def _heading(self, title: str, file: str) -> Retold:
        """A module that is a heading in a list: course.yaml says what it is called, for all of them."""
        course = self._translation(COURSE_FILE)
        said = json.loads(self.sketch.read(course).fields).get("headings", {}) if course else {}
        told = Said(said[title], self.language) if title in said else Said(title, self.own)
        return Retold(told, Said(), Said(), {}, file)

    def _retold(self, told: Told, file: str, *, is_lesson: bool) -> Retold:
        translation = self._translation(file)
        said = self.sketch.read(translation) if translation else _NOTHING
        values, theirs = json.loads(told.fields), json.loads(said.fields)
        if is_lesson:
            values |= {name: theirs[name] for name in _OWN if name in theirs}
        is_read = translation is not None and bool(said.body or said.text or not is_lesson)
        return Retold(
            self._chosen(said.title, told.title),
            Said(said.text, self.language)
            if is_lesson and is_read
            else self._chosen(said.text, told.text),
            self._chosen(str(theirs.get("summary", "")), str(values.get("summary", ""))),
            values,
            translation if translation and is_read else file,
            file if is_read else None,
            said.problems or told.problems,
            self.language if "resources" in theirs else self.own,
        )

    def _chosen(self, said: str, told: str) -> Said:
        """A text in this language, where there is one."""
        return Said(said, self.language) if said else Said(told, self.own)

    def _node(self, index: int) -> Node:
        """What a translation was made from, as far as its wording goes."""
        if index < 0:
            return self.sketch.root
        place, told = self.sketch.places[index], self.sketch.told(index)
        kind = LESSON if place.kind is LESSON else MODULE
        return Node(kind, "", place.path, told.title, fields=told.fields, body=told.body)
