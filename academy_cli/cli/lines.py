"""The output formats: records in, lines of text out.

Knows what each ``--format`` promises to a script; refuses to know terminals.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from academy_cli.cli.format import Format
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.formulas import harmless
from academy_cli.kit.record import Record, cell, plain
from academy_cli.kit.spelling import nearest
from academy_cli.kit.table import csv_line, tsv_line


class UnknownFieldError(AcademyError):
    """A name in ``--fields`` or ``--sort`` that the answer does not have."""

    def __init__(self, name: str, option: str, known: Sequence[str]) -> None:
        close = nearest(name, known)
        super().__init__(
            Kind.USAGE,
            "field.unknown",
            f"There is no field “{name}” for {option}.",
            f"Did you mean `{close}`?" if close else f"The fields are {', '.join(known)}.",
        )


def require_fields(names: Iterable[str], option: str, known: Sequence[str]) -> None:
    """Refuse the first name that is not known."""
    for name in names:
        if name not in known:
            raise UnknownFieldError(name, option, known)


def list_lines(form: Format, records: Iterable[Record], names: Sequence[str]) -> Iterator[str]:
    """Write many records: an array, a line each, or (``ids``) the first field of each."""
    picked = ({name: record[name] for name in names} for record in records)
    match form:
        case Format.JSON:
            yield json_text([plain(record) for record in picked])
        case Format.JSONL:
            yield from (json_text(plain(record), indent=None) for record in picked)
        case Format.YAML:
            yield yaml_text([plain(record) for record in picked])
        case Format.CSV:
            yield csv_line(names)
            yield from (csv_line(map(_spreadsheet_cell, record.values())) for record in picked)
        case Format.IDS:
            yield from (cell(next(iter(record.values()))) for record in picked)
        case Format.TSV | Format.TABLE:
            yield from (tsv_line(map(cell, record.values())) for record in picked)


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


def _spreadsheet_cell(value: object) -> str:
    """A cell of CSV, which people open in spreadsheets: no text in it runs as a formula."""
    text = cell(value)
    return harmless(text) if isinstance(value, str | list | tuple) else text


def json_text(value: object, *, indent: int | None = 2) -> str:
    """Write JSON with its characters as they are."""
    return json.dumps(value, ensure_ascii=False, indent=indent)


def yaml_text(value: object) -> str:
    """Write YAML without its last line end."""
    from academy_cli.authoring.yamltext import dump

    return dump(value).rstrip("\n")
