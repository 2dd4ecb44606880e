"""``academy stats report``: figures for others, as one page of HTML or as PDF.

Knows its words and files; refuses to know what a report says.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.exporting import FileTakenError, created
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.cli.statswords import Course, Instructor, Since, Until, day
from academy_cli.kit.paths import is_taken
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.analytics.report.values import Report

app = noun("Write figures for others.")

Html = Annotated[
    str | None, typer.Option("--html", metavar="FILE", help="A new file: one page, all in it.")
]
Pdf = Annotated[str | None, typer.Option("--pdf", metavar="FILE", help="A new file: pages of A4.")]
NoMoney = Annotated[bool, typer.Option("--no-money", help="Say nothing of what was earned.")]
Least = Annotated[
    int | None,
    typer.Option(
        "--least",
        metavar="N",
        min=1,
        help="Hide numbers of people below this; the setting stats.least by default, 1 hides none.",
    ),
]
WRITTEN = Columns(("file", "bytes"), ("file", "bytes"))


@command(
    app,
    "report",
    examples=(
        "academy stats report --html report.html",
        "academy stats report --html q3.html --pdf q3.pdf --from 2026-07-01 --until 2026-09-30",
        "academy stats report --html partner.html --course python-basics --no-money",
    ),
)
def report(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    *,
    html: Html = None,
    pdf: Pdf = None,
    since: Since = None,
    until: Until = None,
    course: Course = None,
    instructor: Instructor = None,
    no_money: NoMoney = False,
    least: Least = None,
) -> None:
    """Write figures for others into one page: charts, tables, and what each figure means.

    The page needs nothing else and asks for no address; it can be read aloud, in the dark and on paper.
    Numbers of fewer people than --least are hidden, and so is what follows from them.
    """
    from academy_cli.analytics.asking import Narrowing
    from academy_cli.analytics.errors import NowhereToReportError
    from academy_cli.analytics.report.service import Wanted

    files = [name for name in (html, pdf) if name is not None]
    if not files:
        raise NowhereToReportError
    for name in files:
        if is_taken(Path(name)):
            raise FileTakenError(Path(name))
    only = Narrowing(tuple(course or ()), instructor)
    begun, ended = day("--from", since), day("--until", until)
    wanted = Wanted(begun, ended, only, not no_money, least)
    made = shell.academy.reports.make(wanted)
    written = []
    for name in files:
        content = _html(made) if name == html else _pdf(made)
        with created(Path(name)) as to:
            to.write(content)
        written.append({"file": name, "bytes": len(content)})
    shell.terminal.note(say("{}: {}.", made.title, made.days))
    shell.terminal.show_list(written, WRITTEN)


def _html(made: Report) -> bytes:
    from academy_cli.analytics.report import html

    return html.page(made)


def _pdf(made: Report) -> bytes:
    from academy_cli.analytics.report import paper

    return paper.page(made)
