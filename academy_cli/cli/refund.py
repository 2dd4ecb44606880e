"""``academy refund``: money that goes back, once.

Knows the words of each command and which view answers it; refuses to decide what may be refunded.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from academy_cli.cli import choose, refundbulk
from academy_cli.cli.answer import Columns
from academy_cli.cli.moneywords import DRY_AT_STRIPE, Amount, RequestKey, request_key
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.page import Cut
from academy_cli.kit.saying import say

app = noun("Give money back, exactly once.")

About = Annotated[
    str | None,
    typer.Argument(metavar="ORDER", help="The order, or one of its payments: O-2026-000123."),
]
Reference = Annotated[
    str | None, typer.Argument(metavar="REFUND", help="The refund, such as R-2026-000123.")
]
Percent = Annotated[
    str | None, typer.Option("--percent", metavar="N", help="A part of the payment, such as 50.")
]
Full = Annotated[bool, typer.Option("--full", help="All that is left; so without an amount, too.")]
Lines = Annotated[
    list[str] | None,
    typer.Option("--line", metavar="N[=AMOUNT]", help="All, or so much, of a line of the order."),
]
Access = Annotated[
    Literal["keep", "remove"] | None,
    typer.Option("--enrollment", help="What becomes of access; a full refund removes it."),
]
Because = Annotated[
    Literal["requested_by_customer", "duplicate", "fraudulent"],
    typer.Option("--because", help="What Stripe is told: the refund's reason."),
]
Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help="Why; it is put on record as its note."),
]
Override = Annotated[
    bool, typer.Option("--override-policy", help="Beyond the course's policy; for admins.")
]
Another = Annotated[
    bool, typer.Option("--another", help="Also where as much was refunded not long ago.")
]
ByHand = Annotated[
    bool,
    typer.Option(
        "--by-hand", help="You pay it out yourself, by transfer or in cash: it is written down."
    ),
]
State = Literal[
    "requested", "approved", "submitting", "unknown", "pending", "requires_action", "succeeded",
    "failed", "canceled", "rejected", "withdrawn",
]  # fmt: skip
InState = Annotated[State | None, typer.Option("--state", help="Only those in this state.")]
Attention = Annotated[
    bool, typer.Option("--needs-attention", help="Only those that a person has to look at.")
]
OfUser = Annotated[
    str | None, typer.Option("--user", metavar="EMAIL", help="Only those of this person.")
]
OfOrder = Annotated[
    str | None, typer.Option("--order", metavar="ORDER", help="Only those of this order.")
]
Retry = Annotated[bool, typer.Option("--retry", help="It is not there: ask for it once more.")]
Void = Annotated[bool, typer.Option("--void", help="It is not there, and is wanted no more.")]

SUMMARY = Columns(
    ("reference", "order", "email", "amount", "state", "needs_attention", "created_at"),
    (
        "reference", "order", "payment", "email", "amount", "state", "origin", "provider",
        "needs_attention",
        "reason", "note", "failure", "requested_by", "created_at", "updated_at",
    ),
)  # fmt: skip


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy refund list --needs-attention",
        "academy refund list --user ann@example.org",
        "academy refund list --state pending --format json",
    ),
)
def list_refunds(
    shell: Shell,
    *,
    state: InState = None,
    needs_attention: Attention = False,
    user: OfUser = None,
    order: OfOrder = None,
) -> None:
    """List refunds, the newest first."""
    from academy_cli.payments.refunds.listing import Wanted

    page = shell.terminal.wish.page
    cut = Cut((), page.reach)
    wanted = Wanted(state, needs_attention, order, user, cut=cut)
    found = shell.academy.refunds.list(wanted)
    shell.terminal.show_list(found, SUMMARY, empty="There are no refunds, or none like that.")


@command(
    app,
    "show",
    examples=(
        "academy refund show R-2026-000123",
        "academy refund show R-2026-000123 --format json",
    ),
)
def show(shell: Shell, refund: Reference = None) -> None:
    """Show a refund and every step of it."""
    from academy_cli.cli.show.money import show_refund

    named = refund or shell.terminal.ask("REFUND", "Which refund?")
    show_refund(shell.terminal, shell.academy.refunds.show(named))


@command(
    app,
    "create",
    changing=True,
    examples=(
        "academy refund create O-2026-000123",
        'academy refund create O-2026-000123 --amount 20.00 --reason "Half of it was cancelled"',
        "academy refund create O-2026-000123 --percent 50 --enrollment keep --dry-run",
        "academy refund create O-2026-000123 --line 2 --yes",
        'academy refund create O-2026-000123 --by-hand --reason "Transfer of 27 November"',
    ),
)
def create(  # noqa: PLR0913 - its words are options of one act
    shell: Shell,
    order: About = None,
    *,
    amount: Amount = None,
    percent: Percent = None,
    full: Full = False,
    line: Lines = None,
    enrollment: Access = None,
    because: Because = "requested_by_customer",
    reason: Reason = None,
    override_policy: Override = False,
    another: Another = False,
    by_hand: ByHand = False,
    key: RequestKey = None,
) -> None:
    """Give money back: all that is left of an order, or a part of it.

    First it says what was paid, what is left, what the course's policy says and what becomes of access; then
    it asks. It happens once, whatever comes in between: if the outcome is not known, `academy refund recover`
    goes on. On a terminal without an order, the learner is asked for.
    """
    from academy_cli.cli import refunding
    from academy_cli.payments.refunds.wish import Wish

    about, asks = order or refunding.chosen_order(shell), order is None
    words = refunding.HowMuchWords(amount, percent, line, is_full=full, asks=asks)
    how_much = refunding.how_much(shell, about, words)
    why = refunding.asked_reason(shell, reason) if asks else reason
    beyond = (enrollment, override_policy, another)
    wish = Wish(about, request_key(key), *how_much, because, why, *beyond, is_by_hand=by_hand)
    refunding.carry_out(shell, wish)


@command(
    app,
    "approve",
    changing=True,
    examples=("academy refund approve R-2026-000123", "academy refund approve R-2026-000123 --yes"),
)
def approve(shell: Shell, refund: Reference = None) -> None:
    """Approve a refund that somebody else asked for; it is sent at once."""
    from academy_cli.cli import refunding
    from academy_cli.cli.show.money import show_refund

    named = refund or shell.terminal.ask("REFUND", "Which refund?")
    found = shell.academy.refunds.approve(named, dry_run=True)
    what = say("{} to “{}”", refunding.said(found.amount), found.email)
    if shell.is_dry_run:
        show_refund(shell.terminal, found)
        shell.terminal.note(say("{} would be approved: {} would be sent.", found.reference, what))
        shell.terminal.note(DRY_AT_STRIPE)
        return
    asked = say("{} asks to refund {}{}.", found.requested_by, what, refunding.because(found))
    shell.terminal.note(asked)
    shell.terminal.confirm(say("Approve {}?", found.reference))
    refunding.tell(shell, shell.academy.refunds.approve(named))


@command(
    app,
    "cancel",
    changing=True,
    examples=("academy refund cancel R-2026-000123", "academy refund cancel R-2026-000123 --yes"),
)
def cancel(shell: Shell, refund: Reference = None, *, reason: Reason = None) -> None:
    """Take a refund back that was not sent yet, or that still waits for its recipient."""
    from academy_cli.cli import refunding
    from academy_cli.cli.show.money import show_refund

    named = refund or shell.terminal.ask("REFUND", "Which refund?")
    found = shell.academy.refunds.cancel(named, dry_run=True)
    what = say("{}, {} to “{}”", found.reference, refunding.said(found.amount), found.email)
    if shell.is_dry_run:
        show_refund(shell.terminal, found)
        shell.terminal.note(say("{}, would be taken back.", what))
        shell.terminal.note(DRY_AT_STRIPE)
        return
    shell.terminal.confirm(say("Take {}, back?", what))
    show_refund(shell.terminal, shell.academy.refunds.cancel(named, reason))


@command(
    app,
    "recover",
    changing=True,
    examples=("academy refund recover", "academy refund recover R-2026-000123"),
)
def recover(shell: Shell, refund: Reference = None) -> None:
    """Go on with refunds whose outcome is not known: looked up first, and asked for with the same key.

    One that is named and that somebody else is at ends with 5; what a person has to look at with 9.
    """
    from academy_cli.cli import refunding

    refunds = shell.academy.refunds
    done = refunds.due(refund) if shell.is_dry_run else refunds.recover(refund)
    shell.terminal.show_one(done, "done", "failed", "busy")
    if shell.is_dry_run:
        refunding.tell_due(shell, done.done)
    named = None if refund is None else refunds.show(refund)
    refunding.require_recovered(shell, done, named)


@command(
    app,
    "resolve",
    changing=True,
    examples=(
        'academy refund resolve R-2026-000123 --retry --reason "Not in the dashboard"',
        'academy refund resolve R-2026-000123 --void --reason "The learner wants no money back"',
    ),
)
def resolve(
    shell: Shell,
    refund: Reference = None,
    *,
    retry: Retry = False,
    void: Void = False,
    reason: Reason = None,
) -> None:
    """Decide about a refund of which nobody knows whether it was made, after a look at Stripe's dashboard.

    One that failed or was rejected is settled with --void, once its recipient has the money another way.
    """
    from academy_cli.cli import refunding
    from academy_cli.cli.show.money import show_refund

    named = refund or shell.terminal.ask("REFUND", "Which refund?")
    found = shell.academy.refunds.resolve(named, "", retries=retry, dry_run=True)
    is_open = found.state == "unknown"
    retries = is_open and refunding.decided(shell, retry=retry, void=void)
    why = choose.reason(shell, reason)
    about = say("{}, {} to “{}”", found.reference, refunding.said(found.amount), found.email)
    if shell.is_dry_run:
        show_refund(shell.terminal, found)
        shell.terminal.note(refunding.resolved(about, is_open=is_open, retries=retries))
        shell.terminal.note(DRY_AT_STRIPE)
        return
    shell.terminal.confirm(refunding.resolving(about, is_open=is_open, retries=retries))
    made = shell.academy.refunds.resolve(named, why, retries=retries)
    if retries:
        refunding.tell(shell, made)
    else:
        show_refund(shell.terminal, made)


app.makers.update(refundbulk.app.makers)
