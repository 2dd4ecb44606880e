"""Writing an archive front to back: rows in compressed parts, files as they are, and the manifest behind.

Compresses while the next rows are read; knows how rows are parted, so that the same rows give the same bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from academy_cli.backups.archive import names, packing
from academy_cli.backups.archive.described import Header, Manifest, MemberSum, TableSum
from academy_cli.backups.archive.packing import Sink

PART_BYTES = 1 << 20
"""Of text, at most, unless a single row has more."""
LEVEL = 3
AT_ONCE = 3


class _Packed(NamedTuple):
    member: MemberSum
    content: bytes


@dataclass
class _Written:
    """What was written so far."""

    members: list[MemberSum] = field(default_factory=list)
    tables: list[TableSum] = field(default_factory=list)


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
                waiting.append(worker.submit(self._packed, str(names.Part(name, number)), text, digest))
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

    def close(self, sequences: dict[str, int]) -> Manifest:
        """Write the manifest and the end; what was written."""
        found = Manifest(tuple(self._done.members), tuple(self._done.tables), sequences)
        self._member(names.MANIFEST, found.text())
        self._out.write(packing.END)
        return found

    def _member(self, name: str, content: bytes) -> None:
        self._put(_Packed(MemberSum(name, len(content), hashlib.sha256(content).hexdigest()), content))

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
