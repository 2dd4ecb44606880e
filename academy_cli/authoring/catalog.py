"""Reading courses out of the database: lists, single courses, lessons.

Joins store and views; refuses to change anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.errors import UnknownCourseError, UnknownLessonError
from academy_cli.access.service import called
from academy_cli.authoring import prices, store
from academy_cli.authoring.document import CourseDocument, Kind, Node
from academy_cli.authoring.names import is_quiz_name
from academy_cli.authoring.shelf import course_row, publication
from academy_cli.authoring.snapshot import Snapshot, snapshot
from academy_cli.authoring.stages import openings
from academy_cli.authoring.uploads import store as uploads
from academy_cli.authoring.views import (
    CourseSummary,
    CourseView,
    LessonSummary,
    LessonView,
    OutlineEntry,
)
from academy_cli.kit.opening import Opening, opening, said
from academy_cli.kit.spelling import nearest


def summaries(
    connection: Connection, status: str | None, now: datetime
) -> tuple[CourseSummary, ...]:
    """Every course, or those that have one status now, by slug."""
    found = (_summary(row, now) for row in store.summaries(connection))
    return tuple(one for one in found if status in (None, one.status))


def course_view(connection: Connection, slug: str, now: datetime) -> CourseView:
    """One course with its outline."""
    row = course_row(connection, slug)
    document = snapshot(connection, slug).applied.document
    newest = store.newest_revision(connection, row.id)
    if document is None:
        raise UnknownCourseError(slug, None)
    return view_at(connection, row, newest, document, now)


def view_at(
    connection: Connection,
    course: Row[Any],
    revision: Row[Any],
    document: CourseDocument,
    now: datetime,
) -> CourseView:
    """A course as a revision holds it, and its outline; status, stages and prices are those that hold now."""
    root, modules = document.root, len(document.of_kind(Kind.MODULE))
    fields = dict(root.values)
    fields.pop("description", None)
    publish_at = fields.get("publish_at")
    return CourseView(
        slug=course.slug,
        title=root.title,
        status=publication(course).status_at(now),
        language=fields["language"],
        publish_at=datetime.fromisoformat(publish_at) if publish_at else None,
        modules=modules,
        lessons=len(document.contents) - modules,
        assets=len(document.assets),
        revision=revision.number,
        applied_by=called(connection, [revision.actor])[revision.actor],
        applied_at=revision.applied_at,
        git_commit=revision.git_commit,
        git_branch=revision.git_branch,
        git_dirty=revision.git_dirty,
        created_at=course.created_at,
        updated_at=course.updated_at if revision.number == course.revision else revision.applied_at,
        description=store.blob(connection, root.body),
        fields=fields,
        outline=tuple(_outline(document, now)),
        unpublished_at=course.unpublished_at,
        prices=prices.sold_for(connection, course.id, now),
    )


def lessons(
    connection: Connection, slug: str, now: datetime, *, archived: bool
) -> tuple[LessonSummary, ...]:
    """A course's lessons in order; ``archived`` adds those that are archived, at the end."""
    course_row(connection, slug)
    held = snapshot(connection, slug)
    active = openings(_contents(held), now)
    gone = [node for node in held.applied.archived if node.kind is Kind.LESSON] if archived else []
    shown = [_lesson(node, found) for node, found in active if node.kind is Kind.LESSON]
    return (*shown, *(_lesson(node, None) for node in gone))


def lesson_view(connection: Connection, slug: str, key: str, now: datetime) -> LessonView:
    """One lesson by key or path. Raises UnknownLessonError with the nearest key."""
    course = course_row(connection, slug)
    row = store.lesson(connection, course.id, key)
    if row is None:
        keys = [
            node.key for node in _contents(snapshot(connection, slug)) if node.kind is Kind.LESSON
        ]
        raise UnknownLessonError(slug, key, nearest(key, keys))
    found = None if row.is_archived else _opening(connection, row, now)
    return LessonView(
        course=slug,
        key=row.key,
        id=row.source_id,
        title=row.title,
        module=row.module or "",
        path=row.path,
        language=row.language or course.language,
        is_archived=row.is_archived,
        created_revision=row.created_revision,
        updated_revision=row.updated_revision,
        fields=json.loads(row.fields),
        text=_text(connection, row),
        stage=_stage(found),
        opens_at=found and found.at,
        uploads=tuple(uploads.of_lesson(connection, row.id)),
    )


def _text(connection: Connection, row: Row[Any]) -> str:
    """What everybody who may see a lesson may read of it: of a quiz not its questions, nor their answers."""
    if not is_quiz_name(row.path):
        return row.body or ""
    quiz: Mapping[str, Any] = json.loads(store.quiz(connection, row.id) or "{}")
    return str(quiz.get("text", ""))


def _opening(connection: Connection, row: Row[Any], now: datetime) -> Opening:
    around = store.fields_around(connection, row.parent_id)
    return opening(row.fields, [said(fields).release for fields in around], now)


def _stage(found: Opening | None) -> str:
    return found.word if found is not None else "archived"


def _summary(row: Row[Any], now: datetime) -> CourseSummary:
    fields: Mapping[str, Any] = json.loads(row.fields)
    return CourseSummary(
        row.slug,
        row.title,
        publication(row).status_at(now),
        row.language,
        fields.get("level"),
        fields.get("category"),
        int(row.modules),
        int(row.lessons),
        row.revision,
        row.updated_at,
        row.publish_at,
    )


def _contents(held: Snapshot) -> tuple[Node, ...]:
    return held.applied.document.contents if held.applied.document else ()


def _outline(document: CourseDocument, now: datetime) -> Iterator[OutlineEntry]:
    depths: dict[str, int] = {"": -1}
    for node, found in openings(document.contents, now):
        depth = depths[node.parent] + 1
        if node.kind is Kind.MODULE:
            depths[node.key] = depth
        values = node.values
        yield OutlineEntry(
            node.kind.value,
            node.key,
            node.title,
            depth,
            values.get("minutes"),
            bool(values.get("draft")),
            found.word,
            found.at,
        )


def _lesson(node: Node, found: Opening | None) -> LessonSummary:
    """A lesson for a list; one without an opening is archived."""
    values = node.values
    return LessonSummary(
        key=node.key,
        title=node.title,
        module=node.parent,
        kind=values.get("kind", "article"),
        minutes=values.get("minutes"),
        is_required=values.get("required", True),
        is_preview=values.get("preview", False),
        is_draft=values.get("draft", False),
        release_at=values.get("release_at"),
        path=node.path,
        is_archived=found is None,
        stage=_stage(found),
        opens_at=found and found.at,
    )
