"""What can be refused when a course is fetched from a repository, each with its own sentence.

Knows repositories' words; refuses to know what git said in its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from shlex import quote

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest

TOKEN_HINT = say(
    "Use a credential helper of git, a key of ssh, or the setting repositories.tokens"
    " (ACADEMY_REPOSITORIES_TOKENS)."
)


class BadAddressError(AcademyError):
    """An address that academy does not ask."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            Kind.USAGE,
            "repository.bad-address",
            say("“{}” cannot be used: {}.", address, why),
            "Write it like https://HOST/NAME.git#BRANCH:FOLDER (BRANCH and FOLDER may be left out).",
        )


class SecretInAddressError(AcademyError):
    """An address with a password or token in it."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Kind.USAGE,
            "repository.secret-in-address",
            say(
                "Name “{}” without a user or password: what is on a command line, others can read.",
                address,
            ),
            TOKEN_HINT,
        )


class NoGitError(AcademyError):
    """A machine without git."""

    def __init__(self) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "repository.no-git",
            "There is no git on this machine, so no repository can be asked.",
            "Install git, or name a folder.",
        )


class UnreachableError(AcademyError):
    """A repository that does not answer, or not in time."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "repository.unreachable",
            say("“{}” cannot be fetched: {}. Nothing older was used.", address, why),
            "Try again later; what was fetched last is used with --offline.",
        )


class SilentRepositoryError(UnreachableError):
    """A repository that was reached and then said nothing any more."""


class NotLetInError(AcademyError):
    """A repository that wants to know who asks, or does not let them in."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "repository.not-let-in",
            say("“{}” does not let academy in.", address),
            TOKEN_HINT,
        )


class NoRepositoryError(AcademyError):
    """Nothing that is a repository, or one that is hidden from whoever asks."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Kind.MISSING,
            "repository.not-found",
            say("There is no repository “{}”, or it is private.", address),
            say("Check the address. {}", TOKEN_HINT),
        )


class EmptyRepositoryError(AcademyError):
    """A repository without a commit, or one whose first branch has none while ``others`` do."""

    def __init__(self, address: str, others: Sequence[str] = ()) -> None:
        if others:
            said = say("“{}” does not say which branch comes first.", address)
            hint = say("Name one: {}", quote(f"{address}#{others[0]}"))
        else:
            said = say("“{}” has no commit yet.", address)
            hint = say("Push the course first.")
        super().__init__(Kind.MISSING, "repository.empty", said, hint)


class NoRefError(AcademyError):
    """A branch or tag that a repository does not have, or not any more."""

    def __init__(self, address: str, ref: str, known: Iterable[str], *, is_short: bool) -> None:
        close = nearest(ref, known)
        hint = (
            say("Did you mean “{}”?", close)
            if close
            else say("See what it has: git ls-remote ADDRESS")
        )
        if is_short:
            hint = say("A commit has to be given with all its digits.")
        super().__init__(
            Kind.MISSING,
            "repository.no-branch",
            say("“{}” has no branch or tag “{}”.", address, ref),
            hint,
        )


class TwoRefsError(AcademyError):
    """A branch and a tag of the same name, and not the same commit."""

    def __init__(self, address: str, ref: str) -> None:
        super().__init__(
            Kind.USAGE,
            "repository.two-refs",
            say("“{}” has both a branch and a tag “{}”.", address, ref),
            say("Say which: #refs/heads/{} or #refs/tags/{}", ref, ref),
        )


class NoCommitError(AcademyError):
    """A commit that a repository does not give, perhaps because a branch was pushed over it."""

    def __init__(self, address: str, commit: str) -> None:
        super().__init__(
            Kind.MISSING,
            "repository.no-commit",
            say(
                "“{}” does not give the commit {}; it may have been pushed over.",
                address,
                commit[:12],
            ),
            "Name a branch instead, or plan again.",
        )


class NoPathError(AcademyError):
    """A folder that is not in a commit."""

    def __init__(self, address: str, path: str, commit: str) -> None:
        super().__init__(
            Kind.MISSING,
            "repository.no-folder",
            say("The commit {} of “{}” has no folder “{}”.", commit[:12], address, path),
            "Check the folder after the colon, and the letter case.",
        )


class UnsafeNameError(AcademyError):
    """A name in a repository that no file may have here."""

    def __init__(self, address: str, name: str) -> None:
        super().__init__(
            Kind.INVALID,
            "repository.unsafe-name",
            say("“{}” holds “{}”, which cannot be written as a file here.", address, name),
            "Rename it in the repository. Nothing was changed.",
        )


class TooLargeError(AcademyError):
    """A repository with more than settings allow."""

    def __init__(self, address: str, what: str) -> None:
        super().__init__(
            Kind.INVALID,
            "repository.too-large",
            say("“{}” has more than {}.", address, what),
            "Name a folder of it (#BRANCH:FOLDER), or raise the limit: academy config show",
        )


class NotFetchedError(AcademyError):
    """What was never fetched, and may not be now."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Kind.MISSING,
            "repository.not-fetched",
            say("“{}” was never fetched on this machine.", address),
            "Run the same command once without --offline.",
        )


class CacheUnwritableError(AcademyError):
    """A cache that cannot be written."""

    def __init__(self, folder: str, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "repository.cache-unwritable",
            say("“{}” cannot be written: {}.", folder, why),
            "Name another folder: repositories.cache (ACADEMY_REPOSITORIES_CACHE)",
        )


class DamagedError(AcademyError):
    """A repository that gives less than it promises, also when it is fetched anew."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "repository.damaged",
            say("What “{}” gave is not whole: {}.", address, why),
            "Check it there: git fsck",
        )


class ReadOnlyRepositoryError(AcademyError):
    """A repository where a folder is needed, because something is written or watched there."""

    def __init__(self, address: str) -> None:
        where = address.partition("#")[0]
        super().__init__(
            Kind.REFUSED,
            "repository.read-only",
            say("“{}” is a repository, and this needs a folder of yours.", address),
            say("Clone it, and name its folder: git clone {}", quote(where)),
        )


def fetched_at(address: str, at: datetime) -> str:
    """The sentence that says from when a state is that nobody asked for now."""
    return say("“{}” is as it was fetched on {}; it may have changed since.", address, iso(at))
