"""A course as somebody looks at it: what of it they see, in which language, and what they can do with it.

Knows an author's view and a learner's; refuses to know what pages look like.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from academy_cli.authoring.document import LESSON
from academy_cli.authoring.names import MODULE_FILE
from academy_cli.authoring.preview.retelling import Retelling, Retold
from academy_cli.authoring.preview.sketch import Sketch
from academy_cli.formats.problems import Problem, has_errors
from academy_cli.kit.clock import iso
from academy_cli.kit.completion import Stage
from academy_cli.kit.opening import Opening, opening
from academy_cli.pages.values import State

FEW = 300
"""So many lessons are read at once without anybody noticing."""


class View(Enum):
    """Who looks: an author sees all there is and what is wrong with it, a learner what learners see."""

    AUTHOR = "author"
    LEARNER = "learner"


class Standing(NamedTuple):
    """What can be done with a module or lesson, and from when on."""

    state: State
    opens_at: str = ""


_STATES = {Stage.OPEN: State.OPEN, Stage.COMING: State.WAITING, Stage.HIDDEN: State.DRAFT}


class Looking:
    """One view of a course at a moment, in one of its languages; without one in its own.

    Its pages are below a folder of the language, unless it ``is_alone``: then there are no others.
    """

    def __init__(
        self,
        sketch: Sketch,
        view: View,
        now: datetime,
        language: str = "",
        *,
        is_alone: bool = False,
    ) -> None:
        self.sketch, self.view, self._now = sketch, view, now
        self.retelling = Retelling(sketch, language)
        self._is_alone = is_alone
        self.folder = f"{language}/" if language and not is_alone else ""
        self._openings: dict[int, Opening] = {}
        self._faulty: dict[int, bool] = {}

    def in_language(self, language: str) -> Looking:
        """The same view in another language of the course; in its own without one."""
        return Looking(self.sketch, self.view, self._now, language)

    @property
    def is_learner(self) -> bool:
        """Whether only that is shown which learners see."""
        return self.view is View.LEARNER

    def told(self, index: int) -> Retold:
        """What a module or lesson says in this language."""
        return self.retelling.told(index)

    def address(self, index: int, language: str | None = None) -> str:
        """Where the page of a module or lesson is in this language, or in another."""
        folder = self.folder if language is None else self.folder_of(language)
        return f"{folder}{self.sketch.addresses.of[index]}"

    def folder_of(self, language: str) -> str:
        """Below which folder the pages in a language are."""
        return "" if self._is_alone or language == self.retelling.own else f"{language}/"

    def standing(self, index: int) -> Standing:
        """What learners can do with a module or lesson."""
        found = self._opening(index)
        at = iso(found.at) if found.at is not None and found.stage is Stage.COMING else ""
        return Standing(_STATES[found.stage], at)

    def is_shown(self, index: int) -> bool:
        """Whether a module or lesson is seen at all; a draft is its authors' business.

        So is what has an error: nobody knows whether it is one, and a sync would not show it either.
        """
        if not self.is_learner:
            return True
        return self._opening(index).stage is not Stage.HIDDEN and not self.is_faulty(index)

    def is_readable(self, index: int) -> bool:
        """Whether a lesson's text is seen."""
        if not self.is_learner:
            return True
        return self._opening(index).stage is Stage.OPEN and not self.is_faulty(index)

    def is_faulty(self, index: int) -> bool:
        """Whether a lesson, or the settings of a module around it, have an error in what is read of them."""
        found = self._faulty.get(index)
        if found is None:
            place = self.sketch.places[index]
            is_around = place.parent >= 0 and self.is_faulty(place.parent)
            found = self._faulty[index] = is_around or has_errors(self._problems(index))
        return found

    def _problems(self, index: int) -> Sequence[Problem]:
        place = self.sketch.places[index]
        if place.kind is LESSON:
            return self.sketch.told(index).problems
        file = f"{place.path}/{MODULE_FILE}"
        return [one for one in self.sketch.problems if one.file == file and not place.title]

    def shown(self, indexes: Sequence[int]) -> Sequence[int]:
        """Those modules and lessons that are seen."""
        return [index for index in indexes if self.is_shown(index)] if self.is_learner else indexes

    def neighbour(self, index: int, step: int) -> int | None:
        """The nearest lesson that is seen, before or after a place."""
        index += step
        while 0 <= index < len(self.sketch.places):
            if self.sketch.places[index].kind is LESSON and self.is_shown(index):
                return index
            index += step
        return None

    def lessons(self, index: int) -> int | None:
        """How many lessons of a module, or of the course by -1, are seen; None where that would take long."""
        counts = self.sketch.counts
        if not self.is_learner:
            return counts[index] if index >= 0 else len(self.sketch.lessons)
        if len(self.sketch.lessons) > FEW:
            return None
        return sum(self.is_shown(each) for each in self._below(index))

    def _below(self, index: int) -> Iterator[int]:
        """Every lesson in a module."""
        for child in self.sketch.children[index]:
            if self.sketch.places[child].kind is LESSON:
                yield child
            else:
                yield from self._below(child)

    def _opening(self, index: int) -> Opening:
        found = self._openings.get(index)
        if found is None:
            above = self.sketch.places[index].parent
            around = self._opening(above).at if above >= 0 else None
            found = opening(self.sketch.told(index).fields, (around,), self._now)
            self._openings[index] = found
        return found
