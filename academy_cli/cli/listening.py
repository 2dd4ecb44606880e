"""``academy payment webhook``: Stripe's events as they happen.

Knows the words of the command; refuses to know what an event means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.cli.show.disputes import say_disputes
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.payments.sync.listening import Heard

app = noun("Hear Stripe.")

Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="PORT",
        min=1,
        max=65535,
        help="The port of this machine; else the setting.",
    ),
]


@command(
    app,
    "webhook",
    changing=True,
    examples=("academy payment webhook", "academy payment webhook --port 4243"),
)
def webhook(shell: Shell, *, port: Port = None) -> None:
    """Listen for Stripe's events on this machine until Ctrl-C, and apply them as they come.

    It answers on 127.0.0.1 alone: let your web server pass POST /stripe on to it, by https. Only what is
    signed with the endpoint's secret is taken. What comes while nobody listens is not lost: Stripe sends it
    again, and `payment sync` reads it.
    """
    from academy_cli.cli.interrupts import as_a_wish
    from academy_cli.kit.stopping import Stop

    if shell.is_dry_run:
        number = port or shell.academy.settings.stripe.webhook_port
        shell.terminal.note(
            say("It would listen on port {} of this machine, and apply what comes.", number)
        )
        shell.terminal.note("Nobody listens: it was a dry run.")
        return
    stop = Stop()

    def told(heard: Heard) -> None:
        _say(shell, heard)

    with as_a_wish(stop.wish, "Ending; once more to end at once."):
        shell.academy.webhooks.listen(
            port or shell.academy.settings.stripe.webhook_port,
            ready=lambda url: shell.terminal.note(say("Listening on {}; Ctrl-C ends it.", url)),
            is_over=lambda: stop.is_wished,
            told=told,
        )


def _say(shell: Shell, heard: Heard) -> None:
    if heard.trouble is not None:
        shell.terminal.warn(say("Events are kept, and could not be applied now: {}", heard.trouble))
    if heard.synced is None:
        return
    if heard.synced.applied:
        shell.terminal.show_one(heard.synced, "applied", "failed", "healed", "unfulfilled")
    say_disputes(shell.terminal, heard.synced.disputes)
    for number, why in heard.synced.failed.items():
        shell.terminal.warn(say("{} could not be applied: {}", number, why))
