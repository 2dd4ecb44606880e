"""Documents are issued once for each thing, numbered without gaps, and never change."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from academy_cli.db.transaction import read, write
from academy_cli.invoicing import issuing
from academy_cli.invoicing.amounts import Share, added
from academy_cli.invoicing.document import Document, body, digest
from academy_cli.invoicing.document import read as read_back
from academy_cli.invoicing.drafting import selling
from academy_cli.invoicing.errors import (
    BadLinesError,
    ExceedsInvoiceError,
    NothingInvoicedError,
    TakenBackError,
)
from academy_cli.invoicing.issuing import Issuer
from academy_cli.models import Invoice
from tests.authoring.chance import often
from tests.invoicing.sales import (
    AT,
    ISSUER,
    SELLER,
    credit,
    credited,
    documents,
    invoiced,
    of_amounts,
    sale,
    taken_back,
)

MIXED = ((4900, 810), (1999, 260), (1, 810), (3333, 0))


def test_an_invoice_says_what_was_sold_and_is_numbered_by_the_year_in_utc(engine: Engine) -> None:
    late = datetime(2026, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=1)))

    issued = invoiced(engine, sale(), late)

    [one] = documents(engine)
    assert issued.reference == one.reference == "INV-2025-000001"
    assert (one.net, one.tax, one.gross) == (4533, 367, 4900)
    assert one.seller == replace(SELLER, country_name="Switzerland")
    assert (one.buyer.name, one.order) == ("Ann Lee", "O-2026-000001")


def test_the_same_thing_is_invoiced_once(engine: Engine) -> None:
    assert invoiced(engine) == invoiced(engine)
    assert len(documents(engine)) == 1


def test_numbers_begin_anew_with_each_series_and_year(engine: Engine) -> None:
    found = [invoiced(engine, sale(1)), invoiced(engine, sale(2))]
    found += [invoiced(engine, sale(3), datetime(2027, 1, 1, tzinfo=UTC))]
    found += [credited(engine, credit(100, of=2))]

    assert [one.reference for one in found] == [
        "INV-2026-000001", "INV-2026-000002", "INV-2027-000001", "CN-2026-000001",
    ]  # fmt: skip


def test_both_kinds_can_be_of_one_series(engine: Engine) -> None:
    invoiced(engine)
    with write(engine) as connection:
        one_series = replace(ISSUER, credit_notes="INV")
        issued = issuing.issue_credit_note(connection, credit(100), one_series, AT)

    assert issued.reference == "INV-2026-000002"


def test_each_document_knows_the_one_before_it(engine: Engine) -> None:
    invoiced(engine, sale(1))
    invoiced(engine, sale(2))

    first, second = documents(engine)
    assert first.previous_sha256 == "0" * 64
    assert second.previous_sha256 == digest(body(first))


def test_a_document_is_read_back_as_it_was_written(engine: Engine) -> None:
    invoiced(engine, sale(1))
    credited(engine, credit(700))

    assert all(read_back(body(one)) == one for one in documents(engine))


def test_the_text_of_an_invoice_of_all_is_as_it_was_before_parts_were_told_apart() -> None:
    whole, part = (selling(sale(is_part=is_part), ISSUER, AT) for is_part in (False, True))

    assert "is_part" not in body(whole)
    assert [read_back(body(one)) for one in (whole, part)] == [whole, part]


def test_a_rollback_leaves_no_gap(engine: Engine) -> None:
    with pytest.raises(RuntimeError), write(engine) as connection:
        issuing.issue_invoice(connection, sale(1), ISSUER, AT)
        raise RuntimeError

    assert invoiced(engine, sale(2)).reference == "INV-2026-000001"


def test_a_credit_is_parted_over_lines_and_rates(engine: Engine) -> None:
    invoiced(engine, of_amounts(*MIXED))

    credited(engine, credit(5000))

    invoice, note = documents(engine)
    assert note.gross == 5000
    assert note.corrects is not None
    assert note.corrects.reference == invoice.reference
    assert note.buyer == invoice.buyer


def test_a_credit_can_name_its_lines(engine: Engine) -> None:
    invoiced(engine, of_amounts(*MIXED))

    credited(engine, credit(1999, line_amounts=(0, 1999, 0, 0)))

    _, note = documents(engine)
    assert [(line.number, line.share.gross) for line in note.lines] == [(2, 1999)]


@pytest.mark.parametrize(
    ("amount", "lines"),
    [(3, (1, 2)), (1, (2, 0, 0, 0)), (2000, (0, 2000, 0, 0)), (2000, (-1, 1999, 0, 2))],
)
def test_amounts_that_are_not_those_of_the_lines_are_refused(
    engine: Engine, amount: int, lines: tuple[int, ...]
) -> None:
    invoiced(engine, of_amounts(*MIXED))

    with pytest.raises(BadLinesError):
        credited(engine, credit(amount, line_amounts=lines))


def test_no_more_is_credited_than_was_invoiced(engine: Engine) -> None:
    invoiced(engine)
    credited(engine, credit(4000, 1))

    with pytest.raises(ExceedsInvoiceError) as refused:
        credited(engine, credit(901, 2))

    assert "9.01 CHF cannot be credited: of “INV-2026-000001”, 9.00 CHF are left" in str(
        refused.value
    )


def test_what_was_not_invoiced_is_not_credited(engine: Engine) -> None:
    with pytest.raises(NothingInvoicedError):
        credited(engine, credit(100))


def test_a_credit_note_that_was_taken_back_is_owed_again(engine: Engine) -> None:
    invoiced(engine)
    credited(engine, credit(4900, 1))

    back = taken_back(engine)
    again = credited(engine, credit(4900, 2))

    assert (back.reference, again.reference) == ("INV-2026-000002", "CN-2026-000002")
    assert [one.gross for one in documents(engine)] == [4900] * 4


def test_a_correction_is_never_credited_itself(engine: Engine) -> None:
    invoiced(engine)
    credited(engine, credit(100))
    taken_back(engine)

    with pytest.raises(NothingInvoicedError):
        credited(engine, credit(100, 2, corrects="refund-failed:R-2026-000001"))


def test_a_credit_note_is_taken_back_once(engine: Engine) -> None:
    invoiced(engine)
    credited(engine, credit(100))
    assert taken_back(engine) == taken_back(engine)

    other = issuing.Correction("refund-failed:other", "refund:R-2026-000001")
    with pytest.raises(TakenBackError), write(engine) as connection:
        issuing.issue_correction(connection, other, ISSUER, AT)


def test_what_nobody_bought_is_not_invoiced(engine: Engine) -> None:
    with pytest.raises(ValueError, match="nothing that could be invoiced"):
        invoiced(engine, sale(lines=()))

    with read(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(Invoice)) == 0


RATES = st.sampled_from([0, 260, 810, 2000])
SOLD = st.lists(st.tuples(st.integers(0, 3000), RATES), min_size=1, max_size=5)


@often(6, torture=300)
@given(sold=SOLD, data=st.data())
def test_credit_notes_never_exceed_an_invoice_and_a_full_refund_gives_all_of_it_back(
    engine: Engine, sold: list[tuple[int, int]], data: st.DataObject
) -> None:
    number = len(documents(engine)) + 1
    invoiced(engine, of_amounts(*sold, about=f"payment:{number}"))
    invoice, left, notes = documents(engine)[-1], sum(one for one, _ in sold), 0
    live: dict[str, Document] = {}
    while left:
        notes += 1
        if live and data.draw(st.integers(0, 4)) == 0:
            back = data.draw(st.sampled_from(sorted(live)))
            with write(engine) as connection:
                why = issuing.Correction(f"failed:{back}", back)
                issuing.issue_correction(connection, why, ISSUER, AT)
            left += live.pop(back).gross
            continue
        amount = data.draw(st.integers(1, left)) if notes < 6 else left
        name = f"refund:{number}-{notes}"
        credited(engine, credit(amount, about=name, corrects=f"payment:{number}"))
        left, live[name] = left - amount, documents(engine)[-1]
        for group in invoice.groups:
            total = _of_rate(list(live.values()), group.basis_points)
            assert total.net <= group.net
            assert total.tax <= group.tax

    for group in invoice.groups:
        assert _of_rate(list(live.values()), group.basis_points) == group.share


def _of_rate(notes: list[Document], basis_points: int) -> Share:
    groups = (group for note in notes for group in note.groups)
    return added(group.share for group in groups if group.basis_points == basis_points)


def test_an_issuer_has_series_of_its_own() -> None:
    assert (Issuer(SELLER).invoices, Issuer(SELLER).credit_notes) == ("INV", "CN")
