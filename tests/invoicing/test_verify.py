"""Whatever is changed in the books is found, and it is said in which document and how."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine, delete, text, update
from sqlalchemy.exc import DatabaseError

from academy_cli.db.transaction import read, write
from academy_cli.invoicing import store
from academy_cli.invoicing.document import body, digest
from academy_cli.invoicing.drafting import correcting
from academy_cli.invoicing.verify import Finding, examined
from academy_cli.models import Invoice, InvoiceSeries
from tests.invoicing.sales import (
    AT,
    credit,
    credited,
    documents,
    invoiced,
    of_amounts,
    sale,
    taken_back,
)

FIRST, SECOND, THIRD = (f"INV-2026-{number:06d}" for number in (1, 2, 3))
NOTE = "CN-2026-000001"


@pytest.fixture
def books(engine: Engine) -> Engine:
    """Three invoices, of which one was credited, and that taken back and credited again."""
    for number in (1, 2):
        invoiced(engine, of_amounts((4900, 810), (1999, 260), about=f"payment:P-2026-{number:06d}"))
    credited(engine, credit(5000, 1, 1))
    taken_back(engine, 1)
    credited(engine, credit(6899, 2, 1))
    return engine


def unfrozen(engine: Engine) -> None:
    """Let whoever may change the schema change rows, as triggers cannot prevent."""
    with write(engine) as connection:
        for verb in ("update", "delete"):
            on = " on invoices" if engine.dialect.name == "postgresql" else ""
            connection.execute(text(f"drop trigger invoices_no_{verb}{on}"))


def found(engine: Engine) -> list[tuple[str, str]]:
    with read(engine) as connection:
        return [(one.reference, one.what) for one in examined(connection).findings]


def change(engine: Engine, reference: str, **values: object) -> None:
    unfrozen(engine)
    with write(engine) as connection:
        connection.execute(update(Invoice).where(Invoice.reference == reference).values(values))


def test_books_that_nobody_touched_hold(books: Engine) -> None:
    with read(books) as connection:
        told = examined(connection)

    assert told.findings == ()
    assert told.documents == 5
    assert [head.rpartition(":")[0] for head in told.heads] == ["CN-2026:2", "INV-2026:3"]


def test_no_books_hold(engine: Engine) -> None:
    assert found(engine) == []


def test_the_database_itself_refuses_changes(books: Engine) -> None:
    with pytest.raises(DatabaseError), write(books) as connection:
        connection.execute(update(Invoice).values(net=0))


def test_a_changed_text_is_found(books: Engine) -> None:
    changed = body(replace(documents(books)[1], mention="x"))
    change(books, SECOND, body=changed)

    assert found(books) == [(SECOND, "its text was changed, or its digest")]


def test_a_text_that_is_none_is_found(books: Engine) -> None:
    change(books, SECOND, body="{}", content_sha256=digest("{}"))

    assert (SECOND, "its text cannot be read") in found(books)


def test_a_text_changed_with_its_digest_is_found_by_the_document_after_it(books: Engine) -> None:
    changed = body(replace(documents(books)[1], mention="x"))
    change(books, SECOND, body=changed, content_sha256=digest(changed))

    followed = "it does not follow the document before it, which was changed or replaced"
    assert found(books) == [(THIRD, followed)]


@pytest.mark.parametrize(
    ("column", "value", "what"),
    [
        ("language", "fr", "its language is “fr” in the table and “en” in its text"),
        ("about", "x", "its about is “x” in the table and “payment:P-2026-000002” in its text"),
        ("order_reference", "O-9", "it is of the order “O-2026-000001”, and the table says “O-9”"),
    ],
)
def test_a_column_that_says_something_else_is_found(
    books: Engine, column: str, value: str, what: str
) -> None:
    change(books, SECOND, **{column: value})

    assert found(books) == [(SECOND, what)]


def test_a_document_that_was_removed_is_found(books: Engine) -> None:
    unfrozen(books)
    with write(books) as connection:
        connection.execute(delete(Invoice).where(Invoice.reference == SECOND))

    assert found(books) == [(THIRD, "before it, 1 document is missing")]


def test_a_last_document_that_was_removed_is_found(books: Engine) -> None:
    unfrozen(books)
    with write(books) as connection:
        connection.execute(delete(Invoice).where(Invoice.reference == "CN-2026-000002"))

    assert found(books) == [(NOTE, "after it, 1 document is missing")]


def test_a_series_that_was_wound_back_is_found(books: Engine) -> None:
    with write(books) as connection:
        mine = InvoiceSeries.series == "INV"
        connection.execute(update(InvoiceSeries).where(mine).values(last=3, head_sha256="0"))

    assert found(books) == [(THIRD, "its series ends with another document")]


def test_a_series_that_is_gone_is_found(books: Engine) -> None:
    with write(books) as connection:
        connection.execute(delete(InvoiceSeries).where(InvoiceSeries.series == "INV"))

    assert found(books) == [(THIRD, "its series is not on record")]


def test_credits_beyond_an_invoice_are_found(books: Engine) -> None:
    second = documents(books)[1]
    forged = correcting(second, second.lines, ("credit_note", "CN"), credit(1, 9), AT)
    again = replace(forged, about="refund:again")
    with write(books) as connection:
        for one in (forged, again):
            store.issue(connection, one, 2, AT)

    assert found(books) == [
        (SECOND, "of its line 1, more was credited than invoiced"),
        (SECOND, "of its line 2, more was credited than invoiced"),
        (SECOND, "at 8.1 %, more was credited than invoiced"),
        (SECOND, "at 2.6 %, more was credited than invoiced"),
    ]


def test_sums_that_are_wrong_are_found(books: Engine) -> None:
    second = documents(books)[1]
    wrong = replace(second, about="payment:x", tax=second.tax + 1, gross=second.gross + 1)
    with write(books) as connection:
        store.issue(connection, wrong, None, AT)

    assert found(books) == [("INV-2026-000004", "its lines do not add up to its total")]


def test_tax_that_is_not_that_of_its_rate_is_found(books: Engine) -> None:
    first = documents(books)[0]
    line = replace(first.lines[0], net=first.lines[0].net - 1, tax=first.lines[0].tax + 1)
    group = replace(first.groups[0], net=first.groups[0].net - 1, tax=first.groups[0].tax + 1)
    wrong = replace(
        first, about="payment:x", lines=(line, *first.lines[1:]), groups=(group, *first.groups[1:]),
        net=first.net - 1, tax=first.tax + 1,
    )  # fmt: skip
    with write(books) as connection:
        store.issue(connection, wrong, None, AT)

    assert found(books) == [("INV-2026-000004", "its tax is not that of its rates")]


def test_a_finding_says_which_and_what() -> None:
    assert Finding(FIRST, "x").reference == FIRST
    assert sale().about == "payment:P-2026-000001"
