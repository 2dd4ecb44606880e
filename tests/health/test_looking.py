"""What a key of Stripe's may do is found out, and nothing at Stripe is another by that."""

from __future__ import annotations

from datetime import timedelta

import pytest

from academy_cli.payments.gateway import KeyRefusedError, UnclearError
from academy_cli.payments.stripe.client import StripeClient
from academy_cli.payments.stripe.looking import READS, WRITES, look
from tests.payments.standin.provider import Standin

RESTRICTED, FULL = "rk_test_standin", "sk_test_standin"
ALL_READS = "^GET "


def client(standin: Standin, key: str = RESTRICTED) -> StripeClient:
    return StripeClient(key, standin.url, timeout_s=20)


def everything(standin: Standin) -> dict[str, object]:
    """All that is there, of which kind ever."""
    return {kind: some for kind, some in standin.control.dump().items() if some}


def test_a_key_that_may_do_all_lacks_nothing(stripe_standin: Standin) -> None:
    seen = look(client(stripe_standin), is_restricted=True)

    assert (seen.lacking, seen.unclear) == ((), ())
    assert seen.asked == len(READS) + len(WRITES)


@pytest.mark.parametrize(
    ("allowed", "lacking"),
    [
        ((ALL_READS, "/checkout/", "/customers/", "/invoices/", "/payment_intents/"), "write refunds"),
        ((ALL_READS, "/refunds/", "/customers/", "/invoices/", "/payment_intents/"),
         "write Checkout Sessions"),
        (("^POST ", "events$", "(charges|refunds|disputes|balance_transactions|subscriptions)$",
          "(prices|customers|invoices)$"), "read Checkout Sessions"),
    ],
)  # fmt: skip
def test_what_a_key_may_not_is_named(
    stripe_standin: Standin, allowed: tuple[str, ...], lacking: str
) -> None:
    stripe_standin.control.restrict(RESTRICTED, *allowed)

    assert look(client(stripe_standin), is_restricted=True).lacking == (lacking,)


def test_nothing_is_made_or_changed_by_it(stripe_standin: Standin) -> None:
    stripe_standin.api.customers.create(params={"email": "ann@x.org"})
    before = everything(stripe_standin)

    look(client(stripe_standin), is_restricted=True)

    assert everything(stripe_standin) == before


def test_a_full_key_is_asked_to_write_nothing(stripe_standin: Standin) -> None:
    look(client(stripe_standin, FULL), is_restricted=False)

    assert {one["method"] for one in stripe_standin.control.log()} == {"GET"}


def test_the_clock_is_compared_even_where_events_may_not_be_read(stripe_standin: Standin) -> None:
    stripe_standin.control.restrict(RESTRICTED, "^POST ")

    ahead = look(client(stripe_standin), is_restricted=True).ahead

    assert ahead is not None
    assert abs(ahead) < timedelta(seconds=30)


def test_a_key_that_is_none_of_theirs_is_refused(stripe_standin: Standin) -> None:
    with pytest.raises(KeyRefusedError):
        look(client(stripe_standin, "pk_test_public"), is_restricted=False)


def test_a_stripe_that_is_not_there_is_said() -> None:
    with pytest.raises(UnclearError):
        look(StripeClient(FULL, "http://127.0.0.1:9", timeout_s=1), is_restricted=False)


def test_what_is_not_answered_is_not_taken_for_a_right(stripe_standin: Standin) -> None:
    stripe_standin.control.fault("POST /v1/refunds", "503", times=9, should_retry=False)

    seen = look(client(stripe_standin), is_restricted=True)

    assert (seen.lacking, seen.unclear) == ((), ("write refunds",))
