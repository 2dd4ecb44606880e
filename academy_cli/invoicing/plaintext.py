"""A document as plain text: all that its PDF says, in whatever letters, for where none can be drawn.

A pure function of what the document says. Knows the words of documents; refuses to lay anything out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from academy_cli.invoicing.document import Document
from academy_cli.invoicing.pdf.closing import notes
from academy_cli.invoicing.pdf.words import Words, day, language_of, percent, words_of
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import printed
from academy_cli.kit.oneline import NEVER

WHY: Mapping[str, str] = {
    "en": "This document has letters that its PDF cannot show, so it comes as text.",
    "fr": "Ce document a des lettres que son PDF ne peut pas montrer ; il vient donc en texte.",
    "de": "Dieses Dokument hat Zeichen, die sein PDF nicht zeigen kann; darum kommt es als Text.",
    "ar": "في هذه الوثيقة حروف لا يستطيع ملف PDF عرضها، ولذلك تأتي نصًّا.",
}


def plain(document: Document) -> str:
    """The text of a document, with why it is none of PDF, in the document's language."""
    words = words_of(document.language)
    blocks = (
        [WHY[language_of(document.language)]],
        _head(document, words),
        _buyer(document, words),
        _lines(document, words),
        _sums(document, words),
        notes(document, words),
    )
    said = ("\n".join(NEVER.sub(" ", line) for line in block) for block in blocks)
    return "\n\n".join(block for block in said if block) + "\n"


def _head(document: Document, words: Words) -> Iterator[str]:
    seller = document.seller
    yield seller.name
    yield from seller.address
    if seller.country_name:
        yield seller.country_name
    yield from (f"{one.label} {one.value}" for one in seller.ids)
    yield ""
    called = words.credit_note if document.is_credit else words.invoice
    yield f"{called} {document.reference}"
    yield f"{words.issued}: {day(document.issued_at, words)}"
    yield f"{words.supplied}: {day(document.supplied_at, words)}"
    yield f"{words.order}: {document.order}"


def _buyer(document: Document, words: Words) -> Iterator[str]:
    buyer = document.buyer
    yield f"{words.buyer}:"
    yield from filter(None, (buyer.name, *buyer.address, buyer.country_said, buyer.email))
    if buyer.tax_number:
        yield words.tax_number.format(number=buyer.tax_number)


def _lines(document: Document, words: Words) -> Iterator[str]:
    for line in document.lines:
        yield f"{line.number}. {line.description}: {_said(document, line.share.gross)}"
        rate = percent(line.basis_points, document.language)
        net, tax = _said(document, line.net), _said(document, line.tax)
        yield f"   {words.net} {net}, {words.rate} {rate} {tax}"


def _sums(document: Document, words: Words) -> Iterator[str]:
    for group in document.groups:
        rate = percent(group.basis_points, document.language)
        called = words.tax_of.format(rate=rate, net=_said(document, group.net))
        yield f"{called}: {_said(document, group.tax)}"
    yield f"{words.net_total}: {_said(document, document.net)}"
    yield f"{words.tax_total}: {_said(document, document.tax)}"
    called = words.total_credited if document.is_credit else words.total
    yield f"{called}: {_said(document, document.gross)}"


def _said(document: Document, amount: int) -> str:
    return printed(Money(amount, document.currency), document.language)
