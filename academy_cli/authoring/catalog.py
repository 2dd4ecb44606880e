"""Reading courses out of the database: lists, single courses, lessons.

Joins store and views; refuses to change anything.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.authoring import store
from academy_cli.authoring.document import Kind, Node
from academy_cli.authoring.errors import UnknownCourseError, UnknownLessonError
from academy_cli.authoring.snapshot import Snapshot, snapshot
from academy_cli.authoring.views import (
    CourseSummary,
    CourseView,
    LessonSummary,
    LessonView,
    OutlineEntry,
)
from academy_cli.kit.spelling import nearest


def course_row(connection: Connection, slug: str) -> Row[Any]:
    """A course's row. Raises UnknownCourseError with the nearest slug."""
    row = store.course(connection, slug)
    if row is None:
        raise UnknownCourseError(slug, nearest(slug, store.slugs(connection)))
    return row


def summaries(connection: Connection, status: str | None) -> tuple[CourseSummary, ...]:
    """Every course, or those of one status, by slug."""
    return tuple(_summary(row) for row in store.summaries(connection, status))


def course_view(connection: Connection, slug: str) -> CourseView:
    """One course with its outline."""
    row = course_row(connection, slug)
    newest = store.newest_revision(connection, row.id)
    outline = tuple(_outline(snapshot(connection, slug)))
    modules = sum(entry.kind == Kind.MODULE.value for entry in outline)
    return CourseView(
        slug=row.slug,
        title=row.title,
        status=row.status,
        language=row.language,
        publish_at=row.publish_at,
        modules=modules,
        lessons=len(outline) - modules,
        assets=store.count_assets(connection, row.id),
        revision=row.revision,
        applied_by=newest.actor,
        applied_at=newest.applied_at,
        git_commit=newest.git_commit,
        git_branch=newest.git_branch,
        git_dirty=newest.git_dirty,
        created_at=row.created_at,
        updated_at=row.updated_at,
        description=store.blob(connection, row.body_sha256),
        fields={
            name: value for name, value in json.loads(row.fields).items() if name != "description"
        },
        outline=outline,
    )


def lessons(connection: Connection, slug: str, *, archived: bool) -> tuple[LessonSummary, ...]:
    """A course's lessons in order; ``archived`` adds those that are archived, at the end."""
    course_row(connection, slug)
    held = snapshot(connection, slug)
    active = _contents(held)
    gone = [node for node in held.applied.archived if node.kind is Kind.LESSON] if archived else []
    shown = [_lesson(node, is_archived=False) for node in active if node.kind is Kind.LESSON]
    return (*shown, *(_lesson(node, is_archived=True) for node in gone))


def lesson_view(connection: Connection, slug: str, key: str) -> LessonView:
    """One lesson by key or path. Raises UnknownLessonError with the nearest key."""
    course = course_row(connection, slug)
    row = store.lesson(connection, course.id, key)
    if row is None:
        keys = [
            node.key for node in _contents(snapshot(connection, slug)) if node.kind is Kind.LESSON
        ]
        raise UnknownLessonError(slug, key, nearest(key, keys))
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
        text=row.body or "",
    )


def _summary(row: Row[Any]) -> CourseSummary:
    fields: Mapping[str, Any] = json.loads(row.fields)
    return CourseSummary(
        row.slug,
        row.title,
        row.status,
        row.language,
        fields.get("level"),
        fields.get("category"),
        int(row.modules),
        int(row.lessons),
        row.revision,
        row.updated_at,
    )


def _contents(held: Snapshot) -> tuple[Node, ...]:
    return held.applied.document.contents if held.applied.document else ()


def _outline(held: Snapshot) -> Iterator[OutlineEntry]:
    depths: dict[str, int] = {"": -1}
    for node in _contents(held):
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
        )


def _lesson(node: Node, *, is_archived: bool) -> LessonSummary:
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
        is_archived=is_archived,
    )
