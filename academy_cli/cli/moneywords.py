"""Words of commands about money: amounts, percentages, methods and keys, as people type them.

Knows how they are read; refuses to know what is done with them.
"""

from __future__ import annotations

from secrets import token_hex
from typing import Annotated, Literal

import typer

from academy_cli.cli.amounts import NoAmountError
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import read
from academy_cli.kit.saying import said_by, say

Amount = Annotated[
    str | None,
    typer.Option("--amount", metavar="AMOUNT", help="Such as 20.00, 20,50 EUR or €20."),
]
Method = Annotated[
    Literal["cash", "transfer", "card", "cheque", "other"],
    typer.Option("--method", help="How it came in."),
]
On = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="When it came in, UTC; now by default.")
]
Partial = Annotated[
    bool,
    typer.Option(
        "--partial", help="It came in all the same: less or more than is due, or nothing is."
    ),
]
LongAgo = Annotated[
    bool, typer.Option("--long-ago", help="It did come in more than a year ago: no slip of --on.")
]
RequestKey = Annotated[
    str | None,
    typer.Option(
        "--request-key", metavar="KEY", help="For scripts: asking twice with it is asking once."
    ),
]


DRY = say("Nothing was written: it was a dry run.")
DRY_AT_STRIPE = say("Nothing was written, and Stripe was not asked: it was a dry run.")
"""How every dry run about money ends, for a person."""


class BadPercentError(AcademyError):
    """A percentage that cannot be read."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Kind.USAGE,
            "usage.bad-percent",
            say(
                "“{}” is not a percentage above 0 and up to 100, with two decimals at the most.",
                text,
            ),
            "Write --percent as in 50 or 12.5",
        )


def money(text: str, currency: str | None) -> Money:
    """An amount as somebody typed it. Raises NoAmountError."""
    try:
        return read(text, currency)
    except ValueError as error:
        raise NoAmountError(said_by(error)) from error


def basis_points(text: str) -> int:
    """A percentage in hundredths of a percent. Raises BadPercentError."""
    plain = text.strip().removesuffix("%").strip().replace(",", ".")
    whole, point, rest = plain.partition(".")
    is_good = whole.isascii() and whole.isdigit() and len(whole) <= 3 and len(rest) <= 2
    if not is_good or (point and not (rest.isascii() and rest.isdigit())):
        raise BadPercentError(text)
    points = int(whole) * 100 + int(rest.ljust(2, "0") if rest else "0")
    if not 0 < points <= 10_000:
        raise BadPercentError(text)
    return points


def request_key(named: str | None) -> str:
    """The key that somebody named, or a new one by chance."""
    return named or f"cli-{token_hex(12)}"
