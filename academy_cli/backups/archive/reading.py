"""Reading an archive front to back: nothing is believed before its digest was seen, and nothing is written.

Knows the order in which members come and how large each may be; refuses what no archive has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from academy_cli.backups.archive import names, packing
from academy_cli.backups.archive.described import (
    VERSION,
    BadDescriptionError,
    Header,
    Manifest,
    MemberSum,
    TableSum,
    version,
)
from academy_cli.backups.archive.names import Part
from academy_cli.backups.archive.packing import BadTarError, Member, Source, TarReader
from academy_cli.backups.errors import DamagedError, NewerFormatError
from academy_cli.formats.strictjson import BadJsonError, parsed

LARGEST_JSON = 64 << 20
LARGEST_PART = 256 << 20
"""Bytes of text; a part has a million, or one row."""


class ArchiveReader:
    """An archive that is read: its header first, then everything else once."""

    def __init__(self, source: Source, name: str) -> None:
        self._name = name
        self._tar = TarReader(source)
        self._members = iter(self._tar)
        self._seen: list[MemberSum] = []
        self.header = self._header()
        self._tables = {one.name: one for one in self.header.tables}
        self._sums: dict[str, tuple[int, Any, int]] = {}
        self.manifest: Manifest | None = None

    def _header(self) -> Header:
        member = self._next()
        if member is None or member.name != names.HEADER:
            raise DamagedError(self._name, "it does not begin with a header")
        said = self._json(member)
        try:
            if (found := version(said)) > VERSION:
                raise NewerFormatError(self._name, found)
            return Header.of(said)
        except BadDescriptionError as error:
            raise DamagedError(self._name, f"{names.HEADER}: {error}") from error

    def parts(self) -> Iterator[tuple[Part, bytes]]:
        """The rows of each table, part by part; at the end it is proved that nothing is missing or other.

        Raises DamagedError. What was given before is worth nothing then.
        """
        order = list(self._tables)
        at, number = 0, 0
        while (member := self._next()) is not None:
            what = names.read(member.name)
            if member.name == names.MANIFEST:
                self._manifest(member)
                return
            if not isinstance(what, Part) or what.table not in self._tables:
                raise DamagedError(self._name, f"“{member.name}” has no place in it")
            place = order.index(what.table)
            number = number + 1 if place == at else 1
            if place < at or what.number != number:
                raise DamagedError(self._name, f"“{member.name}” is not where it should be")
            at = place
            yield what, self._text(member, what)
        raise DamagedError(self._name, "it ends before its manifest")

    def _text(self, member: Member, part: Part) -> bytes:
        import zstandard

        content = self._content(member, LARGEST_PART)
        try:
            size = zstandard.frame_content_size(content)
            if not 0 < size <= LARGEST_PART:
                raise DamagedError(self._name, f"“{member.name}” would be {size:,} bytes")
            text = zstandard.ZstdDecompressor().decompress(content, max_output_size=size)
        except zstandard.ZstdError as error:
            raise DamagedError(self._name, f"“{member.name}” cannot be read") from error
        if not text.endswith(b"\n"):
            raise DamagedError(self._name, f"“{member.name}” ends within a row")
        many, digest, _ = self._sums.get(part.table, (0, hashlib.sha256(), 0))
        digest.update(text)
        self._sums[part.table] = (many + text.count(b"\n"), digest, part.number)
        return text

    def _manifest(self, member: Member) -> None:
        seen = tuple(self._seen)
        said = self._json(member)
        try:
            found = Manifest.of(said)
        except BadDescriptionError as error:
            raise DamagedError(self._name, f"{names.MANIFEST}: {error}") from error
        if found.members != seen:
            raise DamagedError(self._name, self._difference(found.members, seen))
        if found.tables != self._read_sums():
            raise DamagedError(self._name, "its rows are not those of its manifest")
        if self._next() is not None:
            raise DamagedError(self._name, "there is something behind its manifest")
        self.manifest = found

    def _read_sums(self) -> tuple[TableSum, ...]:
        nothing = (0, hashlib.sha256(), 0)
        found = ((name, *self._sums.get(name, nothing)) for name in self._tables)
        return tuple(TableSum(name, many, digest.hexdigest(), parts) for name, many, digest, parts in found)

    def _difference(self, wanted: tuple[MemberSum, ...], seen: tuple[MemberSum, ...]) -> str:
        for one, other in zip(wanted, seen, strict=False):
            if one != other:
                return f"“{other.name}” is not what its manifest says"
        return "it has other members than its manifest says"

    def _json(self, member: Member) -> Mapping[str, Any]:
        try:
            return parsed(self._content(member, LARGEST_JSON), largest=LARGEST_JSON)
        except BadJsonError as error:
            raise DamagedError(self._name, f"{member.name}: {error}") from error

    def _content(self, member: Member, largest: int) -> bytes:
        """All bytes of a member, noted with their digest."""
        if member.size > largest:
            raise DamagedError(self._name, f"“{member.name}” has {member.size:,} bytes")
        try:
            content = self._tar.read(member.size)
        except BadTarError as error:
            raise DamagedError(self._name, str(error)) from error
        self._seen.append(MemberSum(member.name, len(content), hashlib.sha256(content).hexdigest()))
        return content

    def _next(self) -> Member | None:
        try:
            return next(self._members, None)
        except BadTarError as error:
            raise DamagedError(self._name, str(error)) from error
