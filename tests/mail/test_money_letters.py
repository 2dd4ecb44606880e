"""Mail about money as people read it: the link to pay by, the receipt, the refund; in English and French."""

from __future__ import annotations

import pytest

from academy_cli.mail.templates.catalog import EVENTS, samples
from academy_cli.mail.templates.rendering import rendered
from academy_cli.mail.templates.shelf import Shelf

MONEY = ("payment-link", "receipt", "refund")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", MONEY)
def test_each_is_shipped_and_names_the_order_and_the_amount(name: str, language: str) -> None:
    values = {**samples(name), "order": "O-2026-000042"}

    made = rendered(Shelf().find(name, language), values)

    assert made.language == language
    assert "€49.00" in made.text
    assert "O-2026-000042" in made.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_link_to_pay_by_leads_where_it_is_paid(language: str) -> None:
    values = samples("payment-link")

    made = rendered(Shelf().find("payment-link", language), values)

    assert str(values["link"]) in made.text
    assert f'href="{values["link"]}"' in made.html
    assert "2026-12-06T" not in made.text


def test_a_letter_without_its_link_is_not_made() -> None:
    told = EVENTS["payment-link"].variables

    assert [name for name, one in told.items() if one.is_needed] == ["link"]


@pytest.mark.parametrize(("language", "said"), [("en", "still to be paid"), ("fr", "Il reste")])
def test_the_receipt_of_a_part_says_what_is_left(language: str, said: str) -> None:
    values = samples("receipt")
    found = Shelf().find("receipt", language)

    part, whole = (rendered(found, {**values, "left": left}).text for left in ("€30.00", ""))

    assert said in part
    assert "€30.00" in part
    assert said not in whole


@pytest.mark.parametrize(
    ("language", "by_bank", "by_hand", "access"),
    [("en", "ten days", "ourselves", "has ended"), ("fr", "dix jours", "nous-mêmes", "a pris fin")],
)
def test_a_refund_says_how_it_goes_and_which_access_ended(
    language: str, by_bank: str, by_hand: str, access: str
) -> None:
    found, values = Shelf().find("refund", language), samples("refund")

    sent = rendered(found, {**values, "ended": ()}).text
    cash = rendered(found, {**values, "sent": "", "by_hand": "€49.00"}).text

    assert [said in sent for said in (by_bank, by_hand, access)] == [True, False, False]
    assert [said in cash for said in (by_bank, by_hand, access)] == [False, True, True]
