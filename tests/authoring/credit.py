"""Who may have whose learners: docs/course-format.md, Identity, said once more and judged by the truth.

Knows which lesson each row and each file truly is; shares nothing with the code that has to find it out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import product
from typing import NamedTuple

from tests.authoring.classroom import Classroom, Page, folder_of
from tests.authoring.register import Entry, Register

ENOUGH = 0.6
_NUMBER = re.compile(r"^[0-9]+-(?=.)")


class Fit(IntEnum):
    """By what a file may be a lesson of the academy, the strongest first; NONE is not at all."""

    ID = 1
    PATH = 2
    NAME = 3
    TEXT = 4
    PATH_OF_OLD = 5
    NONE = 9


class Past(NamedTuple):
    """What the learners of a row have been reading: the lesson, its text, and the folder it was in."""

    page: Page
    home: int
    home_id: str | None


@dataclass(frozen=True)
class Seat:
    """A lesson's row before a sync, with what it truly is."""

    entry: Entry
    past: Past

    @property
    def serial(self) -> int:
        """Which lesson it is."""
        return self.past.page.serial


Pasts = Mapping[int, Past]
"""What each row of a lesson is, by row."""


@dataclass(frozen=True)
class Judge:
    """One sync: the rows before and after it, and the folder it was made from."""

    before: Register
    after: Register
    course: Classroom
    pasts: Pasts

    @property
    def seats(self) -> Mapping[int, Seat]:
        """Every lesson that was there, by row."""
        return {row: Seat(one, self.pasts[row]) for row, one in self.before.lessons.items()}

    def path_of(self, entry: Entry) -> str | None:
        """The path of the file whose words a row has now; None while it stays as it was."""
        page = self.course.pages.get(entry.path)
        if entry.is_archived or page is None or page.broken:
            return None
        return entry.path if (page.digest, page.id) == (entry.body, entry.id) else None

    def now(self) -> Pasts:
        """What each row is after the sync."""
        found = dict(self.pasts)
        for row, entry in self.after.lessons.items():
            path = self.path_of(entry)
            if path is not None:
                found[row] = past_of(self.course, path)
        return found

    # -- nobody else's learners -----------------------------------------------------------------

    def misplaced(self) -> Iterator[str]:
        """Say of every row whose learners are with another lesson, and no line of the page says so."""
        seats = self.seats
        after = ((row, one) for row, one in self.after.lessons.items() if not one.is_archived)
        known = {entry.path for row, entry in after if row in seats}
        for row, seat in seats.items():
            entry = self.after.lessons[row]
            path = self.path_of(entry)
            if path is None:
                yield from self._disturbed(seat, entry)
                path = entry.path if entry.path != seat.entry.path else None
            page = self.course.pages.get(path or "")
            if path is None or page is None or page.serial == seat.serial:
                continue
            how, own = self.fit(seat, path), self._left_over(seat.serial, known)
            if how is Fit.NONE or (own is not None and self._is_better(seat, own, path)):
                yield f"{seat.entry.path} ({seat.serial}) became {path} ({page.serial}): {how.name.lower()}"

    def _disturbed(self, seat: Seat, entry: Entry) -> Iterator[str]:
        """What stays because nobody can read what became of it stays as it was."""
        was = seat.entry
        if (entry.body, entry.id) != (was.body, was.id):
            yield f"{was.path} ({seat.serial}) was given a text that is no file's"

    def _is_better(self, seat: Seat, own: str, path: str) -> bool:
        """Whether a lesson's own file fits by a stronger rule than another, or has more of the text."""
        how, other = self.fit(seat, own), self.fit(seat, path)
        if how is other is Fit.TEXT:
            was, pages = seat.past.page, self.course.pages
            return min(_shares(was, pages[own])) > max(_shares(was, pages[path]))
        return how < other and (how is not Fit.NAME or self._is_known_name(seat, own))

    def _left_over(self, serial: int, known: Collection[str]) -> str | None:
        """Where a lesson truly is, unless its file has the row of another."""
        for path, page in self.course.pages.items():
            if page.serial == serial and path not in known:
                return path
        return None

    # -- nobody lost ----------------------------------------------------------------------------

    def lost(self) -> Iterator[str]:
        """Say of every lesson that is there and was not found; of a course without any error."""
        seats = self.seats
        fits = {
            (row, path): how
            for (row, seat), path in product(seats.items(), self.course.pages)
            if (how := self.fit(seat, path)) is not Fit.NONE
        }
        for (row, path), how in fits.items():
            rivals = [fits[pair] for pair in fits if (pair[0] == row) != (pair[1] == path)]
            is_mine = self.course.pages[path].serial == seats[row].serial
            if is_mine and self._is_promised(seats[row], path, how, rivals):
                entry, was = self.after.lessons[row], seats[row]
                if entry.is_archived or entry.path != path:
                    place = f"{was.entry.path} ({was.serial})"
                    yield f"{place} is not found in {path}: {how.name.lower()}"

    def _is_promised(self, seat: Seat, path: str, how: Fit, rivals: Sequence[Fit]) -> bool:
        """Whether the page promises that a lesson is found, whatever else there is."""
        if how in (Fit.ID, Fit.PATH):
            return all(other > how for other in rivals)
        is_alike = min(_shares(seat.past.page, self.course.pages[path])) >= ENOUGH
        return not rivals and (how is not Fit.NAME or is_alike or self._is_known_name(seat, path))

    def _is_known_name(self, seat: Seat, path: str) -> bool:
        """Whether a name says who it is: the same one in a module that is known, or one of its own there."""
        if not self._is_known_folder(seat, path):
            return False
        others = [one for one in self.seats.values() if one.entry.row != seat.entry.row]
        rivals = [self.fit(seat, other) for other in self.course.pages if other != path]
        rivals += [self.fit(other, path) for other in others]
        is_same = seat.entry.place.rpartition("/")[2] == path.rpartition("/")[2]
        return is_same or Fit.NAME not in rivals

    def _is_known_folder(self, seat: Seat, path: str) -> bool:
        """Whether a module is known by its id, or by a path that is the same but for numbers."""
        here = folder_of(path)
        folder, key = self.course.folders[here], key_of(here)
        now = {folder_of(other) for other in self.course.pages}
        before = {folder_of(one.entry.place) for one in self.seats.values()}
        is_same = [key_of(one) for one in now].count(key) == 1 and key == key_of(
            folder_of(seat.entry.place)
        )
        is_only = [key_of(one) for one in before].count(key) == 1
        is_known = folder.id is not None and (folder.serial, folder.id) == seat.past[1:]
        return is_known or (is_same and is_only)

    # -- the page, once more --------------------------------------------------------------------

    def fit(self, seat: Seat, path: str) -> Fit:
        """The first rule by which a file may be a lesson that was there."""
        page, was = self.course.pages[path], seat.entry
        if page.id is not None and was.id is not None:
            return Fit.ID if page.id == was.id else Fit.NONE
        if was.is_archived:
            return Fit.PATH_OF_OLD if was.place == path else Fit.NONE
        if was.place == path:
            return Fit.PATH
        if was.id is None and self._has_same_name(seat, path):
            return Fit.NAME
        is_kin = not page.family.isdisjoint(seat.past.page.family)
        return Fit.TEXT if is_kin and max(_shares(seat.past.page, page)) >= ENOUGH else Fit.NONE

    def _has_same_name(self, seat: Seat, path: str) -> bool:
        """Whether it has the name it had, in its folder; or elsewhere but for numbers."""
        old, new = key_of(seat.entry.place), key_of(path)
        if old == new:
            return True
        is_home = self.course.home(path) == seat.past.home
        return is_home and _last(seat.entry.place) == _last(path)


def past_of(course: Classroom, path: str) -> Past:
    """What somebody reads who opens a file."""
    folder = course.folders.get(folder_of(path))
    return Past(course.pages[path], course.home(path), folder.id if folder else None)


def key_of(path: str) -> str:
    """A path without numbers and suffix; a front page has its folder's name."""
    parts = [_NUMBER.sub("", part) for part in path.removesuffix(".md").split("/")]
    return "/".join(parts[:-1] if parts[-1] == "README" else parts)


def _last(path: str) -> str:
    return _NUMBER.sub("", path.rpartition("/")[2])


def _shares(one: Page, other: Page) -> tuple[float, float]:
    """How much of the longer of two lessons is the same in lines: its own ones, and all."""
    return _share(one.lines, other.lines), _share(_said(one), _said(other))


def _said(page: Page) -> list[str]:
    return [line for line in page.body.splitlines() if line]


def _share(one: Sequence[str], other: Sequence[str]) -> float:
    same = (Counter(one) & Counter(other)).total()
    return same / max(len(one), len(other))
