"""Who issues, and which tax is in a price, as settings say; what they cannot say is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from academy_cli.config.errors import WrongTypeError
from academy_cli.config.invoices import InvoicesSettings, basis_points
from academy_cli.config.load import load
from academy_cli.invoicing.document import EXEMPT, REVERSE_CHARGE, STANDARD, Identifier
from academy_cli.invoicing.issuer import issuer_of, language_for, mention_for, tax_for

SAID = InvoicesSettings(country="CH", tax_rate="8.1", tax_rates="FR 20; DE 19")


def test_the_seller_is_who_the_settings_say() -> None:
    said = replace(SAID, address="12 rue du Lac; 1003 Lausanne", ids="UID: CHE-1 MWST; RC: 16/00")

    issuer = issuer_of(said, "Lakeside")

    assert issuer.seller.name == "Lakeside"
    assert issuer.seller.address == ("12 rue du Lac", "1003 Lausanne")
    assert issuer.seller.ids == (Identifier("UID", "CHE-1 MWST"), Identifier("RC", "16/00"))
    assert issuer_of(replace(said, name="Lac SA", series="F"), "x").invoices == "F"
    assert issuer_of(replace(said, name="Lac SA"), "x").seller.name == "Lac SA"


@pytest.mark.parametrize(
    ("written", "points"), [("8.1", 810), ("8,1 %", 810), ("0", 0), ("100", 10_000), ("5.25%", 525)]
)
def test_a_percentage_is_read_exactly(written: str, points: int) -> None:
    assert basis_points(written) == points


def test_a_country_can_have_a_rate_of_its_own() -> None:
    assert tax_for(SAID, "FR", has_tax_number=False) == (2000, STANDARD)
    assert tax_for(SAID, "de", has_tax_number=True) == (1900, STANDARD)
    assert tax_for(SAID, "CH", has_tax_number=False) == (810, STANDARD)
    assert tax_for(SAID, "", has_tax_number=True) == (810, STANDARD)


def test_reverse_charge_is_for_buyers_abroad_with_a_tax_number() -> None:
    said = replace(SAID, reverse_charge=True)

    assert tax_for(said, "FR", has_tax_number=True) == (0, REVERSE_CHARGE)
    assert tax_for(said, "FR", has_tax_number=False) == (2000, STANDARD)
    assert tax_for(said, "CH", has_tax_number=True) == (810, STANDARD)


def test_no_tax_is_called_exempt_where_it_is_said_why() -> None:
    said = InvoicesSettings(exempt_text="TVA non applicable, art. 293 B du CGI")

    assert tax_for(InvoicesSettings(), "FR", has_tax_number=False) == (0, STANDARD)
    assert tax_for(said, "FR", has_tax_number=False) == (0, EXEMPT)
    assert mention_for(said, EXEMPT) == "TVA non applicable, art. 293 B du CGI"
    assert mention_for(said, STANDARD) == ""


def test_documents_are_in_the_readers_language_if_it_is_one_of_theirs() -> None:
    assert language_for(SAID, "fr-CA") == "fr"
    assert language_for(SAID, "pt") == "en"
    assert language_for(replace(SAID, languages="de fr"), None) == "de"


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("country", "Suisse", "a country's code of ISO 3166-1, such as CH"),
        ("country", "UK", "a country's code of ISO 3166-1, such as CH"),
        ("tax_rates", "UK 20", "countries with a percentage each, such as FR 20; DE 19"),
        ("tax_rate", "lots", "a percentage from 0 to 100, such as 8.1"),
        ("tax_rate", "100.01", "a percentage from 0 to 100, such as 8.1"),
        ("tax_rates", "FR 20; FR 19", "countries with a percentage each, such as FR 20; DE 19"),
        ("ids", "CHE-1", "labels with values, such as UID: CHE-123.456.789 MWST; RC: 12"),
        ("series", "inv 1", "up to 12 capitals and digits, a capital first, as INV"),
        ("iban", "CH94 0076 2011 6238 5295 7", "an IBAN, such as CH93 0076 2011 6238 5295 7"),
        ("iban", "é", "an IBAN, such as CH93 0076 2011 6238 5295 7"),
        ("languages", "en es", "some of en, fr, de and ar"),
        ("languages", " ", "some of en, fr, de and ar"),
    ],
)
def test_a_setting_that_cannot_be_is_refused(
    tmp_path: Path, name: str, value: str, wanted: str
) -> None:
    with pytest.raises(WrongTypeError) as refused:
        load(tmp_path, {}, {f"invoices_{name}": value})

    assert f"“invoices.{name}” must be {wanted}, not “{value}”" in str(refused.value)


def test_an_iban_may_have_spaces(tmp_path: Path) -> None:
    said = load(tmp_path, {}, {"invoices_iban": "CH93 0076 2011 6238 5295 7"})

    assert said.invoices.iban == "CH93 0076 2011 6238 5295 7"
