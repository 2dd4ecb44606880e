"""What there is to do in bulk: the rows of a file, or the undoing of what a batch did.

Knows how rows become outcomes, a chunk at a time; refuses to write anything by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection, Engine

from academy_cli.bulk import store
from academy_cli.bulk.entries import Entry
from academy_cli.bulk.errors import RefusedRowError
from academy_cli.bulk.kinds import Journaled, Kind, Moment, Outcome, Policy, Wanted, Written
from academy_cli.bulk.outcome import refused
from academy_cli.bulk.seen import Seen
from academy_cli.bulk.store import Begun, Opening
from academy_cli.bulk.table import Table
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.kit.ahead import ahead
from academy_cli.kit.saying import say, unstopped

READ_AHEAD = 10_000
"""So many rows of a file are ready before they are asked for."""


class Item(NamedTuple):
    """One thing to do: its place among all, the number it has in the journal, and where it stands in a file.

    Its line is 0 where there is no file.
    """

    place: int
    number: int
    line: int
    entry: Entry | None = None
    asked: Wanted | Outcome | None = None
    """What the row of a file asks for, or that it is refused."""
    row: Journaled | None = None


class Mail(NamedTuple):
    """Which mail tells of rows: none, or all but the kinds that are switched off."""

    is_sent: bool = True
    muted: Collection[str] = ()

    def of(self, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
        """Outcomes with the mail that tells of them."""
        if self.is_sent and not self.muted:
            return outcomes
        return [_telling(one, self._left(one.mails)) if one.mails else one for one in outcomes]

    def _left(self, mails: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(one for one in mails if one not in self.muted) if self.is_sent else ()


class Work(Protocol):
    """Things to do, one after the other."""

    kind: Kind

    @property
    def action(self) -> str:
        """What the audit log calls it."""

    def opening(self, rows: int, actor: str) -> Opening:
        """The batch that will be begun."""

    def items(self) -> Iterator[Item]:
        """Everything there is to do, in the same order every time."""

    def examine(
        self, connection: Connection | None, items: Sequence[Item], *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each, in the same order."""

    def write(self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment) -> Written:
        """Write outcomes, and the mail that tells of them; the numbers of their subjects."""


class FileWork:
    """The rows of a file."""

    def __init__(
        self,
        kind: Kind,
        table: Table,
        policy: Policy,
        options: Mapping[str, object],
        *,
        mail: Mail,
        reads_ahead: bool,
    ) -> None:
        self.kind, self.table, self.policy = kind, table, policy
        self._options, self._mail, self._reads_ahead = options, mail, reads_ahead
        self._seen = Seen()
        self._required = [field.name for field in kind.fields if field.is_required]

    @property
    def action(self) -> str:
        """What the audit log calls it."""
        return self.kind.action

    def opening(self, rows: int, actor: str) -> Opening:
        """The batch that will be begun."""
        given = self.table.source
        return Opening(self.kind.name, given.name, given.survey.sha256, self._options, rows, actor)

    def items(self) -> Iterator[Item]:
        """Every row of the file; the next ones may be read while the database works."""
        found = map(self._item, self.table.entries())
        return ahead(found, READ_AHEAD) if self._reads_ahead else found

    def examine(
        self, connection: Connection | None, items: Sequence[Item], *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each row, against what is there now."""
        asked = [item.asked for item in items]
        wanted = [one for one in asked if isinstance(one, Wanted)]
        found = self.kind.examine(connection, wanted, self.policy, hold=hold) if wanted else ()
        outcomes = iter(self._mail.of(found))
        return [one if isinstance(one, Outcome) else next(outcomes) for one in asked]

    def write(self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment) -> Written:
        """Write outcomes, and the mail that tells of them."""
        subjects = self.kind.apply(connection, outcomes, moment)
        if any(one.mails for one in outcomes):
            self.kind.send(connection, outcomes, subjects, moment)
        return Written(subjects)

    def _item(self, entry: Entry) -> Item:
        return Item(entry.number, entry.number, entry.line, entry, self._asked(entry))

    def _asked(self, entry: Entry) -> Wanted | Outcome:
        if entry.reason:
            return refused("", entry.reason)
        said = entry.said
        for name in self._required:
            if name not in said:
                return refused("", say("{} is missing", name))
        try:
            wanted = self.kind.parse(said)
        except RefusedRowError as refusal:
            return refused("", refusal.reason)
        except AcademyError as error:
            return refused("", unstopped(error.message))
        first = self._seen.first(wanted.key, entry.number, entry.line)
        if first != entry.line:
            return refused(wanted.key, say("it is about the same one as line {}", first))
        return wanted


class UndoWork:
    """What a batch did, to be undone."""

    def __init__(self, kind: Kind, batch: Begun, engine: Engine, mail: Mail) -> None:
        self.kind, self.batch, self._engine, self._mail = kind, batch, engine, mail

    @property
    def action(self) -> str:
        """What the audit log calls it."""
        return "batch.undo"

    def opening(self, rows: int, actor: str) -> Opening:
        """The batch that will be begun."""
        batch = self.batch
        return Opening(
            batch.kind, batch.file_name, batch.file_sha256, {"undoes": batch.reference}, rows,
            actor, batch.id,
        )  # fmt: skip

    def items(self) -> Iterator[Item]:
        """Every row that changed something, read in transactions of their own."""
        place = last = 0
        while True:
            with read(self._engine) as connection:
                rows = store.to_undo(connection, self.batch.id, last)
            for row in rows:
                place += 1
                yield Item(place, row.number, 0, row=row)
            if not rows:
                return
            last = rows[-1].number

    def examine(
        self, connection: Connection | None, items: Sequence[Item], *, hold: bool
    ) -> Sequence[Outcome]:
        """What undoing each row does now."""
        assert connection is not None
        rows = [one.row for one in items if one.row]
        return self._mail.of(self.kind.undo(connection, rows, self.batch.reference, hold=hold))

    def write(self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment) -> Written:
        """Put back what was there."""
        return self.kind.revert(connection, outcomes, self.batch.reference, moment)


def _telling(one: Outcome, mails: tuple[str, ...]) -> Outcome:
    """The same outcome with other mail; ``_replace`` takes three times as long."""
    return Outcome(
        one.did, one.key, one.subject_id, one.before, one.after, one.reason, mails, one.gives
    )
