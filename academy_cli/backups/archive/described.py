"""What an archive says of itself: a header before everything, and a manifest behind.

Values, and how they are JSON; refuses JSON that says anything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple, TypeVar

from academy_cli.backups.tables import Column, Table, Tag
from academy_cli.kit.clock import iso, moment_of
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import say

FORMAT, VERSION = "academy-backup", 1
EMBEDDED, REFERENCED = "embedded", "referenced"
"""Whether the courses' files are in an archive, or only what they are."""
LARGEST_NUMBER = (1 << 63) - 1
NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
T = TypeVar("T")


class BadDescriptionError(ValueError):
    """What is no header or manifest of ours; says why."""


@dataclass(frozen=True)
class Header:
    """Everything that is known before the first row is read.

    ``revision`` is that of the database's schema, ``recipients`` are the age recipients who can read the
    archive, ``excludes`` is what a person would miss in it.
    """

    id: str
    instance: str
    created_at: datetime
    academy: str
    revision: str
    engine: str
    tables: tuple[Table, ...]
    level: int
    recipients: tuple[str, ...] = ()
    assets: str = EMBEDDED
    label: str = ""
    excludes: tuple[str, ...] = ()

    def text(self) -> bytes:
        """It as it stands in an archive."""
        return _written(
            {
                "format": FORMAT,
                "format_version": VERSION,
                "id": self.id,
                "instance_id": self.instance,
                "created_at": iso(self.created_at),
                "academy_version": self.academy,
                "revision": self.revision,
                "engine": self.engine,
                "tables": [_table(one) for one in self.tables],
                "compression": {"scheme": "zstd", "level": self.level},
                "encryption": {"scheme": "age" if self.recipients else "none"}
                | ({"recipients": list(self.recipients)} if self.recipients else {}),
                "assets": self.assets,
                "label": self.label,
                "excludes": list(self.excludes),
            }
        )

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Header:
        """What a header says. Raises BadDescriptionError."""
        compression, encryption = (_of(said, one, dict) for one in ("compression", "encryption"))
        return cls(
            _of(said, "id", str),
            _of(said, "instance_id", str),
            _moment(said, "created_at"),
            _of(said, "academy_version", str),
            _of(said, "revision", str),
            _of(said, "engine", str),
            tuple(_read_table(one) for one in _of(said, "tables", list)),
            _of(compression, "level", int),
            _words(encryption, "recipients") if "recipients" in encryption else (),
            _of(said, "assets", str),
            _of(said, "label", str),
            _words(said, "excludes"),
        )


def version(said: Mapping[str, Any]) -> int:
    """The version of the format that a header is of. Raises BadDescriptionError for another format."""
    if said.get("format") != FORMAT:
        raise BadDescriptionError(say("it is no backup of an academy"))
    return _of(said, "format_version", int)


class MemberSum(NamedTuple):
    """A member's size in bytes, and the digest of its bytes."""

    name: str
    size: int
    sha256: str


class TableSum(NamedTuple):
    """How many rows a table has, in how many parts, and the digest of their text."""

    name: str
    rows: int
    sha256: str
    parts: int


class FileSum(NamedTuple):
    """A file of the courses: the digest of its bytes, and how many there are."""

    sha256: str
    size: int


class AssetSum(NamedTuple):
    """How many files there are, of how many bytes; and those that are missing, by their digests."""

    number: int = 0
    size: int = 0
    missing: tuple[str, ...] = ()


NO_FILES = AssetSum()


