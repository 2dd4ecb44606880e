"""What can be refused to whoever acts or names what is not there, each with its own sentence.

Knows roles and actions, people and courses by name; refuses to know how a shell prints them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime

from academy_cli.access.matrix import Permission, Reach, Role, roles_within
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say, say_joined

_OWN = (Permission.PROGRESS_RECORD, Permission.QUIZ_ANSWER, Permission.COURSE_RECOMMEND)
"""What instructors do for themselves as everybody does, not in their courses."""
_PLAIN = re.compile(r"[\w.+]{2,64}")
"""What a shell takes as it is."""


class NotPermittedError(AcademyError):
    """An act that no role of the actor's permits; ``what`` is the course or person it was about.

    ``own`` are the actor's roles that permit it of what is theirs.
    """

    def __init__(
        self, actor: str, action: Permission, what: str = "", own: Collection[Role] = ()
    ) -> None:
        everything = _joined(roles_within(action, Reach.ALL))
        mine = sorted({_place(action, role) for role in own})
        if mine:
            places = say_joined(" and ", mine)
            who = say("they may do it {}; for others it is for {}", places, everything)
        else:
            some = [(role.value, _place(action, role)) for role in roles_within(action, Reach.OWN)]
            also = [say("for {} {}", role, place) for role, place in some]
            who = say_joined(", and ", [say("that is for {}", everything), *also])
        if what:
            said = say("“{}” may not do {} “{}”: {}.", actor, action.value, what, who)
        else:
            said = say("“{}” may not do {}: {}.", actor, action.value, who)
        super().__init__(
            Kind.REFUSED, "access.refused", said, "See who may do what: academy user role --matrix"
        )


def _joined(roles: Sequence[Role]) -> str:
    *others, last = [role.value for role in roles]
    return say("{} or {}", ", ".join(others), last) if others else last


def _place(action: Permission, role: Role) -> str:
    """Where a role permits what it permits of one's own alone."""
    noun = action.value.partition(".")[0]
    if noun == "user" or action in _OWN:
        return say("for themselves")
    if role is Role.STUDENT:
        is_public = noun in ("course", "price")
        return say("for published courses") if is_public else say("for themselves")
    return say("in the courses they teach")


class UnknownUserError(AcademyError):
    """An address that nobody's account has."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.MISSING,
            "user.unknown",
            say("There is no user “{}”.", email),
            _look_for(email),
        )


def _look_for(email: str) -> str:
    """How to find somebody whose address is not quite what was written."""
    name = email.partition("@")[0]
    said = f" --match {name}" if _PLAIN.fullmatch(name) else ""
    return say("See who there is: academy user list{}", said)


class UnknownCourseError(AcademyError):
    """A slug that no course has."""

    def __init__(self, slug: str, nearest: str | None = None) -> None:
        hint = (
            say("Did you mean “{}”?", nearest)
            if nearest
            else say("See what there is: academy course list")
        )
        super().__init__(
            Kind.MISSING, "course.unknown", say("There is no course “{}”.", slug), hint
        )


class UnknownLessonError(AcademyError):
    """A key that no lesson of a course has."""

    def __init__(self, course: str, key: str, nearest: str | None) -> None:
        hint = (
            say("Did you mean “{}”?", nearest)
            if nearest
            else say("See what there is: academy lesson list --course {}", course)
        )
        super().__init__(
            Kind.MISSING,
            "lesson.unknown",
            say("The course “{}” has no lesson “{}”.", course, key),
            hint,
        )


class LessonComingError(AcademyError):
    """A lesson that learners cannot open yet."""

    def __init__(self, course: str, key: str, opens_at: datetime | None) -> None:
        when = say(" before {}", iso(opens_at)) if opens_at else say(" yet")
        super().__init__(
            Kind.REFUSED,
            "progress.lesson-coming",
            say("Nobody can open “{}” of “{}”{}.", key, course, when),
            say("See what is open: academy lesson list --course {}", course),
        )


class InactiveActorError(AcademyError):
    """Somebody who may not act any more."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "access.inactive",
            say("The account of “{}” is deactivated: nobody can act as them.", email),
            say("Activate it first: academy user activate {}", email),
        )


class BadAddressError(AcademyError):
    """Something that is no e-mail address."""

    def __init__(self, written: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "user.bad-address",
            say("“{}” is no e-mail address: {}.", written, why),
            "Write it as in name@example.org.",
        )
