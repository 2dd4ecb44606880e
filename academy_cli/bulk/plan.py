"""A plan of bulk work: how many rows do what, which mails tell of it, and which rows are refused and why.

Pure: knows outcomes as they come, and keeps a few bytes of each, so that a million rows fit into memory.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from academy_cli.bulk.kinds import Did, Outcome

MOST_SHOWN = 1000
"""So many refused rows are told by name in a plan or report; the file of refused rows has all."""
_MASK = (1 << 62) - 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not done: where it stands in a file, its number there or in a journal, and why."""

    line: int | None
    """None for a row of a journal, which is no line of anything."""
    number: int
    reason: str


class Tally:
    """What becomes of the rows of a file, one after the other."""

    def __init__(self) -> None:
        self.counts: Counter[Did] = Counter()
        self.mails: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        """How many updates change each field."""
        self.gives: Counter[str] = Counter()
        """How often rows put something else there, by what it is."""
        self.refusals: list[Refusal] = []
        self._dids = array("B", [0])
        self._digests = array("q", [0])

    def add(
        self, lines: Sequence[int], numbers: Sequence[int], outcomes: Sequence[Outcome]
    ) -> None:
        """Count the next rows; a line is 0 where a row stands in no file."""
        self._dids.extend([_CODES[one.did] for one in outcomes])
        self._digests.extend(
            [one.digest & _MASK if one.did in _CHANGING else 0 for one in outcomes]
        )
        self.count(lines, numbers, outcomes)

    def pass_over(self, rows: int) -> None:
        """Take the next rows for some that were worked through before."""
        self._dids.extend([_CODES[Did.UNCHANGED]] * rows)
        self._digests.extend([0] * rows)

    def count(
        self, lines: Sequence[int], numbers: Sequence[int], outcomes: Sequence[Outcome]
    ) -> None:
        """Count rows without holding anything to them."""
        dids = [one.did for one in outcomes]
        for did in Did:
            self.counts[did] += dids.count(did)
        self.mails.update([template for one in outcomes for template in one.mails])
        self.gives.update([what for one in outcomes for what in one.gives])
        if Did.UPDATE not in dids and Did.REFUSED not in dids:
            return
        for line, number, one in zip(lines, numbers, outcomes, strict=True):
            if one.did is Did.UPDATE:
                self.fields.update(_changed(one))
            elif one.did is Did.REFUSED and len(self.refusals) < MOST_SHOWN:
                self.refusals.append(Refusal(line or None, number, one.reason))

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self._dids) - 1

    @property
    def changes(self) -> int:
        """How many rows write something."""
        return self.counts[Did.CREATE] + self.counts[Did.UPDATE]

    @property
    def last_acting(self) -> int:
        """The last row that is not simply left as it is; 0 if there is none."""
        numbers = range(self.rows, 0, -1)
        return next((n for n in numbers if self.did(n) is not Did.UNCHANGED), 0)

    def did(self, number: int) -> Did:
        """What was planned for a row."""
        return _ORDER[self._dids[number]]

    def acts_between(self, first: int, last: int) -> bool:
        """Whether any of some rows is not simply left as it is."""
        unchanged = _CODES[Did.UNCHANGED]
        return any(code != unchanged for code in self._dids[first : last + 1])

    def changed(self, places: Sequence[int], outcomes: Sequence[Outcome]) -> Sequence[int]:
        """The rows that do something else by now than was planned, but for those that are so already."""
        digests = self._digests
        return [
            place
            for place, one in zip(places, outcomes, strict=True)
            if one.did in _CHANGING and digests[place] != one.digest & _MASK
        ]


def _changed(outcome: Outcome) -> list[str]:
    """The fields that an update changes; one that is the same before and after only names something."""
    before = outcome.before
    return [name for name, value in outcome.after.items() if before.get(name, before) != value]


_CHANGING = (Did.CREATE, Did.UPDATE)
_ORDER = tuple(Did)
_CODES = {did: code for code, did in enumerate(_ORDER)}
