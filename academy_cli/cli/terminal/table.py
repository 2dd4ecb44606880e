"""Records as tables for a person: boxes on a screen, aligned text everywhere else.

Knows which columns are numbers; refuses to know what they count.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Literal, TextIO

from academy_cli.kit.money import Money
from academy_cli.kit.record import Record, shown
from academy_cli.kit.table import aligned, one_line


def plain_table(
    names: Sequence[str], records: Sequence[Record], width: int | None
) -> Iterator[str]:
    """A header and rows in columns without boxes, cut to a width."""
    right = frozenset(i for i, name in enumerate(names) if _is_number(name, records))
    rows = [names, *(_cells(names, record) for record in records)]
    return aligned(rows, right=right, width=width)


def properties(record: Record, names: Sequence[str]) -> Iterator[str]:
    """A line per field, the values below each other, whole; of a single field, its value alone."""
    texts = _cells(names, record)
    if len(names) == 1:
        yield texts[0]
        return
    room = max(map(len, names))
    yield from (f"{name:<{room}}  {text}" for name, text in zip(names, texts, strict=True))


def boxed(
    stream: TextIO, environ: Mapping[str, str], names: Sequence[str], records: Sequence[Record]
) -> None:
    """Draw a table with a ruled header on a screen."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(
        box=box.SIMPLE_HEAD,
        header_style="bold",
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        collapse_padding=True,
    )
    for name in names:
        is_number, is_time = _is_number(name, records), _is_time(name, records)
        side: Literal["left", "right"] = "right" if is_number else "left"
        table.add_column(name, justify=side, no_wrap=is_number or is_time, overflow="fold")
    for record in records:
        table.add_row(*map(Text, _cells(names, record)))
    Console(file=stream, no_color=bool(environ.get("NO_COLOR")), highlight=False).print(table)


def _cells(names: Sequence[str], record: Record) -> list[str]:
    return [one_line(shown(record[name])) for name in names]


def _is_time(name: str, records: Sequence[Record]) -> bool:
    return all(isinstance(record[name], datetime | None) for record in records)


def _is_number(name: str, records: Sequence[Record]) -> bool:
    values = [record[name] for record in records]
    return all(
        isinstance(value, int | float | Money | None) and not isinstance(value, bool)
        for value in values
    )
