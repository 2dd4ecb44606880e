"""The three levels of Open edX out of ours: chapters, sequentials, and a vertical for each lesson.

Knows the tree of a course; refuses to write anything. A run of lessons that stand in one module is a
sequential; modules in modules below the second level are sequentials beside the one they were in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from academy_cli.authoring.document import LESSON
from academy_cli.interchange.exporting.course import Course
from academy_cli.interchange.exporting.naming import Names


@dataclass(frozen=True)
class Sequential:
    """Lessons one after the other; ``module`` is that of ours which it is all or a part of, -1 for none."""

    name: str
    title: str
    module: int
    lessons: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class Chapter:
    """Sequentials one after the other."""

    name: str
    title: str
    module: int
    sequentials: list[Sequential] = field(default_factory=list)


class Sections:
    """The chapters of a course; ``names`` are those of its modules and lessons."""

    def __init__(self, course: Course, names: Sequence[str]) -> None:
        self._course, self._names = course, names
        self._given = Names(names)
        self.chapters: list[Chapter] = []
        self.remade: list[int] = []
        """Modules that are not on a level of their own."""
        self.loose: list[int] = []
        """Lessons that stand in no module."""
        for index in course.sketch.children[-1]:
            self._add(index)

    def _add(self, index: int) -> None:
        if self._course.sketch.places[index].kind is LESSON:
            if not self.chapters or self.chapters[-1].module >= 0:
                title = self._course.told(index).title
                name = self._given.give(f"{self._names[index]}.section")
                run = Sequential(self._given.give(f"{self._names[index]}.lessons"), title, -1)
                self.chapters.append(Chapter(name, title, -1, [run]))
            self.loose.append(index)
            self.chapters[-1].sequentials[0].lessons.append(index)
        else:
            title = self._course.told(index).title
            chapter = Chapter(self._names[index], title, index)
            self.chapters.append(chapter)
            self._fill(chapter, index, ())

    def _fill(self, chapter: Chapter, module: int, trail: Sequence[str]) -> None:
        """Add the lessons of a module and of those in it to a chapter, in their order."""
        sketch = self._course.sketch
        run: Sequential | None = None
        for index in sketch.children[module]:
            if sketch.places[index].kind is LESSON:
                if run is None:
                    run = self._sequential(chapter, module, trail)
                run.lessons.append(index)
            else:
                run = None
                if trail:
                    self.remade.append(index)
                self._fill(chapter, index, (*trail, self._course.told(index).title))

    def _sequential(self, chapter: Chapter, module: int, trail: Sequence[str]) -> Sequential:
        own = self._names[module]
        is_own = module != chapter.module and all(
            one.module != module for one in chapter.sequentials
        )
        name = own if is_own else self._given.give(f"{own}.lessons")
        made = Sequential(name, ": ".join(trail) or chapter.title, module)
        chapter.sequentials.append(made)
        return made
