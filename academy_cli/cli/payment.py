"""``academy payment``: what came in, by Stripe or by hand.

Knows the words of each command and which view answers it; refuses to know what follows from money.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from academy_cli.cli import byhand, choose, listening, monthly, reconciling
from academy_cli.cli.answer import Columns
from academy_cli.cli.buyingwords import (
    BillTo,
    Country,
    Coupon,
    Currency,
    Note,
    OfCourse,
    OfUser,
    Since,
    TaxNumber,
    Until,
    billing,
    chosen,
)
from academy_cli.cli.moments import moment, span
from academy_cli.cli.moneywords import (
    DRY_AT_STRIPE,
    Amount,
    LongAgo,
    Method,
    On,
    Partial,
    RequestKey,
    money,
    request_key,
)
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.cli.show.disputes import say_disputes
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.page import Cut
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say

app = noun("See what came in, write down cash, and read Stripe.")

Reference = Annotated[
    str | None, typer.Argument(metavar="PAYMENT", help="The payment, such as P-2026-000123.")
]
Of = Annotated[
    str | None,
    typer.Argument(metavar="ORDER|EMAIL", help="The order it is for, or who paid for courses."),
]
Courses = Annotated[
    list[str] | None,
    typer.Argument(metavar="[COURSE]...", help="With an address: the courses it is for."),
]
Provider = Annotated[
    Literal["stripe", "manual"] | None, typer.Option("--provider", help="Only those that came so.")
]
Disputed = Annotated[bool, typer.Option("--disputed", help="Only those that a bank disputes.")]
Follow = Annotated[bool, typer.Option("--follow", help="Go on until Ctrl-C, again and again.")]
Interval = Annotated[
    int,
    typer.Option(
        "--interval", metavar="SECONDS", min=5, max=3600, help="With --follow: seconds in between."
    ),
]

SUMMARY = Columns(
    ("reference", "order", "email", "amount", "refunded", "method", "received_at"),
    (
        "reference", "order", "email", "amount", "refunded", "on_its_way", "lost", "method",
        "provider", "is_disputed", "is_live", "invoice", "received_at", "note", "provider_id",
    ),
)  # fmt: skip
SYNCED = ("events", "applied", "failed", "healed", "unfulfilled", "is_gap")


class OrderedAlreadyError(AcademyError):
    """Words about a new order, where there is one already."""

    def __init__(self, order: str) -> None:
        super().__init__(
            Kind.USAGE,
            "payment.ordered-already",
            say(
                "{} says what is bought, in which currency and by whom; only the money can be said "
                "here.",
                order,
            ),
            "Leave courses, --currency, --coupon, --bill-to, --country and --tax-number out.",
        )


class SyncAttentionError(AcademyError):
    """A sync that went as far as it could."""

    def __init__(self, what: str, hint: str) -> None:
        super().__init__(Kind.ATTENTION, "payment.sync-attention", what, hint)


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy payment list --since 2026-11-01 --format csv",
        "academy payment list --user ann@example.org",
        "academy payment list --disputed",
    ),
)
def list_payments(
    shell: Shell,
    *,
    user: OfUser = None,
    course: OfCourse = None,
    provider: Provider = None,
    since: Since = None,
    until: Until = None,
    disputed: Disputed = False,
) -> None:
    """List what came in, the newest first."""
    from academy_cli.payments.listing import Wanted

    page = shell.terminal.wish.page
    wanted = Wanted(
        user,
        course,
        "disputed" if disputed else None,
        provider,
        *span(("--since", since), ("--until", until)),
        cut=Cut((), page.reach),
    )
    found = shell.academy.payments.list(wanted)
    shell.terminal.show_list(found, SUMMARY, empty="Nothing came in, or nothing like that.")


@command(
    app,
    "show",
    examples=(
        "academy payment show P-2026-000123",
        "academy payment show P-2026-000123 --format json",
    ),
)
def show(shell: Shell, payment: Reference = None) -> None:
    """Show a payment: what came in, what went back, and what its bank says."""
    from academy_cli.cli.show.money import show_payment

    named = payment or shell.terminal.ask("PAYMENT", "Which payment?")
    show_payment(shell.terminal, shell.academy.payments.show(named))


@command(
    app,
    "record",
    changing=True,
    examples=(
        "academy payment record O-2026-000123 --method transfer",
        "academy payment record ann@example.org python-basics --method cash --amount 49.00",
        "academy payment record O-2026-000123 --amount 20 --partial --dry-run",
    ),
)
def record(  # noqa: PLR0913 - its words are options of one act
    shell: Shell,
    of: Of = None,
    courses: Courses = None,
    *,
    amount: Amount = None,
    method: Method = "transfer",
    on: On = None,
    currency: Currency = None,
    coupon: Coupon = None,
    bill_to: BillTo = None,
    country: Country = None,
    tax_number: TaxNumber = None,
    note: Note = None,
    partial: Partial = False,
    long_ago: LongAgo = False,
    key: RequestKey = None,
) -> None:
    """Write down money that came in by hand: cash, a bank transfer, another till.

    The learner is let in and gets a receipt, as if they had paid by Stripe; refunds are written down the same
    way, and you pay them out yourself. An open payment link of the order is closed first.
    """
    from academy_cli.payments.orders.basket import Basket
    from academy_cli.payments.service import ByHand

    choose.require_order(of, courses or ())
    named = of or shell.terminal.ask("ORDER|EMAIL", "For which order, or from whom (e-mail)?")
    by_key, basket = request_key(key), None
    if "@" in named:
        slugs, currency = chosen(shell, courses, currency)
        who = billing(bill_to, country, tax_number)
        basket = Basket(named, slugs, by_key, currency, coupon, who, note)
    elif any((courses, currency, coupon, bill_to, country, tax_number)):
        raise OrderedAlreadyError(named)
    due = shell.academy.payments.due(basket or named, by_key)
    came = money(amount, due.money.currency) if amount else due.money
    said = (None if basket else named, basket, moment("--on", on), note, partial, long_ago)
    byhand.write_down(shell, ByHand(came, method, by_key, *said), due)


@command(
    app,
    "sync",
    changing=True,
    examples=(
        "academy payment sync",
        "academy payment sync --follow --interval 30",
        "academy payment sync --format json",
    ),
)
def sync(shell: Shell, *, follow: Follow = False, interval: Interval = 30) -> None:
    """Read what happened at Stripe since the last time, and apply it: payments, refunds, disputes.

    Reading again is safe: everything is applied once. One event that cannot be applied never holds up the
    others; it is said, and tried again the next time (exit 9 until it is). Learners who have paid and could
    not be let in are, as soon as that is possible. Disputes that are new or decided are said by order.
    """
    from academy_cli.cli.interrupts import as_a_wish
    from academy_cli.kit.stopping import Stop

    if shell.is_dry_run:
        until = shell.academy.payments.read_until()
        shell.terminal.note(
            say("What happened at Stripe since {} would be read, and applied.", shown(until))
            if until
            else say("What happened at Stripe in the last 30 days would be read, and applied.")
        )
        shell.terminal.note(DRY_AT_STRIPE)
        shell.terminal.show_one({"read_until": until})
        return
    if not follow:
        _once(shell, tells=True)
        return
    stop = Stop()
    with as_a_wish(stop.wish, say("Ending after this round; once more to end at once.")):
        while not stop.is_wished:
            try:
                _once(shell, tells=False)
            except AcademyError as error:
                if error.kind not in {Kind.UNAVAILABLE, Kind.ATTENTION}:
                    raise
                shell.terminal.warn(error.message)
            stop.rest(interval)


def _once(shell: Shell, *, tells: bool) -> None:
    """Sync one time. Raises SyncAttentionError where a person has to look."""
    with shell.terminal.progress("Applying events") as progress:
        done = shell.academy.payments.sync(progress)
    if tells or done.applied or done.failed:
        shell.terminal.show_one(done, *(name for name in SYNCED if _is_told(done, name)))
    say_disputes(shell.terminal, done.disputes)
    for reference, why in done.unfulfilled.items():
        shell.terminal.warn(
            say("{} is paid and its learner is not in the course: {}", reference, why)
        )
    for number, why in done.failed.items():
        shell.terminal.warn(say("{} could not be applied: {}", number, why))
    if done.is_gap:
        hint = say("Compare everything: academy payment reconcile")
        raise SyncAttentionError(
            say("The last sync was so long ago that events may be lost."), hint
        )
    if done.failed or done.unfulfilled:
        many = len(done.failed) + len(done.unfulfilled)
        what = say("{} of what came in could not be finished; all else is applied.", many)
        raise SyncAttentionError(what, say("Mend what is said above, then: academy payment sync"))


def _is_told(done: object, name: str) -> bool:
    """Whether a person has to hear of a part: of how much there was always, of trouble if there is any."""
    return name in {"events", "applied"} or bool(getattr(done, name))


for verbs in (reconciling, monthly, listening):
    app.makers.update(verbs.app.makers)
