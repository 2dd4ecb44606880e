"""Which charts show an answer: its leading figure, in each currency for itself, or a funnel.

Knows answers; refuses to draw. Amounts of different currencies never share a chart: it would compare them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.analytics import conversions
from academy_cli.analytics.answering import head
from academy_cli.analytics.asking import By, Subject
from academy_cli.analytics.charts.values import Bar, Chart, Form
from academy_cli.analytics.labels import BY, label
from academy_cli.analytics.views import Answer, Row
from academy_cli.analytics.voice import PLAIN, Voice
from academy_cli.kit.money import Money, decimals
from academy_cli.kit.saying import say

UNKNOWN = say("unknown")
MOST_ROWS = 15
"""Rows of a chart, the largest; whoever wants all reads the table."""


def charts(answer: Answer, voice: Voice = PLAIN) -> Sequence[Chart]:
    """The charts of an answer, of its leading figure; none where nothing was told."""
    is_funnel = answer.subject is Subject.CONVERSIONS and answer.lead in conversions.FUNNEL
    if is_funnel and answer.by is By.TOTAL and answer.rows:
        return [funnel(answer.rows[0], voice)]
    currencies = sorted({str(row["currency"]) for row in answer.rows if "currency" in row})
    if not currencies:
        return [_chart(answer, answer.rows, None, voice)] if answer.rows else []
    return [
        _chart(answer, [row for row in answer.rows if row["currency"] == one], one, voice)
        for one in currencies
    ]


def funnel(row: Row, voice: Voice) -> Chart:
    """How far learners came, each step below the one before it."""
    names = [name for name in conversions.FUNNEL if name in row]
    bars = [bar(voice.says(label(name)), row[name], voice) for name in names]
    title = voice.says(say("From enrolling to a certificate"))
    return Chart(title, Form.ROWS, tuple(bars), voice)


def bar(name: str, value: object, voice: Voice) -> Bar:
    """A figure as a bar; amounts are as large as they are in major units."""
    if isinstance(value, Money):
        size = value.amount / 10 ** decimals(value.currency)
        return Bar(name, size, voice.amount(value))
    if isinstance(value, int | float):
        return Bar(name, float(value), voice.number(value))
    return Bar(name, None, voice.says(UNKNOWN))


def _chart(answer: Answer, rows: Sequence[Row], currency: str | None, voice: Voice) -> Chart:
    by, figure = answer.by, answer.lead
    title = label(figure) if by is By.TOTAL else say("{} by {}", label(figure), BY[by])
    title = voice.says(title) + (f", {currency.upper()}" if currency else "")
    bars = [bar(_name(answer, row, voice), row[figure], voice) for row in rows]
    if by.unit is not None:
        return Chart(title, Form.COLUMNS, tuple(bars), voice)
    largest = sorted(bars, key=lambda one: one.size or 0, reverse=True)
    return Chart(title, Form.ROWS, tuple(largest[:MOST_ROWS]), voice)


def _name(answer: Answer, row: Row, voice: Voice) -> str:
    """What a row is of, as a bar is called."""
    if answer.by is By.TOTAL:
        return voice.span(answer.period)
    called = row[head(answer.by)]
    return voice.stretch(answer.by, str(called)) if called else voice.says(UNKNOWN)
