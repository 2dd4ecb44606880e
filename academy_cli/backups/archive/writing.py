"""Writing an archive front to back: rows in compressed parts, files as they are, and the manifest behind.

Compresses while the next rows are read; knows how rows are parted, so that the same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple

from academy_cli.backups.archive import names, packing
from academy_cli.backups.archive.described import (
    NO_FILES,
    AssetSum,
    FileSum,
    Header,
    Manifest,
    MemberSum,
    TableSum,
)
from academy_cli.backups.archive.packing import Sink
from academy_cli.backups.archive.signing import Signer

PART_BYTES = 1 << 20
"""Of text, at most, unless a single row has more."""
LEVEL = 1
"""Rows pack as well at 3, which takes twice the time; texts of courses would be an eighth smaller."""
AT_ONCE = 3


class ChangedFileError(Exception):
    """A file that is not what its digest says; the message is the digest."""


class _Packed(NamedTuple):
    member: MemberSum
    content: bytes


class _Written:
    """What was written so far."""

    def __init__(self) -> None:
        self.members: list[MemberSum] = []
        self.tables: list[TableSum] = []
        self.index = ""


class ArchiveWriter:
    """An archive that is being written."""

    def __init__(self, out: Sink, header: Header) -> None:
        import zstandard

        self._out, self._header = out, header
        self._compressor = zstandard.ZstdCompressor(level=header.level, write_checksum=True)
        self._done = _Written()
        self._member(names.HEADER, header.text())

    def table(self, name: str, rows: Iterable[bytes]) -> TableSum:
        """Write the rows of a table, given in pieces that each end with a row."""
        digest, many, number = hashlib.sha256(), 0, 0
        waiting: list[Future[_Packed]] = []
        with ThreadPoolExecutor(1) as worker:
            for number, text in enumerate(parts(rows), 1):
                waiting.append(
                    worker.submit(self._packed, str(names.Part(name, number)), text, digest)
                )
                many += text.count(b"\n")
                if len(waiting) >= AT_ONCE:
                    self._put(waiting.pop(0).result())
            for one in waiting:
                self._put(one.result())
        found = TableSum(name, many, digest.hexdigest(), number)
        self._done.tables.append(found)
        return found

    def _packed(self, name: str, text: bytes, digest: Any) -> _Packed:
        digest.update(text)
        content = self._compressor.compress(text)
        return _Packed(MemberSum(name, len(content), hashlib.sha256(content).hexdigest()), content)

    def index(self, files: Sequence[FileSum]) -> None:
        """Write the list of the courses' files, in the order of their digests."""
        text = "".join(f"{one.sha256}\t{one.size}\n" for one in files).encode()
        self._done.index = hashlib.sha256(text).hexdigest()
        self._member(names.ASSET_INDEX, self._compressor.compress(text))

    def file(self, wanted: FileSum, content: Iterable[bytes]) -> None:
        """Write a file of the courses as it is. Raises ChangedFileError where it is another one."""
        name, digest, left = str(names.BlobName(wanted.sha256)), hashlib.sha256(), wanted.size
        self._out.write(packing.header(name, wanted.size))
        for some in content:
            digest.update(some)
            left -= len(some)
            if left < 0:
                break
            self._out.write(some)
        if left or digest.hexdigest() != wanted.sha256:
            raise ChangedFileError(wanted.sha256)
        self._out.write(packing.padding(wanted.size))
        self._done.members.append(MemberSum(name, wanted.size, wanted.sha256))

    def key(self, name: str, content: bytes) -> None:
        """Write a private key of certificates, behind all files."""
        self._member(str(names.KeyName(name)), content)

    def close(
        self,
        sequences: Mapping[str, int],
        files: AssetSum = NO_FILES,
        signer: Signer | None = None,
    ) -> Manifest:
        """Write the manifest, its signature and the end; what was written."""
        done = self._done
        members, tables = tuple(done.members), tuple(done.tables)
        found = Manifest(members, tables, sequences, files, done.index)
        self._member(names.MANIFEST, found.text())
        if signer is not None:
            self._member(names.SIGNATURE, signer.signed(found.text()))
        self._out.write(packing.END)
        return found

    def _member(self, name: str, content: bytes) -> None:
        self._put(
            _Packed(MemberSum(name, len(content), hashlib.sha256(content).hexdigest()), content)
        )

    def _put(self, packed: _Packed) -> None:
        name, size, _ = packed.member
        self._out.write(packing.header(name, size))
        self._out.write(packed.content)
        self._out.write(packing.padding(size))
        self._done.members.append(packed.member)


def parts(rows: Iterable[bytes]) -> Iterator[bytes]:
    """Rows in parts: as many whole rows as fit, and one at least, however they came."""
    held = bytearray()
    for some in rows:
        held += some
        while len(held) > PART_BYTES:
            end = held.rfind(b"\n", 0, PART_BYTES) + 1 or held.find(b"\n", PART_BYTES) + 1
            if not end:
                break
            yield bytes(held[:end])
            del held[:end]
    if held:
        yield bytes(held)
