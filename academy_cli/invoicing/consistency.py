"""What must hold of a document by itself, and of an invoice with all that corrects it.

Pure: knows sums, rates and what is left; refuses rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from academy_cli.invoicing.amounts import NOTHING, Rated, Share, added, taxed
from academy_cli.invoicing.document import CREDIT_NOTE, Document, Group
from academy_cli.kit.saying import say


def flaws(document: Document) -> Iterator[str]:
    """What is wrong with a document by itself."""
    if document.reference != f"{document.series}-{document.year}-{document.number:06d}":
        yield say("its reference is not that of number {}", document.number)
    if document.year != int(document.issued_at[:4]):
        yield say("it is numbered in {} and was issued at {}", document.year, document.issued_at)
    if document.net + document.tax != document.gross:
        yield say("its net and tax are not its total")
    if added(line.share for line in document.lines) != document.total:
        yield say("its lines do not add up to its total")
    if tuple(_summed(document)) != document.groups:
        yield say("its lines do not add up to the sums of its rates")
    if document.corrects is None and document.is_credit:
        yield say("it credits nothing")
    if document.corrects is None and not _is_taxed_right(document):
        yield say("its tax is not that of its rates")


def flaws_of_credits(
    document: Document, corrections: Sequence[Document], live: Sequence[Document]
) -> Iterator[str]:
    """What is wrong with all that corrects a document, of which ``live`` was not taken back."""
    if document.is_credit:
        yield from _flaws_of_taking_back(document, corrections)
        return
    if any(note.kind != CREDIT_NOTE for note in corrections):
        yield say("an invoice corrects it, as none but a credit note can")
    if any(note.currency != document.currency for note in corrections):
        yield say("it was credited in another currency")
    lines: Counter[int] = Counter()
    groups: dict[int, Share] = {}
    for note in live:
        lines.update({line.number: line.share.gross for line in note.lines})
        for group in note.groups:
            rate = group.basis_points
            groups[rate] = added([groups.get(rate, NOTHING), group.share])
    sold = {line.number: line.share.gross for line in document.lines}
    for number, amount in lines.items():
        if amount > sold.get(number, 0):
            yield say("of its line {}, more was credited than invoiced", number)
    invoiced = {group.basis_points: group.share for group in document.groups}
    for rate, share in groups.items():
        left = invoiced.get(rate, NOTHING) - share
        if left.net < 0 or left.tax < 0:
            yield say("at {} %, more was credited than invoiced", _percent(rate))


def _flaws_of_taking_back(note: Document, corrections: Sequence[Document]) -> Iterator[str]:
    if len(corrections) > 1:
        yield say("it was taken back more than once")
    for one in corrections:
        if one.is_credit:
            yield say("a credit note credits it, as none but an invoice can")
        elif (one.lines, one.total) != (note.lines, note.total):
            yield say("what took it back is of another amount")


def _summed(document: Document) -> Iterator[Group]:
    for rate in sorted({line.basis_points for line in document.lines}, reverse=True):
        total = added(line.share for line in document.lines if line.basis_points == rate)
        yield Group(rate, total.net, total.tax)


def _is_taxed_right(document: Document) -> bool:
    prices = [Rated(line.share.gross, line.basis_points) for line in document.lines]
    return tuple(line.share for line in document.lines) == taxed(prices)


def _percent(rate: int) -> str:
    """Hundredths of a percent as people write them: ``8.1``."""
    return f"{rate // 100}.{rate % 100:02d}".rstrip("0").rstrip(".")
