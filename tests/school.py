"""A school to test against: courses, people, and the services of learners on a real database.

Knows the tables; people are rows, everything else goes through the services.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Row, insert, select, update

from academy_cli.access.actor import Actor, operator
from academy_cli.access.matrix import Role
from academy_cli.db.transaction import read, write
from academy_cli.enrollments.service import Enrollments
from academy_cli.enrollments.views import Granting
from academy_cli.models import Base, Content, Course, Enrollment, OutboxMessage, User
from academy_cli.progress.roster import Roster
from academy_cli.progress.service import Progress
from tests.authoring.academy import Academy

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)
THREE: Mapping[str, str] = {
    "a.md": "# A\n\nOne.\n",
    "b.md": "# B\n\nTwo.\n",
    "c.md": "# C\n\nThree.\n",
}
"""The lessons of a small course."""
QUIET = Granting(tells=False)


class School:
    """One academy with learners."""

    def __init__(self, url: str, home: Path, muted: Collection[str] = ()) -> None:
        self.academy, self.home = Academy(url, home, muted), home
        self.academy.now = NOW
        self.enrollments, self.progress, self.roster = self.services(operator("test"))

    def services(self, actor: Actor) -> tuple[Enrollments, Progress, Roster]:
        """What somebody works with."""
        database, clock = self.academy.database, self.academy.clock
        return (
            Enrollments(database, actor, clock=clock),
            Progress(database, actor, clock=clock),
            Roster(database, actor, clock=clock),
        )

    def actor(self, email: str, *roles: Role, courses: Sequence[str] = ()) -> Actor:
        """Somebody with an account who acts."""
        number = self.user(email).id
        held = frozenset({Role.STUDENT, *roles})
        return Actor(f"user:{number}", email, number, held, frozenset(courses))

    def at(self, moment: datetime) -> None:
        """Let it be another time."""
        self.academy.now = moment

    def course(
        self, slug: str = "python", said: str = "", lessons: Mapping[str, str] = THREE
    ) -> str:
        """A published course; the same slug again syncs it anew."""
        folder = self.home / "courses" / slug
        head = f"id: {slug}\ntitle: {slug.title()}\nstatus: published\n{said}"
        for name, text in {"course.yaml": head, **lessons}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
        self.academy.sync(folder)
        return slug

    def drop(self, slug: str, name: str) -> None:
        """Take a lesson out of a course's folder."""
        (self.home / "courses" / slug / name).unlink()

    def person(self, who: str = "ann", **values: Any) -> str:
        """Somebody with an account; returns the address."""
        email = f"{who}@x.org"
        row = {"email": email, "name": who.title(), "created_at": NOW} | values
        with write(self.academy.database.engine) as connection:
            connection.execute(insert(User).values(row))
        return email

    def learner(self, name: str = "ann", slug: str = "python") -> str:
        """Somebody who is in a course."""
        email = self.person(name)
        self.enrollments.create(email, slug, QUIET)
        return email

    def user(self, email: str) -> Row[Any]:
        """Somebody's row."""
        return next(row for row in self.rows(User) if row.email == email)

    def enrollment(self, email: str = "ann@x.org", slug: str = "python") -> Row[Any]:
        """Somebody's enrollment."""
        user, course = self.user(email).id, self.academy.course(slug).id
        mine = (Enrollment.user_id == user, Enrollment.course_id == course)
        with read(self.academy.database.engine) as connection:
            return connection.execute(select(Enrollment.__table__).where(*mine)).one()

    def lesson(self, key: str, slug: str = "python") -> int:
        """The row of a lesson."""
        course = self.academy.course(slug).id
        return next(
            row.id for row in self.rows(Content) if (row.course_id, row.key) == (course, key)
        )

    def rows(self, model: type[Base]) -> list[Row[Any]]:
        """Every row of a table."""
        return self.academy.rows(model)

    def mails(self, template: str) -> list[tuple[str, str]]:
        """What waits to be sent: events and recipients."""
        found = [row for row in self.rows(OutboxMessage) if row.template == template]
        return [(row.event, row.recipient) for row in found]

    def set_course(self, slug: str, **values: Any) -> None:
        """Change a course's row behind the compiler's back."""
        with write(self.academy.database.engine) as connection:
            connection.execute(update(Course).where(Course.slug == slug).values(values))
