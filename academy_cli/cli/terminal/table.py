"""Records for a person: a table where the screen is wide enough, else a block of lines for each.

Knows which columns are numbers and which must stay whole; refuses to know what they say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TextIO

from academy_cli.kit.money import Money
from academy_cli.kit.record import Record, shown
from academy_cli.kit.table import GAP, aligned, column_widths, fitted, one_line

_SPACES = {"\N{NO-BREAK SPACE}": "\ue0a0", "\N{NARROW NO-BREAK SPACE}": "\ue0a1"}
"""Spaces at which no cell is folded, and letters of nobody's that stand for them meanwhile."""
_HELD = str.maketrans(_SPACES)
_FREED = str.maketrans({letter: space for space, letter in _SPACES.items()})


@dataclass(frozen=True, slots=True)
class Table:
    """Records under the names of their fields; ``reference`` names a record and is never folded."""

    names: Sequence[str]
    records: Sequence[Record]
    reference: str = ""

    @property
    def rows(self) -> list[Sequence[str]]:
        """The header and a row per record, as cells of one line."""
        return [self.names, *(_cells(self.names, record) for record in self.records)]

    def fitted(self, width: int | None, *, folds: bool) -> list[int] | None:
        """The widths of the columns on a screen; None when it is too narrow for a table.

        Where a table ``folds``, long texts may go on below; everywhere else each line is whole.
        """
        widths = column_widths(self.rows)
        if width is None:
            return widths
        everything = frozenset(range(len(widths)))
        return fitted(widths, width, whole=self._where(self._is_whole) if folds else everything)

    def plain(self) -> Iterator[str]:
        """A header and rows in columns without boxes, whole."""
        return aligned(self.rows, right=self._where(self._is_number))

    def blocks(self) -> Iterator[tuple[str, ...]]:
        """A line per field for each record, the records a blank line apart."""
        if len(self.names) == 1:
            yield from ((text,) for row in self.rows[1:] for text in row)
            return
        for number, record in enumerate(self.records):
            if number:
                yield ("",)
            yield from ((text,) for text in properties(record, self.names))

    def draw(self, stream: TextIO, environ: Mapping[str, str], widths: Sequence[int]) -> None:
        """Draw a ruled header and rows in columns of these widths; what is wider goes on below."""
        from rich import box
        from rich.console import Console
        from rich.table import Table as Drawn
        from rich.text import Text

        drawn = Drawn(
            box=box.SIMPLE_HEAD,
            header_style="bold",
            show_edge=False,
            pad_edge=False,
            padding=(0, 1, 0, 0),
            collapse_padding=True,
        )
        for name, width in zip(self.names, widths, strict=True):
            side: Literal["left", "right"] = "right" if self._is_number(name) else "left"
            is_whole = self._is_whole(name)
            drawn.add_column(name, justify=side, width=width, no_wrap=is_whole, overflow="fold")
        for row in self.rows[1:]:
            drawn.add_row(*(Text(cell.translate(_HELD)) for cell in row))
        size = sum(widths) + len(GAP) * (len(widths) - 1)
        no_color = bool(environ.get("NO_COLOR"))
        console = Console(file=stream, width=size, no_color=no_color, highlight=False)
        with console.capture() as written:
            console.print(drawn)
        stream.write(written.get().translate(_FREED))

    def _where(self, holds: Callable[[str], bool]) -> frozenset[int]:
        return frozenset(at for at, name in enumerate(self.names) if holds(name))

    def _is_whole(self, name: str) -> bool:
        """Whether half of a column's cells would say something else, or nothing."""
        return name == self.reference or self._is_number(name) or self._is_time(name)

    def _is_number(self, name: str) -> bool:
        values = [record[name] for record in self.records]
        return all(
            isinstance(value, int | float | Money | None) and not isinstance(value, bool)
            for value in values
        )

    def _is_time(self, name: str) -> bool:
        return all(isinstance(record[name], datetime | None) for record in self.records)


def properties(record: Record, names: Sequence[str]) -> Iterator[str]:
    """A line per field, the values below each other; of a single field its value alone, line by line."""
    if len(names) == 1:
        yield from shown(record[names[0]]).splitlines()
        return
    room, texts = max(map(len, names)), _cells(names, record)
    yield from (f"{name:<{room}}  {text}" for name, text in zip(names, texts, strict=True))


def _cells(names: Sequence[str], record: Record) -> list[str]:
    texts = (shown(record[name]).translate(_HELD) for name in names)
    return [one_line(text).translate(_FREED) for text in texts]
