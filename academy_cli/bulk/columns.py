"""Which column of a file means which field, however people name their columns.

Knows that letters' case, marks, spaces and hyphens say nothing; refuses to guess between two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from academy_cli.bulk.file_errors import (
    MissingColumnError,
    TwoColumnsError,
    UnknownColumnError,
    UnknownFieldError,
)

REASON = "refused_because"
"""The column that says why a row was refused; it is not read back."""
_KEYED = re.compile(r"\s*([^.:]+?)\s*[.:]\s*([A-Za-z][\w.-]{0,63})\s*", re.ASCII)
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d"})


class Field(NamedTuple):
    """Something a row may say; ``names`` are what people call its column beside its own name.

    One that ``has_keys`` is a column for each key, named like ``metadata.team``; so are the fields of rows.
    One that ``has_parts`` may be a list or an object in JSON, and says the JSON of that.
    """

    name: str
    names: tuple[str, ...] = ()
    is_required: bool = False
    has_keys: bool = False
    has_parts: bool = False


class Columns(NamedTuple):
    """Where each field stands, and the columns that mean nothing here."""

    places: tuple[tuple[str, int], ...]
    unknown: tuple[str, ...]

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """What a row says, by field; an empty cell says nothing."""
        return {name: text for name, place in self.places if (text := row[place].strip())}


def plain_name(written: str) -> str:
    """A column's name by its letters and digits alone."""
    parts = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", written).casefold())
    letters = "".join(one for one in parts if not unicodedata.combining(one))
    return re.sub(r"[\W_]+", "", letters.translate(_LETTERS))


def matched(header: Sequence[str], fields: Sequence[Field], mapped: Mapping[str, str]) -> Columns:
    """Find each field's column; ``mapped`` names some by hand, and those need not be guessed.

    Raises UnknownFieldError, UnknownColumnError, TwoColumnsError and MissingColumnError.
    """
    by_hand = {
        _meant_by_hand(name, fields): _named(column, header) for name, column in mapped.items()
    }
    taken = set(by_hand.values())
    meanings = _meanings(field for field in fields if field.name not in by_hand)
    places, unknown = {name: [place] for name, place in by_hand.items()}, list[str]()
    for place, column in enumerate(header):
        if place in taken or plain_name(column) == plain_name(REASON):
            continue
        meant = meanings.get(plain_name(column)) or _keyed(column, meanings, fields)
        if meant is not None:
            places.setdefault(meant, []).append(place)
        elif column.strip() and not _means_a_mapped_one(column, fields, by_hand):
            unknown.append(column.strip())
    _require_one_each(header, fields, places)
    ordered = [(field.name, places[field.name][0]) for field in fields if field.name in places]
    named = {field.name for field in fields}
    keyed = [(name, found[0]) for name, found in places.items() if name not in named]
    return Columns((*ordered, *keyed), tuple(unknown))


def _named(column: str, header: Sequence[str]) -> int:
    """The place of a column that a person named: to the letter, or else by its letters alone."""
    for same in (str.strip, plain_name):
        found = [place for place, one in enumerate(header) if same(one) == same(column)]
        if found:
            return found[0]
    raise UnknownColumnError(column, [one.strip() for one in header])


def _meant_by_hand(written: str, fields: Sequence[Field]) -> str:
    """The field that a person named. Raises UnknownFieldError."""
    meanings = _meanings(fields)
    meant = meanings.get(plain_name(written)) or _keyed(written, meanings, fields)
    if meant is None:
        raise UnknownFieldError(written, [field.name for field in fields])
    return meant


def _keyed(column: str, meanings: Mapping[str, str], fields: Sequence[Field]) -> str | None:
    """What ``Metadata: team`` means, if there is a field with keys of that name."""
    found = _KEYED.fullmatch(column)
    name = meanings.get(plain_name(found[1])) if found else None
    if found is None or name is None:
        return None
    has_keys = any(field.has_keys for field in fields if field.name == name)
    return f"{name}.{found[2]}" if has_keys else None


def _meanings(fields: Iterable[Field]) -> Mapping[str, str]:
    return {plain_name(one): field.name for field in fields for one in (field.name, *field.names)}


def _means_a_mapped_one(column: str, fields: Sequence[Field], by_hand: Mapping[str, int]) -> bool:
    """Whether a column would mean a field that another column was said to mean: that is no surprise."""
    return _meanings(fields).get(plain_name(column)) in by_hand


def _require_one_each(
    header: Sequence[str], fields: Sequence[Field], places: Mapping[str, Sequence[int]]
) -> None:
    for name, found in places.items():
        if len(found) > 1:
            raise TwoColumnsError(name, [header[place].strip() for place in found])
    for field in fields:
        if field.is_required and field.name not in places:
            raise MissingColumnError(field.name, [one.strip() for one in header])
