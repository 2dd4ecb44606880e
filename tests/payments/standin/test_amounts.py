"""Amounts: each currency's smallest unit, the least and the most."""

from __future__ import annotations

import pytest
import stripe

from academy_cli.payments.standin import amounts
from tests.payments.standin.buying import paid
from tests.payments.standin.provider import Provider


@pytest.mark.contract
@pytest.mark.parametrize(
    ("amount", "currency"), [(49, "usd"), (29, "gbp"), (49, "eur"), (49, "jpy"), (299, "nok")]
)
def test_too_little_is_not_charged(provider: Provider, amount: int, currency: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        paid(provider, amount, currency)

    assert refused.value.code == "amount_too_small"


@pytest.mark.contract
def test_too_much_is_not_charged(provider: Provider) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        paid(provider, 100_000_000)

    assert refused.value.code == "amount_too_large"


@pytest.mark.contract
@pytest.mark.parametrize(("amount", "currency"), [(5000, "isk"), (5120, "kwd"), (500, "jpy")])
def test_each_currency_has_its_smallest_unit(
    provider: Provider, amount: int, currency: str
) -> None:
    assert paid(provider, amount, currency).amount_received == amount


@pytest.mark.contract
def test_the_icelandic_krona_has_no_part(provider: Provider) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        paid(provider, 5010, "isk")

    assert refused.value.code == "invalid_charge_amount_no_decimal_compatible"


@pytest.mark.contract
def test_the_last_of_three_digits_is_nought(provider: Provider) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        paid(provider, 5124, "kwd")


@pytest.mark.contract
def test_what_is_no_currency_is_refused(provider: Provider) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        paid(provider, 5000, "xyz")

    assert refused.value.param == "currency"


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [(5, "usd", "0.05 usd"), (500, "jpy", "500 jpy"), (5120, "kwd", "5.120 kwd")],
)
def test_errors_say_amounts_as_people_do(amount: int, currency: str, said: str) -> None:
    assert amounts.spelled(amount, currency) == said
