"""What Stripe's own types do not have, Stripe would refuse, and so does the stand-in."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from academy_cli.payments.standin.parameters import Fields, fields, of_request
from academy_cli.payments.standin.resources.all import ROUTES
from tests.payments.standin.buying import intent_params, paid, session_params
from tests.payments.standin.provider import Provider, Standin


def refused(asked: Provider, path: str, params: dict[str, Any]) -> stripe.InvalidRequestError:
    """Why a request is refused, sent as it is and not as the client's types want it."""
    with pytest.raises(stripe.InvalidRequestError) as caught:
        asked.client.raw_request("post", path, **params)
    return caught.value


@pytest.mark.contract
def test_an_unknown_parameter_is_refused(provider: Provider) -> None:
    error = refused(provider, "/v1/customers", {"nickname": "Ann"})

    assert (error.http_status, error.code, error.param) == (400, "parameter_unknown", "nickname")


@pytest.mark.contract
def test_an_unknown_parameter_inside_another_is_refused(provider: Provider) -> None:
    params = session_params()
    params["line_items"][0]["price_data"]["amount"] = 1

    error = refused(provider, "/v1/checkout/sessions", params)

    assert error.code == "parameter_unknown"
    assert error.param == "line_items[0][price_data][amount]"


@pytest.mark.contract
def test_a_parameter_that_is_needed_is_missed(provider: Provider) -> None:
    error = refused(provider, "/v1/payment_intents", {"amount": 5000})

    assert (error.code, error.param) == ("parameter_missing", "currency")


@pytest.mark.contract
def test_a_parameter_that_is_needed_inside_another_is_missed(provider: Provider) -> None:
    params = session_params()
    del params["line_items"][0]["price_data"]["currency"]

    error = refused(provider, "/v1/checkout/sessions", params)

    assert error.param == "line_items[0][price_data][currency]"


@pytest.mark.contract
@pytest.mark.parametrize("amount", ["12.50", "many", "1e3"])
def test_an_amount_is_a_whole_number(provider: Provider, amount: str) -> None:
    error = refused(provider, "/v1/payment_intents", {"amount": amount, "currency": "usd"})

    assert (error.code, error.param) == ("parameter_invalid_integer", "amount")


@pytest.mark.contract
def test_a_closed_set_takes_no_other_word(provider: Provider) -> None:
    error = refused(provider, "/v1/refunds", {"charge": "ch_1", "reason": "bored"})

    assert error.param == "reason"


@pytest.mark.contract
def test_yes_and_no_are_written_out(provider: Provider) -> None:
    error = refused(provider, "/v1/products", {"name": "Course", "active": "perhaps"})

    assert error.param == "active"


@pytest.mark.contract
def test_a_list_is_no_text(provider: Provider) -> None:
    assert refused(provider, "/v1/products", {"name": "Course", "images": "one"}).param == "images"


@pytest.mark.contract
def test_an_empty_text_is_no_value(provider: Provider) -> None:
    error = refused(provider, "/v1/refunds", {"charge": ""})

    assert (error.code, error.param) == ("parameter_invalid_empty", "charge")


@pytest.mark.contract
def test_an_empty_text_takes_a_value_away_where_that_is_allowed(provider: Provider) -> None:
    customer = provider.api.customers.create({"metadata": {"a": "1", "b": "2"}})

    one = provider.api.customers.update(customer.id, {"metadata": {"a": ""}})
    none = provider.api.customers.update(customer.id, {"metadata": ""})

    assert one.metadata.to_dict() == {"b": "2"}
    assert none.metadata.to_dict() == {}


@pytest.mark.contract
@pytest.mark.parametrize(
    "metadata",
    [{"k" * 41: "long key"}, {"key": "v" * 501}, {str(n): "many" for n in range(51)}],
    ids=["long key", "long value", "too many"],
)
def test_metadata_has_its_limits(provider: Provider, metadata: dict[str, str]) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        provider.api.customers.create({"metadata": metadata})


@pytest.mark.contract
def test_types_of_payment_methods_are_no_longer_named(provider: Provider) -> None:
    params = {"amount": 5000, "currency": "usd", "payment_method_types": ["card"]}

    error = refused(provider, "/v1/payment_intents", params)

    assert error.code == "payment_method_types_no_longer_supported"


def test_what_is_not_modelled_is_refused_by_its_name(stripe_standin: Standin) -> None:
    error = refused(stripe_standin, "/v1/payment_intents", intent_params(capture_method="manual"))

    assert (error.code, error.param) == ("stand_in_unmodelled", "capture_method")


def test_what_is_not_modelled_inside_a_list_is_refused_by_its_name(
    stripe_standin: Standin,
) -> None:
    params = session_params()
    params["line_items"][0]["tax_rates"] = ["txr_1"]

    assert refused(stripe_standin, "/v1/checkout/sessions", params).param == "line_items.tax_rates"


def test_names_without_sense_are_refused(stripe_standin: Standin) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        stripe_standin.client.raw_request("post", "/v1/customers", **{"metadata[a": "1"})


@pytest.mark.contract
def test_objects_come_in_place_of_ids_where_that_is_asked_for(provider: Provider) -> None:
    intent = paid(provider)

    found = provider.api.payment_intents.retrieve(
        intent.id, {"expand": ["latest_charge.balance_transaction"]}
    )

    assert found.latest_charge.balance_transaction.object == "balance_transaction"


@pytest.mark.contract
def test_what_is_no_object_cannot_be_expanded(provider: Provider) -> None:
    paid(provider)

    with pytest.raises(stripe.InvalidRequestError):
        provider.api.charges.list({"expand": ["data.amount"]})


@pytest.mark.parametrize("route", ROUTES, ids=lambda one: f"{one.method} {one.path}")
def test_every_parameter_the_stand_in_knows_is_one_of_stripes(route: Any) -> None:
    wanted = of_request(route.params)

    assert [name for name in sorted(route.knows) if not has(wanted, name.split("."))] == []


def has(wanted: Fields, way: list[str]) -> bool:
    """Whether a parameter is in a type, some objects deep."""
    shape = wanted.shapes.get(way[0])
    if shape is None or not way[1:]:
        return shape is not None
    record = (shape.items or shape).record
    return record is not None and has(fields(record), way[1:])
