"""What somebody bought: given out whole, and forgotten as far as the books allow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Engine, select

from academy_cli.accounts.people import People
from academy_cli.accounts.profile import Profile
from academy_cli.audit.log import AuditLog
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.models import Base, Coupon, CouponUse, Invoice, Order, Payment, Refund
from tests.accounts import purchases
from tests.accounts.conftest import ANN, AT, course
from tests.accounts.purchases import PAYMENT_LINK
from tests.accounts.test_dossier import told
from tests.accounts.traces import everything


def rows(engine: Engine, model: type[Base]) -> list[Mapping[str, Any]]:
    table = model.__table__
    query = select(table).order_by(*table.primary_key.columns)
    with read(engine) as connection:
        return [dict(one) for one in connection.execute(query).mappings()]


def erase(people: People, engine: Engine) -> None:
    people.erase("ada@lovelace.org", revokes_certificates=False)


def test_orders_have_their_lines_and_coupons(ada: People) -> None:
    paid, is_open = told(ada.export("ada@lovelace.org"), "orders")

    assert (paid["state"], is_open["state"]) == ("paid", "open")
    assert paid["billing"] == {"name": "Ada Lovelace", "country": "GB"}
    assert paid["lines"] == [
        {
            "position": 1,
            "course": "python",
            "title": "Python",
            "price": 5000,
            "discount": 500,
            "amount": 4500,
            "tax_basis_points": 0,
        }
    ]
    assert paid["coupons"] == [
        {"coupon": "SUMMER", "used_at": "2026-11-22T08:33:00Z", "released_at": None}
    ]


def test_payments_have_what_moved_and_refunds_every_step(ada: People) -> None:
    found = ada.export("ada@lovelace.org")

    [payment], [refund] = told(found, "payments"), told(found, "refunds")
    [subscription] = told(found, "subscriptions")
    assert (payment["order"], payment["amount"]) == ("O-2026-000001", 4500)
    assert [(one["kind"], one["amount"]) for one in payment["movements"]] == [("payment", 4500)]
    assert [one["state"] for one in payment["disputes"]] == ["won"]
    assert refund["parts"] == [{"position": 1, "title": "Python", "amount": 1000}]
    assert [(one["from_state"], one["to_state"]) for one in refund["steps"]] == [
        (None, "succeeded")
    ]
    assert (subscription["plan"], subscription["state"]) == ("all", "active")


def test_a_link_by_which_others_could_pay_is_in_no_file(ada: People) -> None:
    assert PAYMENT_LINK not in b"".join(ada.export("ada@lovelace.org").files.values()).decode()


def test_others_get_nothing_of_it(ada: People) -> None:
    found = ada.export("bo@x.org")

    assert [told(found, name) for name in ("orders", "payments", "refunds", "invoices")] == [[]] * 4


def test_what_was_not_paid_is_called_off_and_its_coupon_is_free(
    ada: People, database: Database, engine: Engine
) -> None:
    erase(ada, engine)

    paid, called_off = rows(engine, Order)
    [coupon] = rows(engine, Coupon)
    kept, released = rows(engine, CouponUse)
    assert (paid["state"], called_off["state"]) == ("paid", "cancelled")
    assert (kept["released_at"], released["released_at"], coupon["uses"]) == (None, AT, 1)
    assert [one.subject for one in AuditLog(database, ANN).find() if "cancel" in one.action] == [
        "order:O-2026-000002"
    ]


def test_accounts_stay_without_a_name(ada: People, engine: Engine) -> None:
    erase(ada, engine)

    paid, called_off = rows(engine, Order)
    [payment], [refund] = rows(engine, Payment), rows(engine, Refund)
    for one in (paid, called_off):
        assert (one["billing"], one["note"], one["link"], one["parameters"]) == (
            "{}",
            None,
            None,
            None,
        )
    assert (paid["session_id"], called_off["session_id"]) == ("cs_test_1", None)
    assert (paid["total"], payment["amount"], refund["amount"]) == (4500, 4500, 1000)
    assert (payment["note"], refund["note"]) == (None, None)
    assert (payment["intent_id"], payment["charge_id"]) == ("pi_1", "ch_1")


def test_the_log_of_an_order_is_given_out_and_its_free_words_go(
    ada: People, database: Database, engine: Engine
) -> None:
    purchases.explain(engine)
    [given] = [
        one
        for one in told(ada.export("ada@lovelace.org"), "audit")
        if one["subject"] == "order:O-2026-000001"
    ]

    erase(ada, engine)

    assert (given["reason"], given["details"]) == ("the countess rang", {"total": 4500})
    assert "countess" not in everything(engine)
    assert AuditLog(database, ANN).verify().flaws == ()


def test_an_invoice_stays_as_it_was_issued(people: People, engine: Engine) -> None:
    people.create(Profile("ada@lovelace.org", "Ada Lovelace"))
    course(engine, "python")
    purchases.buy(engine, "ada@lovelace.org", is_invoiced=True)

    erased = people.erase("ada@lovelace.org", revokes_certificates=False)

    [invoice] = rows(engine, Invoice)
    [why] = [one.why for one in erased.kept if one.what == "invoices"]
    assert invoice["body"] == '{"buyer":"Ada Lovelace"}'
    assert "must be kept" in why
    assert "ada@lovelace.org" not in everything(engine)
