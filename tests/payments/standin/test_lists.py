"""Lists: newest first, page by page, between two times."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.payments.standin.buying import paid
from tests.payments.standin.provider import Provider, Standin

START = 1_780_000_000


def customers(asked: Provider, count: int) -> list[str]:
    """Customers, from the oldest on."""
    return [asked.api.customers.create({"name": str(n)}).id for n in range(count)]


def ids(found: Any) -> list[str]:
    """The ids of a page."""
    return [one.id for one in found.data]


@pytest.mark.contract
def test_the_newest_comes_first_and_ten_to_a_page(provider: Provider) -> None:
    made = customers(provider, 11)

    found = provider.api.customers.list()

    assert ids(found) == made[:0:-1]
    assert found.has_more is True


@pytest.mark.contract
def test_pages_go_on_from_the_last_seen(provider: Provider) -> None:
    made = customers(provider, 5)

    found = provider.api.customers.list({"limit": 2, "starting_after": made[3]})

    assert ids(found) == [made[2], made[1]]


@pytest.mark.contract
def test_pages_go_back_to_what_is_newer(provider: Provider) -> None:
    made = customers(provider, 5)

    found = provider.api.customers.list({"limit": 2, "ending_before": made[1]})

    assert ids(found) == [made[3], made[2]]
    assert found.has_more is True


@pytest.mark.contract
@pytest.mark.parametrize("limit", [0, 101])
def test_a_page_has_one_to_a_hundred(provider: Provider, limit: int) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        provider.api.customers.list({"limit": limit})

    assert refused.value.param == "limit"


@pytest.mark.contract
@pytest.mark.parametrize("cursor", ["starting_after", "ending_before"])
def test_a_cursor_has_to_exist(provider: Provider, cursor: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        provider.api.customers.list({cursor: "cus_none"})

    assert (refused.value.code, refused.value.param) == ("resource_missing", cursor)


@pytest.mark.parametrize(
    ("created", "expected"),
    [
        ({"gt": START + 1}, [3, 2]),
        ({"gte": START + 1}, [3, 2, 1]),
        ({"lt": START + 1}, [0]),
        ({"lte": START + 1}, [1, 0]),
        ({"gte": START + 1, "lt": START + 3}, [2, 1]),
        (START + 2, [2]),
        ({"gt": START + 9}, []),
    ],
    ids=str,
)
def test_a_list_may_be_of_a_time(
    stripe_standin: Standin, created: Any, expected: list[int]
) -> None:
    stripe_standin.control.reset(start=START)
    made = []
    for _ in range(4):
        made += customers(stripe_standin, 1)
        stripe_standin.control.advance(1)

    found = ids(stripe_standin.api.customers.list({"created": created}))
    back = ids(stripe_standin.api.customers.list({"created": created, "ending_before": made[0]}))

    assert found == [made[n] for n in expected]
    assert back == [made[n] for n in expected if n > 0]


def test_ten_thousand_are_paged_without_a_gap(stripe_standin: Standin) -> None:
    made = stripe_standin.control.bulk(customers=10_000)["customers"]

    found = stripe_standin.api.customers.list({"limit": 100}).auto_paging_iter()

    assert [one.id for one in found] == made[::-1]


def test_paging_is_steady_while_new_ones_come(stripe_standin: Standin) -> None:
    made = customers(stripe_standin, 6)
    first = ids(stripe_standin.api.customers.list({"limit": 3}))
    customers(stripe_standin, 2)

    second = ids(stripe_standin.api.customers.list({"limit": 3, "starting_after": first[-1]}))

    assert first + second == made[::-1]


def test_many_may_be_spread_over_the_past(stripe_standin: Standin) -> None:
    stripe_standin.control.reset(start=START)
    now = paid(stripe_standin).latest_charge

    stripe_standin.control.bulk(charges=10, spread_s=1000)

    found = stripe_standin.api.charges.list({"limit": 100}).data
    times = [one.created for one in found]
    assert times == sorted(times, reverse=True)
    assert (times[0], times[-1]) == (START, START - 900)
    assert now in {found[0].id, found[1].id}
