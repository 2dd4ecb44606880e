"""How many people there are, how many of them are in courses, and what was changed in those last.

Works in the caller's transaction; counts along indexes, for there may be millions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from academy_cli.health.standing.views import Figure, Pen
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, say_so_many
from academy_cli.kit.timespan import told
from academy_cli.models import Course, Enrollment, Revision, User

RECENTLY = timedelta(days=7)
PEOPLE, COURSES = Pen(say("learners")), Pen(say("courses"))


def learners(connection: Connection, now: datetime) -> Iterator[Figure]:
    """Accounts, who came lately, and places in courses."""
    there = select(func.count()).select_from(User).where(User.erased_at.is_(None))
    accounts = connection.scalar(there) or 0
    new = connection.scalar(there.where(User.created_at >= now - RECENTLY)) or 0
    taken = select(func.count()).select_from(Enrollment).where(Enrollment.removed_at.is_(None))
    places = connection.scalar(taken) or 0
    yield PEOPLE.ok("accounts", accounts, amount(accounts, "account"), "academy user list")
    yield PEOPLE.ok("accounts_new", new, say("{:,} new in {} days", new, RECENTLY.days))
    said = say_so_many("{:,} enrollment in courses", "{:,} enrollments in courses", places)
    yield PEOPLE.ok("enrollments", places, said, "academy enrollment list")


def courses(connection: Connection, now: datetime) -> Iterator[Figure]:
    """Courses by their status, and the newest sync."""
    query = select(Course.status, Course.publish_at)
    found = connection.execute(query).all()
    public = sum(
        row.status == "published"
        or (row.status == "draft" and row.publish_at is not None and row.publish_at <= now)
        for row in found
    )
    drafts = sum(row.status != "archived" for row in found) - public
    yield COURSES.ok(
        "courses_published", public, say("{:,} published", public), "academy course list"
    )
    yield COURSES.ok("courses_draft", drafts, amount(drafts, "draft"))
    newest = (
        select(Revision.applied_at, Revision.number, Course.slug)
        .join(Course, Course.id == Revision.course_id)
        .order_by(Revision.applied_at.desc(), Revision.id.desc())
        .limit(1)
    )
    last = connection.execute(newest).first()
    if last is None:
        yield COURSES.ok("sync_last", None, say("nothing synced yet"), "academy course sync FOLDER")
        return
    said = say(
        "“{}” synced {} ago, revision {}", last.slug, told(now - last.applied_at), last.number
    )
    yield COURSES.ok("sync_last", last.applied_at, said, f"academy course history {last.slug}")
