"""E-invoices hold against schema and schematron, and what no standard can hold is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import facturx
import pikepdf
import pypdfium2
import pytest
import zxingcpp
from saxonche import PySaxonProcessor

from academy_cli.invoicing.document import Buyer, Document
from academy_cli.invoicing.electronic import extra
from academy_cli.invoicing.electronic.cii import xml
from academy_cli.invoicing.electronic.facturx import factur_x
from academy_cli.invoicing.electronic.qrbill import payload, with_qr_bill
from academy_cli.invoicing.errors import MissingExtraError, NotElectronicError, NothingToBillError
from academy_cli.invoicing.issuing import SaleLine
from tests.invoicing.samples import correction, credit_note, invoice

RULES = Path(facturx.__file__).parent / "xsd_and_schematron/facturx-en16931/FACTUR-X_EN16931.xslt"
FAILED = re.compile(r"<svrl:failed-assert.*?<svrl:text>(.*?)</svrl:text>", re.DOTALL)
MANY = tuple(SaleLine(f"Course {at}", 1000 + at, (810, 260, 0)[at % 3]) for at in range(40))
EXEMPT = {"tax_treatment": "exempt", "lines": (SaleLine("Python", 4900),)}
SWISS = Buyer("Pia Rutschmann", "pia@x.org", ("Marktgasse 28", "9400 Rorschach"), "CH")
IBAN = "CH93 0076 2011 6238 5295 7"

DOCUMENTS = {
    "invoice": invoice(),
    "french": invoice("fr"),
    "reverse charge": invoice("de"),
    "exempt": invoice("fr", **EXEMPT),
    "many lines": invoice(lines=MANY),
    "free": invoice(lines=(SaleLine("Python", 0, 810),)),
    "yen": invoice(currency="jpy"),
    "unpaid": invoice("fr", paid_at=None),
    "credit note": credit_note(),
    "credit note, reverse charge": credit_note("de"),
    "correction": correction("fr"),
}


class Rules:
    """The schematron of EN 16931, compiled."""

    def __init__(self, processor: Any) -> None:
        self._processor = processor
        self._compiled = processor.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(RULES)
        )

    def broken(self, told: bytes) -> list[str]:
        """What of the rules an XML breaks. It has to fire some, or nothing was looked at."""
        node = self._processor.parse_xml(xml_text=told.decode())
        report = self._compiled.transform_to_string(xdm_node=node)
        assert report.count("svrl:fired-rule") > 20
        return [" ".join(text.split()) for text in FAILED.findall(report)]


@pytest.fixture(scope="module")
def rules() -> Iterator[Rules]:
    with PySaxonProcessor(license=False) as processor:
        yield Rules(processor)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_holds_against_schema_and_schematron(rules: Rules, name: str) -> None:
    told = xml(DOCUMENTS[name])

    assert facturx.xml_check_xsd(told, flavor="factur-x", level="en16931")
    assert rules.broken(told) == []


def test_the_rules_find_a_sum_that_is_wrong(rules: Rules) -> None:
    wrong = replace(invoice(), tax=1)

    assert any("BR-CO-14" in one or "BR-CO-15" in one for one in rules.broken(xml(wrong)))


def test_the_pdf_has_the_xml_inside() -> None:
    content = factur_x(invoice())

    name, told = facturx.get_xml_from_pdf(content, check_xsd=True, check_schematron=False)

    assert name == "factur-x.xml"
    assert told == xml(invoice())


def test_the_pdf_has_what_an_archive_wants() -> None:
    with pikepdf.Pdf.open(BytesIO(factur_x(invoice()))) as pdf:
        metadata = pdf.Root.Metadata.read_bytes()
        [intent] = pdf.Root.OutputIntents
        assert pdf.pdf_version >= "1.7"
        assert intent.S == "/GTS_PDFA1"
        assert len(intent.DestOutputProfile.read_bytes()) > 100
        assert [str(one.AFRelationship) for one in pdf.Root.AF] == ["/Data"]
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata
    assert b"2026-11-26T12:30:00+00:00" in metadata


def test_the_pdf_is_the_same_each_time() -> None:
    assert factur_x(credit_note()) == factur_x(credit_note())


@pytest.mark.parametrize(
    ("document", "why"),
    [
        (invoice(currency="kwd"), "two decimals, and KWD has 3"),
        (invoice(buyer=Buyer("Ann", "ann@x.org")), "the buyer has no country"),
        (invoice("ar"), "the seller has no tax number among invoices.ids"),
        (invoice("fr", tax_treatment="reverse_charge"), "tax number, which reverse charge takes"),
    ],
)
def test_what_the_standard_cannot_hold_is_refused(document: Document, why: str) -> None:
    with pytest.raises(NotElectronicError, match=why):
        xml(document)


def test_without_the_libraries_it_is_said_how_to_get_them() -> None:
    with pytest.raises(MissingExtraError) as refused, extra.wanted():
        raise ModuleNotFoundError(name="drafthorse")

    assert "“drafthorse”, which is not installed" in str(refused.value)
    assert "pip install 'academy-cli[einvoice]'" in refused.value.hint


def bill(**values: Any) -> Document:
    return invoice("de", currency="chf", paid_at=None, buyer=SWISS, **values)


def test_a_qr_bill_can_be_scanned() -> None:
    document = swiss()
    content = with_qr_bill(document, IBAN)

    pdf = pypdfium2.PdfDocument(content)
    [found] = zxingcpp.read_barcodes(pdf[1].render(scale=4).to_pil())
    shown = pdf[1].get_textpage().get_text_range()
    pdf.close()

    assert found.text.replace("\r\n", "\n") == payload(document, IBAN).replace("\r\n", "\n")
    assert "Zahlteil" in shown
    assert "CH93 0076 2011 6238 5295 7" in shown


def test_a_qr_bill_says_who_pays_what_to_whom() -> None:
    lines = payload(swiss(), IBAN).splitlines()

    assert lines[:4] == ["SPC", "0200", "1", "CH9300762011623852957"]
    assert lines[4:11] == ["S", "Lakeside Academy", "12 rue du Lac", "", "1003", "Lausanne", "CH"]
    assert lines[18:20] == ["49.00", "CHF"]
    assert lines[20:22] == ["S", "Pia Rutschmann"]
    assert lines[-3:] == ["", "INV-2026-000123", "EPD"]


def test_a_qr_bill_is_the_same_each_time() -> None:
    assert with_qr_bill(swiss(), IBAN) == with_qr_bill(swiss(), IBAN)


@pytest.mark.parametrize(
    ("values", "iban", "why"),
    [
        ({"currency": "usd"}, IBAN, "it is in USD, not in CHF or EUR"),
        ({}, "", "there is no account under invoices.iban"),
        ({"buyer": Buyer("Ann", "ann@x.org")}, IBAN, "the buyer's address is not whole"),
        ({}, "DE89 3704 0044 0532 0130 00", "IBAN must start with: CH, LI"),
    ],
)
def test_what_a_qr_bill_cannot_be_for_is_refused(
    values: dict[str, Any], iban: str, why: str
) -> None:
    with pytest.raises(NotElectronicError, match=why):
        with_qr_bill(replace(swiss(), **values), iban)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (
            {"paid_at": "2026-11-26T12:00:00Z"},
            "it was paid on 2026-11-26, and a payment slip would",
        ),
        ({"kind": "credit_note"}, "it is a credit note, which nobody pays"),
    ],
)
def test_what_nobody_owes_takes_no_slip(values: dict[str, Any], why: str) -> None:
    with pytest.raises(NothingToBillError, match=why):
        with_qr_bill(replace(swiss(), **values), IBAN)


def swiss() -> Document:
    """An invoice that is still to be paid, from one Swiss address to another."""
    document = bill()
    return replace(document, seller=invoice("en").seller)