@dataclass(frozen=True)
class Manifest:
    """What an archive holds, to the byte; without one it ended too early.

    ``sequences`` are the last numbers that tables gave to rows.
    """

    members: tuple[MemberSum, ...]
    tables: tuple[TableSum, ...]
    sequences: Mapping[str, int] = field(default_factory=dict)
    assets: AssetSum = NO_FILES
    asset_index: str = ""
    """The digest of the list of files."""

    @property
    def content(self) -> str:
        """The digest of all content: the same for the same rows and files, whatever engine they were on."""
        tables = {one.name: one.sha256 for one in self.tables}
        return _sha256({"tables": tables, "assets": self.asset_index})

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(one.rows for one in self.tables)

    def text(self) -> bytes:
        """It as it stands in an archive; ``sha256`` is the digest of all the rest of it."""
        said = self._said()
        return _written({**said, "sha256": _sha256(said)})

    def _said(self) -> Mapping[str, object]:
        return {
            "members": [one._asdict() for one in self.members],
            "tables": [one._asdict() for one in self.tables],
            "sequences": dict(self.sequences),
            "assets": {**self.assets._asdict(), "missing": list(self.assets.missing)},
            "asset_index": self.asset_index,
            "content": self.content,
        }

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Manifest:
        """What a manifest says. Raises BadDescriptionError."""
        assets, sequences = (_of(said, one, dict) for one in ("assets", "sequences"))
        found = cls(
            tuple(map(_member_sum, _of(said, "members", list))),
            tuple(map(_table_sum, _of(said, "tables", list))),
            {name: _number(sequences, name) for name in sequences},
            AssetSum(
                _of(assets, "number", int),
                _of(assets, "size", int),
                _words(assets, "missing"),
            ),
            _of(said, "asset_index", str),
        )
        if _sha256(found._said()) != said.get("sha256"):
            raise BadDescriptionError(say("its digest is not its own"))
        return found


def _sha256(said: Mapping[str, object]) -> str:
    return sha256(canonical(said).encode()).hexdigest()


def _written(said: Mapping[str, object]) -> bytes:
    return f"{canonical(said)}\n".encode()


def _table(table: Table) -> Mapping[str, object]:
    columns = [
        {"name": one.name, "tag": one.tag.value, "nullable": one.is_nullable}
        for one in table.columns
    ]
    return {"name": table.name, "columns": columns, "key": list(table.key)}


def _read_table(said: object) -> Table:
    if not isinstance(said, dict):
        raise BadDescriptionError(say("a table in it is none"))
    columns = tuple(_read_column(one) for one in _of(said, "columns", list))
    names = {one.name for one in columns}
    key = _words(said, "key")
    name = _identifier(said)
    if len(names) != len(columns) or not key or not names.issuperset(key):
        raise BadDescriptionError(say("the columns of “{}” do not fit", name))
    return Table(name, columns, key)


def _read_column(said: object) -> Column:
    if not isinstance(said, dict):
        raise BadDescriptionError(say("a column in it is none"))
    tag = _of(said, "tag", str)
    if tag not in set(Tag):
        raise BadDescriptionError(say("there is no kind of column “{}”", tag))
    return Column(_identifier(said), Tag(tag), _of(said, "nullable", bool))


def _identifier(said: Mapping[str, Any]) -> str:
    name = _of(said, "name", str)
    if not NAME.fullmatch(name):
        raise BadDescriptionError(say("“{}” is no name of a table or column", name))
    return name


def _member_sum(said: object) -> MemberSum:
    entry = _entry(said)
    return MemberSum(_of(entry, "name", str), _count(entry, "size"), _digest(entry))


def _table_sum(said: object) -> TableSum:
    entry = _entry(said)
    rows, parts = _count(entry, "rows"), _count(entry, "parts")
    return TableSum(_of(entry, "name", str), rows, _digest(entry), parts)


def _entry(said: object) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise BadDescriptionError(say("an entry in it is none"))
    return said


def _count(said: Mapping[str, Any], name: str) -> int:
    found = _of(said, name, int)
    if found < 0:
        raise BadDescriptionError(say("its {} is less than nothing", name))
    return found


def _number(said: Mapping[str, Any], name: str) -> int:
    """The number of a row, which every database can hold."""
    found = _count(said, name)
    if found > LARGEST_NUMBER:
        raise BadDescriptionError(say("a number in it is larger than any row has"))
    return found


def _words(said: Mapping[str, Any], name: str) -> tuple[str, ...]:
    found = _of(said, name, list)
    if not all(isinstance(one, str) for one in found):
        raise BadDescriptionError(say("its {} are not as they should be", name))
    return tuple(found)


def _digest(said: Mapping[str, Any]) -> str:
    found = _of(said, "sha256", str)
    if not _DIGEST.fullmatch(found):
        raise BadDescriptionError(say("a digest in it is none"))
    return found


def _moment(said: Mapping[str, Any], name: str) -> datetime:
    try:
        return moment_of(_of(said, name, str))
    except ValueError as error:
        raise BadDescriptionError(say("its {} is no time", name)) from error


def _of(said: Mapping[str, Any], name: str, kind: type[T]) -> T:
    found = said.get(name)
    if not isinstance(found, kind) or (kind is int and isinstance(found, bool)):
        raise BadDescriptionError(say("its {} is missing, or not as it should be", name))
    return found
