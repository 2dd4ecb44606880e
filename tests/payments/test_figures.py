"""Figures of money are those of the real till: what was sold, refunded and disputed there."""

from __future__ import annotations

from academy_cli.access.actor import operator
from academy_cli.analytics.asking import By, Question, Subject
from academy_cli.analytics.service import Stats
from academy_cli.analytics.views import Answer
from academy_cli.db.service import Database
from academy_cli.payments.refunds.wish import Wish
from tests.payments.counter import Counter
from tests.payments.shop import Shop
from tests.payments.till import PAID
from tests.pricing.shop import eur


def revenue(database: Database, by: By) -> Answer:
    """Revenue of the usual days."""
    return Stats(database, operator("test")).tell(Question(Subject.REVENUE, by))


def test_a_refund_of_one_course_of_an_order_is_that_courses(counter: Counter) -> None:
    counter.sells("rust")
    reference = counter.paid("python", "rust")
    counter.refunds().create(counter.wish(reference, lines={2: eur(1900)}))
    database = counter.shop.school.academy.database

    [whole] = revenue(database, By.TOTAL).rows
    parts = {row["course"]: row for row in revenue(database, By.COURSE).rows}

    assert (whole["received"], whole["refunded"], whole["net"]) == (eur(9800), eur(1900), eur(7900))
    assert parts["python"]["net"] == eur(4900)
    assert (parts["rust"]["received"], parts["rust"]["refunded"]) == (eur(4900), eur(1900))
    assert (whole["orders"], whole["refund_rate"]) == (1, 19.4)


def test_what_stripe_tells_of_is_counted_once(shop: Shop) -> None:
    _, charge = shop.paid(1)
    reference, _ = shop.paid(2)
    opened = shop.control.dispute(charge)
    shop.control.move_dispute(opened["id"], "lost")
    shop.sync()
    shop.sync()
    shop.booth.refunds().create(Wish(reference, "k", eur(1000)))
    assert shop.booth.database is not None

    for by in (By.TOTAL, By.COURSE):
        [row] = revenue(shop.booth.database, by).rows
        assert (row["received"], row["disputed"]) == (eur(2 * PAID), eur(PAID))
        assert (row["refunded"], row["net"]) == (eur(1000), eur(PAID - 1000))
        assert (row["came_back"], row["refund_rate"]) == (eur(1000), 10.0)
    assert any("test mode" in note for note in revenue(shop.booth.database, By.TOTAL).notes)
