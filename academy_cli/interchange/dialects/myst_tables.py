"""Tables that MyST writes as lists or as rows of commas, as tables of Markdown.

Knows both ways of writing; refuses to know what is in a cell.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping

_ROW = re.compile(r"^\s*[*-]\s+[-*](?:\s+|$)(.*)$")
_CELL = re.compile(r"^\s+[-*](?:\s+|$)(.*)$")


def from_list(lines: Iterable[str], options: Mapping[str, str]) -> list[str] | None:
    """The rows of a list of lists as a table; None where it is something else."""
    rows: list[list[list[str]]] = []
    indent = None
    for line in lines:
        if row := _ROW.match(line):
            rows.append([[row[1]]])
            indent = re.match(r"\s*[*-]\s+", line)
        elif not rows or indent is None:
            if line.strip():
                return None
        elif (cell := _CELL.match(line)) and _deep(line) == len(indent[0]):
            rows[-1].append([cell[1]])
        else:
            rows[-1][-1].append(line.strip())
    cells = [["<br>".join(filter(None, cell)) for cell in row] for row in rows]
    heads = (
        int(options.get("header-rows", "0")) if options.get("header-rows", "").isdecimal() else 0
    )
    return table(cells, heads) if cells else None


def from_commas(lines: Iterable[str], options: Mapping[str, str]) -> list[str] | None:
    """Rows of comma-separated values as a table; None where there are none."""
    mark = {"tab": "\t", "space": " "}.get(options.get("delim", ","), options.get("delim", ","))
    if len(mark) != 1:
        return None
    try:
        rows = [row for row in csv.reader(lines, delimiter=mark, skipinitialspace=True) if row]
        header = next(
            csv.reader([options.get("header", "")], delimiter=mark, skipinitialspace=True), []
        )
    except csv.Error:
        return None
    heads = (
        int(options.get("header-rows", "0")) if options.get("header-rows", "").isdecimal() else 0
    )
    if not rows:
        return None
    return table([header, *rows], 1) if header else table(rows, heads)


def table(rows: list[list[str]], heads: int) -> list[str]:
    """Rows of cells as a table of Markdown, whose first row is its head, or which has an empty one."""
    width = max(len(row) for row in rows)
    full = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    head, body = (full[0], full[1:]) if heads else ([""] * width, full)
    line = "| " + " | ".join("---" for _ in range(width)) + " |"
    return ["", f"| {' | '.join(head)} |", line, *(f"| {' | '.join(row)} |" for row in body), ""]


def _cell(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", " ".join(text.split("\n")).strip())


def _deep(line: str) -> int:
    return len(line) - len(line.lstrip())
