"""``academy mail``: what is to leave and what became of it, sending it, and trying again.

Knows the words of each command and which view answers it; refuses to know how mail travels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import campaigning, previewing, sending, suppressing
from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.mail.store import Wanted

app = noun("Send mail, and see what became of it.")
for _others in (previewing.app, suppressing.app, campaigning.app):
    app.makers.update(_others.makers)

Number = Annotated[int, typer.Argument(metavar="MESSAGE", help="Its number.", min=1)]
Numbers = Annotated[
    list[int] | None, typer.Argument(metavar="[MESSAGE]...", help="Their numbers; none is all.")
]
State = Annotated[
    Literal["waiting", "sending", "sent", "unsure", "dead", "cancelled"] | None,
    typer.Option("--state", help="Only messages that are so."),
]
Stuck = Annotated[
    Literal["dead", "unsure"] | None,
    typer.Option("--state", help="Only what was given up, or what may have left."),
]
Template = Annotated[
    str | None, typer.Option("--template", metavar="NAME", help="Only messages of this kind.")
]
To = Annotated[str | None, typer.Option("--to", metavar="EMAIL", help="Only to this address.")]
OfCampaign = Annotated[
    str | None, typer.Option("--campaign", metavar="CAMPAIGN", help="Only those of M-2026-000003.")
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DATE", help="Only from then on, UTC.")
]
Follow = Annotated[bool, typer.Option("--follow", help="Go on sending what comes, until Ctrl-C.")]
Test = Annotated[
    str | None,
    typer.Option("--test", metavar="EMAIL", help="Only send one letter there, to see it arrive."),
]
Most = Annotated[
    int | None, typer.Option("--most", metavar="N", min=1, help="Send at most so many.")
]
Connections = Annotated[
    int, typer.Option("--connections", metavar="N", min=1, max=16, help="So many at once.")
]

LINE = Columns(
    ("number", "state", "template", "recipient", "created_at", "problem"),
    (
        *("number", "state", "template", "recipient", "attempts", "created_at", "due_at"),
        *("sent_at", "problem"),
    ),
)


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy mail list --state dead",
        "academy mail list --to ann@example.org --limit 5",
        "academy mail list --campaign M-2026-000003 --state dead --since 2026-11-01",
    ),
)
def list_messages(
    shell: Shell,
    *,
    state: State = None,
    template: Template = None,
    to: To = None,
    campaign: OfCampaign = None,
    since: Since = None,
) -> None:
    """List messages, the newest first."""
    page, wanted = shell.terminal.wish.page, _wanted(state, template, to, campaign, since)
    found = shell.academy.post_office.find(wanted, page.reach)
    is_all = all(one is None for one in wanted)
    empty = "No mail was written yet." if is_all else "No message is like that."
    shell.terminal.show_list(list(found), LINE, empty=empty)


@command(app, "show", listing=False, examples=("academy mail show 12",))
def show(shell: Shell, number: Number) -> None:
    """Show one message; a link that lets its recipient in is left out."""
    shell.terminal.show_one(shell.academy.post_office.show(number))


@command(
    app,
    "send",
    changing=True,
    examples=(
        "academy mail send --test me@example.org",
        "academy mail send --dry-run",
        "academy mail send",
        "academy mail send --follow",
    ),
)
def send(
    shell: Shell,
    *,
    follow: Follow = False,
    most: Most = None,
    connections: Connections = 1,
    test: Test = None,
) -> None:
    """Send what is due; what does not leave is tried again after 1m, 5m, 30m, 2h and 12h.

    Ends with 7 where nothing leaves now, and with 9 where messages need a person.
    """
    if test is not None and not shell.is_dry_run:
        shell.terminal.show_one(shell.academy.post_office.try_out(test))
    elif shell.is_dry_run:
        shell.terminal.show_one(shell.academy.post_office.waiting())
        shell.terminal.note("Nothing was sent: it was a dry run.")
    elif follow:
        sending.send_on(shell, connections)
    else:
        report = sending.send_due(shell, most=most, connections=connections)
        shell.terminal.show_one(report)
        sending.require_nobody(report)


@command(
    app,
    "retry",
    changing=True,
    examples=("academy mail retry --dry-run", "academy mail retry 12 17 --yes"),
)
def retry(
    shell: Shell,
    numbers: Numbers = None,
    *,
    state: Stuck = None,
    template: Template = None,
    to: To = None,
    campaign: OfCampaign = None,
    since: Since = None,
) -> None:
    """Let messages wait again that were given up, or that may have left.

    One that may have left and did is there twice then, under the same Message-ID.
    """
    from academy_cli.mail.views import Retried

    wanted, post = _wanted(state, template, to, campaign, since), shell.academy.post_office
    found: Mapping[str, int] = post.stuck(wanted, numbers or ())
    total = sum(found.values())
    if total and not shell.is_dry_run:
        shell.terminal.confirm(say("Try {} again?", amount(total, "message")))
        total = post.retry(wanted, numbers or ())
    shell.terminal.show_one(Retried(total, dict(found)))
    if shell.is_dry_run:
        shell.terminal.note("Nothing was written: it was a dry run.")
    elif total:
        shell.terminal.note("Send what waits now: academy mail send")
    else:
        shell.terminal.note("No message that is dead or unsure is like that.")


def _wanted(
    state: str | None,
    template: str | None,
    to: str | None,
    campaign: str | None,
    since: str | None,
) -> Wanted:
    from academy_cli.cli.moments import moment
    from academy_cli.mail.store import Wanted

    address = to.strip().lower() if to else None
    reference = campaign.strip().upper() if campaign else None
    return Wanted(state, template, address, reference, moment("--since", since))
