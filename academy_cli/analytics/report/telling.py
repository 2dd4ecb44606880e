"""Figures as a report writes them: numbers, amounts and days of its language, and what is not told.

Knows values; refuses to know which of them are shown.
"""

from __future__ import annotations

from typing import NamedTuple

from academy_cli.analytics.answering import head
from academy_cli.analytics.asking import By
from academy_cli.analytics.definitions import Measure
from academy_cli.analytics.labels import label
from academy_cli.analytics.report.hiding import Hidden
from academy_cli.analytics.views import Answer, Cohort, Row
from academy_cli.analytics.voice import Voice
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say

UNKNOWN = "–"


class Telling(NamedTuple):
    """A language, and the least number of people that is told."""

    voice: Voice
    least: int

    def says(self, text: str) -> str:
        """A text of ours in the report's language."""
        return self.voice.says(text)

    def text(self, value: object) -> str:
        """A value."""
        if value is None:
            return UNKNOWN
        match value:
            case Money():
                return self.voice.amount(value)
            case Hidden(0):
                return self.says(say("hidden"))
            case int() | float():
                return self.voice.number(value)
            case tuple() if not isinstance(value, Hidden):
                return ", ".join(map(self.text, value)) or UNKNOWN
        return str(value)

    def cell(self, answer: Answer, row: Row, name: str) -> str:
        """A value of a row; the first column names the days, or what else the row is of."""
        value = row.get(name)
        if name == "currency":
            return str(value or UNKNOWN).upper()
        if name != head(answer.by) or value is None:
            return self.text(value)
        if answer.by is By.TOTAL:
            return self.voice.span(answer.period)
        return self.voice.stretch(answer.by, str(value))

    def headed(self, answer: Answer, name: str) -> str:
        """What a column is called, with its unit."""
        return f"{self.says(label(name))}{_unit(answer, name)}"

    def measured(self, answer: Answer, row: Row, name: str) -> str:
        """A figure with its unit, if it is known."""
        told = self.text(row[name])
        return told if told == UNKNOWN else f"{told}{_unit(answer, name)}"

    def cohort(self, one: Cohort, longest: int) -> tuple[str, ...]:
        """A cohort's row; of few people, or where few came back, no percentage is told."""
        is_few = 0 < one.enrolled < self.least
        parts = [
            self.text(Hidden(0) if 0 < many < self.least or (is_few and many) else part)
            for many, part in zip(one.active, one.percent, strict=True)
        ]
        enrolled = self.text(Hidden(self.least) if is_few else one.enrolled)
        called = self.voice.stretch(By.MONTH, one.cohort)
        return (called, enrolled, *parts, *[""] * (longest - len(parts)))


def _unit(answer: Answer, name: str) -> str:
    measures = {one.name: one.measure for one in answer.figures}
    return "\N{NO-BREAK SPACE}%" if measures.get(name) is Measure.PERCENT else ""
