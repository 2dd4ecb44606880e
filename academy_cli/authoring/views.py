"""What the services say about courses: frozen values that become a table, JSON or a page.

Knows what people ask for; refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from academy_cli.authoring.uploads.views import UploadView
from academy_cli.kit.money import Money


@dataclass(frozen=True, slots=True)
class CourseSummary:
    """A course in a list; ``status`` is the one that holds now."""

    slug: str
    title: str
    status: str
    language: str
    level: str | None
    category: str | None
    modules: int
    lessons: int
    revision: int
    updated_at: datetime
    publish_at: datetime | None


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A module or lesson in a course's outline; ``depth`` is 0 directly under the course.

    ``stage`` says what learners of a published course can do with it now: it is ``open``, ``coming`` from
    ``opens_at`` on, or a ``draft``. A lesson is out when every module around it is, too.
    """

    kind: str
    key: str
    title: str
    depth: int
    minutes: int | None
    is_draft: bool
    stage: str
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class CourseView:
    """One course: everything course.yaml said, what the academy knows besides, and its outline.

    ``status`` and ``prices`` are those that hold now; a course that has none is free.
    """

    slug: str
    title: str
    status: str
    language: str
    publish_at: datetime | None
    modules: int
    lessons: int
    assets: int
    revision: int
    applied_by: str
    applied_at: datetime
    git_commit: str | None
    git_branch: str | None
    git_dirty: bool | None
    created_at: datetime
    updated_at: datetime
    description: str
    fields: Mapping[str, Any]
    outline: tuple[OutlineEntry, ...]
    unpublished_at: datetime | None
    prices: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class LessonSummary:
    """A lesson in a list, in the order of the course; ``stage`` as in the outline, or ``archived``."""

    key: str
    title: str
    module: str
    kind: str
    minutes: int | None
    is_required: bool
    is_preview: bool
    is_draft: bool
    release_at: str | None
    path: str
    is_archived: bool
    stage: str
    opens_at: datetime | None


@dataclass(frozen=True, slots=True)
class LessonView:
    """One lesson with its text, and the files that were attached to it."""

    course: str
    key: str
    id: str | None
    title: str
    module: str
    path: str
    language: str
    is_archived: bool
    created_revision: int
    updated_revision: int
    fields: Mapping[str, Any]
    text: str
    stage: str
    opens_at: datetime | None
    uploads: tuple[UploadView, ...] = ()


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A course's status before and after a command; equal when there was nothing to do.

    ``publish_at`` is when it becomes public by itself after that; None when it does not.
    """

    course: str
    before: str
    after: str
    publish_at: datetime | None
