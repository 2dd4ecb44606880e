"""What a person wants of an answer: its format, fields, order and size.

Knows how a wish picks records and names; refuses to write them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import NamedTuple

from academy_cli.cli.format import Format
from academy_cli.cli.hints import Carried
from academy_cli.cli.lines import require_fields
from academy_cli.kit.page import Page
from academy_cli.kit.record import Record, record


class Columns(NamedTuple):
    """The fields of a kind of row: those shown when nobody asks, and all there are.

    ``reference`` names the row to a person, and is what ``--format ids`` prints: the first one
    shown, unless another is said.
    """

    shown: tuple[str, ...]
    known: tuple[str, ...]
    reference: str = ""

    @property
    def row_name(self) -> str:
        """The field that names a row."""
        return self.reference or self.shown[0]

    @classmethod
    def of(cls, view: type, *shown: str) -> Columns:
        """The fields of a view, a dataclass."""
        known = tuple(part.name for part in fields(view))
        return cls(shown or known, known)


class Wish(NamedTuple):
    """What the shared options say about the answer."""

    format: Format | None = None
    fields: tuple[str, ...] = ()
    page: Page = Page()
    is_plain: bool = False
    is_quiet: bool = False
    is_yes: bool = False
    carried: Carried = Carried()
    """What hints have to say, too."""

    def names(self, form: Format, columns: Columns) -> tuple[str, ...]:
        """The fields to write: the named ones, else all (nested formats) or the usual ones."""
        require_fields(self.fields, "--fields", columns.known)
        if self.fields:
            return self.fields
        if form is Format.IDS:
            return (columns.row_name,)
        return columns.known if form.is_structured else columns.shown

    def records(self, rows: Iterable[object], columns: Columns) -> list[Record]:
        """The rows as records, in the wanted order and number."""
        require_fields((key.field for key in self.page.sort), "--sort", columns.known)
        return self.page.of([record(row) for row in rows])
