"""What setting, ending or taking back a price does, decided from the prices there are.

Knows values alone; refuses rows and clocks.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from academy_cli.kit.money import Money
from academy_cli.kit.pricelist import Listed, sold
from academy_cli.pricing.views import PriceChange


class Step(NamedTuple):
    """What becomes of a course's prices in one currency.

    The planned ones of ``withdrawn`` are taken back, then ``amount`` follows from ``starts_at`` on if it
    ``adds`` one; None ends the sale.
    """

    adds: bool
    amount: int | None
    starts_at: datetime
    withdrawn: Sequence[Listed] = ()


class Changing:
    """The prices of one course in one currency, with all its others to tell whether it becomes free."""

    def __init__(self, course: str, currency: str, listed: Sequence[Listed], now: datetime) -> None:
        self._course, self._currency, self._now = course, currency, now
        self._listed = listed
        self._mine = [one for one in listed if one.currency == currency]

    def setting(self, amount: int, starts_at: datetime) -> Step:
        """Sell it for an amount from a moment on; another change that was planned for it is taken back."""
        if self._at(starts_at) == amount:
            return Step(adds=False, amount=amount, starts_at=starts_at)
        same = [one for one in self._ahead if one.starts_at == starts_at]
        return Step(adds=True, amount=amount, starts_at=starts_at, withdrawn=same)

    def ending(self, starts_at: datetime) -> Step:
        """Sell it no more from a moment on: what was planned for then or later is taken back."""
        later = [one for one in self._ahead if one.starts_at >= starts_at]
        comes_back = any(one.amount is not None and one.starts_at > starts_at for one in later)
        if self._at(starts_at) is None and not comes_back:
            return Step(adds=False, amount=None, starts_at=starts_at)
        is_sold = self._currency in sold(self._without(later), starts_at)
        return Step(adds=is_sold, amount=None, starts_at=starts_at, withdrawn=later)

    def withdrawing(self, starts_at: datetime | None) -> Step:
        """Take back what is planned for a moment, or everything planned; the price before goes on."""
        gone = [one for one in self._ahead if starts_at in (None, one.starts_at)]
        begin = gone[0].starts_at if gone else self._now
        left = sold(self._without(gone), begin).get(self._currency)
        return Step(adds=False, amount=left, starts_at=begin, withdrawn=gone)

    def told(self, step: Step, outcome: str) -> PriceChange:
        """What a step changes, for people."""
        is_change = step.adds or bool(step.withdrawn)
        rest = {code for code in sold(self._listed, step.starts_at) if code != self._currency}
        return PriceChange(
            course=self._course,
            currency=self._currency,
            outcome=outcome if is_change else "unchanged",
            before=self._money(self._at(step.starts_at)),
            after=self._money(step.amount),
            starts_at=step.starts_at,
            withdrawn=tuple(one.starts_at for one in step.withdrawn),
            is_free=step.amount is None and not rest,
        )

    @property
    def _ahead(self) -> list[Listed]:
        return sorted(
            (one for one in self._mine if one.starts_at > self._now), key=lambda one: one.place
        )

    def _at(self, moment: datetime) -> int | None:
        return sold(self._mine, moment).get(self._currency)

    def _without(self, gone: Iterable[Listed]) -> list[Listed]:
        numbers = {one.number for one in gone}
        return [one for one in self._mine if one.number not in numbers]

    def _money(self, amount: int | None) -> Money | None:
        return None if amount is None else Money(amount, self._currency)
