"""``academy status``: where the academy stands, in one screen.

Knows how often it is asked and how that is shown; refuses to decide what needs a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.contradicting import not_alone
from academy_cli.cli.format import Format
from academy_cli.cli.options import command, single
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind

if TYPE_CHECKING:
    from academy_cli.health.standing.views import Figure

app = single()

INTERVAL_S = 5

FIGURES = Columns(
    ("name", "value", "state", "next"), ("section", "name", "value", "state", "said", "next")
)
Watch = Annotated[
    bool, typer.Option("--watch", help="Go on until Ctrl-C; where nobody draws, say what changes.")
]
Interval = Annotated[
    int | None,
    typer.Option(
        "--interval",
        metavar="SECONDS",
        min=1,
        max=3600,
        help="With --watch: seconds in between; 5.",
    ),
]


@command(
    app,
    "status",
    listing=True,
    examples=(
        "academy status",
        "academy status --watch --interval 10",
        "academy status --format json --fields name,value,state",
        "academy status --quiet || echo 'somebody has to look'",
    ),
)
def status(shell: Shell, *, watch: Watch = False, interval: Interval = None) -> None:
    """Show where the academy stands: people, sales, queues, refunds, certificates, backups.

    Ends with 9 where something needs a person; each such thing is shown with the command that goes on. Of an
    academy, support sees what support may see.
    """
    from academy_cli.health.errors import NeedsPersonError

    not_alone("--interval", interval, "--watch", watch)
    if watch:
        _watched(shell, interval or INTERVAL_S)
        return
    figures = shell.academy.standing.figures()
    _show(shell, figures)
    urgent = [one for one in figures if one.needs_person]
    if urgent:
        raise NeedsPersonError(len(urgent), urgent[0].next)


def _show(shell: Shell, figures: Sequence[Figure]) -> None:
    from academy_cli.cli.show.standing import is_command, margin, screen

    terminal, wish = shell.terminal, shell.terminal.wish
    is_chosen = wish.fields or wish.page.sort or wish.page.limit is not None
    if terminal.format is Format.TABLE and not is_chosen:
        room = margin(figures, terminal.told)
        for line in screen(figures, terminal.told):
            if is_command(line):
                terminal.print(*line)
            else:
                terminal.print_lines([line], hang=room)
    else:
        terminal.show_list(figures, FIGURES)


def _watched(shell: Shell, interval: int) -> None:
    """Show it again and again; one round that cannot be is said, and does not end it."""
    from academy_cli.cli.interrupts import as_a_wish
    from academy_cli.kit.stopping import Stop

    stop, before = Stop(), None
    with as_a_wish(stop.wish, ""):
        while not stop.is_wished:
            try:
                figures = shell.academy.standing.figures()
            except AcademyError as error:
                if error.kind is not Kind.UNAVAILABLE:
                    raise
                shell.terminal.warn(error.message)
            else:
                _again(shell, before, figures)
                before = figures
            stop.rest(interval)


def _again(shell: Shell, before: Sequence[Figure] | None, figures: Sequence[Figure]) -> None:
    """Draw the screen anew, or say what is new: what only grew older is not."""
    from academy_cli.cli.show.standing import change, screen

    terminal = shell.terminal
    if terminal.redraws:
        terminal.redraw(screen(figures, terminal.told))
        return
    if before is None:
        _show(shell, figures)
        return
    known = {(one.name, one.value, one.state) for one in before}
    news = [one for one in figures if (one.name, one.value, one.state) not in known]
    if not news:
        return
    if terminal.format is Format.TABLE:
        terminal.print_lines(map(change, news))
    else:
        terminal.show_list(news, FIGURES)
    terminal.flush()
