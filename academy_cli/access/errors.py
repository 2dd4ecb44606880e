"""What can be refused to whoever acts or names what is not there, each with its own sentence.

Knows roles and actions, people and courses by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

import re

from academy_cli.access.matrix import Permission, roles_for
from academy_cli.errors import AcademyError, Kind

_PLAIN = re.compile(r"[\w.+]{2,64}")
"""What a shell takes as it is."""


class NotPermittedError(AcademyError):
    """An act that no role of the actor's permits; ``what`` is the course or person it was about."""

    def __init__(self, actor: str, action: Permission, what: str = "") -> None:
        roles = [role.value for role in roles_for(action)]
        about = f" “{what}”" if what else ""
        *others, last = roles
        who = f"{', '.join(others)} or {last}" if others else last
        super().__init__(
            Kind.REFUSED,
            "access.refused",
            f"“{actor}” may not do {action.value}{about}: that is for {who}, within their reach.",
            "See who may do what: academy user role --matrix",
        )


class UnknownUserError(AcademyError):
    """An address that nobody's account has."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.MISSING,
            "user.unknown",
            f"There is no user “{email}”.",
            _look_for(email),
        )


def _look_for(email: str) -> str:
    """How to find somebody whose address is not quite what was written."""
    name = email.partition("@")[0]
    said = f" --match {name}" if _PLAIN.fullmatch(name) else ""
    return f"See who there is: academy user list{said}"


class UnknownCourseError(AcademyError):
    """A slug that no course has."""

    def __init__(self, slug: str, nearest: str | None = None) -> None:
        hint = f"Did you mean “{nearest}”?" if nearest else "See what there is: academy course list"
        super().__init__(Kind.MISSING, "course.unknown", f"There is no course “{slug}”.", hint)


class UnknownLessonError(AcademyError):
    """A key that no lesson of a course has."""

    def __init__(self, course: str, key: str, nearest: str | None) -> None:
        hint = (
            f"Did you mean “{nearest}”?"
            if nearest
            else f"See what there is: academy lesson list --course {course}"
        )
        super().__init__(
            Kind.MISSING, "lesson.unknown", f"The course “{course}” has no lesson “{key}”.", hint
        )


class InactiveActorError(AcademyError):
    """Somebody who may not act any more."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "access.inactive",
            f"The account of “{email}” is deactivated: nobody can act as them.",
            f"Activate it first: academy user activate {email}",
        )


class BadAddressError(AcademyError):
    """Something that is no e-mail address."""

    def __init__(self, written: str, why: str) -> None:
        reason = why[:1].lower() + why[1:].rstrip(".")
        super().__init__(
            Kind.INVALID,
            "user.bad-address",
            f"“{written}” is no e-mail address: {reason}.",
            "Write it as in name@example.org.",
        )
