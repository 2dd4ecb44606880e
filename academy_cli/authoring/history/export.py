"""A course written back to a folder, byte for byte what was read when it was applied.

Knows which file each node came from; refuses to overwrite anything, and to leave what its digest does not
prove. The inverse of reading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.discovery import course_above
from academy_cli.authoring.document import LESSON, MODULE, CourseDocument, Node
from academy_cli.authoring.errors import LostAssetError
from academy_cli.authoring.history import store
from academy_cli.authoring.history.errors import DamagedRevisionError, OldRevisionError
from academy_cli.authoring.history.files import File, files_of
from academy_cli.authoring.history.past import Past
from academy_cli.authoring.history.views import Export
from academy_cli.authoring.newfolder import filled, insist_on_empty
from academy_cli.authoring.store import blobs
from academy_cli.authoring.tree import Limits
from academy_cli.kit.batches import batches
from academy_cli.kit.saying import say
from academy_cli.storage.service import AssetStore


@dataclass(frozen=True)
class Exporter:
    """One export of one revision."""

    connection: Connection
    slug: str
    was: Past
    folder: Path
    assets: AssetStore
    limits: Limits

    @property
    def planned(self) -> Export:
        """What would be written; refuses what ``run`` would refuse of the folder."""
        insist_on_empty(self.folder)
        document = self.was.document
        return Export(
            self.slug,
            self.was.revision.number,
            self.folder,
            lessons=len(document.of_kind(LESSON)),
            modules=len(document.of_kind(MODULE)),
            assets=len(document.assets),
            is_written=False,
            renamed=self._files[1],
            inside=course_above(self.folder),
        )

    def run(self, progress: Callable[[int], None] | None = None) -> Export:
        """Write everything or nothing, read it again, and count what does not read as it was applied."""
        planned = self.planned
        with filled(self.folder) as staging:
            for number, (path, data) in enumerate(self._texts(), 1):
                _written(self._target(staging, path), data)
                if progress is not None:
                    progress(number)
            for asset in self.was.document.assets:
                self._copy(asset, self._target(staging, asset.path))
        return replace(planned, is_written=True, differs=self._differences())

    @cached_property
    def _files(self) -> tuple[tuple[File, ...], Mapping[str, str]]:
        return files_of(self.was.document)

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        """Every text file whole, some at a time."""
        for some in batches(self._files[0]):
            heads = store.heads(self.connection, [file.source for file in some])
            bodies = blobs(self.connection, [file.body for file in some if file.body])
            for file in some:
                yield file.path, self._whole(file, heads, bodies)

    def _whole(self, file: File, heads: Mapping[str, str], bodies: Mapping[str, str]) -> bytes:
        if not file.is_all_body and file.source not in heads:
            raise OldRevisionError(self.slug, self.was.revision.number, file.path)
        data = file.whole(heads, bodies)
        if data is None:
            raise self._damaged(say("the text of “{}” is not what was applied", file.path))
        return data

    def _copy(self, asset: Node, target: Path) -> None:
        """Copy an asset out of storage, proving its bytes by their digest."""
        if not self.assets.has(asset.source, int(asset.values["size"])):
            raise LostAssetError(self.slug, asset.path, asset.source)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            is_sound = self.assets.copy_out(asset.source, file)
        if not is_sound:
            raise self._damaged(say("“{}” in storage is not what was applied", asset.path))

    def _target(self, staging: Path, path: str) -> Path:
        """Where a file goes: below the folder, whatever a database says."""
        parts = path.split("/")
        if any(Path(part).parts != (part,) or part in ("..", ".git") for part in parts):
            raise self._damaged(say("“{}” is no path in a course", path))
        return staging.joinpath(*parts)

    def _damaged(self, what: str) -> DamagedRevisionError:
        return DamagedRevisionError(self.slug, self.was.revision.number, what)

    def _differences(self) -> int:
        """How many nodes read otherwise than they were applied; several may when errors withheld a part."""
        compiled = compile_course(self.folder, limits=self.limits)
        wanted, found = self.was.document, compiled.document
        if found == wanted:
            return 0
        here = set(_nodes(found)) if found is not None else set()
        return max(1, sum(node not in here for node in _nodes(wanted)))


def _nodes(document: CourseDocument) -> tuple[Node, ...]:
    return (document.root, *document.contents, *document.assets, *document.translations)


def _written(target: Path, data: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
