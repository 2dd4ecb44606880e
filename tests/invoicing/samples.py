"""Documents to draw, in each language, that nobody issued.

Knows sellers, buyers and courses; refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from academy_cli.invoicing.document import CREDIT_NOTE, INVOICE, Buyer, Document, Identifier, Seller
from academy_cli.invoicing.drafting import correcting, selling
from academy_cli.invoicing.issuing import Correction, Credit, Issuer, SaleLine
from tests.invoicing.sales import AT, ISSUER, sale

FRENCH = Seller(
    "Académie du Lac SARL",
    ("8 rue de la République", "74000 Annecy"),
    "FR",
    (Identifier("N° TVA", "FR40303265045"), Identifier("SIREN", "303 265 045")),
    "Merci pour votre confiance.",
)
GERMAN = Seller(
    "Seeakademie GmbH & Co. KG",
    ("Uferstraße 7", "88131 Lindau"),
    "DE",
    (Identifier("USt-IdNr.", "DE123456789"), Identifier("HRB", "Kempten 12345")),
)
ARABIC = Seller(
    "أكاديمية البحيرة",
    ("12 شارع البحيرة", "الجزائر العاصمة"),
    "DZ",
    (Identifier("RC", "16/00-1234567B21"), Identifier("NIF", "000116123456789")),
)
BUYERS: Mapping[str, Buyer] = {
    "en": Buyer("Ann Lee", "ann@x.org", ("1 High Street", "London N1"), "GB"),
    "fr": Buyer("Zoé Œuvrard", "zoe@x.org", ("3 allée des Fêtes", "69001 Lyon"), "FR"),
    "de": Buyer(
        "Muster AG", "m@x.org", ("Marktgasse 28", "9400 Rorschach"), "CH", "CHE-987.654.321"
    ),
    "ar": Buyer("آن لي (Ann Lee)", "ann@x.org", ("١٢ شارع الحرية", "الجزائر 16000"), "DZ"),
}
LINES: Mapping[str, tuple[SaleLine, ...]] = {
    "en": (SaleLine("Python basics", 4900, 810), SaleLine("Printed workbook", 2500, 260)),
    "fr": (SaleLine("Les bases de Python", 123450, 2000),),
    "de": (SaleLine("Python-Grundlagen für Einsteiger", 4900, 0),),
    "ar": (SaleLine("أساسيات لغة Python (المستوى 1)", 490050, 1900),),
}
CURRENCIES = {"en": "chf", "fr": "eur", "de": "eur", "ar": "dzd"}
SELLERS = {"en": ISSUER.seller, "fr": FRENCH, "de": GERMAN, "ar": ARABIC}
LANGUAGES = tuple(SELLERS)


def invoice(language: str = "en", **values: Any) -> Document:
    """An invoice; ``values`` replace what is in its sale."""
    usual = {"lines": LINES[language], "buyer": BUYERS[language], "currency": CURRENCIES[language]}
    usual |= {"tax_treatment": "reverse_charge"} if language == "de" else {}
    wanted = sale(1, language=language, **{**usual, **values})
    return _numbered(selling(wanted, Issuer(SELLERS[language]), AT))


def credit_note(language: str = "en", **values: Any) -> Document:
    """A credit note over the first line of an invoice."""
    before = invoice(language, **values)
    why = Credit("refund:R-2026-000001", before.about, 1, reason="The learner asked")
    return _numbered(correcting(before, before.lines[:1], (CREDIT_NOTE, "CN"), why, AT))


def correction(language: str = "en") -> Document:
    """What takes a credit note back."""
    before = credit_note(language)
    why = Correction("refund-failed:R-2026-000001", before.about)
    return _numbered(correcting(before, before.lines, (INVOICE, "INV"), why, AT))


def _numbered(document: Document) -> Document:
    name = f"{document.series}-{document.year}-000123"
    return replace(document, number=123, reference=name)
