"""The smallest kind of rows that does everything: people with a name and a language, and mail for new ones.

Knows the table of users and no rules; refuses to be an example of validation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, delete, func, select, update

from academy_cli.access.actor import operator
from academy_cli.bulk.columns import Field
from academy_cli.bulk.errors import RefusedRowError
from academy_cli.bulk.importer import Importer, Planned, Wish
from academy_cli.bulk.kinds import Current, Did, Journaled, Moment, Outcome, Policy, Wanted, Written
from academy_cli.bulk.outcome import refused, restored, settled
from academy_cli.bulk.reading import Limits
from academy_cli.bulk.source import source
from academy_cli.bulk.views import BulkView
from academy_cli.db.bulk import allocate_ids, insert_rows, update_rows
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.mail.service import Message, enqueue
from academy_cli.models import OutboxMessage, User

ANN = operator("ann")
FIELDS = (
    Field("email", ("E-Mail-Adresse", "mail"), is_required=True),
    Field("name", ("Vorname Nachname", "full name")),
    Field("language", ("Sprache",)),
)


class Folk:
    """People as the tests import them."""

    name, action, fields = "folk", "folk.import", FIELDS
    options: Mapping[str, str] = {}

    def parse(self, said: Mapping[str, str]) -> Wanted:
        email = said["email"].lower()
        if "@" not in email:
            raise RefusedRowError(f"“{email}” is no address")
        return Wanted(email, {name: value for name, value in said.items() if name != "email"})

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        emails = [one.key for one in wanted]
        there = _by_email(connection, emails, hold=hold) if connection is not None else {}
        found = [settled(one, there.get(one.key), policy, "person") for one in wanted]
        return [
            one._replace(mails=("invitation",)) if one.did is Did.CREATE else one for one in found
        ]

    def apply(
        self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment
    ) -> Sequence[int]:
        new = [one for one in outcomes if one.did is Did.CREATE]
        ids = iter(allocate_ids(connection, User, len(new)))
        subjects = [one.subject_id or next(ids) for one in outcomes]
        rows = [
            (number, one.key, one.after.get("name", ""), one.after.get("language"), moment.at)
            for number, one in zip(subjects, outcomes, strict=True)
            if one.did is Did.CREATE
        ]
        insert_rows(connection, User, ("id", "email", "name", "language", "created_at"), rows)
        _update(connection, outcomes)
        return subjects

    def send(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        subjects: Sequence[int],
        moment: Moment,
    ) -> int:
        return enqueue(
            connection,
            (
                Message(f"invitation:{number}", "invitation", one.key, number, None, {})
                for number, one in zip(subjects, outcomes, strict=True)
                if one.mails
            ),
            moment.at,
        )

    def undo(
        self, connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
    ) -> Sequence[Outcome]:
        ids = [row.subject_id for row in rows]
        there = {
            one.id: Current(one.id, {"name": one.name, "language": one.language})
            for one in connection.execute(select(User).where(User.id.in_(ids)))
        }
        return [self._undone(row, there.get(row.subject_id or 0)) for row in rows]

    def _undone(self, row: Journaled, there: Current | None) -> Outcome:
        if row.did is Did.UPDATE:
            return restored(row, there, "person")
        if there is None:
            return Outcome(Did.UNCHANGED)
        if there.values["name"] != row.after.get("name", ""):
            return refused("", "its name was changed since")
        return Outcome(Did.UPDATE, "", there.subject_id, row.after, {"is_removed": True})

    def revert(
        self, connection: Connection, outcomes: Sequence[Outcome], reference: str, moment: Moment
    ) -> Written:
        gone = [one.subject_id for one in outcomes if "is_removed" in one.after]
        connection.execute(delete(OutboxMessage).where(OutboxMessage.user_id.in_(gone)))
        connection.execute(delete(User).where(User.id.in_(gone)))
        _update(connection, [one for one in outcomes if "is_removed" not in one.after])
        return Written([one.subject_id or 0 for one in outcomes])


def _by_email(
    connection: Connection, emails: Sequence[str], *, hold: bool
) -> Mapping[str, Current]:
    query = select(User.id, User.email, User.name, User.language).where(User.email.in_(emails))
    query = query.order_by(User.id)
    rows = connection.execute(query.with_for_update() if hold else query)
    return {
        row.email: Current(row.id, {"name": row.name, "language": row.language}) for row in rows
    }


def _update(connection: Connection, outcomes: Sequence[Outcome]) -> None:
    for name in ("name", "language"):
        rows = [
            (one.subject_id, one.after[name])
            for one in outcomes
            if one.did is Did.UPDATE and name in one.after
        ]
        update_rows(connection, User, "id", [name], rows)


class Office:
    """Where folk are imported: a folder, a database, and the importer of it."""

    def __init__(self, folder: Path, database: Database, limits: Limits = Limits()) -> None:
        self.folder, self.database = folder, database
        self.importer = Importer(database, ANN, Folk(), limits)

    def write(self, text: str | bytes, name: str = "people.csv") -> Path:
        path = self.folder / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    @contextmanager
    def planned(self, path: Path, wish: Wish = Wish()) -> Iterator[Planned]:
        with source(str(path)) as given:
            yield self.importer.plan(given, wish)

    def plan(self, text: str | bytes, wish: Wish = Wish(), name: str = "people.csv") -> BulkView:
        with self.planned(self.write(text, name), wish) as planned:
            return planned.view

    def run(self, text: str | bytes, wish: Wish = Wish(), name: str = "people.csv") -> BulkView:
        with self.planned(self.write(text, name), wish) as planned:
            return self.importer.apply(planned)

    def undo(self, reference: str) -> BulkView:
        return self.importer.apply(self.importer.plan_undo(reference))

    @property
    def engine(self) -> Engine:
        return self.database.engine

    def folk(self) -> dict[str, tuple[str, str | None]]:
        """Everybody: name and language by address."""
        with read(self.engine) as connection:
            rows = connection.execute(select(User.email, User.name, User.language))
            return {row.email: (row.name, row.language) for row in rows}

    def mails(self) -> int:
        """How many messages there are."""
        with read(self.engine) as connection:
            return connection.scalar(select(func.count()).select_from(OutboxMessage)) or 0

    def rename(self, email: str, name: str) -> None:
        """What somebody else does meanwhile."""
        with self.engine.begin() as connection:
            connection.execute(update(User).where(User.email == email).values(name=name))
