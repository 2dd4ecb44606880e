"""The number, and the date, that the next document of a series gets, under the lock of that series.

Knows that neither goes back, whatever the clock says; refuses to know what a document is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, Row, select, update

from academy_cli.db.bulk import insert_rows
from academy_cli.invoicing.document import BEGINNING
from academy_cli.kit.saying import say
from academy_cli.mail.operators import tell
from academy_cli.models import Invoice, InvoiceSeries

_COLUMNS = ("series", "year", "last", "head_sha256")
SKEW = timedelta(minutes=5)
"""How far a clock may be behind without a word: whoever waits for a series has looked at it before."""


class Head(NamedTuple):
    """Where a series stands: its last number in a year with its digest, and the date of what follows."""

    series: str
    year: int
    last: int
    sha256: str
    at: datetime


def head(connection: Connection, series: str, now: datetime, *, after: Sequence[str] = ()) -> Head:
    """What follows in a series, locked until the transaction ends.

    Its date is that of the last document, in whatever year, or the latest of ``after`` (ISO 8601; those of
    what is corrected), where the clock says an earlier one: numbers are sequential (Directive 2006/112/EC,
    art. 226), so dates must not go back. The number is of the year of that date: a year that the series has
    left is never taken up again. Operators are told of a clock that is behind.
    """
    _hold(connection, series, now.astimezone(UTC).year)
    last = _last_date(connection, series)
    latest = max([now, *map(datetime.fromisoformat, after), *([last] if last else [])])
    at = latest.astimezone(UTC)
    row = _hold(connection, series, at.year)
    if at - now > SKEW:
        _tell(connection, series, now, at)
    return Head(series, at.year, row.last, row.head_sha256, at)


def advance(connection: Connection, head: Head, number: int, sha256: str) -> None:
    """Note what the last document of a series is by now."""
    mine = (InvoiceSeries.series == head.series) & (InvoiceSeries.year == head.year)
    changed = update(InvoiceSeries).where(mine)
    connection.execute(changed.values({"last": number, "head_sha256": sha256}))


def _hold(connection: Connection, series: str, year: int) -> Row[int, int, str]:
    """The row of a year, made if there is none; all years are locked, for their dates are one line."""
    first = [(series, year, 0, BEGINNING)]
    insert_rows(connection, InvoiceSeries, _COLUMNS, first, skip_existing=True)
    query = select(InvoiceSeries.year, InvoiceSeries.last, InvoiceSeries.head_sha256)
    mine = query.where(InvoiceSeries.series == series).order_by(InvoiceSeries.year)
    rows = connection.execute(mine.with_for_update(key_share=True)).all()
    return next(one for one in rows if one.year == year)


def _last_date(connection: Connection, series: str) -> datetime | None:
    """When the last document of a series was issued."""
    query = select(Invoice.issued_at).where(Invoice.series == series)
    newest = query.order_by(Invoice.year.desc(), Invoice.number.desc()).limit(1)
    return connection.scalar(newest)


def _tell(connection: Connection, series: str, now: datetime, at: datetime) -> None:
    """Tell the operators of a clock that is behind, once for each day of either."""
    about = say(
        "The clock says {:%Y-%m-%d}, and the last document of {} is of {:%Y-%m-%d}", now, series, at
    )
    detail = (
        "Documents are not dated back: until the clock is past it, they have the date of the last one. Look"
        " at the clock. If it was ahead when that one was issued, let documents be of another series"
        " from now on: invoices.series, and invoices.credit_series."
    )
    tell(connection, f"clock-behind:{series}:{now:%Y-%m-%d}:{at:%Y-%m-%d}", about, detail, now)
