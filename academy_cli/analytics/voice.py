"""The language that figures are told in: its words, numbers, amounts and days.

Knows a catalogue of sentences and the code of its language; refuses to choose one.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from academy_cli.analytics.asking import By
from academy_cli.analytics.calendar import Period
from academy_cli.certificates.paper.dates import in_words
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import printed
from academy_cli.kit.saying import ENGLISH, Tongue, retold, say

_MONTHS = (
    say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun"),
    say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec"),
)  # fmt: skip


class Voice(NamedTuple):
    """A language and its sentences; what somebody wrote, such as a title, stays as it is."""

    language: str = "en"
    tongue: Tongue = ENGLISH

    def says(self, text: str) -> str:
        """A text that was said."""
        return str(retold(text, self.tongue))

    def number(self, value: float) -> str:
        """A number: ``1,234.5``, ``1 234,5``."""
        return self.says(say("{:,}", value))

    def amount(self, money: Money) -> str:
        """An amount with its currency: ``€49.00``, ``49,00 €``."""
        return printed(money, self.language)

    def day(self, one: date) -> str:
        """A day: ``1 November 2026``, ``1er novembre 2026``."""
        return in_words(one, self.language)

    def period(self, one: Period) -> str:
        """From its first through its last day."""
        return self.says(say("{} to {}", self.day(one.since), self.day(one.last)))

    def span(self, one: Period) -> str:
        """The same in short: ``1 Dec 2025 – 28 Nov 2026``."""
        days = (self.stretch(By.DAY, day.isoformat()) for day in (one.since, one.last))
        return " – ".join(days)

    def stretch(self, by: By, called: str) -> str:
        """A day or a month, given as ISO 8601 has it: ``Nov 2026``; weeks and all else as they are."""
        match by:
            case By.DAY:
                day = date.fromisoformat(called)
                return f"{day.day} {self._month(day)}"
            case By.MONTH:
                return self._month(date.fromisoformat(f"{called}-01"))
            case _:
                return called

    def _month(self, day: date) -> str:
        return f"{self.says(_MONTHS[day.month - 1])} {day.year}"


PLAIN = Voice()
"""As everything is written that nobody asked for in another language."""
