"""``academy order``: what people buy, and the link by which they pay.

Knows the words of each command and which view answers it; refuses to know what anything costs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli import choose
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
from academy_cli.cli.learning import Email, NoMail, Reason
from academy_cli.cli.moments import span
from academy_cli.cli.moneywords import DRY_AT_STRIPE, RequestKey, request_key
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.money import written
from academy_cli.kit.page import Cut
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.payments.orders.basket import Basket
    from academy_cli.payments.views import OrderView

app = noun("Let people buy courses, and see what they bought.")

Reference = Annotated[
    str | None, typer.Argument(metavar="ORDER", help="The order, such as O-2026-000123.")
]
Courses = Annotated[
    list[str] | None, typer.Argument(metavar="COURSE...", help="The courses' slugs.")
]
Another = Annotated[
    bool, typer.Option("--another", help="Also where an order of the same is open.")
]
DAYS, LONGEST = 30, 365
Invoice = Annotated[
    bool, typer.Option("--invoice", help="Send a Stripe invoice in place of a payment page.")
]
Days = Annotated[
    int | None,
    typer.Option(
        "--days", metavar="N", min=1, max=LONGEST,
        help=say("Within how many days the invoice is to be paid; {} unless said.", DAYS),
    ),
]  # fmt: skip
State = Literal["open", "paid", "expired", "cancelled"]
InState = Annotated[State | None, typer.Option("--state", help="Only those in this state.")]
Stuck = Annotated[
    bool, typer.Option("--stuck", help="Only those that are paid and give no access.")
]


class DaysWithoutInvoiceError(AcademyError):
    """A time to pay for what is paid at once."""

    def __init__(self, days: int) -> None:
        super().__init__(
            Kind.USAGE,
            "order.days-without-invoice",
            say("--days {} is for invoices, and this is a payment link.", days),
            "Say --invoice, too; how long links work is a setting: payments.link_hours",
        )


PREVIEW = ("email", "bill_to", "total", "discount", "coupon", "invoice_days", "order")
SUMMARY = Columns(
    ("reference", "email", "courses", "total", "state", "created_at", "paid_at"),
    (
        "reference", "email", "courses", "total", "state", "provider", "is_fulfilled",
        "created_at", "paid_at",
    ),
)  # fmt: skip


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy order list --user ann@example.org",
        "academy order list --state open --since 2026-11-01",
        "academy order list --stuck",
    ),
)
def list_orders(
    shell: Shell,
    *,
    user: OfUser = None,
    course: OfCourse = None,
    state: InState = None,
    since: Since = None,
    until: Until = None,
    stuck: Stuck = False,
) -> None:
    """List orders, the newest first."""
    from academy_cli.payments.listing import Wanted

    page = shell.terminal.wish.page
    cut = Cut((), page.reach)
    dates = span(("--since", since), ("--until", until))
    wanted = Wanted(user, course, state, None, *dates, stuck, None, cut)
    found = shell.academy.orders.list(wanted)
    shell.terminal.show_list(found, SUMMARY, empty="There are no orders, or none like that.")


@command(
    app,
    "show",
    examples=(
        "academy order show O-2026-000123",
        "academy order show O-2026-000123 --format json",
    ),
)
def show(shell: Shell, order: Reference = None) -> None:
    """Show an order; its lines and payments follow on a terminal, and are in --format json and yaml."""
    from academy_cli.cli.show.money import show_order

    named = order or shell.terminal.ask("ORDER", "Which order?")
    show_order(shell.terminal, shell.academy.orders.show(named))


@command(
    app,
    "checkout",
    changing=True,
    examples=(
        "academy order checkout ann@example.org python-basics",
        "academy order checkout ann@example.org python-basics data-science --coupon SPRING",
        "academy order checkout ann@example.org python-basics --currency chf --dry-run",
        "academy order checkout ann@example.org python-basics --invoice --days 14",
    ),
)
def checkout(  # noqa: PLR0913 - its words are options of one act
    shell: Shell,
    email: Email = None,
    courses: Courses = None,
    *,
    currency: Currency = None,
    coupon: Coupon = None,
    bill_to: BillTo = None,
    country: Country = None,
    tax_number: TaxNumber = None,
    note: Note = None,
    invoice: Invoice = False,
    days: Days = None,
    another: Another = False,
    key: RequestKey = None,
    no_mail: NoMail = False,
) -> None:
    """Let somebody pay for courses: makes a Stripe payment link, or an invoice, and mails its link to them.

    They are in the courses as soon as the payment is read: academy payment sync. What costs nothing needs no
    link. An order of the same that is still open is taken again, and its link is mailed once; with another
    --bill-to, --country, --tax-number, --note or --days it is refused once Stripe was asked. An invoice can
    be paid until it is called off, also after the day on which it is due.
    """
    from academy_cli.payments.orders.basket import Basket

    choose.require_order(email, courses or ())
    who = choose.person(shell, email)
    slugs, currency = chosen(shell, courses, currency)
    said = billing(bill_to, country, tax_number)
    within = _within(days, is_invoice=invoice)
    basket = Basket(
        who, slugs, request_key(key), currency, coupon, said, note,
        is_another=another, invoice_days=within, are_days_usual=days is None,
    )  # fmt: skip
    if shell.is_dry_run:
        _preview(shell, basket)
        return
    _make(shell, basket, is_mailed=not no_mail)


def _preview(shell: Shell, basket: Basket) -> None:
    """Say what an order would be, without one."""
    from academy_cli.cli.show.money import order_lines

    preview = shell.academy.orders.preview(basket)
    shell.terminal.note_lines(order_lines(preview))
    shell.terminal.show_one(preview, *PREVIEW)
    shell.terminal.note(DRY_AT_STRIPE)


def _make(shell: Shell, basket: Basket, *, is_mailed: bool) -> None:
    """Make an order, or take the one that is there, and say which."""
    from academy_cli.cli.show.money import show_order

    known = shell.academy.orders.preview(basket).order
    made = shell.academy.orders.checkout(basket, tells=is_mailed)
    show_order(shell.terminal, made)
    _note(shell, made, is_mailed=is_mailed, is_known=known == made.reference)


def _note(shell: Shell, made: OrderView, *, is_mailed: bool, is_known: bool) -> None:
    """Say what happens next to an order that was made, or was there before."""
    if is_known:
        shell.terminal.note(say("{} was there for the same, and was taken again.", made.reference))
    if is_known and made.state == "open" and is_mailed:
        shell.terminal.note(
            say("Its link is mailed once; once more: academy order send {}", made.reference)
        )
    elif made.state == "open" and is_mailed:
        shell.terminal.note(say("The link is on its way to “{}”: academy mail send", made.email))
    elif made.state == "paid" and not made.total:
        shell.terminal.note(say("It costs nothing, so “{}” is in.", made.email))


def _within(days: int | None, *, is_invoice: bool) -> int | None:
    """Within how many days an invoice is to be paid; None where there is none."""
    if days is not None and not is_invoice:
        raise DaysWithoutInvoiceError(days)
    return (days or DAYS) if is_invoice else None


@command(
    app,
    "send",
    changing=True,
    examples=("academy order send O-2026-000123", "academy order send O-2026-000123 --dry-run"),
)
def send(shell: Shell, order: Reference = None) -> None:
    """Mail the link of an order's page or invoice once more, made anew where it is over or missing."""
    from academy_cli.cli.show.money import show_order

    named = order or shell.terminal.ask("ORDER", "Which order?")
    found = shell.academy.orders.show(named)
    if shell.is_dry_run:
        shell.academy.orders.require_open(named)
        show_order(shell.terminal, found)
        left = written(found.to_pay)
        shell.terminal.note(
            say("The link to pay {} for {} would go to “{}”.", left, found.reference, found.email)
        )
        shell.terminal.note(DRY_AT_STRIPE)
        return
    show_order(shell.terminal, shell.academy.orders.send(named))
    shell.terminal.note(say("The link is on its way to “{}”: academy mail send", found.email))


@command(
    app,
    "cancel",
    changing=True,
    examples=(
        'academy order cancel O-2026-000123 --reason "Bought by mistake"',
        "academy order cancel O-2026-000123 --yes",
    ),
)
def cancel(shell: Shell, order: Reference = None, *, reason: Reason = None) -> None:
    """Call an order off that was not paid; its page is closed or its invoice voided, so nobody can pay."""
    from academy_cli.cli.show.money import show_order

    named = order or shell.terminal.ask("ORDER", "Which order?")
    found = shell.academy.orders.cancel(named, dry_run=True)
    if found.state != "open":
        shell.terminal.note(say("Nothing to do: {} is {} already.", found.reference, found.state))
        show_order(shell.terminal, found)
        return
    if shell.is_dry_run:
        show_order(shell.terminal, found)
        what = say("{} of “{}” over {}", found.reference, found.email, written(found.total))
        shell.terminal.note(
            say("{} would be called off, and what it is paid on be closed at Stripe.", what)
        )
        shell.terminal.note(DRY_AT_STRIPE)
        return
    shell.terminal.confirm(say("Call {} of “{}” off?", found.reference, found.email))
    show_order(shell.terminal, shell.academy.orders.cancel(named, reason))
