"""Archives as somebody makes them who knows the format and every digest: whole, and not what was written.

Knows how one is taken apart and put together again; refuses to know what is wrong with it.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from academy_cli.backups.archive.described import AssetSum, FileSum, Header
from academy_cli.backups.archive.reading import ArchiveReader
from academy_cli.backups.archive.signing import Signer
from academy_cli.backups.archive.writing import ArchiveWriter

Rows = dict[str, bytes]


def texts(archive: Path) -> Rows:
    """The text of each table of an archive."""
    return _taken(archive)[1]


def forged(
    archive: Path,
    rows: Callable[[Rows], object] = lambda _: None,
    header: Callable[[Header], Header] = lambda one: one,
    sequences: Mapping[str, int] | None = None,
    signer: Signer | None = None,
) -> bytes:
    """An archive with other content, in which every size, count and digest is right."""
    reader, found, files = _taken(archive)
    assert reader.manifest is not None
    rows(found)
    out, changed = io.BytesIO(), header(reader.header)
    writer = ArchiveWriter(out, changed)
    for table in changed.tables:
        writer.table(table.name, [found.get(table.name, b"")])
    sums = sorted(FileSum(sha256(one).hexdigest(), len(one)) for one in files.values())
    writer.index(sums)
    for one in sums:
        writer.file(one, [files[one.sha256]])
    given = reader.manifest.sequences if sequences is None else sequences
    writer.close(given, AssetSum(len(sums), sum(one.size for one in sums)), signer)
    return out.getvalue()


def _taken(archive: Path) -> tuple[ArchiveReader, Rows, Rows]:
    """An archive that was read to its end, its rows and its files."""
    files: Rows = {}

    def keep(name: str, pieces: Iterator[bytes]) -> list[bytes]:
        found = list(pieces)
        files[name] = b"".join(found)
        return found

    reader = ArchiveReader(io.BytesIO(archive.read_bytes()), archive.name)
    found: Rows = {one.name: b"" for one in reader.header.tables}
    for part, text in reader.parts(keep):
        found[part.table] += text
    return reader, found, files


def boundaries(content: bytes) -> list[int]:
    """Where the members of an archive begin, and its end."""
    import tarfile

    with tarfile.open(fileobj=io.BytesIO(content)) as tar:
        return [*(one.offset for one in tar), len(content) - 1024, len(content)]
