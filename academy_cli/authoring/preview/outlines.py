"""Outlines: which modules and lessons a page lists around itself, however many a course has.

Knows what a reader needs to find their way; refuses to list thousands of anything.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.authoring.document import LESSON
from academy_cli.authoring.preview.addresses import HOME, href
from academy_cli.authoring.preview.found import Found
from academy_cli.authoring.preview.looking import Looking
from academy_cli.authoring.preview.switching import language_of
from academy_cli.pages.values import Entry

SMALL = 120
"""A course of so many modules and lessons is listed whole beside each of its pages."""
NEAR = 40
"""So many siblings are listed before and after where the reader is."""
MOST = 1000
"""So many are listed of one module, on its own page."""
ON_HOME = 250
"""So many entries stand on the course's own page."""


class Outlines:
    """The outlines of one view of a course; ``found`` is what is wrong, by file."""

    def __init__(self, looking: Looking, found: Found) -> None:
        self.looking, self.sketch, self.found = looking, looking.sketch, found

    def whole(self, root: str) -> Sequence[Entry]:
        """The course as far down as fits on its own page."""
        depth, level = 0, list(self.sketch.children[-1])
        entries = len(level)
        while level and entries <= ON_HOME:
            level = [child for index in level for child in self.sketch.children[index]]
            entries += len(level)
            depth += bool(level) and entries <= ON_HOME
        return self._down(-1, root, depth)

    def inside(self, index: int, root: str) -> Sequence[Entry]:
        """What is in a module, and in modules in it where there is little."""
        few = self.sketch.counts[index] <= SMALL
        return self._down(index, root, 8 if few else 0)

    def around(self, index: int, root: str) -> Sequence[Entry]:
        """What is beside a module or lesson, and beside each module around it."""
        if len(self.sketch.places) <= SMALL:
            return self._down(-1, root, 32, current=index)
        inside: Sequence[Entry] = ()
        if self.sketch.places[index].kind is not LESSON:
            inside = self._level(index, root, -1, -1, ())
        here, current = index, index
        while here >= 0:
            above = self.sketch.places[here].parent
            inside = self._level(above, root, here, current, inside)
            here = above
        return inside

    def _level(
        self, above: int, root: str, here: int, current: int, inside: Sequence[Entry]
    ) -> Sequence[Entry]:
        """What is in a module, near one of it, which is shown with what is in it."""
        children = self.sketch.children[above]
        place = children.index(here) if here in children else 0
        first, last = max(0, place - NEAR), place + NEAR + 1
        shown = self.looking.shown(children[first:last])
        entries = [
            self._entry(
                child, root, is_current=child == current, inside=inside if child == here else ()
            )
            for child in shown
        ]
        if first:
            entries.insert(0, self._rest(above, root, first))
        if last < len(children):
            entries.append(self._rest(above, root, len(children) - last))
        return entries

    def _rest(self, above: int, root: str, count: int) -> Entry:
        """Where those are that are left out."""
        address = self.looking.address(above) if above >= 0 else f"{self.looking.folder}{HOME}"
        return Entry(f"… {count}", href(root, address))

    def _down(self, index: int, root: str, depth: int, *, current: int = -1) -> Sequence[Entry]:
        children = self.sketch.children[index]
        entries = [
            self._entry(
                child,
                root,
                is_current=child == current,
                inside=self._down(child, root, depth - 1, current=current) if depth else (),
            )
            for child in self.looking.shown(children[:MOST])
        ]
        if len(children) > MOST:
            entries.append(Entry(f"… {len(children) - MOST:,}", ""))
        return entries

    def _entry(
        self, index: int, root: str, *, is_current: bool = False, inside: Sequence[Entry] = ()
    ) -> Entry:
        place, told = self.sketch.places[index], self.looking.told(index)
        is_lesson = place.kind is LESSON
        standing = self.looking.standing(index)
        return Entry(
            told.title.text,
            href(root, self.looking.address(index)),
            None if is_lesson else self.looking.lessons(index),
            told.values.get("minutes") if is_lesson else None,
            standing.state,
            standing.opens_at,
            is_current,
            self.found.number(told.file) if is_lesson else 0,
            inside,
            language_of(told.title, self.looking.retelling.language),
        )
