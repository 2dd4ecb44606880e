"""What a person reads when words are missing, swapped or of the wrong kind, and how a refund stands."""

from __future__ import annotations

import pytest

from academy_cli.cli.refunderrors import OddRefundsError, RefundAttentionError
from academy_cli.payments.refunds.bulk.errors import BulkUnfinishedError
from academy_cli.payments.refunds.errors import SimilarRefundError
from academy_cli.payments.refunds.states import STANDS, State
from tests.cli.conftest import Run
from tests.pricing.shop import eur


@pytest.mark.parametrize("verb", [("order", "checkout"), ("payment", "record")])
def test_a_course_before_the_address_is_a_swap(staffed: Run, verb: tuple[str, str]) -> None:
    ran = staffed(*verb, "bread", "sam@x.org", "--format", "json")

    assert (ran.code, ran.out) == (2, "")
    assert '"code": "usage.swapped"' in ran.err
    assert "“bread” is no e-mail address: the address comes first, then the course." in ran.err
    assert "Write them like this: sam@x.org bread" in ran.err


def test_a_refund_that_failed_without_a_reason_is_in_no_unknown_state() -> None:
    said = RefundAttentionError("R-2026-000001", "failed", "unknown")

    assert said.message == "R-2026-000001 has failed: no reason was given."


def test_how_a_refund_stands_is_said_in_sentences() -> None:
    similar = SimilarRefundError("R-2026-000001", eur(100), "succeeded").message

    assert set(STANDS) == set(State)
    assert similar.endswith("of the same payment already, and has succeeded.")
    assert OddRefundsError({"R-1": "rejected"}).message == "R-1 was rejected."


def test_one_refund_is_not_done_and_two_are_not() -> None:
    one, two = (BulkUnfinishedError("a.csv", left, "away").message for left in (1, 2))

    assert one == "1 refund of “a.csv” is not done yet: away."
    assert two == "2 refunds of “a.csv” are not done yet: away."
