"""A source of rows that is understood: its dialect, its columns, and what each row says by field.

Knows how CSV and JSON lines become the same entries; refuses to know what a field means.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from academy_cli.bulk.columns import Columns, Field, matched, plain_name
from academy_cli.bulk.dialect import Dialect, dialect_of
from academy_cli.bulk.entries import Entry
from academy_cli.bulk.file_errors import (
    JsonListError,
    NoHeaderError,
    TooManyRowsError,
    TwoColumnsError,
)
from academy_cli.bulk.jsonlines import JsonRow, Listed, Nested, json_rows
from academy_cli.bulk.longform import Long, gathered
from academy_cli.bulk.reading import Limits, Row, csv_rows
from academy_cli.bulk.source import Source
from academy_cli.kit.saying import say, unstopped

SHAPES = 1000
"""So many different sets of names are remembered of a JSON file; more have no meaning."""
LONGEST_HEADER = 64 * 1024
_JSON_LIST = re.compile(r"\s*\[\s*(?:\{|$)")


@dataclass(frozen=True)
class Table:
    """A source and how its rows are read."""

    source: Source
    dialect: Dialect
    header: tuple[str, ...]
    unknown: tuple[str, ...]
    """Columns that mean nothing here; of JSON lines, those of the first object."""
    fields: tuple[Field, ...]
    mapped: Mapping[str, str]
    limits: Limits
    long: Long | None = None
    """How rows that say one thing each are put together, if they do."""
    meant: tuple[str, ...] = ()
    """The fields that it has columns for; of JSON lines, those of the first object."""

    def entries(self) -> Iterator[Entry]:
        """Every row in its order. Raises TooManyRowsError, FileChangedError and what ``gathered`` raises."""
        found = self._rows()
        return found if self.long is None else gathered(found, self.long, self.source.name)

    def _rows(self) -> Iterator[Entry]:
        found = self._of_json() if self.dialect.is_json else self._of_csv()
        for entry in found:
            if entry.number > self.limits.rows:
                raise TooManyRowsError(self.source.name, self.limits.rows)
            yield entry

    def _of_csv(self) -> Iterator[Entry]:
        columns, width = matched(self.header, self.fields, self.mapped), len(self.header)
        places = columns.places
        with self.source.opened() as text:
            rows = csv_rows(text, self.dialect, self.limits)
            next(rows)
            for number, line, cells, reason, raw in rows:
                if reason:
                    yield Entry(number, line, {}, reason, (raw,))
                    continue
                if len(cells) != width and (why := _misfit(cells, width)):
                    yield Entry(number, line, {}, why, cells)
                    continue
                said = {name: told for name, at in places if (told := cells[at].strip())}
                yield Entry(number, line, said, "", cells)

    def _of_json(self) -> Iterator[Entry]:
        shapes: dict[tuple[str, ...], Columns] = {}
        plain = {one.name for one in self.fields if not (one.has_keys or one.has_parts)}
        whole = {one.name for one in self.fields if one.has_parts}
        with self.source.opened() as text:
            for row in json_rows(text, self.limits):
                if row.reason:
                    yield Entry(row.number, row.line, {}, row.reason, (row.raw,))
                    continue
                names = tuple(row.values)
                columns = shapes.get(names)
                if columns is None:
                    try:
                        columns = _shape(names, self.fields, self.mapped)
                    except TwoColumnsError as error:
                        why = unstopped(error.message)
                        yield Entry(row.number, row.line, {}, why, (row.raw,))
                        continue
                    if len(shapes) < SHAPES:
                        shapes[names] = columns
                yield _json_entry(row, columns, plain, whole)


def table(
    given: Source,
    fields: Sequence[Field],
    mapped: Mapping[str, str],
    limits: Limits,
    long: Long | None = None,
) -> Table:
    """Understand a source by its first row; ``long`` is how rows may say one thing each.

    Raises NoHeaderError and what ``columns.matched`` raises.
    """
    with given.opened() as text:
        first = text.readline(LONGEST_HEADER)
        while first and not first.strip():
            first = text.readline(LONGEST_HEADER)
        dialect = dialect_of(first)
        text.seek(0)
        if dialect.is_json:
            row = next(json_rows(text, limits), None)
            header = tuple(row.values) if row is not None else ()
        else:
            header = _header(given.name, next(csv_rows(text, dialect, limits), None))
    found = (_shape if dialect.is_json else matched)(header, fields, mapped)
    meant = tuple(name for name, _ in found.places)
    form = long if long is not None and {long.name, long.value} <= set(meant) else None
    return Table(given, dialect, header, found.unknown, tuple(fields), mapped, limits, form, meant)


def _header(name: str, row: Row | None) -> tuple[str, ...]:
    if row is None:
        raise NoHeaderError(name, say("it is empty"))
    if _JSON_LIST.match("".join([*row.cells, row.raw])):
        raise JsonListError(name)
    if row.reason:
        raise NoHeaderError(name, row.reason)
    header = tuple(cell.strip() for cell in row.cells)
    while header and not header[-1]:
        header = header[:-1]
    if not any(map(plain_name, header)):
        raise NoHeaderError(name, say("it has no letters"))
    return header


def _misfit(cells: Sequence[str], width: int) -> str:
    """Why a row does not fit the header; cells too many that are empty say nothing."""
    if len(cells) > width and not any(chain(cells[width:])):
        return ""
    count = say("1 cell") if len(cells) == 1 else say("{} cells", len(cells))
    return say("it has {}, the first line {}", count, width)


def _shape(names: Sequence[str], fields: Sequence[Field], mapped: Mapping[str, str]) -> Columns:
    """The columns of an object; every object has its own, so one may lack what another has."""
    optional = [field._replace(is_required=False) for field in fields]
    known = {plain_name(name) for name in names}
    there = {name: column for name, column in mapped.items() if plain_name(column) in known}
    return matched(names, optional, there)


def _json_entry(
    row: JsonRow, columns: Columns, plain: Collection[str], whole: Collection[str]
) -> Entry:
    values = tuple(row.values.values())
    for name, at in columns.places:
        if name in plain and isinstance(values[at], Nested):
            return Entry(
                row.number, row.line, {}, say("{} is no text but has parts", name), (row.raw,)
            )
    said = {name: told for name, at in columns.places if (told := values[at].strip())}
    for name, at in columns.places:
        if name in whole and isinstance(found := values[at], Listed):
            said[name] = found.written
    return Entry(row.number, row.line, said, "", (row.raw,))
