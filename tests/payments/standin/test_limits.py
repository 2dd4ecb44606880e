"""What academy takes for a price is what Stripe charges, as the stand-in has it from the same page."""

from __future__ import annotations

from itertools import product
from string import ascii_lowercase

import pytest

from academy_cli.kit.money import (
    Money,
    granule,
    is_charged,
    least_charge,
    most_charge,
    unchargeable,
)
from academy_cli.payments.standin.amounts import CURRENCIES, check_charge
from academy_cli.payments.standin.refusals import RefusedError

CODES = ["".join(letters) for letters in product(ascii_lowercase, repeat=3)]


def is_taken(amount: int, currency: str) -> bool:
    try:
        check_charge(amount, currency)
    except RefusedError:
        return False
    return True


def test_both_know_the_same_currencies() -> None:
    assert {one for one in CODES if is_charged(one)} == CURRENCIES


@pytest.mark.parametrize("currency", sorted(CURRENCIES))
def test_both_draw_the_same_lines(currency: str) -> None:
    least, most, step = least_charge(currency), most_charge(currency), granule(currency)
    for amount in (least - step, least, least + 1, most - step, most, most + step):
        fits = amount > 0 and not unchargeable(Money(amount, currency))
        assert fits == is_taken(amount, currency), amount
