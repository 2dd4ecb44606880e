"""Amounts of money as people type them: ``49.00 EUR``, ``49,00 €``, or a number and ``--currency``.

Knows how one is asked for; refuses to guess a currency.
"""

from __future__ import annotations

from typing import Annotated

import typer

from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import read
from academy_cli.kit.saying import said_by, say

Currency = Annotated[
    str | None,
    typer.Option("--currency", metavar="CODE", help="Of the amount, where it names none."),
]


class NoAmountError(AcademyError):
    """Words that are no amount of money; ``why`` is a sentence without its stop."""

    def __init__(self, why: str) -> None:
        hint = say("Write it like '49.00 EUR', or 49.00 --currency eur.")
        super().__init__(Kind.USAGE, "value.no-amount", say("{}.", why), hint)


def money(
    shell: Shell, name: str, question: str, written: str | None, currency: str | None
) -> Money:
    """What somebody typed, or is asked for. Raises NoAmountError and MissingValueError."""
    typed = written or shell.terminal.ask(name, question)
    try:
        return read(typed, currency)
    except ValueError as error:
        raise NoAmountError(said_by(error)) from error
