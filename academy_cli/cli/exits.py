"""How a command ends: every way out becomes one sentence and one exit code.

Knows the kinds of failure and how each is told; refuses to know any command.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import pairwise
from pathlib import Path

import typer

from academy_cli.cli.format import Format
from academy_cli.cli.interrupts import HungUp, Terminated, release, terminable
from academy_cli.cli.streams import (
    READER_GONE_EXIT,
    ReaderGoneError,
    UnwritableOutputError,
    flush,
    prepare,
    put,
)
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

_PACKAGE = Path(__file__).parents[1]


def meaning(code: int | str) -> str:
    """What an exit code means, behind a colon; nothing for one that academy does not end with."""
    return next(
        (say(": {}", kind.meaning) for kind in Kind if str(kind.exit_code) == str(code)), ""
    )


class StoppedError(AcademyError):
    """A person pressed Ctrl-C."""

    def __init__(self) -> None:
        super().__init__(Kind.INTERRUPTED, "interrupted", "Interrupted; nothing is half done.")


class TerminatedError(AcademyError):
    """Somebody, or what looks after services, sent SIGTERM."""

    def __init__(self) -> None:
        super().__init__(Kind.TERMINATED, "terminated", "Ended by SIGTERM; nothing is half done.")


class HungUpError(AcademyError):
    """The terminal is gone; where errors go to a file, it stands there."""

    def __init__(self) -> None:
        super().__init__(Kind.HUNG_UP, "hung-up", "Ended by SIGHUP; nothing is half done.")


class BugError(AcademyError):
    """An error nobody foresaw; names the place, never the values, which might be secret."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(
            Kind.INTERNAL,
            "internal",
            say("academy met a bug: “{}” in {}.", type(error).__name__, _place(error)),
            "Run it again with --debug and report what it shows.",
        )


def ended(act: Callable[[], object], arguments: Sequence[str]) -> int:
    """Run a command to its end and tell its exit code; a failure is told on standard error."""
    prepare()
    try:
        try:
            release()
            with terminable():
                code = _code(act)
                flush(sys.stdout)
        except ReaderGoneError:
            raise
        except (Exception, KeyboardInterrupt) as error:  # the last boundary: everything has an end
            return _told(error, arguments)
    except ReaderGoneError:
        return READER_GONE_EXIT
    except UnwritableOutputError as error:
        return _told(error, arguments)
    return code


def failure(error: BaseException) -> AcademyError:
    """Say any exception as an AcademyError."""
    match error:
        case AcademyError():
            return error
        case typer.TyperException():
            from academy_cli.cli.misuse import misuse

            return misuse(error)
        case HungUp():
            return HungUpError()
        case Terminated():
            return TerminatedError()
        case KeyboardInterrupt() | typer.Abort():
            return StoppedError()
        case _:
            return BugError(error)


def _code(act: Callable[[], object]) -> int:
    try:
        act()
    except typer.Exit as asked:
        return asked.exit_code
    return 0


def _told(error: BaseException, arguments: Sequence[str]) -> int:
    """Tell a failure after all of the answer, unless the failure is that nobody reads the answer."""
    with _last_words():
        from academy_cli.cli.answer import Wish
        from academy_cli.cli.hints import Carried
        from academy_cli.cli.language import tongue
        from academy_cli.cli.terminal import Terminal

        flush(sys.stdout)
        told = failure(error)
        if isinstance(error, KeyboardInterrupt) and sys.stderr.isatty():
            _say("\n")  # what is said stands below the ^C that the terminal echoes
        if "--debug" in arguments:
            _show_trace(error)
        carried = Carried.read(arguments)
        wish = Wish(_format(arguments), is_plain="--plain" in arguments, carried=carried)
        streams = (sys.stdout, sys.stderr, sys.stdin)
        Terminal(*streams, os.environ, wish, tongue=tongue(os.environ)).fail(told)
        return told.kind.exit_code


@contextmanager
def _last_words() -> Iterator[None]:
    """Let Ctrl-C, while the end is told, end the process as it is: all has been said but this."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.default_int_handler:  # ignored in the background, or not ours to answer
        yield
        return
    signal.signal(signal.SIGINT, lambda _number, _frame: os._exit(Kind.INTERRUPTED.exit_code))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _show_trace(error: BaseException) -> None:
    import traceback

    _say("".join(traceback.format_exception(error)))


def _say(text: str) -> None:
    """Write to standard error, if somebody listens."""
    with suppress(ReaderGoneError, UnwritableOutputError):
        put(sys.stderr, text)


def _place(error: BaseException) -> str:
    """File and line of the innermost of our own frames."""
    import traceback

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if _PACKAGE in path.parents:
            return say("{}, line {}", path.relative_to(_PACKAGE).as_posix(), frame.lineno)
    return say("a library")


def _format(arguments: Sequence[str]) -> Format | None:
    """The format asked for, read from the bare words: they may be wrong in any other way."""
    given = [word.partition("=")[2] for word in arguments if word.startswith("--format=")]
    after = [value for word, value in pairwise(arguments) if word == "--format"]
    known = [value for value in (*given, *after) if value in {form.value for form in Format}]
    return Format(known[-1]) if known else None
