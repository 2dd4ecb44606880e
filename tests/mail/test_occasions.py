"""Learners are told of their courses once, and only those who can be."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, insert, select, update

from academy_cli.db.transaction import read, write
from academy_cli.mail.occasions import tell_completed, tell_enrolled, untold
from academy_cli.models import Course, Enrollment, OutboxMessage, User
from tests.school import NOW

MANY = 1200


def enrolled(engine: Engine) -> list[int]:
    """Many people in one course; returns their enrollments."""
    course = {"slug": "python", "title": "Python", "language": "en", "status": "published"}
    course |= {"fields": "{}", "source_sha256": "", "reader": "", "revision": 1}
    people = [
        {"email": f"p{n}@x.org", "name": f"P{n}", "language": "de", "created_at": NOW}
        for n in range(MANY)
    ]
    with write(engine) as connection:
        connection.execute(insert(Course).values(**course, created_at=NOW, updated_at=NOW))
        connection.execute(insert(User), people)
        row = connection.scalar(select(Course.id))
        seats = [
            {"user_id": user, "course_id": row, "enrolled_at": NOW}
            for user in connection.scalars(select(User.id).order_by(User.id)).all()
        ]
        connection.execute(insert(Enrollment), seats)
        return list(connection.scalars(select(Enrollment.id).order_by(Enrollment.id)))


def test_each_completion_is_told_once(engine: Engine) -> None:
    people = enrolled(engine)
    with write(engine) as connection:
        before = untold(connection, people, 3)
        first = tell_completed(connection, people, 3, NOW)
        again = tell_completed(connection, people, 3, NOW + timedelta(days=1))
        after = untold(connection, people, 3)

    assert (before, first, again, after) == (MANY, MANY, 0, 0)
    with read(engine) as connection:
        row = connection.execute(select(OutboxMessage.__table__).order_by(OutboxMessage.id)).first()
    assert row is not None
    assert (row.event, row.template, row.language) == (
        f"completion:{people[0]}:3",
        "completed",
        "de",
    )
    assert row._mapping["values"] == '{"course":"python","name":"P0","title":"Python"}'


def test_who_has_another_address_since_is_not_told_again(engine: Engine) -> None:
    one, *_ = enrolled(engine)
    with write(engine) as connection:
        tell_completed(connection, [one], 3, NOW)
        connection.execute(update(User).where(User.email == "p0@x.org").values(email="new@x.org"))
        again = tell_completed(connection, [one], 3, NOW)

    assert again == 0


def test_who_left_or_has_no_account_in_use_is_told_nothing(engine: Engine) -> None:
    one, two, three, four, *_ = enrolled(engine)
    with write(engine) as connection:
        gone = update(Enrollment).where(Enrollment.id == one)
        connection.execute(gone.values(removed_at=NOW))
        for number, values in ((two, {"deactivated_at": NOW}), (three, {"erased_at": NOW})):
            user = select(Enrollment.user_id).where(Enrollment.id == number).scalar_subquery()
            connection.execute(update(User).where(User.id == user).values(values))
        told = tell_enrolled(connection, {one: 1, two: 2, three: 3, four: 4}, NOW)

    assert told == 1
