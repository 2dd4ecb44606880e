"""What a letter about a refund says: how the money goes, and which access ended with it."""

from __future__ import annotations

import pytest

from academy_cli.enrollments.views import Granting
from tests.payments.counter import Counter
from tests.payments.test_what_is_left import by_stripe
from tests.pricing.shop import eur


def test_of_cash_it_is_paid_out_by_hand_and_at_the_provider_it_was_sent(counter: Counter) -> None:
    counter.refunds().create(counter.wish(by_stripe(counter)))
    counter.refunds().create(counter.wish(counter.paid()))

    told = [(one["amount"], one.get("by_hand"), one.get("sent")) for one in counter.told("refund")]

    assert told == [("€49.00", None, "€49.00"), ("€49.00", "€49.00", None)]


@pytest.mark.parametrize(("more", "titles"), [({}, ["Python"]), ({"amount": eur(900)}, None)])
def test_it_names_the_courses_to_which_access_ended(
    counter: Counter, more: dict[str, object], titles: list[str] | None
) -> None:
    reference = counter.paid()

    counter.refunds().create(counter.wish(reference, **more))

    assert [one.get("ended") for one in counter.told("refund")] == [titles]


def test_only_the_course_that_somebody_is_out_of_is_named(counter: Counter) -> None:
    counter.sells("rust", "ada")
    reference = counter.paid("python", "rust", "ada")
    counter.shop.school.enrollments.create("ann@x.org", "rust", Granting("gift"))

    counter.refunds().create(counter.wish(reference))

    [told] = counter.told("refund")
    assert [one.lower() for one in told["ended"]] == ["python", "ada"]
