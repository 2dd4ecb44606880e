"""Three streams and a person's wishes: everything a command may say and ask.

Knows which stream a sentence belongs on; refuses to know what it says.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.lines import list_lines, one_lines
from academy_cli.cli.streams import flush, put
from academy_cli.cli.terminal.conversation import Conversation
from academy_cli.cli.terminal.ink import HANG, Ink, Line
from academy_cli.cli.terminal.table import Table, properties
from academy_cli.kit.record import Record, record
from academy_cli.kit.saying import ENGLISH, retold, say
from academy_cli.kit.table import GAP

_HOME, _TO_END, _BELOW = "\x1b[H", "\x1b[K", "\x1b[J"
"""To the first place of a screen; gone is what is left of a line, and all below (ECMA-48: CUP, EL, ED)."""
LINES = 200
"""How many lines are written to a pipe at a time."""


YES, NO = say("yes"), say("no")


@dataclass(frozen=True, slots=True)
class Terminal(Conversation):
    """Standard output, error and input, the environment, and what is wanted of them."""

    @property
    def format(self) -> Format:
        """The wanted format, else a table on a screen and tsv in a pipe."""
        return self.wish.format or (Format.TABLE if self.out.isatty() else Format.TSV)

    def show_list(
        self, rows: Iterable[object], columns: Columns, *, empty: str = "Nothing to show."
    ) -> None:
        """Write many views; an empty list is an answer, not a failure."""
        names = self.wish.names(self.format, columns)
        self._list(self.wish.records(rows, columns), columns, names, empty)

    def show_page(
        self, rows: Iterable[object], columns: Columns, *, empty: str = "Nothing to show."
    ) -> None:
        """Write views that are the wanted page already, in its order.

        They may come one by one: in a pipe, however many there are, only a few are held at a time.
        """
        names = self.wish.names(self.format, columns)
        if self.format is Format.TABLE or self.out.isatty():
            self._list([record(row) for row in rows], columns, names, empty)
        else:
            self._lines(list_lines(self.format, rows, names))

    def _list(
        self, records: Sequence[Record], columns: Columns, names: Sequence[str], empty: str
    ) -> None:
        if not records and empty and self.out.isatty():
            self.note(empty)
        if self.format is not Format.TABLE:
            self._lines(list_lines(self.format, records, names))
        elif records:
            self._table(Table(names, [*map(self._readable, records)], columns.row_name))

    def show_one(self, view: object, *shown: str) -> None:
        """Write one view: an object, or a line per field, of the ``shown`` fields by default."""
        form, one = self.format, record(view)
        names = self.wish.names(form, Columns(shown or tuple(one), tuple(one)))
        if form is Format.TABLE:
            lines = properties(self._readable(one), names)
            self._properties(((text,) for text in lines), names)
        else:
            self._lines(one_lines(form, one, names))

    def show_documents(self, documents: Sequence[object]) -> None:
        """Write values too deep for a table: an object for one, an array for none or several."""
        form, records = self.format, [record(document) for document in documents]
        known = tuple(records[0]) if records else ()
        names = self.wish.names(form, Columns(known, known)) if records else ()
        is_one = len(records) == 1
        lines = one_lines(form, records[0], names) if is_one else list_lines(form, records, names)
        self._lines(lines)

    def print(self, *spans: str | Ink) -> None:
        """Write one line of an answer that no format describes, such as a tree."""
        put(self.out, self._joined(self.out, spans) + "\n")

    def print_lines(self, lines: Iterable[Line], *, hang: int = HANG) -> None:
        """Write lines of an answer; on a screen a long one goes on below, ``hang`` further in."""
        for line in self._fitted(self.out, lines, hang):
            self.print(*line)

    @property
    def redraws(self) -> bool:
        """Whether an answer may be drawn again in the place of the one before."""
        return self.format is Format.TABLE and self._draws(self.out)

    def redraw(self, lines: Iterable[Line]) -> None:
        """Draw lines from the top of the screen on, over what is there; nothing flickers."""
        drawn = [self._joined(self.out, line) for line in self._fitted(self.out, lines)]
        put(self.out, _HOME + "".join(f"{line}{_TO_END}\n" for line in drawn) + _BELOW)
        self.flush()

    def flush(self) -> None:
        """Push out what was written, for whoever looks on."""
        flush(self.out)

    @property
    def draws(self) -> bool:
        """Whether pictures may be drawn for whoever reads the answer: on a screen, and not --plain."""
        return self._draws(self.out)

    @property
    def width(self) -> int:
        """How many columns there are for a picture."""
        return self._width or 80

    def _readable(self, one: Record) -> Record:
        """A record for people: what was said in it in their language. Data are the same in all."""
        if self.tongue is ENGLISH:
            return one
        return {name: self._read(value) for name, value in one.items()}

    def _read(self, value: object) -> object:
        if isinstance(value, bool):
            return self.told(YES if value else NO)
        return retold(value, self.tongue)

    @property
    def _width(self) -> int | None:
        return shutil.get_terminal_size().columns if self.out.isatty() else None

    def _table(self, table: Table) -> None:
        draws = self._draws(self.out)
        widths = table.fitted(self._width, folds=draws)
        if widths is None:
            self._properties(table.blocks(), table.names)
        elif draws:
            table.draw(self.out, self.environ, widths)
        else:
            self._lines(table.plain())

    def _properties(self, lines: Iterable[Line], names: Sequence[str]) -> None:
        """Write lines of names and values; a long value goes on below itself, where there is room."""
        below = max(map(len, names), default=0) + len(GAP) if len(names) > 1 else 0
        has_room = self._width is None or 2 * below <= self._width
        self.print_lines(lines, hang=below if has_room else HANG)

    def _lines(self, lines: Iterable[str]) -> None:
        """Write lines, in a pipe many at once."""
        if self.out.isatty():
            for line in lines:
                self.print(line)
            return
        rest = iter(lines)
        while some := list(islice(rest, LINES)):
            put(self.out, "\n".join([*some, ""]))
