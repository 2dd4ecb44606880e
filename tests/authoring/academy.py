"""An academy to test against: the service on a real database and a real folder, and its rows laid bare.

Knows the tables; changes them through the service, but for one doctored row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select, update

from academy_cli.access.actor import operator
from academy_cli.authoring.document import CourseDocument
from academy_cli.authoring.history.service import History
from academy_cli.authoring.lookup import Catalog
from academy_cli.authoring.manifest import manifest
from academy_cli.authoring.prepared import Prepared
from academy_cli.authoring.report import SyncReport
from academy_cli.authoring.service import Courses
from academy_cli.authoring.snapshot import snapshot
from academy_cli.authoring.stored.service import Storage
from academy_cli.authoring.uploads.service import Uploads
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments.seats import require_own_access
from academy_cli.kit.clock import utc_now
from academy_cli.models import Base, Blob, Content, Course, Resource, Revision, metadata
from academy_cli.storage.service import AssetStore
from academy_cli.storage.stores.folder import FolderStore

ACTOR = operator("test")


class Academy:
    """One academy in a folder of its own."""

    def __init__(self, url: str, home: Path, muted: Collection[str] = ()) -> None:
        self.database = Database(url, muted=muted)
        self.assets = AssetStore(FolderStore(home / "storage"))
        self.history = History(self.database, self.assets, ACTOR)
        self.now: datetime | None = None
        """What time it is; the real time where a test sets none."""
        self.courses = Courses(self.database, self.assets, ACTOR, lock_wait_s=0.2, clock=self.clock)
        self.catalog = Catalog(self.database, ACTOR, require_own_access, clock=self.clock)
        self.uploads = Uploads(self.database, self.assets, ACTOR, clock=self.clock)
        self.storage = Storage(self.database, self.assets, ACTOR)

    def clock(self) -> datetime:
        """What time it is."""
        return self.now or utc_now()

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def sync(self, folder: Path, *, partial: bool = False) -> SyncReport:
        """Plan and apply."""
        with self.planned(folder) as prepared:
            return self.courses.apply(prepared, partial=partial)

    @contextmanager
    def planned(self, folder: Path, *, strict: bool = False) -> Iterator[Prepared]:
        """A plan for the block."""
        prepared = self.courses.plan(folder, strict=strict)
        try:
            yield prepared
        finally:
            prepared.git.cancel()

    def rows(self, model: type[Base]) -> list[Row[Any]]:
        """Every row of a table, by its first column."""
        table = model.__table__
        with read(self.database.engine) as connection:
            return list(connection.execute(select(table).order_by(*table.primary_key.columns)))

    def digest(self) -> str:
        """A digest of every row there is."""
        with read(self.database.engine) as connection:
            tables = [list(connection.execute(select(table))) for table in metadata().sorted_tables]
        return sha256(repr([sorted(map(repr, rows)) for rows in tables]).encode()).hexdigest()

    def meddle(self, column: str) -> None:
        """Change a column of a lesson behind the service's back."""
        values = {column: {"title": "Meddled", "position": 9}[column]}
        with write(self.database.engine) as connection:
            connection.execute(update(Content).where(Content.key == "basics/intro").values(values))

    def contents(self, slug: str) -> frozenset[tuple[str, int]]:
        """The rows of a course's modules, lessons and assets, archived ones included."""
        course = self.course(slug).id
        found = [("content", row.id) for row in self.rows(Content) if row.course_id == course]
        found += [("asset", row.id) for row in self.rows(Resource) if row.course_id == course]
        return frozenset(found)

    def course(self, slug: str) -> Row[Any]:
        """A course's row."""
        return next(row for row in self.rows(Course) if row.slug == slug)

    def revision(self, slug: str) -> Row[Any]:
        """A course's newest revision."""
        course = self.course(slug).id
        found = [row for row in self.rows(Revision) if row.course_id == course]
        return max(found, key=lambda row: row.number)

    def blobs(self) -> Mapping[str, str]:
        """Every stored text by digest."""
        return {row.sha256: row.text for row in self.rows(Blob)}

    def trees(self, slug: str) -> Mapping[str, str]:
        """The digest of each module's part of the manifest, as it is stored, by key."""
        with read(self.database.engine) as connection:
            held = snapshot(connection, slug)
        document = held.applied.document
        modules = document.contents if document else ()
        return {node.key: held.trees[node.row] for node in modules if node.row in held.trees}

    def texts(self, digests: Collection[str]) -> Mapping[str, str]:
        """Stored texts by digest."""
        held = self.blobs()
        return {digest: held[digest] for digest in digests if digest in held}

    def document(self, slug: str) -> CourseDocument:
        """The course as the database holds it."""
        found = self.courses.document(slug)
        assert found is not None
        return found


def whole_manifest(document: CourseDocument) -> tuple[str, Mapping[str, str]]:
    """The root and the modules' digests of a manifest that is written from nothing."""
    written = manifest(document, {})
    return written.root, written.trees
