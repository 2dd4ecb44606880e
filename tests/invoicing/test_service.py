"""Invoices are found, shown, drawn, sent and exported, and to a learner others' do not exist."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from academy_cli.access.actor import Actor, operator
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.accounts import bought
from academy_cli.app import Acting, open_academy
from academy_cli.config.load import load
from academy_cli.db.transaction import read
from academy_cli.invoicing.errors import NoLetterError, UnknownInvoiceError
from academy_cli.invoicing.service import Invoices
from academy_cli.invoicing.views import Wanted
from academy_cli.kit.money import Money
from academy_cli.kit.page import Cut, SortKey
from academy_cli.models import AuditEntry, OutboxMessage
from tests.invoicing.sales import credit, credited, invoiced, of_amounts, sale, taken_back
from tests.school import NOW, School

FIRST, NOTE, BACK, SECOND = (
    "INV-2026-000001",
    "CN-2026-000001",
    "INV-2026-000002",
    "INV-2026-000003",
)
TWO = ((4900, 810), (1999, 260))
ANY = Wanted()
LATER = datetime(2026, 12, 24, tzinfo=UTC)


@pytest.fixture
def school(database_url: str, tmp_path: Path) -> Iterator[School]:
    """A school in which Ann's purchase was refunded in vain, and Bo bought something later."""
    found = School(database_url, tmp_path)
    engine = found.academy.database.engine
    for name in ("ann", "bo"):
        found.person(name, language="fr" if name == "bo" else "en")
    ann, bo = (found.user(f"{name}@x.org").id for name in ("ann", "bo"))
    invoiced(engine, of_amounts(*TWO, user_id=ann))
    credited(engine, credit(5000))
    taken_back(engine)
    invoiced(engine, sale(2, user_id=bo, currency="eur", language="fr"), LATER)
    yield found
    found.academy.close()


def invoices(school: School, actor: Actor | None = None) -> Invoices:
    academy = school.academy
    return Invoices(academy.database, actor or operator("test"), clock=academy.clock)


def listed(school: School, wanted: Wanted = ANY, actor: Actor | None = None) -> list[str]:
    return [one.reference for one in invoices(school, actor).find(wanted)]


def test_the_newest_come_first(school: School) -> None:
    assert listed(school) == [SECOND, BACK, NOTE, FIRST]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(email="Bo@x.org"), [SECOND]),
        (Wanted(order="o-2026-000001"), [BACK, NOTE, FIRST]),
        (Wanted(kind="credit_note"), [NOTE]),
        (Wanted(series="cn"), [NOTE]),
        (Wanted(since=LATER), [SECOND]),
        (Wanted(until=LATER), [BACK, NOTE, FIRST]),
        (Wanted(cut=Cut((SortKey("total"),), 2)), [SECOND, BACK]),
        (Wanted(cut=Cut((), 1, 1)), [BACK]),
    ],
)
def test_they_are_narrowed_and_cut(school: School, wanted: Wanted, found: list[str]) -> None:
    assert listed(school, wanted) == found


def test_an_invoice_tells_what_corrects_it_and_what_is_left(school: School) -> None:
    shown, note = invoices(school).show(FIRST.lower()), invoices(school).show(NOTE)

    assert (shown.corrected_by, shown.left) == ((NOTE,), Money(6899, "chf"))
    assert (note.corrects, note.corrected_by, note.left) == (FIRST, (BACK,), None)
    assert [line.rate for line in shown.lines] == ["8.1", "2.6"]
    assert [rate.total.amount for rate in shown.rates] == [4900, 1999]


def test_what_is_not_there_is_unknown(school: School) -> None:
    with pytest.raises(UnknownInvoiceError):
        invoices(school).show("INV-2026-999999")


def test_a_learner_has_their_own_and_no_others(school: School) -> None:
    bo = school.actor("bo@x.org")

    assert listed(school, actor=bo) == [SECOND]
    assert invoices(school, bo).pdf(SECOND).name == f"{SECOND}.pdf"
    for look in (invoices(school, bo).show, invoices(school, bo).pdf, invoices(school, bo).facturx):
        with pytest.raises(UnknownInvoiceError):
            look(FIRST)


@pytest.mark.parametrize("act", [lambda one: one.send(SECOND), Invoices.verify, Invoices.rows])
def test_a_learner_neither_sends_nor_proves_nor_exports(
    school: School, act: Callable[[Invoices], object]
) -> None:
    with pytest.raises(NotPermittedError):
        act(invoices(school, school.actor("bo@x.org")))


