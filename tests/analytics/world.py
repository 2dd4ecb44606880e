"""A small academy whose figures can be worked out by hand: rows, and nothing else.

Knows the tables; refuses to know what is counted. Moments are written as people do, in UTC.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from sqlalchemy import insert

from academy_cli.access.actor import Actor, operator
from academy_cli.access.matrix import Role
from academy_cli.analytics.asking import By, Narrowing, Question, Subject
from academy_cli.analytics.service import Stats
from academy_cli.analytics.views import Answer
from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.kit.money import Money
from academy_cli.models import (
    Attempt,
    Base,
    Blob,
    Certificate,
    Content,
    Course,
    Enrollment,
    Invoice,
    LedgerEntry,
    LessonProgress,
    Order,
    OrderLine,
    Payment,
    Refund,
    RefundLine,
    User,
    UserRole,
)

NOW = "2026-11-28 12:00"
EVERYTHING = Narrowing()


def at(written: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


def eur(amount: int) -> Money:
    """Cents of a euro."""
    return Money(amount, "eur")


def usd(amount: int) -> Money:
    """Cents of a dollar."""
    return Money(amount, "usd")


class World:
    """One academy's database, and the figures of it."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self._numbers = count(1)

    def stats(self, actor: Actor | None = None, time_zone: str = "UTC", now: str = NOW) -> Stats:
        """The service, for the operator unless somebody else asks."""
        return Stats(self.database, actor or operator("test"), time_zone, clock=lambda: at(now))

    def tell(
        self,
        subject: Subject,
        by: By,
        days: tuple[str, str] = ("2026-10-01", "2026-11-28"),
        only: Narrowing = EVERYTHING,
        *,
        compares: bool = False,
        time_zone: str = "UTC",
    ) -> Answer:
        """An answer of some days."""
        asked = question(subject, by, days, only, compares=compares)
        return self.stats(time_zone=time_zone).tell(asked)

    def add(self, model: type[Base], **values: Any) -> int:
        """A row; its number."""
        with write(self.database.engine) as connection:
            done = connection.execute(insert(model.__table__).values(**values))
            key = done.inserted_primary_key
        assert key is not None
        return int(key[0]) if isinstance(key[0], int) else 0

    def course(self, slug: str, lessons: Sequence[str] = (), teacher: str | None = None) -> int:
        """A published course with lessons, and somebody who teaches it."""
        values = {"slug": slug, "title": slug.title(), "language": "en", "status": "published"}
        kept = {"fields": "{}", "source_sha256": "", "reader": "", "revision": 1}
        made = {"created_at": at("2026-01-01"), "updated_at": at("2026-01-01")}
        number = self.add(Course, **values, **kept, **made)
        for position, key in enumerate(lessons):
            self.lesson(number, key, position)
        if teacher is not None:
            self.add_teacher(teacher, number)
        return number

    def add_teacher(self, name: str, course: int) -> None:
        """Somebody new who teaches a course."""
        held = {"role": "instructor", "course_id": course, "place": course}
        user = self.person(name, "2026-01-01")
        self.add(UserRole, user_id=user, granted_at=at("2026-01-01"), **held)

    def lesson(self, course: int, key: str, position: int = 0, *, archived: bool = False) -> int:
        """A lesson."""
        said = {"key": key, "path": f"{key}.md", "title": key.title(), "position": position}
        kept = {"fields": "{}", "is_archived": archived}
        revised = {"created_revision": 1, "updated_revision": 1}
        return self.add(Content, course_id=course, kind="lesson", **said, **kept, **revised)

    def person(self, name: str, created: str, **values: Any) -> int:
        """Somebody with an account."""
        email = f"{name}@x.org"
        return self.add(User, email=email, name=name, created_at=at(created), **values)

    def enrolled(self, user: int, course: int, when: str, done: str | None = None) -> int:
        """A learner in a course, who may have completed it."""
        completed = {"completed_at": at(done), "completed_revision": 1} if done else {}
        return self.add(
            Enrollment, user_id=user, course_id=course, enrolled_at=at(when), **completed
        )

    def progress(
        self,
        enrollment: int,
        lesson: int,
        begun: str,
        *,
        done: str | None = None,
        seen: str | None = None,
        seconds: int = 0,
    ) -> None:
        """A lesson that a learner began, and may have completed."""
        self.add(
            LessonProgress,
            enrollment_id=enrollment,
            content_id=lesson,
            state="completed" if done else "started",
            started_at=at(begun),
            completed_at=at(done) if done else None,
            last_seen_at=at(seen) if seen else None,
            seconds=seconds,
        )

    def sold(
        self,
        user: int,
        lines: Mapping[int, int],
        when: str,
        *,
        currency: str = "eur",
        country: str | None = None,
        paid: int | None = None,
        live: bool = True,
    ) -> int:
        """An order of courses at their prices, paid at once with all of it or another amount; its payment."""
        number, total = next(self._numbers), sum(lines.values())
        billing = f'{{"country":"{country}"}}' if country else "{}"
        order = self.order(
            user, lines, when, paid_at=when, currency=currency, billing=billing, live=live
        )
        amount = total if paid is None else paid
        payment = self.add(
            Payment,
            reference=f"P-2026-{number:06d}",
            order_id=order,
            provider="manual",
            is_live=live,
            method="transfer",
            amount=amount,
            currency=currency,
            state="succeeded",
            received_at=at(when),
            created_at=at(when),
            actor="test",
        )
        source = f"payment:{number}"
        self.moved(payment, "payment", amount, when, currency=currency, source=source)
        return payment

    def order(
        self,
        user: int,
        lines: Mapping[int, int],
        when: str,
        *,
        paid_at: str | None = None,
        currency: str = "eur",
        billing: str = "{}",
        live: bool = True,
    ) -> int:
        """An order; open unless it was paid."""
        number = next(self._numbers)
        order = self.add(
            Order,
            reference=f"O-2026-{number:06d}",
            request_key=str(number),
            user_id=user,
            provider="manual",
            is_live=live,
            currency=currency,
            discount=0,
            total=sum(lines.values()),
            state="paid" if paid_at else "open",
            language="en",
            billing=billing,
            actor="test",
            created_at=at(when),
            paid_at=at(paid_at) if paid_at else None,
        )
        for position, (course, amount) in enumerate(lines.items(), 1):
            self.add(
                OrderLine,
                order_id=order,
                position=position,
                course_id=course,
                title="",
                price=amount,
                discount=0,
                amount=amount,
                tax_basis_points=0,
            )
        return order

    def moved(
        self, payment: int, kind: str, amount: int, when: str, *, currency: str, source: str
    ) -> None:
        """A movement of money."""
        self.add(
            LedgerEntry,
            at=at(when),
            kind=kind,
            amount=amount,
            currency=currency,
            provider="manual",
            payment_id=payment,
            source=source,
            created_at=at(when),
        )

    def refunded(
        self,
        payment: int,
        lines: Mapping[int, int],
        when: str,
        currency: str = "eur",
        failed: str | None = None,
    ) -> None:
        """A refund of some lines, by their numbers; it may have failed later."""
        number, amount = next(self._numbers), sum(lines.values())
        refund = self.add(
            Refund,
            reference=f"R-2026-{number:06d}",
            key=f"{number:032d}",
            request_key=str(number),
            payment_id=payment,
            origin="academy",
            amount=amount,
            currency=currency,
            reason="requested_by_customer",
            access="keep",
            state="failed" if failed else "succeeded",
            parameters="{}",
            provider_id=f"re_{number}",
            requested_by="test",
            created_at=at(when),
            updated_at=at(when),
        )
        for line, part in lines.items():
            self.add(RefundLine, refund_id=refund, line_id=line, amount=part)
        source = f"refund:re_{number}"
        self.moved(payment, "refund", -amount, when, currency=currency, source=source)
        if failed:
            source = f"refund_failure:re_{number}"
            self.moved(payment, "refund_failure", amount, failed, currency=currency, source=source)

    def document(self, order: str, tax: int, when: str, *, corrects: int | None = None) -> int:
        """An invoice of an order, or a credit note that lessens one, with its tax."""
        number = next(self._numbers)
        return self.add(
            Invoice,
            kind="invoice" if corrects is None else "credit_note",
            series="X",
            year=2026,
            number=number,
            reference=f"X-{number}",
            about=f"about:{number}",
            corrects_id=corrects,
            order_reference=order,
            currency="eur",
            net=0,
            tax=tax,
            gross=tax,
            language="en",
            issued_at=at(when),
            body="{}",
            content_sha256="",
            previous_sha256="",
        )

    def attempt(
        self, enrollment: int, lesson: int, when: str, points: int, out_of: int, *, passed: bool
    ) -> None:
        """An attempt at a quiz that was handed in at once."""
        sha256 = f"{next(self._numbers):064d}"
        self.add(Blob, sha256=sha256, size=2, text="{}")
        self.add(
            Attempt,
            enrollment_id=enrollment,
            content_id=lesson,
            number=next(self._numbers),
            revision=1,
            quiz_sha256=sha256,
            seed=1,
            drawn="[]",
            started_at=at(when),
            submitted_at=at(when),
            points=points,
            out_of=out_of,
            is_passed=passed,
            graded_sha256=sha256,
        )

    def certificate(self, enrollment: int, when: str, **values: Any) -> int:
        """A certificate that waits for a key, unless its values say otherwise."""
        number = next(self._numbers)
        said = {"code": f"C-{number}", "uid": str(number), "stated": "{}"}
        moments = {"issued_at": at(when), "completed_at": at(when)}
        return self.add(Certificate, enrollment_id=enrollment, **said, **moments, **values)


def question(
    subject: Subject,
    by: By,
    days: tuple[str, str] = ("2026-10-01", "2026-11-28"),
    only: Narrowing = EVERYTHING,
    *,
    compares: bool = False,
) -> Question:
    """A question of some days."""
    since, last = map(date.fromisoformat, days)
    return Question(subject, by, since, last, only, compares)


def teacher(world: World, email: str, *courses: str) -> Actor:
    """An instructor of some courses."""
    held = frozenset({Role.STUDENT, Role.INSTRUCTOR})
    return Actor("user:1", email, 1, held, frozenset(courses))
