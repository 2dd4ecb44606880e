"""Rows of courses for the views, and the few single-row writes beside apply.

Knows queries; refuses to commit and to decide.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, case, func, insert, select, update

from academy_cli.authoring.document import State
from academy_cli.kit.batches import batches
from academy_cli.models import Blob, Content, ContentText, Course, Quiz, Revision, UserRole


def slugs(connection: Connection) -> list[str]:
    """Every course's slug, in order."""
    return list(connection.scalars(select(Course.slug).order_by(Course.slug)))


def course(connection: Connection, slug: str) -> Row[Any] | None:
    """One course's row."""
    return connection.execute(select(Course.__table__).where(Course.slug == slug)).first()


def state(connection: Connection, slug: str) -> State:
    """Which state a course is in; that of a new one without such a course."""
    newest = and_(Revision.course_id == Course.id, Revision.number == Course.revision)
    query = (
        select(Course.revision, Revision.manifest_sha256, Course.status)
        .join_from(Course, Revision, newest)
        .where(Course.slug == slug)
    )
    row = connection.execute(query).first()
    return State(*row) if row is not None else State()


def lock_course(connection: Connection, slug: str) -> None:
    """Keep others from changing a course's row until the transaction ends."""
    connection.execute(select(Course.id).where(Course.slug == slug).with_for_update(key_share=True))


def newest_revision(connection: Connection, course_id: int) -> Row[Any]:
    """The row of a course's newest revision."""
    query = (
        select(Revision.__table__)
        .where(Revision.course_id == course_id)
        .order_by(Revision.number.desc())
        .limit(1)
    )
    return connection.execute(query).one()


def summaries(connection: Connection) -> Sequence[Row[Any]]:
    """Courses with the number of their modules and lessons, by slug."""
    counted = (
        select(
            Content.course_id,
            func.sum(case((Content.kind == "module", 1), else_=0)).label("modules"),
            func.sum(case((Content.kind == "lesson", 1), else_=0)).label("lessons"),
        )
        .where(Content.is_archived.is_(False))
        .group_by(Content.course_id)
        .subquery()
    )
    query = (
        select(
            Course.__table__,
            func.coalesce(counted.c.modules, 0).label("modules"),
            func.coalesce(counted.c.lessons, 0).label("lessons"),
        )
        .join_from(Course, counted, counted.c.course_id == Course.id, isouter=True)
        .order_by(Course.slug)
    )
    return connection.execute(query).all()


def blob(connection: Connection, sha256: str | None) -> str:
    """A stored text; empty for no digest."""
    return (
        (connection.scalar(select(Blob.text).where(Blob.sha256 == sha256)) or "") if sha256 else ""
    )


def blobs(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    """Stored texts by digest; those that are not there are left out."""
    found: dict[str, str] = {}
    for some in batches(digests):
        rows = connection.execute(select(Blob.sha256, Blob.text).where(Blob.sha256.in_(some)))
        found |= {row.sha256: row.text for row in rows}
    return found


def lesson(connection: Connection, course_id: int, key: str) -> Row[Any] | None:
    """A lesson by key, id or path, active ones first, with its text and its module's key."""
    module = Content.__table__.alias("module")
    query = (
        select(
            Content.__table__,
            ContentText.language,
            Blob.text.label("body"),
            module.c.key.label("module"),
        )
        .join_from(Content, ContentText, ContentText.content_id == Content.id, isouter=True)
        .join(Blob, Blob.sha256 == ContentText.body_sha256, isouter=True)
        .join(module, module.c.id == Content.parent_id, isouter=True)
        .where(
            and_(Content.course_id == course_id, Content.kind == "lesson"),
            (Content.key == key) | (Content.path == key),
        )
        .order_by(Content.is_archived, Content.key != key, Content.id)
    )
    return connection.execute(query).first()


def quiz(connection: Connection, lesson: int) -> str | None:
    """A lesson's quiz as canonical JSON; None for a lesson without one."""
    text = select(Blob.text).join(Quiz, Quiz.sha256 == Blob.sha256)
    found: str | None = connection.scalar(text.where(Quiz.content_id == lesson))
    return found


def fields_around(connection: Connection, parent: int | None) -> Sequence[str]:
    """The fields of a module and of all modules around it."""
    columns = (Content.id, Content.parent_id, Content.fields)
    around = select(*columns).where(Content.id == parent).cte(recursive=True)
    above = select(*columns).join(around, Content.id == around.c.parent_id)
    return connection.scalars(select(around.union_all(above).c.fields)).all()


def set_status(connection: Connection, slug: str, status: str, at: datetime) -> None:
    """Change a course's status by hand; a draft is kept as taken back at that moment."""
    taken_back = at if status == "draft" else None
    course = update(Course).where(Course.slug == slug)
    connection.execute(course.values(status=status, unpublished_at=taken_back, updated_at=at))


def let_teach(connection: Connection, user_id: int, slug: str, at: datetime) -> None:
    """Make whoever began a course its instructor."""
    course_id = connection.scalar(select(Course.id).where(Course.slug == slug))
    role = {"user_id": user_id, "role": "instructor", "course_id": course_id}
    role |= {"place": course_id, "granted_at": at}
    connection.execute(insert(UserRole), role)
