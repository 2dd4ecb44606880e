"""The rows of a plan of refunds: what a file says, how it is written, and what each asks for.

A file is data that people edit: an amount, a row that is skipped after all, one that is taken in again.
Knows columns and words; refuses rows of a database.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import NamedTuple

from academy_cli.bulk.columns import Field
from academy_cli.bulk.errors import RefusedRowError
from academy_cli.bulk.kinds import Value, Wanted
from academy_cli.kit.formulas import harmless
from academy_cli.kit.money import Money, decimals, parse
from academy_cli.kit.moneytext import read
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words
from academy_cli.payments.references import normal
from academy_cli.payments.refunds.bulk.errors import PlanFileError
from academy_cli.payments.refunds.wish import KEEP, REMOVE, Wish

FIELDS = (
    Field("order"),
    Field("payment"),
    Field("line"),
    Field("course"),
    Field("email"),
    Field("left"),
    Field("fee"),
    Field("amount"),
    Field("currency"),
    Field("access", ("enrollment",)),
    Field("override_policy"),
    Field("reason"),
    Field("skip"),
    Field("note"),
)
_PLAIN = re.compile(r"[0-9]+(\.[0-9]+)?")
"""As plans write amounts, whose currency stands beside them: 1.500 KWD is one and a half."""
YES = frozenset({"yes", "true", "1", "y"})
NO = frozenset({"no", "false", "0", "n", ""})


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One refund of a plan; ``skip`` says why it will not be made, ``note`` what is worth knowing of it."""

    order: str
    payment: str = ""
    line: int | None = None
    """The line of the order; None is the whole payment."""
    course: str = ""
    email: str = ""
    left: Money | None = None
    fee: Money | None = None
    amount: Money | None = None
    access: str = KEEP
    overrides: bool = False
    reason: str | None = None
    skip: str = ""
    note: str = ""

    def cells(self) -> Sequence[str]:
        """The row as its file says it."""
        money = self.amount or self.left
        said = (
            self.order,
            self.payment,
            "" if self.line is None else str(self.line),
            self.course,
            self.email,
            _major(self.left),
            _major(self.fee),
            _major(self.amount),
            money.currency.upper() if money else "",
            self.access,
            "yes" if self.overrides else "no",
            self.reason or "",
            self.skip,
            self.note,
        )
        return [harmless(cell) for cell in said]


class Asked(NamedTuple):
    """What a row of a plan asks for."""

    about: str
    line: int | None
    amount: Money
    left: Money | None = None
    """What was left of it when it was planned; None is whatever is left."""
    access: str | None = None
    overrides: bool = False
    reason: str | None = None

    @property
    def key(self) -> str:
        """What is refunded by it; stands once in a file."""
        return f"{self.about}/{self.line or 'all'}"

    def wish(self) -> Wish:
        """The refund that it wants, without a key yet.

        A line may be refunded as much as another of the same price was: what is left of each says enough.
        """
        lines: Mapping[int, Money | None] = {} if self.line is None else {self.line: self.amount}
        return Wish(
            self.about,
            "",
            None if lines else self.amount,
            lines=lines,
            note=self.reason,
            access=self.access,
            overrides_policy=self.overrides,
            is_another=bool(lines),
        )


def write(path: Path, rows: Sequence[PlanRow]) -> None:
    """Write a plan as CSV, into a file that is not there yet. Raises PlanFileError."""
    try:
        with path.open("x", encoding="utf-8", newline="") as opened:
            writer = csv.writer(opened)
            writer.writerow([field.name for field in FIELDS])
            writer.writerows(row.cells() for row in rows)
    except FileExistsError as error:
        raise PlanFileError(str(path), say("it is there already"), _free(path)) from error
    except OSError as error:
        raise PlanFileError(str(path), system_words(error), "FILE.csv") from error


def _free(path: Path) -> str:
    """A name like that of a file, which no file has: ``plan-2.csv``."""
    named = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in count(2))
    return str(next(one for one in named if not one.exists()))


def parsed(said: Mapping[str, str]) -> Wanted:
    """What a row of a file asks for. Raises RefusedRowError."""
    about, line = about_of(said), _line(said.get("line"))
    if skip := said.get("skip"):
        return Wanted(f"{about}/{line or 'all'}", {"skip": skip})
    amount = amount_of(said, "amount")
    if amount is None:
        raise RefusedRowError(say("amount is missing"))
    asked = Asked(
        about,
        line,
        amount,
        amount_of(said, "left"),
        _access(said.get("access")),
        _is_yes(said.get("override_policy", "")),
        said.get("reason"),
    )
    return Wanted(asked.key, dict(_values(asked)))


def asked_by(values: Mapping[str, Value]) -> Asked | None:
    """What ``parsed`` read; None for a row that is skipped."""
    if "skip" in values:
        return None
    currency = str(values["currency"])
    left, line = values.get("left"), values.get("line")
    return Asked(
        str(values["about"]),
        line if isinstance(line, int) else None,
        Money(int(str(values["amount"])), currency),
        Money(left, currency) if isinstance(left, int) else None,
        _text(values.get("access")),
        bool(values.get("overrides")),
        _text(values.get("reason")),
    )


def about_of(said: Mapping[str, str]) -> str:
    """The payment or order that a row is about. Raises RefusedRowError."""
    named = said.get("payment") or said.get("order")
    if not named:
        raise RefusedRowError(say("neither an order nor a payment is named"))
    return normal(named)


def amount_of(said: Mapping[str, str], name: str) -> Money | None:
    """An amount of a row, in the currency beside it or in its own column. Raises RefusedRowError."""
    text = said.get(name)
    if not text:
        return None
    currency = said.get("currency", "")
    try:
        is_plain = currency and _PLAIN.fullmatch(text)
        return parse(text, currency) if is_plain else read(text, currency.lower() or None)
    except ValueError as error:
        raise RefusedRowError(say("{}: {}", name, error)) from error


def _values(asked: Asked) -> Iterator[tuple[str, Value]]:
    yield "about", asked.about
    if asked.line is not None:
        yield "line", asked.line
    yield "amount", asked.amount.amount
    yield "currency", asked.amount.currency
    if asked.left is not None:
        if asked.left.currency != asked.amount.currency:
            raise RefusedRowError(say("amount and left are in two currencies"))
        yield "left", asked.left.amount
    yield "access", asked.access
    yield "overrides", asked.overrides
    yield "reason", asked.reason


def _line(text: str | None) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) < 1:
        raise RefusedRowError(say("“{}” is no line of an order", text))
    return int(text)


def _access(text: str | None) -> str | None:
    if not text:
        return None
    if text.lower() not in {KEEP, REMOVE}:
        raise RefusedRowError(say("access is “{}”, and can be {} or {}", text, KEEP, REMOVE))
    return text.lower()


def _is_yes(text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise RefusedRowError(say("override_policy is “{}”, and can be yes or no", text))


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _major(money: Money | None) -> str:
    """An amount in major units, without its code: ``49.00``."""
    if money is None:
        return ""
    places = decimals(money.currency)
    whole, rest = divmod(money.amount, 10**places)
    return f"{whole}.{rest:0{places}d}" if places else str(whole)
