"""Loading an archive into a scratch place: every row, proved against the manifest, then brought up to date.

Knows the order of things; refuses to know engines, and to let anybody see the result.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from academy_cli.backups.archive.described import Manifest
from academy_cli.backups.archive.reading import ArchiveReader, Keep
from academy_cli.backups.errors import DamagedError, NewerRevisionError
from academy_cli.backups.progress import Progress
from academy_cli.backups.restoring.errors import NotAsWrittenError
from academy_cli.backups.restoring.scratch import Scratch
from academy_cli.backups.schema import is_kept
from academy_cli.db.revision import HISTORY
from academy_cli.kit.saying import say


def load(
    archive: ArchiveReader, name: str, place: Scratch, keep: Keep, progress: Progress
) -> Manifest:
    """Load every row; what the archive holds, which is proved by then.

    Raises NewerRevisionError, DamagedError, UnfitRowError and BrokenArchiveError.
    """
    header = archive.header
    require_known(archive, name)
    tables = {one.name: one for one in header.tables}
    if strange := tables.keys() ^ set(filter(is_kept, place.prepare(header.revision))):
        why = say("“{}” is not in it as revision {} has it", min(strange), header.revision)
        raise DamagedError(name, why)
    for part, text in archive.parts(keep):
        place.load(tables[part.table], text)
        progress(text.count(b"\n"))
    if archive.manifest is None:
        raise DamagedError(name, say("it ends before its manifest"))
    place.finish(archive.manifest.sequences)
    return archive.manifest


def require_known(archive: ArchiveReader, name: str) -> None:
    """Insist on a schema that this version knows the way from. Raises NewerRevisionError."""
    header = archive.header
    if header.revision not in HISTORY.revisions:
        raise NewerRevisionError(name, header.revision, header.academy)


def rehearse(
    archive: ArchiveReader, name: str, place: Scratch, progress: Progress = lambda _: None
) -> Manifest:
    """Load an archive, require what was loaded to be what was written, and bring it up to date.

    Gives what it holds. Raises what ``load`` and ``compare`` raise.
    """
    manifest = load(archive, name, place, as_it_is, progress)
    compare(archive, place)
    place.upgrade()
    return manifest


def as_it_is(_: str, content: Iterator[bytes]) -> Iterator[bytes]:
    """A file of the courses, which nobody keeps."""
    return content


def compare(archive: ArchiveReader, place: Scratch) -> None:
    """Read what was loaded, and require it to be what was written. Raises NotAsWrittenError."""
    assert archive.manifest is not None
    wanted = {one.name: one.sha256 for one in archive.manifest.tables}
    for table in archive.header.tables:
        digest = hashlib.sha256()
        for some in place.rows(table):
            digest.update(some)
        if digest.hexdigest() != wanted[table.name]:
            raise NotAsWrittenError(table.name)
