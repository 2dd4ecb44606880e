"""Words that orders and payments share: what is bought, by whom, and which of them are wanted in a list.

Knows how they are read and asked for; refuses to know what is done with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import typer

from academy_cli.cli import choose
from academy_cli.cli.shell import Shell
from academy_cli.kit.money import Money, written
from academy_cli.kit.saying import say, say_joined

NOT_SOLD = ("draft", "archived")
"""The states of courses that nobody can buy."""

Currency = Annotated[
    str | None,
    typer.Option("--currency", metavar="CODE", help="Where the courses are sold in several."),
]
Coupon = Annotated[str | None, typer.Option("--coupon", metavar="CODE", help="A coupon to use.")]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="What to remember.")]
BillTo = Annotated[
    str | None,
    typer.Option(
        "--bill-to", metavar="TEXT", help="Whom the invoice is made out to: lines parted by ;"
    ),
]
Country = Annotated[
    str | None, typer.Option("--country", metavar="CC", help="The buyer's country: FR, CH …")
]
TaxNumber = Annotated[
    str | None, typer.Option("--tax-number", metavar="TEXT", help="The buyer's VAT number.")
]
OfUser = Annotated[
    str | None, typer.Option("--user", metavar="EMAIL", help="Only those of this person.")
]
OfCourse = Annotated[
    str | None, typer.Option("--course", metavar="COURSE", help="Only those of this course.")
]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="Only from then on.")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="Only through then.")]


def billing(bill_to: str | None, country: str | None, tax_number: str | None) -> dict[str, object]:
    """Whom an invoice is made out to, of what somebody said of it."""
    said: dict[str, object] = {}
    lines = [line.strip() for line in (bill_to or "").split(";") if line.strip()]
    if lines:
        said |= {"name": lines[0], "address": lines[1:]}
    if country:
        said["country"] = country.strip().upper()
    if tax_number:
        said["tax_number"] = tax_number.strip()
    return said


def chosen(
    shell: Shell, courses: Sequence[str] | None, currency: str | None
) -> tuple[tuple[str, ...], str | None]:
    """The courses to buy, and in which currency: named, or picked by their prices.

    Raises NothingToChooseError where nothing is on sale.
    """
    if courses:
        return tuple(courses), currency
    if not shell.terminal.can_ask:
        return (choose.course(shell, None),), currency
    prices = _prices(shell)
    on_sale = [one for one in shell.academy.catalog.list() if one.status not in NOT_SOLD]
    titles = {
        one.slug: say("{}  {}  {}", one.slug, one.title, _said(prices.get(one.slug, {})))
        for one in on_sale
    }
    if not titles:
        hint = say("Publish one: academy course publish COURSE")
        raise choose.NothingToChooseError(choose.NO_COURSE, hint)
    slug = shell.terminal.choose("COURSE", "Which course?", titles)
    offers = prices.get(slug, {})
    if currency is None and len(offers) > 1:
        words = {code: written(price) for code, price in offers.items()}
        currency = shell.terminal.choose("--currency", "In which currency?", words)
    return (slug,), currency


def _prices(shell: Shell) -> Mapping[str, Mapping[str, Money]]:
    """What courses cost now, by currency."""
    found: dict[str, dict[str, Money]] = {}
    for one in shell.academy.prices.list():
        if one.state == "current" and one.price is not None:
            found.setdefault(one.course, {})[one.currency] = one.price
    return found


def _said(offers: Mapping[str, Money]) -> str:
    return say_joined(" or ", map(written, offers.values())) if offers else say("free")
