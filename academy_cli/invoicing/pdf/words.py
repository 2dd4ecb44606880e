"""What stands on a document in each language.

One table: a language that lacks a word does not compile. German says Rechnungskorrektur, for in its tax law a
Gutschrift is written by the buyer. Refuses Babel, whose next release could word a date otherwise and so
change the bytes of a document that was issued before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

LANGUAGES = ("en", "fr", "de", "ar")


class Words(NamedTuple):
    """The words of one language; ``{…}`` are filled in."""

    months: str
    date: str
    invoice: str
    credit_note: str
    issued: str
    supplied: str
    paid: str
    order: str
    buyer: str
    tax_number: str
    description: str
    rate: str
    net: str
    tax: str
    amount: str
    net_total: str
    tax_of: str
    tax_total: str
    total: str
    total_credited: str
    paid_by: str
    paid_part: str
    corrects: str
    takes_back: str
    reason: str
    reverse_charge: str
    exempt: str
    page: str
    in_words: str
    credit_in_words: str
    """What Algerian law wants said, in French."""
    methods: Mapping[str, str]


_EN = Words(
    months="January February March April May June July August September October November December",
    date="{day} {month} {year}",
    invoice="Invoice",
    credit_note="Credit note",
    issued="Issued",
    supplied="Supplied",
    paid="Paid",
    order="Order",
    buyer="Billed to",
    tax_number="Tax number: {number}",
    description="Description",
    rate="VAT",
    net="Net",
    tax="VAT amount",
    amount="Amount",
    net_total="Net total",
    tax_of="VAT {rate} on {net}",
    tax_total="VAT",
    total="Total",
    total_credited="Total credited",
    paid_by="Paid on {date} by {method}. Nothing is left to pay.",
    paid_part="Paid on {date} by {method}. This is a part payment of the order.",
    corrects="This credit note corrects invoice {reference} of {date}.",
    takes_back="This invoice takes back credit note {reference} of {date}: the refund did not arrive.",
    reason="Reason: {reason}",
    reverse_charge="Reverse charge: VAT is to be paid by the recipient.",
    exempt="Exempt from VAT.",
    page="Page {page} of {pages}",
    in_words="",
    credit_in_words="",
    methods={
        "card": "card",
        "cash": "cash",
        "transfer": "bank transfer",
        "outside": "payment",
        "": "payment",
    },
)
_FR = Words(
    months="janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    date="{day} {month} {year}",
    invoice="Facture",
    credit_note="Avoir",
    issued="Date d’émission",
    supplied="Date de prestation",
    paid="Payée le",
    order="Commande",
    buyer="Facturé à",
    tax_number="Nº fiscal : {number}",
    description="Désignation",
    rate="TVA",
    net="HT",
    tax="Montant TVA",
    amount="TTC",
    net_total="Total HT",
    tax_of="TVA {rate} sur {net}",
    tax_total="TVA",
    total="Total TTC",
    total_credited="Total de l’avoir TTC",
    paid_by="Payée le {date} par {method}. Il ne reste rien à payer.",
    paid_part="Payée le {date} par {method}. Il s’agit d’un paiement partiel de la commande.",
    corrects="Cet avoir rectifie la facture {reference} du {date}.",
    takes_back="Cette facture annule l’avoir {reference} du {date} : le remboursement n’est pas arrivé.",
    reason="Motif : {reason}",
    reverse_charge="Autoliquidation : TVA due par le preneur.",
    exempt="Exonéré de TVA.",
    page="Page {page} sur {pages}",
    in_words="Arrêtée la présente facture à la somme de : {words}.",
    credit_in_words="Arrêté le présent avoir à la somme de : {words}.",
    methods={
        "card": "carte",
        "cash": "espèces",
        "transfer": "virement",
        "outside": "paiement",
        "": "paiement",
    },
)
_DE = Words(
    months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    date="{day}. {month} {year}",
    invoice="Rechnung",
    credit_note="Rechnungskorrektur",
    issued="Ausstellungsdatum",
    supplied="Leistungsdatum",
    paid="Bezahlt am",
    order="Bestellung",
    buyer="Rechnung an",
    tax_number="Steuernummer: {number}",
    description="Bezeichnung",
    rate="MwSt.",
    net="Netto",
    tax="MwSt.-Betrag",
    amount="Betrag",
    net_total="Summe netto",
    tax_of="MwSt. {rate} auf {net}",
    tax_total="MwSt.",
    total="Gesamtbetrag",
    total_credited="Korrekturbetrag",
    paid_by="Bezahlt am {date} per {method}. Es ist nichts mehr zu zahlen.",
    paid_part="Bezahlt am {date} per {method}. Dies ist eine Teilzahlung der Bestellung.",
    corrects="Dieses Dokument berichtigt die Rechnung {reference} vom {date}.",
    takes_back="Diese Rechnung nimmt die Rechnungskorrektur {reference} vom {date} zurück: "
    "Die Rückzahlung ist nicht angekommen.",
    reason="Grund: {reason}",
    reverse_charge="Steuerschuldnerschaft des Leistungsempfängers (Reverse Charge).",
    exempt="Steuerfreie Leistung.",
    page="Seite {page} von {pages}",
    in_words="",
    credit_in_words="",
    methods={
        "card": "Karte",
        "cash": "Barzahlung",
        "transfer": "Überweisung",
        "outside": "Zahlung",
        "": "Zahlung",
    },
)
_AR = Words(
    months="يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    date="{day} {month} {year}",
    invoice="فاتورة",
    credit_note="إشعار دائن",
    issued="تاريخ الإصدار",
    supplied="تاريخ التوريد",
    paid="تاريخ الدفع",
    order="الطلب",
    buyer="فاتورة إلى",
    tax_number="الرقم الضريبي: {number}",
    description="الوصف",
    rate="الضريبة",
    net="الصافي",
    tax="مبلغ الضريبة",
    amount="المبلغ",
    net_total="المجموع الصافي",
    tax_of="ضريبة القيمة المضافة {rate} على {net}",
    tax_total="ضريبة القيمة المضافة",
    total="الإجمالي",
    total_credited="إجمالي المبلغ المُعاد",
    paid_by="تم الدفع بتاريخ {date} ({method}). لم يتبق أي مبلغ للدفع.",
    paid_part="تم الدفع بتاريخ {date} ({method}). هذه دفعة جزئية من قيمة الطلب.",
    corrects="يصحح هذا الإشعار الفاتورة {reference} بتاريخ {date}.",
    takes_back="تلغي هذه الفاتورة الإشعار الدائن {reference} بتاريخ {date}: لم يصل المبلغ المُعاد.",
    reason="السبب: {reason}",
    reverse_charge="احتساب عكسي: يدفع المستلم ضريبة القيمة المضافة.",
    exempt="معفى من ضريبة القيمة المضافة.",
    page="صفحة {page} من {pages}",
    in_words="",
    credit_in_words="",
    methods={
        "card": "بطاقة",
        "cash": "نقدًا",
        "transfer": "تحويل بنكي",
        "outside": "دفع",
        "": "دفع",
    },
)
_TABLE: Mapping[str, Words] = {"en": _EN, "fr": _FR, "de": _DE, "ar": _AR}


def language_of(tag: str) -> str:
    """The language of the table that is nearest to a tag (BCP 47): ``fr`` for ``fr-CA``, else ``en``."""
    first = tag.lower().replace("_", "-").partition("-")[0]
    return first if first in _TABLE else "en"


def words_of(tag: str) -> Words:
    """The words of the language that is nearest to a tag."""
    return _TABLE[language_of(tag)]


def day(moment: str, words: Words) -> str:
    """The day of a moment (ISO 8601, UTC) as people write it; the first of a month is ``1er`` in French."""
    year, month, number = moment[:10].split("-")
    first = "1er" if words is _FR and number == "01" else str(int(number))
    name = words.months.split()[int(month) - 1]
    return words.date.format(day=first, month=name, year=year)


def method(name: str, words: Words) -> str:
    """A way to pay in words; what the provider calls it, where nothing is known of it."""
    return words.methods.get(name, name)


def percent(basis_points: int, tag: str) -> str:
    """A rate: ``8.1%``, ``8,1 %``."""
    whole, rest = divmod(basis_points, 100)
    decimals = f"{rest:02d}".rstrip("0")
    if language_of(tag) in {"fr", "de"}:
        return f"{whole}{',' * bool(decimals)}{decimals}\N{NO-BREAK SPACE}%"
    return f"{whole}{'.' * bool(decimals)}{decimals}%"
