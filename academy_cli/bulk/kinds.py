"""What the engine has to be told of one kind of rows, and what it says back: the seam for every noun.

Knows the shape of an adapter; refuses to know any. Adapters live in the slices above.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import Enum
from typing import NamedTuple, Protocol, TypeAlias

from sqlalchemy import Connection

from academy_cli.audit.service import Act
from academy_cli.bulk.columns import Field

Value: TypeAlias = str | int | float | bool | None
Values: TypeAlias = Mapping[str, Value]
"""Fields and their values, which stay what they are in JSON; what a row says nothing about is not in it."""
NOTHING: Values = {}


class Mode(Enum):
    """Which rows may do something: those that are new, those that are there, or both."""

    CREATE = "create"
    UPDATE = "update"
    UPSERT = "upsert"


class Fill(Enum):
    """Which fields of what is there a row may set: all it names, or those that are empty."""

    ALL = "all"
    MISSING = "missing-only"


class Policy(NamedTuple):
    """What rows may do."""

    mode: Mode = Mode.UPSERT
    fill: Fill = Fill.ALL


class Did(Enum):
    """What becomes of a row."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Wanted(NamedTuple):
    """What a row asks for: ``key`` says of whom or what, and stands once in a file."""

    key: str
    values: Values


class Current(NamedTuple):
    """What is there by a key: its row's number, and its fields."""

    subject_id: int
    values: Values


class Outcome(NamedTuple):
    """What becomes of one row; ``after`` of something new is everything, of an update what changes.

    ``mails`` are the templates of the messages that tell of it, ``gives`` what else it puts there, as a plan
    counts it: ``course python``.
    """

    did: Did
    key: str = ""
    subject_id: int | None = None
    before: Values = NOTHING
    after: Values = NOTHING
    reason: str = ""
    mails: tuple[str, ...] = ()
    gives: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether anything is written."""
        return self.did is Did.CREATE or self.did is Did.UPDATE

    @property
    def digest(self) -> int:
        """A number that outcomes share only if they do the same, within one process."""
        before, after = tuple(self.before.items()), tuple(self.after.items())
        return hash((self.did.value, self.key, self.subject_id, before, after, self.mails))


class Journaled(NamedTuple):
    """One line of a batch's journal."""

    number: int
    did: Did
    subject_id: int | None
    before: Values
    after: Values


class Moment(NamedTuple):
    """When a chunk is carried out, and as part of which batch."""

    at: datetime
    reference: str


class Written(NamedTuple):
    """What was written: the number of each outcome's subject, and what else the log has to be told of it."""

    subjects: Sequence[int]
    acts: Sequence[Act] = ()


class Kind(Protocol):
    """One kind of rows. All methods get many rows at once, and ask and write in sets.

    ``parse`` raises RefusedRowError, or any AcademyError, for a row that cannot be.
    """

    @property
    def name(self) -> str:
        """What rows are about, as batches say it: ``users``."""

    @property
    def action(self) -> str:
        """What the audit log calls it: ``user.import``."""

    @property
    def fields(self) -> Sequence[Field]:
        """What rows may say."""

    @property
    def options(self) -> Mapping[str, str]:
        """What a person said beside the file, for the batch to remember: ``{"course": "python"}``."""

    def parse(self, said: Mapping[str, str]) -> Wanted:
        """What a row asks for, out of its non-empty texts by field.

        Looks at no database, and changes nothing: rows are read in a thread of their own.
        """

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each, in the same order, against what is there now.

        ``hold`` keeps what is found as it is until the transaction ends; rows are held in the order of
        their numbers, so that nobody waits in a circle. Without a connection nothing is there.
        """

    def apply(
        self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment
    ) -> Sequence[int]:
        """Write rows that are created or updated; the number of each one's subject, in the same order."""

    def send(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        subjects: Sequence[int],
        moment: Moment,
    ) -> int:
        """Write down the mail that tells of rows that were just written; how many messages there are."""

    def undo(
        self, connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
    ) -> Sequence[Outcome]:
        """What undoing each row would do now, in the same order: an update, nothing, or a refusal.

        ``reference`` is the batch that is to be undone.
        """

    def revert(
        self, connection: Connection, outcomes: Sequence[Outcome], reference: str, moment: Moment
    ) -> Written:
        """Write what ``undo`` said; the number of each one's subject, in the same order."""
