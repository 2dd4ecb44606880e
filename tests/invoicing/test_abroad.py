"""Documents say countries by their names, keep those names, and say the code where they have none."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from academy_cli.invoicing.abroad import called
from academy_cli.invoicing.document import Buyer, Document, Seller, body, read
from academy_cli.invoicing.issuing import Issuer, SaleLine
from academy_cli.invoicing.pdf.drawing import drawn
from academy_cli.invoicing.plaintext import plain
from academy_cli.kit.countries import KOSOVO, is_country
from tests.invoicing.samples import LANGUAGES, credit_note, invoice
from tests.invoicing.test_pdf import text

NAMED = {
    "en": ("GB", "United Kingdom", "Switzerland"),
    "fr": ("CH", "Suisse", "France"),
    "de": ("CH", "Schweiz", "Deutschland"),
    "ar": ("TN", "تونس", "الجزائر"),
}


def codes() -> list[str]:
    """The codes of all countries."""
    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    lines = [line for line in table.splitlines() if not line.startswith("#")]
    return [*(line.partition("\t")[0] for line in lines), KOSOVO]


def abroad(language: str) -> Document:
    """An invoice whose buyer is in another country than the seller."""
    return invoice(language, buyer=Buyer("Ann Lee", "ann@x.org", (), NAMED[language][0]))


def before(document: Document) -> Document:
    """The same as it was issued before documents had names of countries."""
    seller = replace(document.seller, country_name="")
    return replace(document, seller=seller, buyer=replace(document.buyer, country_name=""))


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_countries_are_named_in_the_documents_language(language: str) -> None:
    code, buyers, sellers = NAMED[language]
    document = abroad(language)

    found, as_text = text(document).splitlines(), plain(document).splitlines()

    assert {buyers, sellers} <= {*found}
    assert {buyers, sellers} <= {*as_text}
    assert code not in [*found, *as_text]
    assert document.buyer.country == code


def test_at_home_the_sellers_country_is_not_said() -> None:
    document = invoice("fr")

    assert (document.seller.country_name, document.buyer.country_name) == ("", "France")
    assert text(document).splitlines().count("France") == 1


@pytest.mark.parametrize("line", ["Switzerland", " SWITZERLAND"])
def test_a_country_that_stands_in_the_sellers_address_is_not_said_twice(line: str) -> None:
    from academy_cli.invoicing.drafting import selling
    from tests.invoicing.sales import AT, sale

    seller = Seller("Lakeside Academy", ("1003 Lausanne", line), "CH")

    assert selling(sale(1), Issuer(seller), AT).seller.country_name == ""


def test_where_nobody_knows_the_buyers_country_none_is_said() -> None:
    document = invoice("en", buyer=Buyer("Ann Lee", "ann@x.org"))

    assert (document.seller.country_name, document.buyer.country_name) == ("", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_of_before_keeps_its_text_and_says_the_code(language: str) -> None:
    old = before(abroad(language))

    written = body(old)

    assert "country_name" not in written
    assert body(read(written)) == written
    assert NAMED[language][0] in text(read(written)).splitlines()
    assert drawn(read(written)) != drawn(abroad(language))


def test_a_document_keeps_the_name_that_it_was_issued_with() -> None:
    document = abroad("en")
    issued = replace(document, buyer=replace(document.buyer, country_name="Albion"))

    again = read(body(issued))

    assert again == issued
    assert "Albion" in text(again).splitlines()
    assert "United Kingdom" not in text(again)


def test_a_credit_note_says_countries_as_its_invoice_does() -> None:
    note = credit_note("de")

    assert (note.buyer.country_name, note.seller.country_name) == ("Schweiz", "Deutschland")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_has_a_name_that_can_be_drawn(language: str) -> None:
    every = codes()
    assert len(every) > 240
    assert all(map(is_country, every))
    names = [called(code, language) for code in every]

    drawn(invoice(language, lines=tuple(SaleLine(name, 100) for name in names)))

    assert all(names)
    assert len({*names}) == len(names)
    assert not {*names} & {*every}


def test_a_code_that_is_none_has_no_name() -> None:
    assert called("ZY", "en") == ""
