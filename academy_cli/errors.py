"""The whole vocabulary of failure: what went wrong, as a value every shell can translate.

Knows the kinds of failure and their public exit codes; refuses to know who raises or prints them.
"""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """A kind of failure and the exit code the terminal gives it (a public contract).

    Documented in ``academy help exit-codes`` and docs/scripting.md.
    """

    INTERNAL = ("internal", 1, "a bug in academy")
    USAGE = ("usage", 2, "wrong words on the command line")
    INVALID = ("invalid", 3, "findings in a course, file or setting; nothing was changed")
    MISSING = ("missing", 4, "no such thing")
    CONFLICT = ("conflict", 5, "stale plan, lock held, duplicate, or already done differently")
    REFUSED = ("refused", 6, "not permitted, a rule forbids it, or confirmation was needed")
    UNAVAILABLE = ("unavailable", 7, "database or outside service not reachable now: try again")
    PARTIAL = ("partial", 8, "some were done, the rest can be run again")
    ATTENTION = ("attention", 9, "done as far as possible; a person must look")
    CHANGES = ("changes", 10, "there are changes to apply (only with --exit-code)")
    HUNG_UP = ("hung-up", 129, "the terminal went away (SIGHUP); state is whole")
    INTERRUPTED = ("interrupted", 130, "Ctrl-C; state is whole")
    TERMINATED = ("terminated", 143, "ended by SIGTERM, as Ctrl-C does; state is whole")

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
        self.message = message
        self.hint = hint
