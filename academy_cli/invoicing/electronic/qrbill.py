"""A document with a Swiss QR-bill below it (Swiss Implementation Guidelines QR-bill 2.3).

Knows what of a document it takes; what its code holds is qrbill's to say and to check. Refuses currencies and
accounts that the guidelines do, and what nobody has to pay: a slip asks for money.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from academy_cli.invoicing.document import Document
from academy_cli.invoicing.electronic.extra import wanted
from academy_cli.invoicing.errors import NotElectronicError, NothingToBillError
from academy_cli.invoicing.pdf.payment_part import Slip, with_slip
from academy_cli.invoicing.pdf.words import language_of
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say

STANDARD_NAME = say("a QR-bill")
CURRENCIES = ("chf", "eur")
LONGEST_NAME = 70


def with_qr_bill(document: Document, iban: str) -> bytes:
    """The PDF of a document, and a page with its payment part.

    Raises MissingExtraError, NothingToBillError, NotElectronicError and MissingGlyphError.
    """
    _require(document, iban)
    bill = _bill(document, iban)
    with wanted():
        import segno

    code = segno.make(bill.qr_data(), error="m", mode="byte", encoding="utf-8", boost_error=False)
    rows = tuple(tuple(bool(cell) for cell in row) for row in code.matrix)
    payee, payer = (
        _lines(document.seller.name, document.seller),
        _lines(_payer(document), document.buyer),
    )
    language = language_of(document.language)
    money = Money(document.gross, document.currency)
    account = " ".join(bill.account[at : at + 4] for at in range(0, len(bill.account), 4))
    slip = Slip(rows, money, account, payee, payer, document.reference, language)
    return with_slip(document, slip)


def payload(document: Document, iban: str) -> str:
    """What the code of a QR-bill holds. Raises what ``with_qr_bill`` does of it."""
    _require(document, iban)
    told: str = _bill(document, iban).qr_data()
    return told


def _require(document: Document, iban: str) -> None:
    if document.is_credit:
        raise NothingToBillError(document.reference, say("it is a credit note, which nobody pays"))
    if document.paid_at is not None:
        why = say(
            "it was paid on {}, and a payment slip would ask for it again", document.paid_at[:10]
        )
        raise NothingToBillError(document.reference, why)
    seller, buyer = document.seller, document.buyer
    lacks = {
        say("it is in {}, not in CHF or EUR", document.currency.upper()): (
            document.currency not in CURRENCIES
        ),
        say("there is no account under invoices.iban"): not iban,
        say("the seller's address has no town, in its last line"): len(seller.address) < 2,
        say("the seller has no country"): not seller.country,
        say("the buyer's address is not whole"): len(buyer.address) < 2 or not buyer.country,
    }
    for why, is_so in lacks.items():
        if is_so:
            raise NotElectronicError(document.reference, STANDARD_NAME, why)


def _bill(document: Document, iban: str) -> Any:
    with wanted():
        from qrbill import QRBill

    try:
        return QRBill(
            account=iban,
            creditor=_party(document.seller.name, document.seller),
            debtor=_party(_payer(document), document.buyer),
            amount=f"{Decimal(document.gross).scaleb(-2):.2f}",
            currency=document.currency.upper(),
            additional_information=document.reference,
            language=language_of(document.language)
            if document.language[:2] in {"de", "fr"}
            else "en",
        )
    except ValueError as error:
        why = str(error).rstrip(".")
        raise NotElectronicError(
            document.reference, STANDARD_NAME, say("qrbill says “{}”", why)
        ) from error


def _payer(document: Document) -> str:
    return document.buyer.name or document.buyer.email


def _party(name: str, one: Any) -> dict[str, str]:
    """A structured address: what its last line begins with is the postal code."""
    code, _, town = one.address[-1].partition(" ")
    is_code = any(letter.isdigit() for letter in code) and town
    return {
        "name": name[:LONGEST_NAME],
        "street": one.address[0][:LONGEST_NAME],
        "pcode": code if is_code else "-",
        "city": town if is_code else one.address[-1],
        "country": one.country,
    }


def _lines(name: str, one: Any) -> tuple[str, ...]:
    told = _party(name, one)
    code = "" if told["pcode"] == "-" else f"{told['pcode']} "
    return (told["name"], told["street"], f"{code}{told['city']}")
