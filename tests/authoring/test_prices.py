"""Where course.yaml says prices it decides them: rows follow the file, and only where it changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert

from academy_cli.cli.show import wording
from academy_cli.db.transaction import write
from academy_cli.kit.money import Money
from academy_cli.models import Price
from tests.authoring.academy import Academy
from tests.make import COURSE

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
DAY = timedelta(days=1)
EUR = "prices: [{amount: 49.00, currency: eur}]\n"
BOTH = "prices: [{amount: 59.00, currency: eur}, {amount: 5900, currency: jpy}]\n"


@pytest.fixture
def priced(academy: Academy, folder: Path) -> Academy:
    """A course whose file says one price."""
    academy.now = NOW
    say(folder, EUR)
    academy.sync(folder)
    return academy


def say(folder: Path, prices: str) -> None:
    (folder / "course.yaml").write_text(COURSE + prices)


def rows(academy: Academy) -> list[tuple[str, int | None, datetime, str]]:
    return [
        (row.currency, row.amount, row.starts_at, row.origin)
        for row in academy.rows(Price)
        if row.withdrawn_at is None
    ]


def by_staff(academy: Academy, currency: str, amount: int | None, starts_at: datetime) -> None:
    course = academy.course("python").id
    row = {"course_id": course, "currency": currency, "amount": amount, "starts_at": starts_at}
    row |= {"origin": "staff", "actor": "operator:x", "created_at": NOW}
    with write(academy.database.engine) as connection:
        connection.execute(insert(Price).values(row))


def test_a_new_course_has_the_prices_of_its_file(priced: Academy) -> None:
    assert rows(priced) == [("eur", 4900, NOW, "course")]
    assert priced.catalog.show("python").prices == (Money(4900, "eur"),)


def test_only_what_changed_is_written(priced: Academy, folder: Path) -> None:
    priced.now = NOW + DAY
    say(folder, BOTH)
    priced.sync(folder)

    assert rows(priced)[1:] == [
        ("eur", 5900, NOW + DAY, "course"),
        ("jpy", 5900, NOW + DAY, "course"),
    ]


@pytest.mark.parametrize(
    "said",
    [
        EUR + "level: beginner\n",
        "prices: [{currency: EUR, amount: 49}]\n",
        "prices:\n  - {amount: '49.0', currency: eur}\n",
    ],
)
def test_the_same_prices_write_nothing(priced: Academy, folder: Path, said: str) -> None:
    before = rows(priced)
    priced.now = NOW + DAY
    say(folder, said)
    (folder / "01-basics/02-loops.md").write_text("# Loops\n\nAgain.\n")

    priced.sync(folder)

    assert rows(priced) == before


def test_the_order_of_prices_is_no_price(priced: Academy, folder: Path) -> None:
    say(folder, BOTH)
    priced.sync(folder)
    before = rows(priced)

    say(folder, "prices: [{amount: 5900, currency: jpy}, {amount: 59.00, currency: eur}]\n")
    report = priced.sync(folder)

    assert rows(priced) == before
    assert [wording.change(one) for one in report.plan.changes] == ["prices in another order"]


def test_a_currency_that_is_dropped_is_not_sold_any_more(priced: Academy, folder: Path) -> None:
    priced.now = NOW + DAY
    say(folder, "prices: [{amount: 5900, currency: jpy}]\n")
    priced.sync(folder)

    assert ("eur", None, NOW + DAY, "course") in rows(priced)
    assert priced.catalog.show("python").prices == (Money(5900, "jpy"),)


def test_a_file_that_stops_to_say_prices_leaves_them_to_the_academy(
    priced: Academy, folder: Path
) -> None:
    priced.now = NOW + DAY
    say(folder, "")
    report = priced.sync(folder)

    assert rows(priced)[1:] == [("eur", None, NOW + DAY, "course")]
    assert [wording.change(one) for one in report.plan.changes] == ["prices -49.00 EUR, free"]
    by_staff(priced, "eur", 3900, NOW + DAY)
    (folder / "01-basics/02-loops.md").write_text("# Loops\n\nAgain.\n")
    priced.sync(folder)
    assert priced.catalog.show("python").prices == (Money(3900, "eur"),)


def test_a_file_that_begins_to_say_prices_takes_over_what_staff_planned(
    academy: Academy, folder: Path
) -> None:
    academy.now = NOW
    academy.sync(folder)
    by_staff(academy, "usd", 3900, NOW - DAY)
    by_staff(academy, "eur", 9900, NOW + DAY)

    say(folder, EUR)
    academy.sync(folder)

    assert [(currency, amount) for currency, amount, _, _ in rows(academy)] == [
        ("usd", 3900), ("usd", None), ("eur", 4900),
    ]  # fmt: skip
    withdrawn = [row for row in academy.rows(Price) if row.withdrawn_at is not None]
    assert [(row.amount, row.withdrawn_at) for row in withdrawn] == [(9900, NOW)]


def test_an_empty_list_of_prices_is_a_free_course_and_the_file_says_so(
    priced: Academy, folder: Path
) -> None:
    say(folder, "prices: []\n")
    priced.sync(folder)

    assert priced.catalog.show("python").prices == ()


def test_a_rollback_brings_prices_back(priced: Academy, folder: Path) -> None:
    say(folder, BOTH)
    priced.sync(folder)
    priced.now = NOW + DAY

    priced.courses.apply(priced.history.rollback("python", 1))

    assert priced.catalog.show("python").prices == (Money(4900, "eur"),)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (BOTH, "prices 49.00 EUR → 59.00 EUR, +5900 JPY"),
        ("prices: [{amount: 0, currency: usd}]\n", "prices +0.00 USD, -49.00 EUR"),
    ],
)
def test_a_plan_says_prices_as_people_do(
    priced: Academy, folder: Path, said: str, sentence: str
) -> None:
    say(folder, said)

    with priced.planned(folder) as prepared:
        assert [wording.change(one) for one in prepared.plan.changes] == [sentence]


@pytest.mark.parametrize(
    "slip",
    [
        "price: [{amount: 59.00, currency: eur}]\n",
        "Prices: [{amount: 59.00, currency: eur}]\n",
        "prices: [{amount: 5900, currency: euro}]\n",
        "prices: [{amount: 0.10, currency: eur}]\n",
        "prices: 59.00\n",
    ],
)
def test_a_slip_never_makes_a_course_free(priced: Academy, folder: Path, slip: str) -> None:
    lowered = "".join(
        f"  {code}: warning\n" for code in ("yaml.bad-value", "yaml.unknown-key", "yaml.wrong-type")
    )
    say(folder, slip + "checks:\n" + lowered)

    with priced.planned(folder) as prepared:
        assert [one.severity.value for one in prepared.plan.problems] == ["error"]
