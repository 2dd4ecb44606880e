"""Exporting rows to a CSV file, or to standard output: one by one, and never over a file that is there.

Knows how a file is written and told of; refuses to know what the rows are about.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any

import typer

from academy_cli.cli.format import Format
from academy_cli.cli.lines import list_lines
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_taken
from academy_cli.kit.record import Record, record

STDOUT = "-"

File = Annotated[
    str | None,
    typer.Argument(metavar="FILE", help="A new CSV file; - is standard output."),
]
OfCourse = Annotated[
    str | None, typer.Option("--course", metavar="COURSE", help="Only those of this course.")
]


class FileTakenError(AcademyError):
    """A file that an export would overwrite."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT, "export.exists", f"“{path}” is there already.", "Name a new file."
        )


class UnwritableFileError(AcademyError):
    """A file that cannot be written."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "export.unwritable",
            f"“{path}” cannot be written: {why}.",
            "Name another file.",
        )


def run_export(shell: Shell, file: str | None, view: Any, rows: Iterable[object]) -> None:
    """Write rows, all of one kind of view, as CSV that can be imported; a dry run only counts them."""
    name = file or shell.terminal.ask("FILE", "Which file?")
    path, counted = Path(name), _Counted(rows)
    if name != STDOUT and is_taken(path):
        raise FileTakenError(path)
    columns = [field.name for field in fields(view)]
    lines = list_lines(Format.CSV, counted, columns)
    if shell.is_dry_run:
        for _ in counted:
            pass
        shell.terminal.note("Nothing was written: it was a dry run.")
    elif name == STDOUT:
        for line in lines:
            shell.terminal.print(line)
        shell.terminal.note(f"{counted.count:,} rows.")
        return
    else:
        with shell.terminal.progress(f"Writing {name}") as progress:
            _write(path, _told(lines, progress))
    shell.terminal.show_one({"file": name, "rows": counted.count})


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


def _write(path: Path, lines: Iterable[str]) -> None:
    """Write a new file that nobody else on the machine can read; it gets its name when it is whole."""
    partial = path.with_name(f"{path.name}.partial")
    try:
        partial.touch(0o600)
        with partial.open("w", encoding="utf-8", newline="") as file:
            file.writelines(f"{line}\r\n" for line in lines)
        partial.rename(path)
    except OSError as error:
        raise UnwritableFileError(path, error.strerror or "not permitted") from error
    finally:
        partial.unlink(missing_ok=True)
