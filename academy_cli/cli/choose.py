"""Things a person names or, on a terminal, picks from a list.

Knows how each is offered; refuses to guess, and to look where nobody can be asked.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class NothingToChooseError(AcademyError):
    """A person is there to choose, but there is nothing."""

    def __init__(self, said: str, hint: str) -> None:
        super().__init__(Kind.MISSING, "value.nothing-to-choose", said, hint)


NO_COURSE = say("There is no course to choose from yet.")


class NotARevisionError(AcademyError):
    """A word where the number of a revision is wanted."""

    def __init__(self, word: str) -> None:
        super().__init__(
            Kind.USAGE,
            "revision.not-a-number",
            say("“{}” is not the number of a revision.", word),
            "See them: academy course history",
        )


class TooManyWordsError(AcademyError):
    """More words than a command takes."""

    def __init__(self, word: str, command: str) -> None:
        super().__init__(
            Kind.USAGE,
            "usage.invalid",
            say("“{}” is one word too many.", word),
            say("Run: academy {} --help", command),
        )


class OneNameError(AcademyError):
    """A name for several people."""

    def __init__(self, name: str, people: int) -> None:
        super().__init__(
            Kind.USAGE,
            "usage.invalid",
            say("“{}” cannot be the name of {} people.", name, people),
            "Invite them one by one, or import them from a file: academy user import",
        )


class SwappedWordsError(AcademyError):
    """A course where an address is wanted, and the address where the course is."""

    def __init__(self, slug: str, email: str) -> None:
        super().__init__(
            Kind.USAGE,
            "usage.swapped",
            say("“{}” is no e-mail address: the address comes first, then the course.", slug),
            say("Write them like this: {} {}", email, slug),
        )


def course(shell: Shell, named: str | None) -> str:
    """The slug of a course."""
    if named:
        return named
    found = shell.academy.catalog.list() if shell.terminal.can_ask else ()
    if shell.terminal.can_ask and not found:
        raise NothingToChooseError(NO_COURSE, say("Start one: academy course new DIR"))
    return shell.terminal.choose(
        "COURSE", "Which course?", {one.slug: f"{one.slug}  {one.title}" for one in found}
    )


def reason(shell: Shell, said: str | None) -> str:
    """Why something is done that has to be explained later."""
    return said or shell.terminal.ask("--reason", "Why?")


def course_and_numbers(
    shell: Shell, words: Sequence[str], most: int, command: str
) -> tuple[str, list[int]]:
    """A course and up to so many revisions of it, out of words such as ``python-basics 3``.

    A number alone is a revision of the only course there is, unless it is a course's slug; where there are
    several courses, one is asked for.
    """
    if len(words) > most + 1:
        raise TooManyWordsError(words[most + 1], command)
    named = words[0] if words and _is_course(shell, words, most) else None
    numbers = words[1:] if named else words
    for word in numbers:
        if not word.isascii() or not word.isdecimal():
            raise NotARevisionError(word)
    return only_course(shell, named), [int(word) for word in numbers]


def _is_course(shell: Shell, words: Sequence[str], most: int) -> bool:
    """Whether the first word names a course, not a revision."""
    if len(words) > most or not words[0].isdecimal():
        return True
    return any(one.slug == words[0] for one in shell.academy.catalog.list())


def only_course(shell: Shell, named: str | None) -> str:
    """The slug of a course to look at: the only one there is need not be named."""
    found = shell.academy.catalog.list() if not named else ()
    return found[0].slug if len(found) == 1 else course(shell, named)


def person(shell: Shell, named: str | None) -> str:
    """The address of somebody; there may be too many people to pick one from."""
    return named or shell.terminal.ask("EMAIL", "Whose account (e-mail)?")


def place(shell: Shell, email: str | None, slug: str | None) -> tuple[str, str]:
    """Somebody's address and the course they are or shall be in. Raises SwappedWordsError."""
    require_order(email, (slug,))
    return person(shell, email), course(shell, slug)


def require_order(email: str | None, courses: Sequence[str | None]) -> None:
    """Insist that an address stands before courses, where one is among them. Raises SwappedWordsError."""
    swapped = next((one for one in courses if one and "@" in one), None)
    if email and swapped and "@" not in email:
        raise SwappedWordsError(email, swapped)


def lesson(shell: Shell, slug: str, named: str | None) -> str:
    """The key of a lesson of a course."""
    if named:
        return named
    found = shell.academy.catalog.lessons(slug) if shell.terminal.can_ask else ()
    if shell.terminal.can_ask and not found:
        none = say("There is no lesson to choose from yet.")
        raise NothingToChooseError(none, say("See the course: academy course show {}", slug))
    return shell.terminal.choose("LESSON", "Which lesson?", {one.key: one.title for one in found})
