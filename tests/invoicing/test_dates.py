"""Documents of a series are dated in the order of their numbers, whatever the clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text, update

from academy_cli.db.transaction import read, write
from academy_cli.invoicing import issuing
from academy_cli.invoicing.verify import examined
from academy_cli.models import Invoice, OutboxMessage
from tests.invoicing.sales import AT, ISSUER, credit, credited, documents, invoiced, sale

HOUR = timedelta(hours=1)
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


def issued_at(engine: Engine) -> list[str]:
    return [one.issued_at for one in documents(engine)]


def findings(engine: Engine) -> list[str]:
    with read(engine) as connection:
        return [one.what for one in examined(connection).findings]


def told(engine: Engine) -> list[str]:
    with read(engine) as connection:
        query = select(OutboxMessage.event).where(OutboxMessage.recipient == "operators")
        return list(connection.scalars(query.order_by(OutboxMessage.id)))


def test_a_clock_that_goes_back_dates_no_invoice_back(engine: Engine) -> None:
    invoiced(engine, sale(1), AT)
    invoiced(engine, sale(2), AT - HOUR)
    invoiced(engine, sale(3), AT + HOUR)

    dates = ["2026-11-26T12:30:00Z", "2026-11-26T12:30:00Z", "2026-11-26T13:30:00Z"]
    assert issued_at(engine) == dates
    assert findings(engine) == []


def test_invoices_that_are_issued_together_are_dated_after_the_one_before(engine: Engine) -> None:
    invoiced(engine, sale(1), AT)
    with write(engine) as connection:
        issuing.issue_invoices(connection, [sale(2), sale(3)], ISSUER, AT - HOUR)

    assert issued_at(engine) == ["2026-11-26T12:30:00Z"] * 3


def test_a_clock_that_goes_back_over_new_year_takes_no_year_up_again(engine: Engine) -> None:
    invoiced(engine, sale(1), NEW_YEAR - HOUR)
    invoiced(engine, sale(2), NEW_YEAR)
    invoiced(engine, sale(3), NEW_YEAR - HOUR)

    references = [one.reference for one in documents(engine)]
    assert references == ["INV-2026-000001", "INV-2027-000001", "INV-2027-000002"]
    assert findings(engine) == []


def test_a_credit_note_is_never_of_a_day_before_its_invoice(engine: Engine) -> None:
    invoiced(engine, sale(1), NEW_YEAR)
    credited(engine, credit(100), NEW_YEAR - HOUR)

    [_, note] = documents(engine)
    assert (note.reference, note.issued_at) == ("CN-2027-000001", "2027-01-01T00:00:00Z")


def test_operators_are_told_of_a_clock_that_is_behind_once_a_day(engine: Engine) -> None:
    invoiced(engine, sale(1), AT)
    invoiced(engine, sale(2), AT - timedelta(minutes=4))
    nobody = told(engine)
    invoiced(engine, sale(3), AT - HOUR)
    invoiced(engine, sale(4), AT - HOUR)

    assert (nobody, told(engine)) == ([], ["clock-behind:INV:2026-11-26:2026-11-26"])


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=st.lists(st.integers(-800, 800), min_size=2, max_size=8))
def test_whatever_the_clock_says_no_date_goes_back(engine: Engine, days: list[int]) -> None:
    before = len(documents(engine))
    for number, day in enumerate(days, before + 1):
        invoiced(engine, sale(number), AT + timedelta(days=day))

    dates = issued_at(engine)
    assert all(one <= other for one, other in pairwise(dates))
    assert findings(engine) == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_verify_finds_a_document_that_is_dated_back(engine: Engine) -> None:
    invoiced(engine, sale(1), AT)
    invoiced(engine, sale(2), AT + HOUR)
    with write(engine) as connection:
        names = connection.scalars(
            text("select name from sqlite_master where type = 'trigger' and tbl_name = 'invoices'")
        )
        for name in list(names):
            connection.execute(text(f"drop trigger {name}"))
        second = update(Invoice).where(Invoice.number == 2)
        connection.execute(second.values(issued_at=AT - HOUR))

    assert "it is dated before the document before it" in findings(engine)
