"""What importing people asks of courses: who is in, who can be let in, and letting them in.

Only the shape: the slice of enrollments, which accounts do not know, has the rules of seats and dates.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from sqlalchemy import Connection

from academy_cli.bulk.kinds import Moment


class Admitted(NamedTuple):
    """Somebody who was just let into a course: their enrollment, and the grant by which."""

    enrollment: int
    grant: int


class Doors(Protocol):
    """Some courses, while a chunk of rows is looked at and written."""

    def unknown(self, slugs: Sequence[str]) -> str:
        """The first of some slugs that no course has, or nothing."""

    def meet(self, connection: Connection, people: Collection[int]) -> None:
        """Find out who of some people is in which of the courses."""

    def is_in(self, person: int, slug: str) -> bool:
        """Whether somebody has access to a course, will have, or has completed it."""

    def refusal(self, connection: Connection, person: int | None, slugs: Sequence[str]) -> str:
        """Why somebody, who may be new, cannot be let into courses; else the seats are taken."""

    def admit(
        self, connection: Connection, places: Sequence[tuple[int, str]], moment: Moment
    ) -> Sequence[Admitted]:
        """Let people into courses, each by a grant of a batch; in the same order."""


class Admission(Protocol):
    """The courses of one academy, for one import."""

    def doors(self, connection: Connection, slugs: Collection[str], *, hold: bool) -> Doors:
        """The courses of some rows; ``hold`` lets nobody else in until the transaction ends.

        Held before anybody's account, and in the order of their numbers, so that nobody waits in a circle.
        """
