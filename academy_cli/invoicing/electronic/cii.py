"""A document as XML of EN 16931, in the syntax of Cross Industry Invoice (UN/CEFACT D22B).

Knows which of its terms each part of a document is; refuses PDFs. Written by drafthorse, checked against its
schema as it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from academy_cli.invoicing.document import EXEMPT, REVERSE_CHARGE, Document, Group, Line, Seller
from academy_cli.invoicing.electronic.extra import wanted
from academy_cli.invoicing.errors import NotElectronicError
from academy_cli.invoicing.pdf.words import words_of
from academy_cli.kit.money import decimals
from academy_cli.kit.saying import say

STANDARD_NAME = "Factur-X"
GUIDELINE = "urn:cen.eu:en16931:2017"
INVOICE_CODE, CREDIT_CODE = "380", "381"
_EACH, _TAX, _BY_EMAIL = "C62", "VAT", "EM"
_MEANS = {"card": "48", "cash": "10"}
"""UNTDID 4461; 1 is a means that is not said, as of transfers, whose account the document does not have."""
_REVERSE_CHARGE_CODE = "VATEX-EU-AE"
_TAX_LABEL = re.compile(r"\b(?:VAT|TVA|MWST|UST|IVA|BTW|UID|IDE)\b|UST-?ID", re.IGNORECASE)
_NOT_OF_A_NUMBER = re.compile(r"[^A-Z0-9]|(?:MWST|TVA|IVA)$")


def xml(document: Document) -> bytes:
    """The document as XML. Raises MissingExtraError and NotElectronicError."""
    with wanted():
        from drafthorse.models.document import Document as Cii

    _require(document)
    made = Cii()
    made.context.guideline_parameter.id = GUIDELINE
    made.header.id = document.reference
    made.header.type_code = CREDIT_CODE if document.is_credit else INVOICE_CODE
    made.header.issue_date_time = _moment(document.issued_at)
    for text in _notes(document):
        made.header.notes.add(_note(text))
    _seller(made.trade.agreement.seller, document.seller)
    _buyer(made.trade.agreement.buyer, document)
    made.trade.agreement.buyer_order.issuer_assigned_id = document.order
    for number, line in enumerate(document.lines, 1):
        made.trade.items.add(_item(document, line, number))
    made.trade.delivery.event.occurrence = _moment(document.supplied_at)
    _settle(made.trade.settlement, document)
    written: bytes = made.serialize(schema="FACTUR-X_EN16931")
    return written


def _require(document: Document) -> None:
    """Insist on what the standard wants and academy may not know. Raises NotElectronicError."""
    places = decimals(document.currency)
    lacks = {
        say(
            "it has amounts of two decimals, and {} has {}", document.currency.upper(), places
        ): places > 2,
        say("the seller has no country"): not document.seller.country,
        say("the seller has no tax number among invoices.ids"): not _tax_number(document.seller),
        say("the buyer has no country"): not document.buyer.country,
        say("the buyer has no tax number, which reverse charge takes"): (
            document.treatment == REVERSE_CHARGE and not document.buyer.tax_number
        ),
    }
    for why, is_so in lacks.items():
        if is_so:
            raise NotElectronicError(document.reference, STANDARD_NAME, why)


def _seller(party: Any, seller: Seller) -> None:
    from drafthorse.models.party import TaxRegistration

    party.name = seller.name
    _address(party.address, seller.address, seller.country)
    party.tax_registrations.add(TaxRegistration(id=("VA", _tax_number(seller))))


def _buyer(party: Any, document: Document) -> None:
    from drafthorse.models.party import TaxRegistration

    buyer = document.buyer
    party.name = buyer.name or buyer.email
    _address(party.address, buyer.address, buyer.country)
    if buyer.tax_number:
        number = _plain(buyer.tax_number)
        is_prefixed = number[:2].isalpha()
        told = number if is_prefixed else f"{buyer.country}{number}"
        party.tax_registrations.add(TaxRegistration(id=("VA", told)))
    party.electronic_address.uri_ID = (_BY_EMAIL, buyer.email)


def _address(address: Any, lines: tuple[str, ...], country: str) -> None:
    for name, line in zip(("line_one", "line_two", "line_three"), _three(lines), strict=False):
        setattr(address, name, line)
    address.country_id = country


def _three(lines: tuple[str, ...]) -> tuple[str, ...]:
    return lines if len(lines) <= 3 else (*lines[:2], ", ".join(lines[2:]))


def _tax_number(seller: Seller) -> str:
    """The seller's tax number as the standard wants it: the country's code first (BR-CO-9)."""
    found = [one.value for one in seller.ids if _TAX_LABEL.search(f"{one.label} {one.value}")]
    plain = [_plain(value) for value in found]
    local = (one for one in plain if one.startswith(seller.country))
    return next(local, plain[0] if plain and plain[0][:2].isalpha() else "")


def _plain(number: str) -> str:
    return _NOT_OF_A_NUMBER.sub("", number.upper().replace(" ", ""))


def _item(document: Document, line: Line, number: int) -> Any:
    from drafthorse.models.tradelines import LineItem

    item = LineItem()
    item.document.line_id = str(number)
    item.product.name = line.description
    item.agreement.net.amount = _amount(document, line.net)
    item.delivery.billed_quantity = (Decimal(1), _EACH)
    item.settlement.trade_tax.type_code = _TAX
    item.settlement.trade_tax.category_code = _category(document, line.basis_points)
    item.settlement.trade_tax.rate_applicable_percent = _percent(line.basis_points)
    item.settlement.monetary_summation.total_amount = _amount(document, line.net)
    return item


def _settle(settlement: Any, document: Document) -> None:
    from drafthorse.models.payment import PaymentMeans

    settlement.currency_code = document.currency.upper()
    settlement.payment_means.add(PaymentMeans(type_code=_MEANS.get(document.method, "1")))
    for group in document.groups:
        settlement.trade_tax.add(_tax(document, group))
    sums, code = settlement.monetary_summation, document.currency.upper()
    is_paid = document.paid_at is not None
    gross = _amount(document, document.gross)
    sums.line_total = _amount(document, document.net)
    sums.tax_basis_total = (_amount(document, document.net), code)
    sums.tax_total = (_amount(document, document.tax), code)
    sums.grand_total = (gross, code)
    sums.prepaid_total = gross if is_paid else Decimal(0)
    sums.due_amount = Decimal(0) if is_paid else gross
    if not is_paid:
        _terms(settlement, document)
    if before := document.corrects:
        settlement.invoice_referenced_document.issuer_assigned_id = before.reference
        settlement.invoice_referenced_document.issue_date_time = _moment(before.issued_at)


def _terms(settlement: Any, document: Document) -> None:
    """What is due has to say when or how (BR-CO-25): by the words that the document has."""
    from drafthorse.models.payment import PaymentTerms

    told = " ".join(_notes(document)) or document.reference
    settlement.terms.add(PaymentTerms(description=told))


def _tax(document: Document, group: Group) -> Any:
    from drafthorse.models.accounting import ApplicableTradeTax

    tax = ApplicableTradeTax()
    tax.calculated_amount = _amount(document, group.tax)
    tax.type_code = _TAX
    tax.basis_amount = _amount(document, group.net)
    category = tax.category_code = _category(document, group.basis_points)
    tax.rate_applicable_percent = _percent(group.basis_points)
    words = words_of(document.language)
    if category == "AE":
        tax.exemption_reason = document.mention or words.reverse_charge
        tax.exemption_reason_code = _REVERSE_CHARGE_CODE
    elif category == "E":
        tax.exemption_reason = document.mention or words.exempt
    return tax


def _category(document: Document, basis_points: int) -> str:
    """The category of tax (UNCL 5305): standard, reverse charge, exempt, or a rate of zero."""
    if basis_points:
        return "S"
    return {REVERSE_CHARGE: "AE", EXEMPT: "E"}.get(document.treatment, "Z")


def _notes(document: Document) -> Iterator[str]:
    words = words_of(document.language)
    if before := document.corrects:
        said = words.corrects if document.is_credit else words.takes_back
        yield said.format(reference=before.reference, date=before.issued_at[:10])
    if document.reason:
        yield document.reason
    if document.seller.note:
        yield document.seller.note


def _note(text: str) -> Any:
    from drafthorse.models.note import IncludedNote

    note = IncludedNote()
    note.content = text
    return note


def _amount(document: Document, amount: int) -> Decimal:
    return Decimal(amount).scaleb(-decimals(document.currency))


def _percent(basis_points: int) -> Decimal:
    return Decimal(basis_points).scaleb(-2)


def _moment(told: str) -> datetime:
    return datetime.fromisoformat(told).astimezone(UTC)
