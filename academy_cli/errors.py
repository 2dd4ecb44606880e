"""The whole vocabulary of failure: what went wrong, as a value every shell can translate.

Knows the kinds of failure and their public exit codes; refuses to know who raises or prints them.
"""

from __future__ import annotations

from enum import Enum

from academy_cli.kit.saying import say, whole


class Kind(Enum):
    """A kind of failure and the exit code the terminal gives it (a public contract).

    Documented in ``academy help exit-codes`` and docs/scripting.md.
    """

    INTERNAL = ("internal", 1, say("a bug in academy"))
    USAGE = ("usage", 2, say("wrong words on the command line"))
    INVALID = ("invalid", 3, say("findings in a course, file or setting; nothing was changed"))
    MISSING = ("missing", 4, say("no such thing"))
    CONFLICT = ("conflict", 5, say("stale plan, lock held, duplicate, or already done differently"))
    REFUSED = ("refused", 6, say("not permitted, a rule forbids it, or confirmation was needed"))
    UNAVAILABLE = (
        "unavailable",
        7,
        say("database or outside service not reachable now: try again"),
    )
    PARTIAL = ("partial", 8, say("some were done, the rest can be run again"))
    ATTENTION = ("attention", 9, say("done as far as possible; a person must look"))
    CHANGES = ("changes", 10, say("there are changes to apply (only with --exit-code)"))
    HUNG_UP = ("hung-up", 129, say("the terminal went away (SIGHUP); state is whole"))
    INTERRUPTED = ("interrupted", 130, say("Ctrl-C; state is whole"))
    TERMINATED = ("terminated", 143, say("ended by SIGTERM, as Ctrl-C does; state is whole"))

    def __init__(self, word: str, exit_code: int, meaning: str) -> None:
        self.word = word
        self.exit_code = exit_code
        self.meaning = meaning


class AcademyError(Exception):
    """One refusal a person may meet.

    ``code`` is stable and documented (``course.unknown``); ``message`` is one sentence with the
    offending value in it; ``hint`` names the next command. Subclasses in the slices take domain
    values and write their own sentence.
    """

    def __init__(self, kind: Kind, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.code = code
        self.message = whole(message)
        self.hint = whole(hint)
