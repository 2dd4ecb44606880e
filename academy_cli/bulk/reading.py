"""Rows out of text, one after the other: each with its number, its line, and what is wrong with it.

Knows CSV as RFC 4180 and as spreadsheets write it, and JSON lines; refuses to keep anything of a row for
the next one. What cannot be read is a row with a reason, and reading goes on behind it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, TextIO

from academy_cli.bulk.dialect import Dialect
from academy_cli.kit.formulas import as_written
from academy_cli.kit.saying import say

_SPECIAL = re.compile("[\"'\0]")
"""What has a meaning in a line of CSV beside the separator."""
FIELDS_PER_ROW = 32
"""A row may be as long as so many fields of the longest kind."""


class Limits(NamedTuple):
    """How much may be read: rows of a file, and characters of a field."""

    rows: int = 1_000_000
    field: int = 64 * 1024

    @property
    def row(self) -> int:
        """Characters of a row."""
        return self.field * FIELDS_PER_ROW


class Row(NamedTuple):
    """One row, counted from 1, and the line it begins in; ``reason`` says why it cannot be read.

    ``raw`` is the text of a row that has no cells for it.
    """

    number: int
    line: int
    cells: Sequence[str]
    reason: str = ""
    raw: str = ""


class _Lines:
    """The lines of a text, some of which may be put back; one that is too long comes cut."""

    def __init__(self, text: TextIO, most: int) -> None:
        self._text, self._most = text, most
        self._waiting: list[str] = []
        self.number = 0

    def next(self) -> str:
        """The next line with its end, or nothing behind the last one."""
        self.number += 1
        if self._waiting:
            return self._waiting.pop()
        line = self._text.readline(self._most)
        if len(line) == self._most and not line.endswith(("\n", "\r")):
            self._skip_rest()
        return line

    def put_back(self, lines: Sequence[str]) -> None:
        """Let lines come again, in their order."""
        self._waiting += reversed(lines)
        self.number -= len(lines)

    def _skip_rest(self) -> None:
        while part := self._text.readline(self._most):
            if part.endswith(("\n", "\r")):
                return


def csv_rows(text: TextIO, dialect: Dialect, limits: Limits) -> Iterator[Row]:
    """The rows of a CSV text, its header first, as number 0; blank ones are passed over."""
    lines, separator, number = _Lines(text, limits.row), dialect.separator, -1
    for _ in range(dialect.skips):
        lines.next()
    while line := lines.next():
        begins, bare = lines.number, line.rstrip("\r\n")
        if len(line) <= limits.field and not _SPECIAL.search(line):  # as almost every one is
            cells = bare.split(separator)
            if any(cells):
                number += 1
                yield Row(number, begins, cells)
            continue
        if '"' in line:
            cells, reason, raw = _quoted(line, lines, separator, limits)
        else:
            cells, reason, raw = _measured(bare.split(separator), bare, limits)
        if reason or any(cells):
            number += 1
            yield _row(number, begins, cells, reason, raw)


def _row(number: int, line: int, cells: Sequence[str], reason: str, raw: str) -> Row:
    joined = "".join(cells)
    if "\0" in joined or "\0" in raw:
        return Row(
            number, line, (), say("it contains a zero byte"), (raw or joined).replace("\0", "")
        )
    if "'" in joined:
        cells = [as_written(cell) for cell in cells]
    return Row(number, line, cells, reason, raw)


def _quoted(line: str, lines: _Lines, separator: str, limits: Limits) -> tuple[list[str], str, str]:
    """The cells of a record with quotes, which may go on in further lines.

    Where a quote is broken, only the line in which the record begins is refused, and the others come again.
    """
    record, rest, is_open = line, list[str](), line.count('"') % 2 == 1
    while is_open and len(record) < limits.row:
        more = lines.next()
        if not more:
            lines.number -= 1
            break
        rest.append(more)
        record += more
        is_open = more.count('"') % 2 == 0
    try:
        found = next(csv.reader([record], delimiter=separator, strict=True))
    except csv.Error as error:
        if "field larger" in str(error):
            return [], _too_long(limits), line.rstrip("\r\n")
        lines.put_back(rest)
        why = (
            say("a quote is not closed")
            if "end of data" in str(error)
            else say("a quote is misplaced")
        )
        return [], why, line.rstrip("\r\n")
    return _measured(found, line.rstrip("\r\n"), limits)


def _too_long(limits: Limits) -> str:
    return say("a field is longer than {:,} characters", limits.field)


def _measured(cells: list[str], raw: str, limits: Limits) -> tuple[list[str], str, str]:
    longest = max(map(len, cells), default=0)
    if longest <= limits.field:
        return cells, "", ""
    return [], _too_long(limits), raw[: limits.field]
