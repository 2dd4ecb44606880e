"""What the academy does with courses: plan, apply and publish.

One method is one unit of work. Joins the compiler with the database, storage and the audit log.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.authoring import store
from academy_cli.authoring.alltexts import AllTexts
from academy_cli.authoring.changes import Change, Comparison
from academy_cli.authoring.compare import compare
from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.discovery import slug_of
from academy_cli.authoring.document import CourseDocument, Kind
from academy_cli.authoring.errors import (
    CourseErrorsError,
    LostAssetError,
    NoFolderError,
    UnreadableCourseError,
)
from academy_cli.authoring.git import GitQuery, GitState, KnownGit
from academy_cli.authoring.impact import NOBODY, Impact
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.origin import FolderOrigin, Git
from academy_cli.authoring.papers import Lacks, unknown_paper
from academy_cli.authoring.plan import Plan, SavedPlan, concerned
from academy_cli.authoring.plan_errors import (
    FolderInMotionError,
    FolderMovedError,
    StalePlanError,
)
from academy_cli.authoring.prepared import Prepared
from academy_cli.authoring.report import SyncReport
from academy_cli.authoring.repositories.fetched import Fetched
from academy_cli.authoring.snapshot import Snapshot, snapshot
from academy_cli.authoring.tree import Limits
from academy_cli.db.lock import named_lock, outlast
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.formats.problems import count, ordered
from academy_cli.kit.clock import utc_now
from academy_cli.kit.paths import closed_above, is_file, is_folder
from academy_cli.storage.service import AssetStore

if TYPE_CHECKING:
    from academy_cli.authoring.views import StatusChange

Progress = Callable[[int], None]


class Courses:
    """What one actor does with the courses of one academy."""

    def __init__(
        self,
        database: Database,
        assets: AssetStore,
        actor: Actor,
        *,
        limits: Limits = Limits(),
        lock_wait_s: float = 10,
        lacks_paper: Lacks = lambda _: None,
        fetched: Callable[[Path], Fetched | None] = lambda _: None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._assets, self._clock = database, assets, clock
        self._lacks_paper, self._fetched = lacks_paper, fetched
        self.actor = actor
        self._limits, self._lock_wait_s = limits, lock_wait_s

    # -- plan ---------------------------------------------------------------------------------------------

    @permits(Permission.COURSE_PLAN, Permission.COURSE_CREATE)
    def plan(
        self, folder: Path, *, strict: bool = False, progress: Progress | None = None
    ) -> Prepared:
        """Read a course folder and say what applying it would change. Changes nothing.

        Raises NoFolderError, and UnreadableCourseError when course.yaml does not even name the course.
        """
        if not is_folder(folder):
            raise NoFolderError(folder, closed_above(folder))
        started = time.monotonic()
        git = self._git_of(folder)
        try:
            return self._planned(folder, git, started, strict=strict, progress=progress)
        except BaseException:
            git.cancel()
            raise

    def _git_of(self, folder: Path) -> Git:
        """The state of the repository: known of what was fetched, which nobody has changed since."""
        fetched = self._fetched(folder)
        if fetched is None:
            return GitQuery(folder)
        return KnownGit(GitState(fetched.commit, fetched.branch, is_dirty=False))

    def _planned(
        self, folder: Path, git: Git, begun: float, *, strict: bool, progress: Progress | None
    ) -> Prepared:
        slug = slug_of(folder, self._limits)
        before = self._snapshot(slug)
        self._require(Permission.COURSE_PLAN, slug, is_new=not before.course_row)
        compiled = compile_course(
            folder, limits=self._limits, known=before, strict=strict, progress=progress
        )
        fetched = self._fetched(folder)
        if compiled.document is None:
            called = fetched.address if fetched else str(folder)
            raise UnreadableCourseError(called, count(compiled.problems)["error"])
        if slug is not None and slug != compiled.course:
            raise FolderInMotionError(folder, slug, compiled.course)
        texts = AllTexts(compiled, self._database.existing)
        comparison = compare(compiled.document, before.applied, compiled.reading.doubts, texts)
        header = compiled.reading.headers.get(COURSE_FILE, b"")
        papers = unknown_paper(compiled.document, header, self._lacks_paper)
        since = (*comparison.problems, *papers)
        told = compiled.problems_since(before.applied, since, self._limits)
        plan = Plan(
            compiled.course,
            fetched.address if fetched else str(folder.resolve()),
            concerned(before.applied.state, comparison),
            comparison.changes,
            comparison.withheld,
            ordered(told, strict=strict),
            strict,
            self._impact(before, comparison),
            fetched=fetched,
        )
        return Prepared(plan, FolderOrigin(compiled), comparison, before, git, begun)

    def _require(self, action: Permission, slug: str | None, *, is_new: bool) -> None:
        """Insist that the actor may do this to a course; to begin one is another right."""
        if slug is None:
            return  # nothing is looked up, and nothing can be applied
        if is_new:
            self.actor.require_new_course(Permission.COURSE_CREATE, slug)
        else:
            self.actor.require_course(action, slug)

    def _snapshot(self, slug: str | None) -> Snapshot:
        engine = self._database.existing() if slug is not None else None
        if slug is None or engine is None:
            return Snapshot()
        with read(engine) as connection:
            return snapshot(connection, slug)

    def _impact(self, before: Snapshot, comparison: Comparison) -> Impact:
        engine = self._database.existing() if before.course_row and comparison.changes else None
        if engine is None:
            return NOBODY
        from academy_cli.authoring.consequences import impact  # most syncs find nothing to apply

        with read(engine) as connection:
            return impact(connection, before, comparison, self._clock())

    @permits(Permission.COURSE_PLAN, Permission.COURSE_CREATE)
    def texts(self, prepared: Prepared, change: Change) -> tuple[str, str, int]:
        """A change's text before and after, empty where there is none, and the line it begins on now."""
        with read(self._engine) as connection:
            before = store.blob(connection, change.was.body if change.was else None)
            if change.node is None:
                return before, "", 1
            after = prepared.text(change.node)
            after = store.blob(connection, change.node.body) if after is None else after
        return before, after, prepared.origin.first_line(change.node)

    # -- apply --------------------------------------------------------------------------------------------

    @permits(Permission.COURSE_APPLY, Permission.COURSE_CREATE)
    def apply(self, prepared: Prepared, *, partial: bool = False) -> SyncReport:
        """Carry out a plan in one transaction, exactly or not at all.

        ``partial`` applies the sound part of a course with errors. Raises CourseErrorsError,
        StalePlanError, and LockHeldError when another sync of the course does not end in time.
        """
        plan = prepared.plan
        self._require(Permission.COURSE_APPLY, plan.course, is_new=not plan.base)
        if plan.has_errors and not partial:
            errors = count(plan.problems)["error"]
            raise CourseErrorsError(plan.course, plan.folder, errors, len(plan.withheld))
        if plan.is_empty:
            prepared.git.cancel()
            return self._report(prepared, plan.base, restored=self._put_assets(prepared))
        from academy_cli.authoring.carryout import carry_out  # most syncs find nothing to apply

        git = prepared.git.answer()
        with named_lock(self._engine, _lock(plan), self._lock_wait_s):
            restored = self._put_assets(prepared)
            with write(self._engine) as connection:
                outlast(connection, _lock(plan))
                revision, settled = carry_out(connection, prepared, self.actor, git, self._clock)
        report = self._report(prepared, revision, restored=restored)
        return replace(report, completed=settled.gained, reopened=settled.reopened)

    def _put_assets(self, prepared: Prepared) -> int:
        """Copy the assets that storage lacks or has cut short; returns how many it had lost.

        Raises LostAssetError for one that an earlier revision had and nobody has any more.
        """
        changed = {change.key for change in prepared.plan.changes if change.kind is Kind.ASSET}
        nodes = [(node, int(node.values["size"])) for node in prepared.comparison.result.assets]
        kept = ((node.source, size) for node, size in nodes if node.key not in changed)
        lacking, lost = self._assets.lacking(kept), 0
        for node, size in nodes:
            if node.key not in changed and node.source not in lacking:
                continue
            if node.key in changed and self._assets.hold(node.source, size):
                continue
            source = prepared.origin.file(node)
            if source is not None and (node.key in changed or is_file(source)):
                self._assets.put(source, node.source, size)
                lost += node.key not in changed
            elif source is None and node.key in changed:
                raise LostAssetError(prepared.plan.course, node.path, node.source)
        return lost

    def _report(self, prepared: Prepared, revision: int, *, restored: int) -> SyncReport:
        plan = prepared.plan
        seconds = round(time.monotonic() - prepared.started, 3)
        return SyncReport(
            plan.course,
            revision,
            revision != plan.base,
            plan.counts,
            len(plan.withheld),
            seconds,
            plan,
            restored,
        )

    # -- saved plans ----------------------------------------------------------------------------

    @permits(Permission.COURSE_PLAN, Permission.COURSE_CREATE)
    def prepare_saved(self, saved: SavedPlan, *, folder: Path | None = None) -> Prepared:
        """Make a saved plan executable: plan again, and insist that exactly the same comes out.

        Raises StalePlanError when the database moved and FolderMovedError when the files did.
        """
        prepared = self.plan(folder or Path(saved.folder), strict=saved.is_strict)
        try:
            _require_same(saved, prepared.plan)
        except BaseException:
            prepared.git.cancel()
            raise
        return prepared

    # -- status -------------------------------------------------------------------------------------------

    @permits(Permission.COURSE_STATUS)
    def set_status(self, slug: str, status: str, *, dry_run: bool = False) -> StatusChange:
        """Publish or unpublish a course. Raises StatusDeclaredError when course.yaml decides."""
        from academy_cli.authoring.publishing import change_status, status_change
        from academy_cli.authoring.shelf import engine_of

        engine = engine_of(self._database, slug)
        self.actor.require_course(Permission.COURSE_STATUS, slug)
        if dry_run:
            with read(engine) as connection:
                return status_change(connection, slug, status, self._clock())
        with write(engine) as connection:
            return change_status(connection, slug, status, self.actor, self._clock)

    @permits(Permission.COURSE_PLAN)
    def document(self, slug: str) -> CourseDocument | None:
        """The course as the database holds it; None when it was never applied."""
        with read(self._engine) as connection:
            return snapshot(connection, slug).applied.document

    @property
    def _engine(self) -> Engine:
        return self._database.ready()


def _require_same(saved: SavedPlan, plan: Plan) -> None:
    then, now = saved.against, plan.against
    if "" in (then.status, now.status):  # whether a plan sets a status is for the files to say
        now = replace(now, status=then.status)
    if plan.course == saved.course and then != now:
        raise StalePlanError(saved.course, then, now, f"{plan.command} --out FILE")
    if plan.digest != saved.digest:
        raise FolderMovedError(saved.course, plan.folder)


def _lock(plan: Plan) -> str:
    return f"sync:{plan.course}"
