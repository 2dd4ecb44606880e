"""Whether the books are what was issued: digests, chain, numbers, sums, and credits within their invoices.

Knows what must hold of every document; refuses to mend anything. Whoever may write the whole database can
also write new books, so the heads that this tells are to be noted down elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.db.streaming import streamed
from academy_cli.invoicing import store
from academy_cli.invoicing.consistency import flaws, flaws_of_credits
from academy_cli.invoicing.document import BEGINNING, Document, digest, read
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say, say_so_many

SAME = ("kind", "series", "year", "number", "reference", "about", "currency", "net", "tax", "gross")
SAME_TOO = ("language", "previous_sha256")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: in which document, and what."""

    reference: str
    what: str


class Examination(NamedTuple):
    """What was found in how many documents, and the newest digest of each series and year."""

    documents: int
    heads: tuple[str, ...]
    findings: tuple[Finding, ...]


def examined(connection: Connection) -> Examination:
    """Look at every document there is; nothing is written."""
    books = _Books(connection)
    for rows in streamed(connection, store.every(), None):
        for row in rows:
            books.show(row)
    return Examination(books.count, tuple(books.heads()), tuple(books.found()))


class _Books:
    """One walk through all documents, each series and year in the order of its numbers."""

    def __init__(self, connection: Connection) -> None:
        self.count = 0
        self._findings: list[Finding] = []
        self._series = {(row.series, row.year): row for row in store.series(connection)}
        self._last: dict[tuple[str, int], tuple[int, str, str]] = {}
        self._dates: dict[str, datetime] = {}
        self._corrected = store.corrected(connection)
        self._names = store.names(connection, self._corrected)
        self._documents: dict[int, Document] = {}
        self._corrections: dict[int, list[Document]] = defaultdict(list)

    def show(self, row: Row[Any]) -> None:
        """Look at the next document."""
        self.count += 1
        self._tell(row.reference, self._of_chain(row))
        if digest(row.body) != row.content_sha256:
            self._tell(row.reference, [say("its text was changed, or its digest")])
        try:
            document = read(row.body)
        except ValueError:
            self._tell(row.reference, [say("its text cannot be read")])
            return
        self._tell(row.reference, _differences(row, document, self._names))
        self._tell(row.reference, flaws(document))
        if row.id in self._corrected:
            self._documents[row.id] = document
        if row.corrects_id is not None:
            self._corrections[row.corrects_id].append(document)

    def found(self) -> Iterator[Finding]:
        """Everything that is wrong, once every document was shown."""
        yield from self._findings
        yield from self._ends()
        taken = self._taken_back()
        for number, corrections in self._corrections.items():
            document = self._documents.get(number)
            if document is not None:
                live = [one for one in corrections if one.reference not in taken]
                for what in flaws_of_credits(document, corrections, live):
                    yield Finding(document.reference, what)

    def heads(self) -> Iterator[str]:
        """How far each series has come and its newest digest, to be noted down elsewhere."""
        for (series, year), (number, head, _) in sorted(self._last.items()):
            yield f"{series}-{year}:{number}:{head}"

    def _taken_back(self) -> set[str]:
        """The references of credit notes that a correction took back."""
        return {
            one.corrects.reference
            for corrections in self._corrections.values()
            for one in corrections
            if one.corrects is not None and not one.is_credit
        }

    def _of_chain(self, row: Row[Any]) -> Iterator[str]:
        place = (row.series, row.year)
        number, head, _ = self._last.get(place, (0, BEGINNING, ""))
        if row.number != number + 1:
            yield say_so_many(
                "before it, {:,} document is missing",
                "before it, {:,} documents are missing",
                row.number - number - 1,
            )
        elif row.previous_sha256 != head:
            yield say("it does not follow the document before it, which was changed or replaced")
        self._last[place] = (row.number, row.content_sha256, row.reference)
        if row.issued_at < self._dates.get(row.series, row.issued_at):
            yield say("it is dated before the document before it")
        self._dates[row.series] = row.issued_at

    def _ends(self) -> Iterator[Finding]:
        for place, row in self._series.items():
            number, head, name = self._last.get(place, (0, BEGINNING, ""))
            called = name or f"{row.series}-{row.year}"
            if row.last != number:
                yield Finding(
                    called,
                    say_so_many(
                        "after it, {:,} document is missing",
                        "after it, {:,} documents are missing",
                        row.last - number,
                    ),
                )
            elif row.head_sha256 != head:
                yield Finding(called, say("its series ends with another document"))
        for place in self._last.keys() - self._series.keys():
            yield Finding(self._last[place][2], say("its series is not on record"))

    def _tell(self, reference: str, found: Iterator[str] | Sequence[str]) -> None:
        self._findings += [Finding(reference, what) for what in found]


def _differences(row: Row[Any], document: Document, names: Mapping[int, str]) -> Iterator[str]:
    """Where the columns of a row say something else than its text does."""
    for name in (*SAME, *SAME_TOO):
        kept, said = getattr(row, name), getattr(document, name)
        if kept != said:
            yield say("its {} is “{}” in the table and “{}” in its text", name, kept, said)
    if row.order_reference != document.order:
        yield say(
            "it is of the order “{}”, and the table says “{}”", document.order, row.order_reference
        )
    if row.user_id != document.user:
        yield say("it is another person's in the table")
    if iso(row.issued_at) != document.issued_at:
        yield say(
            "it was issued at {}, and the table says {}", document.issued_at, iso(row.issued_at)
        )
    corrects = None if document.corrects is None else document.corrects.reference
    if names.get(row.corrects_id) != corrects:
        yield say("it corrects “{}”, and the table says “{}”", corrects, names.get(row.corrects_id))
