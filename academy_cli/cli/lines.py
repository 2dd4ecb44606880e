"""The output formats: records in, lines of text out.

Knows what each ``--format`` promises to a script; refuses to know terminals.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from academy_cli.cli.format import Format
from academy_cli.cli.jsonrows import array, json_text, writing
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.formulas import harmless
from academy_cli.kit.record import CELLS, Record, Writers, cell, picking, plain
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest
from academy_cli.kit.table import csv_line, csv_lines, tsv_line

YAML_ROWS = 500
"""Rows that are written to YAML at a time."""


class UnknownFieldError(AcademyError):
    """A name in ``--fields`` or ``--sort`` that the answer does not have."""

    def __init__(self, name: str, option: str, known: Sequence[str]) -> None:
        close = nearest(name, known)
        super().__init__(
            Kind.USAGE,
            "field.unknown",
            say("There is no field “{}” for {}.", name, option),
            say("Did you mean `{}`?", close)
            if close
            else say("The fields are {}.", ", ".join(known)),
        )


def require_fields(names: Iterable[str], option: str, known: Sequence[str]) -> None:
    """Refuse the first name that is not known."""
    for name in names:
        if name not in known:
            raise UnknownFieldError(name, option, known)


def list_lines(form: Format, views: Iterable[object], names: Sequence[str]) -> Iterator[str]:
    """Write many views: an array, a line each, or (``ids``) the first field of each.

    Each is written before the next one is asked for, and none is kept, whatever the format.
    """
    rows = map(picking(names), views)
    match form:
        case Format.JSON:
            yield from array(rows, names)
        case Format.JSONL:
            yield from map(writing(names), rows)
        case Format.YAML:
            yield from _yaml(rows, names)
        case Format.CSV:
            yield csv_line(names)
            yield from csv_lines([SPREADSHEET[type(part)](part) for part in row] for row in rows)
        case Format.IDS:
            yield from (cell(row[0]) for row in rows)
        case Format.TSV | Format.TABLE:
            yield from (tsv_line([CELLS[type(part)](part) for part in row]) for row in rows)


def one_lines(form: Format, record: Record, names: Sequence[str]) -> Iterator[str]:
    """Write one record: an object, a line per field (``tsv``) or a header and a row (``csv``).

    A line per field is name, tab, value; of a single field it is the value alone.
    """
    picked = {name: record[name] for name in names}
    match form:
        case Format.JSON | Format.JSONL:
            yield json_text(plain(picked), indent=2 if form is Format.JSON else None)
        case Format.YAML:
            yield yaml_text(plain(picked))
        case Format.TSV | Format.TABLE if len(picked) > 1:
            yield from (tsv_line((name, cell(value))) for name, value in picked.items())
        case Format.TSV | Format.TABLE:
            yield from (tsv_line((cell(value),)) for value in picked.values())
        case Format.CSV | Format.IDS:
            yield from list_lines(form, (picked,), names)


def _yaml(rows: Iterable[Sequence[object]], names: Sequence[str]) -> Iterator[str]:
    """A list in parts: several lists behind each other are one. What writing one leaves behind is cleared."""
    rest = iter(rows)
    some = list(islice(rest, YAML_ROWS))
    yield yaml_text([dict(zip(names, map(plain, row), strict=True)) for row in some])
    while some := list(islice(rest, YAML_ROWS)):
        gc.collect()
        yield yaml_text([dict(zip(names, map(plain, row), strict=True)) for row in some])


def _spreadsheet_text(value: object) -> str:
    return harmless(cell(value))


def _spreadsheet_cell(value: object) -> str:
    return _spreadsheet_text(value) if isinstance(value, str) else cell(value)


SPREADSHEET = Writers(
    {**CELLS, str: harmless, tuple: _spreadsheet_text, list: _spreadsheet_text}, _spreadsheet_cell
)
"""Cells of CSV, which people open in spreadsheets: no text in them runs as a formula."""


def yaml_text(value: object) -> str:
    """Write YAML without its last line end."""
    from academy_cli.formats.yamltext import dump

    return dump(value).rstrip("\n")
