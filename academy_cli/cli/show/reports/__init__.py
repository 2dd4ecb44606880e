"""What a check found, for other programs: each module writes one format, out of values alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format

if TYPE_CHECKING:
    from academy_cli.cli.show.checked import Checked


def report(form: Format, found: Sequence[Checked]) -> Iterator[str]:
    """The lines of a report."""
    from academy_cli.cli.show.reports import github, junit, sarif

    match form:
        case Format.SARIF:
            return sarif.lines(found)
        case Format.JUNIT:
            return junit.lines(found)
        case _:
            return github.lines(found)
