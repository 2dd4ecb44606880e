"""What can be refused when accounts are looked after, each with its own sentence.

Knows addresses, fields and roles; refuses to know how a shell prints them.
"""

from __future__ import annotations

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class UserExistsError(AcademyError):
    """An address that somebody's account has already, in whatever spelling."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.CONFLICT,
            "user.exists",
            say("There is an account “{}” already.", email),
            say("See it: academy user show {}", email),
        )


class BadFieldError(AcademyError):
    """A value that a field of a profile cannot have; ``why`` may be left out where the hint says it."""

    def __init__(self, field: str, written: str, hint: str, why: str = "") -> None:
        if why:
            said = say("“{}” is no {}: {}.", written, field, why)
        else:
            said = say("“{}” is no {}.", written, field)
        super().__init__(Kind.INVALID, "user.bad-field", said, hint)


class ErasedError(AcademyError):
    """A change to somebody who was erased: there is nobody left whom it could be about."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.erased",
            say("“{}” is what is left of a person who was erased; it cannot be changed.", email),
            "Make a new account: academy user create EMAIL",
        )


class AdminAccountError(AcademyError):
    """An admin's account, which only admins may touch."""

    def __init__(self, actor: str, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.admin-account",
            say("“{}” may not change the account of “{}”, who is an admin.", actor, email),
            "Ask an admin; see who is one: academy user list --role admin",
        )


class StaffAddressError(AcademyError):
    """The address of somebody with a role: whoever has the mailbox can get a new password, and the role."""

    def __init__(self, actor: str, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.staff-address",
            say("“{}” may not give “{}”, who holds a role, another address.", actor, email),
            "Ask them or an admin; see who is one: academy user list --role admin",
        )


class StaffLinkError(AcademyError):
    """A link that would let whoever sees it in as somebody who holds a role."""

    def __init__(self, actor: str, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.staff-link",
            say(
                "“{}” may not see the link of “{}”, who holds a role: it would let them in as that.",
                actor,
                email,
            ),
            "Let it go by mail, without --no-mail; or ask an admin.",
        )


class LastAdminError(AcademyError):
    """The last admin, without whom nobody could give roles any more."""

    def __init__(self, email: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.last-admin",
            say("“{}” is the last active admin, and has to stay one.", email),
            "Make somebody else an admin first: academy user role EMAIL add admin",
        )


class OwnAddressError(AcademyError):
    """Somebody's own address, set without proof that it is theirs."""

    def __init__(self, said: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.own-address",
            say(
                "“{}” is you: your own address changes by a link that is sent to the new one.", said
            ),
            "Ask for it where you log in, with your password; or have support change it.",
        )


class OwnRoleError(AcademyError):
    """A role that somebody would give to themselves."""

    def __init__(self, email: str, role: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.own-role",
            say("“{}” may not give themselves the role “{}”.", email, role),
            "Ask another admin; see who is one: academy user list --role admin",
        )


class OwnFieldError(AcademyError):
    """A field that the academy keeps of somebody, which is not theirs to write."""

    def __init__(self, email: str, field: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "user.own-field",
            say(
                "“{}” may not write their own “{}”: that is what the academy keeps of them.",
                email,
                field,
            ),
            "Ask support or an admin.",
        )


class CourseRoleError(AcademyError):
    """A role of one course that only holds for the whole academy."""

    def __init__(self, role: str) -> None:
        super().__init__(
            Kind.USAGE,
            "user.course-role",
            say("“{}” is no role of one course: only an instructor is.", role),
            "Leave --course out, or see: academy user role --matrix",
        )


class StudentRoleError(AcademyError):
    """The role that everybody has, which is neither given nor taken."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "user.student-role",
            "“student” is neither given nor taken: everybody with an account is one.",
            "See who may do what: academy user role --matrix",
        )
