"""How a command ends: every way out becomes one sentence and one exit code.

Knows the kinds of failure and how each is told; refuses to know any command.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import typer

from academy_cli.cli.format import Format
from academy_cli.cli.streams import READER_GONE_EXIT, ReaderGoneError, flush, prepare
from academy_cli.errors import AcademyError, Kind

_PACKAGE = Path(__file__).parents[1]


class StoppedError(AcademyError):
    """A person pressed Ctrl-C."""

    def __init__(self) -> None:
        super().__init__(Kind.INTERRUPTED, "interrupted", "Interrupted; nothing is half done.")


class BugError(AcademyError):
    """An error nobody foresaw; names the place, never the values, which might be secret."""

    def __init__(self, error: BaseException) -> None:
        super().__init__(
            Kind.INTERNAL,
            "internal",
            f"academy met a bug: “{type(error).__name__}” in {_place(error)}.",
            "Run it again with --debug and report what it shows.",
        )


def ended(act: Callable[[], object], arguments: Sequence[str]) -> int:
    """Run a command to its end and tell its exit code; a failure is told on standard error."""
    prepare()
    try:
        act()
        flush(sys.stdout)
    except typer.Exit as asked:
        return asked.exit_code
    except ReaderGoneError:
        return READER_GONE_EXIT
    except (Exception, KeyboardInterrupt) as error:  # the last boundary: everything has an end
        return _told(error, arguments)
    return 0


def failure(error: BaseException) -> AcademyError:
    """Say any exception as an AcademyError."""
    match error:
        case AcademyError():
            return error
        case typer.TyperException():
            from academy_cli.cli.misuse import misuse

            return misuse(error)
        case KeyboardInterrupt() | typer.Abort():
            return StoppedError()
        case _:
            return BugError(error)


def _told(error: BaseException, arguments: Sequence[str]) -> int:
    from academy_cli.cli.answer import Wish
    from academy_cli.cli.terminal import Terminal

    told = failure(error)
    terminal = Terminal(sys.stdout, sys.stderr, sys.stdin, os.environ, Wish(_format(arguments)))
    try:
        flush(sys.stdout)
        if "--debug" in arguments:
            import traceback

            traceback.print_exception(error)
        terminal.fail(told)
    except ReaderGoneError:
        return READER_GONE_EXIT
    return told.kind.exit_code


def _place(error: BaseException) -> str:
    """File and line of the innermost of our own frames."""
    import traceback

    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if _PACKAGE in path.parents:
            return f"{path.relative_to(_PACKAGE).as_posix()}, line {frame.lineno}"
    return "a library"


def _format(arguments: Sequence[str]) -> Format | None:
    """The format asked for, read from the bare words: they may be wrong in any other way."""
    words = " ".join(arguments).replace("--format=", "--format ").split()
    wanted = [after for word, after in pairwise(words) if word == "--format"]
    return Format(wanted[-1]) if wanted and wanted[-1] in {form.value for form in Format} else None
