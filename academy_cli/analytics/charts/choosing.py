"""Which charts show an answer: its leading figure, in each currency for itself, or a funnel.

Knows answers; refuses to draw. Amounts of different currencies never share a chart: it would compare them.
"""

from __future__ import annotations

from collections.abc import Sequence

from academy_cli.analytics import conversions
from academy_cli.analytics.answering import head
from academy_cli.analytics.asking import By, Subject
from academy_cli.analytics.charts.values import Bar, Chart, Form
from academy_cli.analytics.views import Answer, Row
from academy_cli.kit.money import Money, decimals, written

MOST_ROWS = 15
"""Rows of a chart, the largest; whoever wants all reads the table."""


def charts(answer: Answer, figure: str | None = None) -> Sequence[Chart]:
    """The charts of an answer, of its leading figure or another one; none where nothing was told."""
    name = figure or answer.lead
    is_funnel = answer.subject is Subject.CONVERSIONS and answer.lead in conversions.FUNNEL
    if is_funnel and answer.by is By.TOTAL and answer.rows:
        return [funnel(answer.rows[0])]
    currencies = sorted({str(row["currency"]) for row in answer.rows if "currency" in row})
    if not currencies:
        return [_chart(answer, name, answer.rows, None)] if answer.rows else []
    return [
        _chart(answer, name, [row for row in answer.rows if row["currency"] == one], one)
        for one in currencies
    ]


def funnel(row: Row) -> Chart:
    """How far learners came, each step below the one before it."""
    bars = [bar(name, row[name]) for name in conversions.FUNNEL if name in row]
    return Chart("From enrolling to a certificate", Form.ROWS, tuple(bars))


def bar(name: str, value: object) -> Bar:
    """A figure as a bar; amounts are as large as they are in major units."""
    if isinstance(value, Money):
        size = value.amount / 10 ** decimals(value.currency)
        return Bar(name, size, written(value))
    if isinstance(value, int | float):
        return Bar(name, float(value), f"{value:,}")
    return Bar(name, None, "unknown")


def _chart(answer: Answer, figure: str, rows: Sequence[Row], currency: str | None) -> Chart:
    in_currency = f", {currency.upper()}" if currency else ""
    by = answer.by
    title = f"{figure.replace('_', ' ').capitalize()} by {by.value}{in_currency}"
    if by is By.TOTAL:
        title = f"{figure.replace('_', ' ').capitalize()}{in_currency}"
    bars = [bar(str(row[head(by)] or "unknown"), row[figure]) for row in rows]
    if by.unit is not None:
        return Chart(title, Form.COLUMNS, tuple(bars))
    largest = sorted(bars, key=lambda one: one.size or 0, reverse=True)
    return Chart(title, Form.ROWS, tuple(largest[:MOST_ROWS]))
