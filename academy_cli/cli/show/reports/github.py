"""Findings as GitHub's workflow commands, which become notes beside the lines of a pull request.

Knows how commands are escaped and how many GitHub shows; refuses to let a course's words become a command.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.show.reports.places import Files, sentences
from academy_cli.formats.problems import Problem, Severity

if TYPE_CHECKING:
    from academy_cli.cli.show.checked import Checked

SHOWN = 10
"""So many of each kind GitHub shows for one step; the others are only in its log."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def lines(found: Sequence[Checked]) -> Iterator[str]:
    """A command for each finding that GitHub shows, errors first, and the others as lines in a group."""
    every = [
        (Files(one.compilation), problem) for one in found for problem in one.compilation.problems
    ]
    rest: list[str] = []
    for severity, command in _COMMANDS.items():
        graded = [one for one in every if one[1].severity is severity]
        yield from (_command(command, files, one) for files, one in graded[:SHOWN])
        rest += [_plain(command, files, one) for files, one in graded[SHOWN:]]
    if rest:
        yield f"::group::{len(rest)} more findings"
        yield from rest
        yield "::endgroup::"


def _command(command: str, files: Files, one: Problem) -> str:
    place = f",line={one.line},col={max(one.column, 1)}" if one.line else ""
    file, title = _property(files.path(one.file)), _property(one.code)
    said = sentences(one.message, one.hint)
    return f"::{command} file={file}{place},title={title}::{_data(said)}"


def _plain(command: str, files: Files, one: Problem) -> str:
    """A line that is no command: it begins with a word, and holds no sign of an older kind of command."""
    said = f"{command} {files.path(one.file)}:{one.line}:{one.column} {one.code}: {one.message}"
    return " ".join(said.split()).replace("##[", "## [")


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
