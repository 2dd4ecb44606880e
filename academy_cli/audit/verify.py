"""Whether the audit log is what was written: which entry was edited, removed, moved or emptied.

Knows the chain; refuses rows. Whoever may write the database can make a whole new chain, so a head that was
noted down elsewhere is what proves the log to a stranger.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from academy_cli.audit.chain import BEGINNING, ERASED, Entry, Head
from academy_cli.kit.saying import say


class Flaw(NamedTuple):
    """One thing that is wrong: the entry's number, and what happened to it."""

    number: int
    what: str


class Examination:
    """One walk along the chain; ask for ``flaws`` when every entry was shown."""

    def __init__(self, expected: Head | None = None) -> None:
        self.expected = expected
        self.number, self.digest = 0, BEGINNING
        self.found: list[Flaw] = []
        self.emptied: set[int] = set()
        self.allowed: set[int] = set()

    def show(self, entries: Iterable[Entry]) -> None:
        """Look at the next entries, in the order of their numbers."""
        for entry in entries:
            self.found += self._of(entry)
            self.number, self.digest = entry.number, entry.digest
            if self.expected is not None and entry.number == self.expected.entries:
                self._compare(self.expected)

    def flaws(self, head: Head) -> list[Flaw]:
        """Everything that is wrong, given the end that the log itself says it has."""
        emptied = say("its details were removed, and no erasure says so")
        found = [*self.found, *(Flaw(one, emptied) for one in self.emptied - self.allowed)]
        if (self.number, self.digest) != head:
            missing = head.entries - self.number
            found.append(Flaw(self.number, _end(missing)))
        if self.expected is not None and self.number < self.expected.entries:
            found.append(
                Flaw(
                    self.expected.entries,
                    say("it was there when its digest was noted, and is gone"),
                )
            )
        return sorted(found, key=lambda flaw: flaw.number)

    def _of(self, entry: Entry) -> Iterator[Flaw]:
        for missing in range(self.number + 1, entry.number):
            yield Flaw(missing, say("it was removed"))
        if entry.proof != entry.digest:
            yield Flaw(entry.number, say("it was edited, or moved here from another place"))
        elif entry.previous != self.digest and entry.number == self.number + 1:
            yield Flaw(
                entry.number - 1, say("it was replaced: the entry after it knows another one")
            )
        if entry.details is None:
            self.emptied.add(entry.number)
            if entry.reason is not None:
                yield Flaw(entry.number, say("a reason was put where one was erased"))
        elif not entry.are_details_proved:
            yield Flaw(entry.number, say("its details or its reason were edited"))
        elif ERASED in entry.details:
            self.allowed.update(json.loads(entry.details).get(ERASED, ()))

    def _compare(self, expected: Head) -> None:
        if not self.digest.startswith(expected.digest):
            self.found.append(
                Flaw(expected.entries, say("its digest is not the one that was noted"))
            )


def _end(missing: int) -> str:
    if missing < 1:
        return say("the log ends elsewhere")
    return (
        say("1 entry after it was removed")
        if missing == 1
        else say("{} entries after it were removed", missing)
    )