def test_support_sends_and_does_not_export(school: School) -> None:
    support = school.actor("bo@x.org", Role.SUPPORT)

    assert invoices(school, support).send(FIRST, dry_run=True).email == "ann@x.org"
    with pytest.raises(NotPermittedError):
        invoices(school, support).rows()


def test_a_document_is_sent_again_as_often_as_one_wants(school: School) -> None:
    sent = [invoices(school).send(FIRST) for _ in range(2)]

    assert [one.event for one in sent] == [f"invoice-sent:{FIRST}:{at}" for at in (1, 2)]
    assert [row.event for row in school.rows(OutboxMessage)] == [one.event for one in sent]
    assert [row.action for row in school.rows(AuditEntry)][-2:] == ["invoice.send"] * 2


def test_a_receipt_asks_for_what_is_owed_and_a_credit_note_does_not(school: School) -> None:
    database, asked = school.academy.database, list[str]()

    def owed(_: object, order: str) -> Money:
        asked.append(order)
        return Money(2900, "chf")

    for reference in (FIRST, NOTE):
        Invoices(database, operator("test"), owed=owed, clock=school.academy.clock).send(reference)

    left = [json.loads(row.values).get("left") for row in school.rows(OutboxMessage)]
    assert (left, asked) == (["CHF\N{NO-BREAK SPACE}29.00", None], ["O-2026-000001"])


def test_a_dry_run_sends_nothing(school: School) -> None:
    assert invoices(school).send(NOTE, dry_run=True).template == "refund"
    assert school.rows(OutboxMessage) == []


def test_of_what_took_a_credit_note_back_there_is_no_letter(school: School) -> None:
    with pytest.raises(NoLetterError, match="takes back a credit note"):
        invoices(school).send(BACK)


def test_whoever_has_no_account_in_use_gets_no_letter(school: School) -> None:
    engine = school.academy.database.engine
    invoiced(engine, sale(3))
    school.person("di", deactivated_at=NOW)
    invoiced(engine, sale(4, user_id=school.user("di@x.org").id))

    for reference in ("INV-2026-000004", "INV-2026-000005"):
        with pytest.raises(NoLetterError, match="no account that is in use"):
            invoices(school).send(reference)


def test_mail_that_is_switched_off_is_not_sent(database_url: str, tmp_path: Path) -> None:
    muted = School(database_url, tmp_path, muted=["receipt"])
    muted.person("ann")
    invoiced(muted.academy.database.engine, sale(user_id=muted.user("ann@x.org").id))

    with pytest.raises(NoLetterError, match="“receipt” is switched off"):
        invoices(muted).send(FIRST)
    muted.academy.close()


def test_the_pdf_goes_with_the_letter(school: School, database_url: str, tmp_path: Path) -> None:
    invoices(school).send(SECOND)
    flags = {"database_url": database_url, "mail_folder": str(tmp_path / "mail")}
    academy = open_academy(load(tmp_path, {}, flags), acting=Acting("test"))

    academy.post_office.send()
    academy.database.close()

    [letter] = (tmp_path / "mail").glob("*.eml")
    text = letter.read_text(encoding="utf-8")
    assert f"{SECOND}.pdf" in text
    assert "application/pdf" in text


def test_rows_for_an_accountant_add_up(school: School) -> None:
    rows = list(invoices(school).rows())

    assert [(one.reference, one.rate) for one in rows[:4]] == [
        (FIRST, Decimal("8.10")), (FIRST, Decimal("2.60")), (NOTE, Decimal("8.10")), (NOTE, Decimal("2.60")),
    ]  # fmt: skip
    assert sum(one.gross for one in rows if one.currency == "chf") == Decimal("68.99")
    assert all(one.net + one.tax == one.gross for one in rows)
    assert {one.reference for one in invoices(school).rows(since=LATER)} == {SECOND}
    assert len(list(invoices(school).rows(until=LATER + timedelta(days=1)))) == len(rows)


def test_an_empty_academy_has_none(tmp_path: Path) -> None:
    academy = open_academy(
        load(tmp_path, {}, {"database_url": f"sqlite:///{tmp_path}/no.db"}), acting=Acting("test")
    )

    assert list(academy.invoices.find()) == list(academy.invoices.rows()) == []
    assert academy.invoices.verify().documents == 0
    with pytest.raises(UnknownInvoiceError):
        academy.invoices.show(FIRST)


def test_the_books_have_everything_that_somebody_bought(school: School) -> None:
    with read(school.academy.database.engine) as connection:
        rows = connection.execute(bought._invoices(school.user("bo@x.org").id)).all()

    assert [row.reference for row in rows] == [SECOND]
