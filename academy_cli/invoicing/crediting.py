"""What a credit note says, given an invoice and what was credited of it before.

Pure: knows that no line and no rate is ever credited beyond what was invoiced; refuses rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from academy_cli.invoicing.amounts import Share, added, credited, parted
from academy_cli.invoicing.document import Document, Line
from academy_cli.invoicing.errors import BadLinesError, ExceedsInvoiceError
from academy_cli.kit.money import Money, allocate, written
from academy_cli.kit.saying import say


class Standing(NamedTuple):
    """An invoice, and the credit notes of it that nothing took back."""

    invoice: Document
    credits: Sequence[Document]

    @property
    def left(self) -> tuple[int, ...]:
        """What of each line is not yet credited, tax included."""
        before: Counter[int] = Counter()
        for note in self.credits:
            before.update({line.number: line.share.gross for line in note.lines})
        return tuple(line.share.gross - before[line.number] for line in self.invoice.lines)

    def before(self, basis_points: int) -> Share:
        """What was credited at a rate."""
        groups = (group for note in self.credits for group in note.groups)
        return added(group.share for group in groups if group.basis_points == basis_points)


def note_lines(
    standing: Standing, amount: int, line_amounts: Sequence[int] | None
) -> tuple[Line, ...]:
    """The lines of a credit note over an amount; those that get nothing are left out.

    Raises ExceedsInvoiceError and BadLinesError.
    """
    invoice = standing.invoice
    _require_left(invoice, amount, sum(standing.left))
    if line_amounts is None:
        parts: Sequence[int] = parted(amount, standing.left)
    else:
        parts = _given(standing, amount, line_amounts)
    of_line = {line.number: part for line, part in zip(invoice.lines, parts, strict=True) if part}
    shares = dict(_shares(standing, of_line))
    return tuple(
        replace(line, net=shares[line.number].net, tax=shares[line.number].tax)
        for line in invoice.lines
        if line.number in shares
    )


def _require_left(invoice: Document, amount: int, left: int) -> None:
    said = [written(Money(one, invoice.currency)) for one in (amount, left)]
    if amount <= 0 or amount > left:
        raise ExceedsInvoiceError(invoice.reference, *said)


def _given(standing: Standing, amount: int, line_amounts: Sequence[int]) -> Sequence[int]:
    name = standing.invoice.reference
    if len(line_amounts) != len(standing.left):
        raise BadLinesError(
            name, say("it has {} lines, not {}", len(standing.left), len(line_amounts))
        )
    if sum(line_amounts) != amount:
        raise BadLinesError(name, say("the amounts of its lines are not the sum"))
    for number, (wanted, left) in enumerate(zip(line_amounts, standing.left, strict=True), 1):
        if not 0 <= wanted <= left:
            raise BadLinesError(name, say("of line {}, less is left", number))
    return line_amounts


def _shares(standing: Standing, of_line: Mapping[int, int]) -> Iterator[tuple[int, Share]]:
    """The net and the tax of each line's credit: those of its rate, parted by the largest remainder."""
    for group in standing.invoice.groups:
        mine = [
            line.number
            for line in standing.invoice.lines
            if line.basis_points == group.basis_points and line.number in of_line
        ]
        if not mine:
            continue
        weights = [of_line[number] for number in mine]
        share = credited(sum(weights), group.share, standing.before(group.basis_points))
        for number, tax in zip(mine, allocate(share.tax, weights), strict=True):
            yield number, Share(of_line[number] - tax, tax)
