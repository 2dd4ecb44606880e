"""How the report of an import or an export is shown and written: counts for people, each thing for files.

Knows the two reports by what they have in common; refuses to know what was converted.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.cli.answer import Columns
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words

if TYPE_CHECKING:
    from academy_cli.interchange.exporting.report import ExportReport
    from academy_cli.interchange.report import Report

COUNTS = Columns(
    ("what", "kept", "approximated", "dropped"), ("what", "kept", "approximated", "dropped")
)


class UnwritableReportError(AcademyError):
    """A report that could not be written."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "import.report-unwritable",
            say(
                "Everything else is done, but the report cannot be written to “{}”: {}.", file, why
            ),
            "Run it once more to another place, with another file: --report FILE",
        )


def show_report(shell: Shell, said: Report | ExportReport) -> None:
    """Counts as rows; as an object the whole report."""
    if shell.terminal.format.is_structured:
        shell.terminal.show_documents([said])
    else:
        shell.terminal.show_list(said.counts, COUNTS)


def tell_of_details(shell: Shell, report: Path | None) -> None:
    """Where each thing is told by itself, unless that was written already."""
    if report is None:
        shell.terminal.note(
            "Each thing by itself, with file and line: --report FILE, or --format json"
        )


def write_report(file: Path, said: Report | ExportReport) -> None:
    """Write a report as JSON. Raises UnwritableReportError."""
    from academy_cli.cli.jsonrows import json_text
    from academy_cli.kit.record import plain, record

    try:
        file.write_text(
            json_text({name: plain(part) for name, part in record(said).items()}) + "\n",
            encoding="utf-8",
        )
    except OSError as error:
        raise UnwritableReportError(file, system_words(error)) from error
