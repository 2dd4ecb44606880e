"""What of a published course is shown to whoever does not teach it: what is open or announced, no drafts.

Knows stages; refuses to know who has access, and how a course is looked up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from academy_cli.access.errors import LessonComingError, UnknownLessonError
from academy_cli.authoring.views import CourseView, LessonSummary
from academy_cli.kit.spelling import nearest

ANNOUNCED = frozenset({"open", "coming"})
"""The stages of what learners are told of."""


def outlined(view: CourseView) -> CourseView:
    """A course without its drafts, and without who last worked on it, and where."""
    outline = tuple(entry for entry in view.outline if entry.stage in ANNOUNCED)
    modules = sum(entry.kind == "module" for entry in outline)
    return replace(
        view, outline=outline, modules=modules, lessons=len(outline) - modules,
        applied_by="", git_commit=None, git_branch=None, git_dirty=None,
    )  # fmt: skip


def listed(lessons: Sequence[LessonSummary]) -> tuple[LessonSummary, ...]:
    """Lessons without drafts, and without those that are archived."""
    return tuple(one for one in lessons if one.stage in ANNOUNCED)


def named(slug: str, key: str, lessons: Sequence[LessonSummary]) -> LessonSummary:
    """The lesson of a key or path among those that learners can open.

    Raises UnknownLessonError with the nearest of those they are told of, and LessonComingError.
    """
    told = listed(lessons)
    found = next((one for one in told if key in (one.key, one.path)), None)
    if found is None:
        raise UnknownLessonError(slug, key, nearest(key, [one.key for one in told]))
    if found.stage == "coming":
        raise LessonComingError(slug, found.key, found.opens_at)
    return found
