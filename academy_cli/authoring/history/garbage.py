"""What no revision needs any more: old revisions that nobody wants to keep, their texts, and stored files.

Knows everything that refers to a text or a file; refuses to drop anything while one revision cannot be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, Engine

from academy_cli.authoring.history import store
from academy_cli.authoring.history.errors import NobodysFilesError
from academy_cli.authoring.history.past import named, texts_of
from academy_cli.authoring.history.views import Garbage
from academy_cli.authoring.manifest import Referred, UnreadableManifestError, referred
from academy_cli.db.transaction import read
from academy_cli.storage.service import AssetStore, StoredFile


class Unneeded(NamedTuple):
    """What may go: revisions by their row, texts by digest with their size in bytes, and heads of files."""

    revisions: tuple[int, ...]
    texts: Mapping[str, int]
    heads: Mapping[str, int]
    files: tuple[StoredFile, ...]

    @property
    def told(self) -> Garbage:
        """How much that is."""
        return Garbage(
            len(self.revisions),
            len(self.texts) + len(self.heads),
            sum(self.texts.values()) + sum(self.heads.values()),
            len(self.files),
            sum(file.size for file in self.files),
            is_dropped=False,
        )


def unneeded(
    connection: Connection, assets: AssetStore, keep: int | None, before: float
) -> Unneeded:
    """Find what no revision needs, were only the newest ``keep`` of each course kept; None keeps all.

    Files in storage count when they are older than ``before``, in seconds since 1970: a younger one may
    belong to a sync that is about to refer to it. Raises DamagedRevisionError.
    """
    revisions = store.all_revisions(connection)
    dropped = {row.id for row in revisions if keep is not None and row.number <= row.newest - keep}
    needed = _needed(connection, [row for row in revisions if row.id not in dropped])
    texts = needed.texts | store.texts_of_rows(connection)
    sources = needed.sources | store.sources_of_rows(connection)
    files = needed.assets | store.assets_of_rows(connection)
    return Unneeded(
        tuple(sorted(dropped)),
        _left(store.text_sizes(connection), texts),
        _left(store.head_sizes(connection), sources),
        tuple(f for f in assets.files() if f.sha256 not in files and f.modified < before),
    )


def needed_files(connection: Connection) -> frozenset[str]:
    """The digests of all files that revisions, assets and uploads refer to. Raises DamagedRevisionError."""
    needed = _needed(connection, store.all_revisions(connection))
    return needed.assets | store.assets_of_rows(connection)


def known_sizes(connection: Connection) -> Mapping[str, int]:
    """How many bytes files have, as far as rows say: those that only old revisions refer to have none."""
    return store.asset_sizes(connection)


def require_references(engine: Engine | None, storage: str) -> Engine:
    """Insist on an academy that ever had a course or a file: only then what it does not refer to is nobody's.

    Raises NobodysFilesError.
    """
    if engine is not None:
        with read(engine) as connection:
            if store.all_revisions(connection) or store.assets_of_rows(connection):
                return engine
    raise NobodysFilesError(storage)


def files_of(connection: Connection, slug: str) -> frozenset[str]:
    """The digests of the assets that a course has now; none where there is no such course."""
    return store.assets_of_course(connection, slug)


def drop(connection: Connection, found: Unneeded) -> None:
    """Delete the rows that nobody needs; whoever calls has kept others from writing texts meanwhile."""
    store.drop_revisions(connection, found.revisions)
    store.drop_texts(connection, [*found.texts])
    store.drop_heads(connection, [*found.heads])


def _left(sizes: Iterable[tuple[str, int]], needed: Collection[str]) -> Mapping[str, int]:
    return {digest: size for digest, size in sizes if digest not in needed}


def _needed(connection: Connection, revisions: Collection[store.RevisionRow]) -> Referred:
    """Everything that some revisions refer to; if one cannot be read, it is named."""
    texts = texts_of(connection)
    try:
        return referred({row.manifest for row in revisions}, texts)
    except UnreadableManifestError:
        for row in revisions:
            with named(row.course, row.number):
                referred({row.manifest}, texts)
        raise
