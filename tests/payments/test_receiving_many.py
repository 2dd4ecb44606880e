"""Many receipts that are written down together leave the very rows that they leave one by one."""

from __future__ import annotations

import sqlite3
from collections import Counter as Tally
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, event

from academy_cli.models import Payment
from academy_cli.payments import receiving_many
from academy_cli.payments.receiving_many import Receipt
from academy_cli.payments.sync.applying import Deed
from academy_cli.payments.sync.together import Work, lone_receipts, write_down
from tests.payments.counter import Counter
from tests.payments.crowd import Crowd, odd, ordinary

pytestmark = pytest.mark.slow

LEFT = {
    *("part", "whole", "currency", "sam-place", "intent", "cancelled", "partly", "known"),
    *("erased", "ended", "nobody", "subscribed"),
}
WITHOUT: Mapping[str, Callable[..., Any]] = {
    "_untouched": lambda _, sales: sales,
    "_apart": lambda sales: sales,
    "_is_asked": lambda order, got: True,
    "Counter": lambda some: Tally(set(some)),
}
"""The safeguards, each in a form that keeps nothing out."""
WRONG = (AssertionError, sqlite3.IntegrityError, psycopg.IntegrityError)


@pytest.fixture
def crowd(counter: Counter) -> Crowd:
    """A counter at which nobody has ordered yet."""
    return Crowd(counter)


def prove(crowd: Crowd) -> None:
    """Insist that both ways leave the same rows."""
    receipts = [*crowd.receipts.values()]
    many, one = crowd.rows(crowd.together, receipts), crowd.rows(crowd.one_by_one, receipts)
    for table, rows in one.items():
        assert many[table] == rows, table


def test_however_orders_differ_their_rows_are_those_of_one_by_one(crowd: Crowd) -> None:
    ordinary(crowd)

    prove(crowd)

    assert crowd.taken == [*crowd.receipts]
    rows = crowd.rows(crowd.together, [*crowd.receipts.values()])
    told = Tally(one["template"] for one in rows["outbox"])
    assert (len(rows["payments"]), len(rows["invoices"]), len(rows["ledger"])) == (10, 10, 10)
    assert (told["receipt"], told["notice"]) == (9, 10)
    links = [one["state"] for one in rows["outbox"] if one["template"] == "payment-link"]
    assert links == ["cancelled"] * 3
    assert {one["language"] for one in rows["invoices"]} == {"en", "fr", "de", "ar"}


def test_what_is_not_ordinary_is_left_and_each_safeguard_is_needed_for_that(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd(crowd)

    prove(crowd)

    assert crowd.taken == ["sam"]
    assert set(crowd.receipts) == {"sam", *LEFT}
    for safeguard, without in WITHOUT.items():
        with monkeypatch.context() as broken, pytest.raises(WRONG):
            broken.setattr(receiving_many, safeguard, without)
            prove(crowd)


def test_many_take_as_many_questions_as_few(crowd: Crowd) -> None:
    ordinary(crowd)
    asked = Tally[int]()

    def count(receipts: Sequence[Receipt]) -> int:
        def listen(*_: object) -> None:
            asked[len(receipts)] += 1

        def together(connection: Connection, some: Sequence[Receipt]) -> Any:
            event.listen(connection, "before_cursor_execute", listen)
            return crowd.together(connection, some)

        crowd.rows(together, receipts)
        return asked[len(receipts)]

    every = [*crowd.receipts.values()]
    assert count(every[-4:]) == count(every)


def nothing(*_: object) -> Sequence[Any]:
    """Do nothing."""
    return ()


def works(crowd: Crowd) -> Sequence[Work]:
    """What a sync would do about the receipts."""
    every = crowd.receipts.items()
    return [Work(Deed(f"ch_{name}", nothing, one.order, one), []) for name, one in every]


def test_one_bad_receipt_undoes_all_and_each_is_left_to_itself(crowd: Crowd) -> None:
    for name in ("bo", "cy", "dee"):
        crowd.buys(name)
    good = works(crowd)
    bad = crowd.receipts["cy"]
    # A value that no type allows, which the database refuses.
    crowd.receipts["cy"] = bad._replace(got=bad.got._replace(method=None))  # type: ignore[arg-type]
    till = crowd.counter.till()

    assert write_down(till, works(crowd)) == ()
    assert crowd.counter.rows(Payment) == []
    assert write_down(till, good) == {"ch_bo", "ch_cy", "ch_dee"}
    assert write_down(till, good) == set()
    assert len(crowd.counter.rows(Payment)) == 3


def test_an_order_of_which_something_else_is_said_is_left() -> None:
    # Nobody looks at the money here.
    first, second, third = (Receipt(f"O-{n}", None) for n in range(3))  # type: ignore[arg-type]
    page = Deed("cs_1", nothing, "O-0")
    deeds = [page, *(Deed(f"ch_{one.order}", nothing, one.order, one) for one in (first, second))]
    deeds += [Deed("re_1", nothing), Deed("ch_3", nothing, third.order, third)]

    found = lone_receipts([Work(one, []) for one in deeds])

    assert found == [second, third]
