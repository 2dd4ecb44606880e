"""Reading an archive front to back: nothing is believed before its digest was seen, and nothing is written.

Knows the order in which members come and how large each may be; refuses what no archive has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from academy_cli.backups.archive import names
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
from academy_cli.backups.archive.signing import signed_by
from academy_cli.backups.errors import DamagedError, NewerFormatError
from academy_cli.formats.strictjson import BadJsonError, parsed
from academy_cli.kit.saying import said_by, say

LARGEST_JSON = 64 << 20
LARGEST_PART = 256 << 20
"""Bytes of text; a part has a million, or one row."""
LARGEST_INDEX = 256 << 20
LARGEST_KEY = 10_000
PIECE_BYTES = 1 << 20
Keep = Callable[[str, Iterator[bytes]], Iterable[bytes]]


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
        self._at = (-1, 0)
        self._index: Mapping[str, int] | None = None
        self._index_sum = ""
        self.manifest: Manifest | None = None
        self.signed_by: str | None = None
        self.keys: dict[str, bytes] = {}
        """Private keys of certificates by their names; like everything, to be believed at the end."""

    def _header(self) -> Header:
        member = self._next()
        if member is None or member.name != names.HEADER:
            raise DamagedError(self._name, say("it does not begin with a header"))
        said = self._json(member)
        try:
            if (found := version(said)) > VERSION:
                raise NewerFormatError(self._name, found)
            return Header.of(said)
        except BadDescriptionError as error:
            raise DamagedError(self._name, say("{}: {}", names.HEADER, error)) from error

    def parts(self, keep: Keep = lambda _, content: content) -> Iterator[tuple[Part, bytes]]:
        """The rows of each table, part by part; at the end it is proved that nothing is missing or other.

        ``keep`` is given each file of the courses, before its digest is known, and gives its bytes on. Raises
        DamagedError; what was given before is worth nothing then. The next rows are unpacked while those
        before are used; everything else is done by whoever asks.
        """
        with ThreadPoolExecutor(1, thread_name_prefix="unpacking") as reader:
            coming = reader.submit(self._step)
            while (found := coming.result()) is not None:
                if not isinstance(found, Member):
                    coming = reader.submit(self._step)
                    yield found
                    continue
                if self._other(found, keep):
                    return
                coming = reader.submit(self._step)
        raise DamagedError(self._name, say("it ends before its manifest"))

    def _step(self) -> tuple[Part, bytes] | Member | None:
        """The next rows; or the next member that is something else, unread."""
        member = self._next()
        part = names.read(member.name) if member is not None else None
        if member is None or not isinstance(part, Part):
            return member
        return part, self._rows(member, part)

    def _other(self, member: Member, keep: Keep) -> bool:
        """Take a member that is no rows; whether it was the manifest."""
        match names.read(member.name):
            case names.ASSET_INDEX:
                self._index = self._read_index(member)
            case names.BlobName(sha256):
                self._file(member, sha256, keep)
            case names.KeyName(name):
                self._key(member, name)
            case names.MANIFEST:
                self._manifest(member)
                return True
            case _:
                raise DamagedError(self._name, say("“{}” has no place in it", member.name))
        return False

    def _rows(self, member: Member, part: Part) -> bytes:
        """Some rows, if they come when they should: tables as in the header, parts as they are numbered."""
        order = list(self._tables)
        before, number = self._at
        place = order.index(part.table) if part.table in self._tables else -1
        follows = part.number == (number + 1 if place == before else 1)
        if place < max(before, 0) or not follows or self._index is not None:
            raise DamagedError(self._name, say("“{}” is not where it should be", member.name))
        self._at = (place, part.number)
        return self._text(member, part)

    def _read_index(self, member: Member) -> Mapping[str, int]:
        if self._index is not None:
            raise DamagedError(self._name, say("“{}” is there twice", member.name))
        text = self._unpacked(member, LARGEST_INDEX)
        self._index_sum = hashlib.sha256(text).hexdigest()
        found = {}
        for line in text.decode("ascii", "replace").splitlines():
            digest, _, size = line.partition("\t")
            if names.read(str(names.BlobName(digest))) is None or not size.isdecimal():
                raise DamagedError(self._name, say("“{}” cannot be read", member.name))
            found[digest] = int(size)
        return found

    def _file(self, member: Member, sha256: str, keep: Keep) -> None:
        if self.keys or (self._index or {}).get(sha256) != member.size:
            raise DamagedError(self._name, say("“{}” is not in its list", member.name))
        digest = hashlib.sha256()
        try:
            for some in keep(sha256, self._pieces(member.size)):
                digest.update(some)
        except BadTarError as error:
            raise DamagedError(self._name, said_by(error)) from error
        if digest.hexdigest() != sha256:
            raise DamagedError(self._name, say("“{}” is another file", member.name))
        self._seen.append(MemberSum(member.name, member.size, sha256))

    def _key(self, member: Member, name: str) -> None:
        if self._index is None or name <= max(self.keys, default=""):
            raise DamagedError(self._name, say("“{}” is not where it should be", member.name))
        self.keys[name] = self._content(member, LARGEST_KEY)

    def _pieces(self, size: int) -> Iterator[bytes]:
        left = size
        while left:
            some = self._tar.read(min(left, PIECE_BYTES))
            left -= len(some)
            yield some

    def _text(self, member: Member, part: Part) -> bytes:
        text = self._unpacked(member, LARGEST_PART)
        if not text.endswith(b"\n"):
            raise DamagedError(self._name, say("“{}” ends within a row", member.name))
        many, digest, _ = self._sums.get(part.table, (0, hashlib.sha256(), 0))
        digest.update(text)
        self._sums[part.table] = (many + text.count(b"\n"), digest, part.number)
        return text

    def _unpacked(self, member: Member, largest: int) -> bytes:
        """What is compressed in a member, which says beforehand how much that is."""
        import zstandard

        content = self._content(member, largest)
        try:
            size = zstandard.frame_content_size(content)
            if not 0 <= size <= largest:
                raise DamagedError(self._name, say("“{}” would be {:,} bytes", member.name, size))
            return zstandard.ZstdDecompressor().decompress(content, max_output_size=size)
        except zstandard.ZstdError as error:
            raise DamagedError(self._name, say("“{}” cannot be read", member.name)) from error

    def _manifest(self, member: Member) -> None:
        seen = tuple(self._seen)
        content = self._content(member, LARGEST_JSON)
        try:
            found = Manifest.of(self._parsed(member.name, content))
        except BadDescriptionError as error:
            raise DamagedError(self._name, say("{}: {}", names.MANIFEST, error)) from error
        if found.text() != content:
            raise DamagedError(self._name, say("{} is not as it was written", names.MANIFEST))
        if found.members != seen:
            raise DamagedError(self._name, self._difference(found.members, seen))
        if found.tables != self._read_sums() or found.asset_index != self._index_sum:
            raise DamagedError(self._name, say("its rows are not those of its manifest"))
        if not self._numbered.issuperset(found.sequences):
            raise DamagedError(self._name, say("it numbers rows that have no numbers"))
        behind = self._next()
        if behind is not None and behind.name == names.SIGNATURE:
            self.signed_by = signed_by(self._json(behind), content)
            if self.signed_by is None:
                raise DamagedError(self._name, say("its signature is not of its manifest"))
            behind = self._next()
        if behind is not None:
            raise DamagedError(self._name, say("there is something behind its manifest"))
        self.manifest = found

    @property
    def _numbered(self) -> frozenset[str]:
        """The tables whose rows have numbers."""
        return frozenset(one.name for one in self.header.tables if one.is_numbered)

    def _read_sums(self) -> tuple[TableSum, ...]:
        nothing = (0, hashlib.sha256(), 0)
        found = ((name, *self._sums.get(name, nothing)) for name in self._tables)
        return tuple(
            TableSum(name, many, digest.hexdigest(), parts) for name, many, digest, parts in found
        )

    def _difference(self, wanted: tuple[MemberSum, ...], seen: tuple[MemberSum, ...]) -> str:
        for one, other in zip(wanted, seen, strict=False):
            if one != other:
                return say("“{}” is not what its manifest says", other.name)
        return say("it has other members than its manifest says")

    def _json(self, member: Member) -> Mapping[str, Any]:
        return self._parsed(member.name, self._content(member, LARGEST_JSON))

    def _parsed(self, name: str, content: bytes) -> Mapping[str, Any]:
        try:
            return parsed(content, largest=LARGEST_JSON)
        except BadJsonError as error:
            raise DamagedError(self._name, say("{}: {}", name, error)) from error

    def _content(self, member: Member, largest: int) -> bytes:
        """All bytes of a member, noted with their digest."""
        if member.size > largest:
            raise DamagedError(self._name, say("“{}” has {:,} bytes", member.name, member.size))
        try:
            content = self._tar.read(member.size)
        except BadTarError as error:
            raise DamagedError(self._name, said_by(error)) from error
        self._seen.append(MemberSum(member.name, len(content), hashlib.sha256(content).hexdigest()))
        return content

    def _next(self) -> Member | None:
        try:
            return next(self._members, None)
        except BadTarError as error:
            raise DamagedError(self._name, said_by(error)) from error
