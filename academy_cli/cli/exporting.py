"""Exporting rows to a file, or to standard output: one by one, and never over a file that is there.

Knows how a file is written and told of; refuses to know what the rows are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer

from academy_cli.cli.format import Format
from academy_cli.cli.lines import list_lines
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.newfile import new_file
from academy_cli.kit.paths import is_taken
from academy_cli.kit.record import Record, record
from academy_cli.kit.saying import say, say_so_many
from academy_cli.kit.systemwords import system_words

STDOUT = "-"
SUFFIXES = {".csv": Format.CSV, ".jsonl": Format.JSONL, ".ndjson": Format.JSONL}

File = Annotated[
    str | None,
    typer.Argument(metavar="FILE", help="A new file, .csv or .jsonl; - is standard output."),
]
OfCourse = Annotated[
    str | None, typer.Option("--course", metavar="COURSE", help="Only those of this course.")
]


class NoFileError(AcademyError):
    """The place of text for something that is none."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "file.no-text",
            "“-” stands for text on standard output; this is a file of another kind.",
            "Name a file: --out FILE",
        )


class FileTakenError(AcademyError):
    """A file that an export would overwrite."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT, "export.exists", say("“{}” is there already.", path), "Name a new file."
        )


class UnwritableFileError(AcademyError):
    """A file that cannot be written."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "export.unwritable",
            say("“{}” cannot be written: {}.", path, why),
            "Name another file.",
        )


class NoSpaceError(AcademyError):
    """A file on a disk that is full."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "export.no-space",
            say("There is no space left for “{}”.", path),
            "Free some space, then run the same command again; or name a file on another disk.",
        )


class BadFormatError(AcademyError):
    """A format, or a name of a file, that an import does not read."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Kind.USAGE,
            "export.format",
            say("An export cannot be “{}”: no import would read it.", written),
            "Write CSV or JSON lines: a FILE.csv, a FILE.jsonl, or - with --format csv or jsonl.",
        )


def run_export(shell: Shell, file: str | None, view: Any, rows: Iterable[object]) -> None:
    """Write rows, all of one kind of view, as an import reads them; a dry run only counts them."""
    name = file or shell.terminal.ask("FILE", "Which file?")
    form = _form(name, shell.terminal.wish.format)
    path, counted = Path(name), _Counted(rows)
    if name != STDOUT and is_taken(path):
        raise FileTakenError(path)
    columns = [field.name for field in fields(view)]
    lines = list_lines(form, counted, columns)
    if shell.is_dry_run:
        for _ in counted:
            pass
        shell.terminal.note("Nothing was written: it was a dry run.")
    elif name == STDOUT:
        for line in lines:
            shell.terminal.print(line)
        shell.terminal.note(say_so_many("{:,} row.", "{:,} rows.", counted.count))
        return
    else:
        with shell.terminal.progress(say("Writing {}", name)) as progress:
            end = "\r\n" if form is Format.CSV else "\n"
            with created(path) as to:
                to.writelines(f"{line}{end}".encode() for line in _told(lines, progress))
    shell.terminal.show_one({"file": name, "rows": counted.count})


def _form(name: str, wished: Format | None) -> Format:
    """What a file's name says, or of standard output ``--format``. Raises BadFormatError."""
    if name == STDOUT:
        form = wished or Format.CSV
        if form not in {Format.CSV, Format.JSONL}:
            raise BadFormatError(form.value)
        return form
    found = SUFFIXES.get(Path(name).suffix.lower())
    if found is None:
        raise BadFormatError(name)
    return found


class _Counted:
    """Rows as records, and how many there were so far."""

    def __init__(self, rows: Iterable[object]) -> None:
        self._rows, self.count = rows, 0

    def __iter__(self) -> Iterator[Record]:
        for row in self._rows:
            self.count += 1
            yield record(row)


def _told(lines: Iterable[str], progress: Any) -> Iterator[str]:
    for number, line in enumerate(lines):
        if number % 1000 == 0:
            progress(number)
        yield line


@contextmanager
def created(path: Path) -> Iterator[BinaryIO]:
    """A new file, written in the block. Raises FileTakenError and UnwritableFileError."""
    try:
        with new_file(path) as file:
            yield file
    except FileExistsError as error:
        raise FileTakenError(path) from error
    except OSError as error:
        raise UnwritableFileError(path, system_words(error)) from error


def require_file(path: Path) -> None:
    """Insist that a picture or a page has a file to go to. Raises NoFileError."""
    if str(path) == STDOUT:
        raise NoFileError


def kept(path: Path, content: bytes) -> None:
    """Write a new file at once. Raises FileTakenError and UnwritableFileError."""
    with created(path) as file:
        file.write(content)
