"""Small archives, made in memory, whole or with something wrong in them."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from academy_cli.backups.archive.described import AssetSum, FileSum, Header, Manifest
from academy_cli.backups.archive.reading import ArchiveReader
from academy_cli.backups.archive.writing import ArchiveWriter
from academy_cli.backups.tables import Column, Table, Tag

AT = datetime(2026, 11, 27, 12, tzinfo=UTC)
PEOPLE = Table(
    "people",
    (Column("id", Tag.INTEGER, is_nullable=False), Column("name", Tag.TEXT, is_nullable=True)),
    ("id",),
)
THINGS = Table("things", (Column("name", Tag.TEXT, is_nullable=False),), ("name",))
ROWS: Mapping[str, bytes] = {"people": b"1\tAnn\n2\t\\N\n", "things": b"a\nb\n"}
FILE = b"a picture"
NAME = "test.acb"


def header(*tables: Table) -> Header:
    """A header of some tables."""
    return Header("0a1b2c3d", "f" * 32, AT, "0.1.0", "0022", "sqlite 3", tables, 3)


def archive(
    rows: Mapping[str, bytes] = ROWS, files: Sequence[bytes] = (FILE,)
) -> tuple[bytes, Manifest]:
    """The bytes of an archive, and what it holds."""
    out = io.BytesIO()
    writer = ArchiveWriter(out, header(PEOPLE, THINGS))
    for table in (PEOPLE, THINGS):
        writer.table(table.name, [rows[table.name]])
    sums = sorted(FileSum(sha256(one).hexdigest(), len(one)) for one in files)
    known = {sha256(one).hexdigest(): one for one in files}
    writer.index(sums)
    for one in sums:
        writer.file(one, [known[one.sha256]])
    size = sum(one.size for one in sums)
    manifest = writer.close({"people": 2}, AssetSum(len(sums), size))
    return out.getvalue(), manifest


def read(content: bytes) -> tuple[Mapping[str, bytes], Mapping[str, bytes], Manifest]:
    """The rows and the files in the bytes of an archive, and its manifest; raises what reading does."""
    reader = ArchiveReader(io.BytesIO(content), NAME)
    rows: dict[str, bytes] = {}
    files: dict[str, bytes] = {}

    def keep(name: str, pieces: object) -> list[bytes]:
        found = list(pieces)  # type: ignore[call-overload] # it is an iterator
        files[name] = b"".join(found)
        return found

    for part, text in reader.parts(keep):
        rows[part.table] = rows.get(part.table, b"") + text
    assert reader.manifest is not None
    return rows, files, reader.manifest
