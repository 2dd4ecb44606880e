"""The past of courses: which revisions there are, what differs between them, and the way back.

One method is one unit of work. A way back is a plan like any other, and carried out like any other.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.access.service import called
from academy_cli.audit.service import Act, record
from academy_cli.authoring import shelf
from academy_cli.authoring.alltexts import StoredTexts
from academy_cli.authoring.changes import Action, Change
from academy_cli.authoring.compare import compare_by_rows
from academy_cli.authoring.consequences import impact
from academy_cli.authoring.document import Applied, Kind
from academy_cli.authoring.errors import LostAssetError
from academy_cli.authoring.git import GitState, KnownGit
from academy_cli.authoring.history import store
from academy_cli.authoring.history.errors import LostTextError
from academy_cli.authoring.history.past import Past, past, require_whole
from academy_cli.authoring.history.views import Difference, Export, Garbage, RevisionSummary
from academy_cli.authoring.origin import DatabaseOrigin
from academy_cli.authoring.plan import Plan, concerned
from academy_cli.authoring.prepared import Prepared
from academy_cli.authoring.questions import numbered
from academy_cli.authoring.snapshot import snapshot
from academy_cli.authoring.store import blobs
from academy_cli.authoring.tree import Limits
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.storage.service import AssetStore

if TYPE_CHECKING:
    from academy_cli.authoring.views import CourseView

_YOUNG = timedelta(days=1)
"""A stored file of this age may belong to a sync that is going on."""

_WORDS = (*(action.word for action in Action), "withheld")


class History:
    """The revisions of one academy's courses, for one actor."""

    def __init__(
        self, database: Database, assets: AssetStore, actor: Actor, *, limits: Limits = Limits()
    ) -> None:
        self._database, self._assets, self._limits = database, assets, limits
        self.actor = actor

    @permits(Permission.COURSE_HISTORY)
    def revisions(self, slug: str) -> tuple[RevisionSummary, ...]:
        """Every revision of a course, newest first. Raises UnknownCourseError."""
        self.actor.require_course(Permission.COURSE_HISTORY, slug)
        with read(shelf.engine_of(self._database, slug)) as connection:
            course = shelf.course_row(connection, slug)
            rows = store.revisions(connection, course.id)
            said = called(connection, (row.actor for row in rows))
            return tuple(_summary(slug, row, said[row.actor]) for row in rows)

    @permits(Permission.COURSE_HISTORY)
    def show(self, slug: str, number: int) -> CourseView:
        """A course as it was. Raises UnknownCourseError and UnknownRevisionError."""
        self.actor.require_course(Permission.COURSE_HISTORY, slug)
        with read(shelf.engine_of(self._database, slug)) as connection:
            course, was = _past(connection, slug, number)
            from academy_cli.authoring import catalog

            return catalog.view_at(connection, course, was.revision, was.document, utc_now())

    @permits(Permission.COURSE_HISTORY)
    def difference(self, slug: str, old: int | None = None, new: int | None = None) -> Difference:
        """What leads from one revision to another; 0 is the course before there was any.

        Without ``new`` to the newest one; without ``old`` from the one before it. Raises
        UnknownCourseError and UnknownRevisionError.
        """
        self.actor.require_course(Permission.COURSE_HISTORY, slug)
        with read(shelf.engine_of(self._database, slug)) as connection:
            course = shelf.course_row(connection, slug)
            new = course.revision if new is None else new
            old = new - 1 if old is None else old
            after = past(connection, course, new).document
            before = past(connection, course, old).document if old else None
            places = store.places(connection, course.id, old)
            texts = StoredTexts(connection)
            away = {row for row, place in places.items() if place.is_archived}
            archived = tuple(node for node in after.contents if node.row in away)
            asked = numbered((*before.contents, *archived) if before else (), texts)
            found = compare_by_rows(after, Applied(before, archived, questions=asked), texts)
        return Difference(slug, old, new, found.changes)

    @permits(Permission.COURSE_HISTORY, Permission.COURSE_PLAN)
    def texts(self, change: Change) -> tuple[str, str, int]:
        """A change's text before and after, empty where there is none, and the line it begins on.

        Raises LostTextError.
        """
        bodies = [node.body if node is not None else "" for node in (change.was, change.node)]
        source = change.node.source if change.node is not None else ""
        with read(self._database.ready()) as connection:
            found = blobs(connection, [body for body in bodies if body])
            head = store.heads(connection, [source]).get(source, "")
        if any(body and body not in found for body in bodies):
            raise LostTextError(change.path)
        before, after = (found.get(body, "") for body in bodies)
        return before, after, head.count("\n") + 1

    @permits(Permission.COURSE_APPLY)
    def rollback(self, slug: str, number: int) -> Prepared:
        """Plan to bring a revision back; what learners did since is kept. Changes nothing.

        ``Courses.apply`` carries it out. Raises UnknownCourseError, UnknownRevisionError,
        DamagedRevisionError and LostAssetError.
        """
        started = time.monotonic()
        self.actor.require_course(Permission.COURSE_APPLY, slug)
        with read(shelf.engine_of(self._database, slug)) as connection:
            _, was = _past(connection, slug, number)
            before = snapshot(connection, slug)
            found = compare_by_rows(was.document, before.applied, StoredTexts(connection))
            require_whole(connection, slug, number, found.changes)
            effects = impact(connection, before, found, utc_now())
        self._require_files(slug, found.changes)
        against = concerned(before.applied.state, found)
        plan = Plan(slug, "", against, found.changes, (), (), impact=effects, rollback_to=number)
        git = KnownGit(_git(was.revision))
        return Prepared(plan, DatabaseOrigin(before.reader), found, before, git, started)

    def _require_files(self, slug: str, changes: Iterable[Change]) -> None:
        """Insist that storage has every asset that changes would bring back."""
        for node in (one.node for one in changes if one.kind is Kind.ASSET):
            if node and not self._assets.has(node.source, int(node.values["size"])):
                raise LostAssetError(slug, node.path, node.source)

    @permits(Permission.COURSE_EXPORT)
    def export(
        self,
        slug: str,
        folder: Path,
        number: int | None = None,
        *,
        dry_run: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Export:
        """Write a course, as it is or as it was, back to a new or empty folder.

        Raises UnknownCourseError, UnknownRevisionError, FolderNotEmptyError, FolderUnwritableError,
        LostAssetError, OldRevisionError and DamagedRevisionError.
        """
        from academy_cli.authoring.history.export import Exporter

        self.actor.require_course(Permission.COURSE_EXPORT, slug)
        with read(shelf.engine_of(self._database, slug)) as connection:
            course = shelf.course_row(connection, slug)
            was = past(connection, course, course.revision if number is None else number)
            exporter = Exporter(connection, slug, was, folder, self._assets, self._limits)
            return exporter.planned if dry_run else exporter.run(progress)

    @permits(Permission.COURSE_GC)
    def collect(
        self, *, keep: int | None = None, files: bool = False, dry_run: bool = False
    ) -> Garbage:
        """Drop what no revision needs, of the newest ``keep`` of each course or of all; a dry run counts it.

        ``files`` also drops files in storage that nothing refers to, if they are older than a day: only
        where no other academy uses the folder. Raises DamagedRevisionError and NobodysFilesError.
        """
        from academy_cli.authoring.history import garbage

        engine, now = self._database.existing(), utc_now()
        if files:
            engine = garbage.require_references(engine, self._assets.store.url)
        if engine is None:
            return Garbage(0, 0, 0, 0, 0, is_dropped=not dry_run)
        before = (now - _YOUNG).timestamp()
        if dry_run:
            with read(engine) as connection:
                return garbage.unneeded(connection, self._assets, keep, before).told
        with write(engine) as connection:
            store.keep_texts_still(connection)
            found = garbage.unneeded(connection, self._assets, keep, before)
            garbage.drop(connection, found)
            told = asdict(found.told) | {"keep": keep, "files_too": files}
            record(connection, at=now, actor=self.actor, act=Act("course.gc", "academy", told))
        for file in found.files if files else ():
            self._assets.drop(file.sha256, before)
        return replace(found.told, is_dropped=True)


def _past(connection: Connection, slug: str, number: int) -> tuple[Row[Any], Past]:
    course = shelf.course_row(connection, slug)
    return course, past(connection, course, number)


def _summary(slug: str, row: Row[Any], applied_by: str) -> RevisionSummary:
    counts = json.loads(row.counts)
    return RevisionSummary(
        slug,
        row.number,
        row.applied_at,
        applied_by,
        row.git_commit,
        row.git_branch,
        row.git_dirty,
        row.rollback_to,
        {word: counts[word] for word in _WORDS if word in counts},
    )


def _git(row: Row[Any]) -> GitState:
    """Which commit a revision shows: bringing it back shows that commit again."""
    return GitState(row.git_commit, row.git_branch, row.git_dirty)
