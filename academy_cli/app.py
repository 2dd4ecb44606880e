"""The composition root: settings in, services out; the only place that names concrete parts.

Knows what the services are made of; refuses to do their work. Each service is built, and its libraries
imported, when a command asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.errors import AcademyError

if TYPE_CHECKING:
    from academy_cli.access.actor import Actor
    from academy_cli.accounts.authentication import Authentication
    from academy_cli.accounts.credentials import Credentials
    from academy_cli.accounts.importing import UserImports
    from academy_cli.accounts.onetime import Links
    from academy_cli.accounts.passwords import Hasher
    from academy_cli.accounts.people import People
    from academy_cli.accounts.recovery import Recovery
    from academy_cli.audit.log import AuditLog
    from academy_cli.authoring.compile import Compilation
    from academy_cli.authoring.discovery import Discovery
    from academy_cli.authoring.fix import Fixes
    from academy_cli.authoring.history.service import History
    from academy_cli.authoring.lookup import Catalog
    from academy_cli.authoring.newids import KnownIds
    from academy_cli.authoring.service import Courses
    from academy_cli.authoring.tree import Limits
    from academy_cli.bulk.reading import Limits as RowLimits
    from academy_cli.bulk.service import Batches
    from academy_cli.config import Settings
    from academy_cli.db.service import Database
    from academy_cli.enrollments.importing import EnrollmentImports
    from academy_cli.enrollments.service import Enrollments
    from academy_cli.progress.importing import ProgressImports
    from academy_cli.progress.roster import Roster
    from academy_cli.progress.service import Progress
    from academy_cli.storage.service import AssetStore


class Acting(NamedTuple):
    """Who acts: an operator by their name on this machine, or a user by e-mail; and from where."""

    operator: str
    email: str | None = None
    source: Mapping[str, str] = {}


@dataclass(frozen=True)
class Academy:
    """One academy: what its settings say, and the services that work on it for somebody who acts."""

    settings: Settings
    notice: Callable[[str], None]
    acting: Acting

    @cached_property
    def database(self) -> Database:
        """The database; ``notice`` is told when it had to be created."""
        from academy_cli.db.service import Database

        wait_s = self.settings.sync.lock_wait_s
        return Database(self.settings.database.url, notice=self.notice, lock_wait_s=wait_s)

    @cached_property
    def actor(self) -> Actor:
        """Who acts. Raises what ``access.service.actor_of`` raises for a user."""
        if self.acting.email is None:
            from academy_cli.access.actor import operator

            return operator(self.acting.operator, self.acting.source)
        from academy_cli.access.errors import UnknownUserError
        from academy_cli.access.service import actor_of
        from academy_cli.db.transaction import read

        engine = self.database.existing()
        if engine is None:
            raise UnknownUserError(self.acting.email)
        with read(engine) as connection:
            return actor_of(connection, self.acting.email, self.acting.source)

    @cached_property
    def courses(self) -> Courses:
        """Plan, apply, publish and show courses."""
        from academy_cli.authoring.service import Courses

        wait_s = self.settings.sync.lock_wait_s
        return Courses(
            self.database, self.assets, self.actor, limits=self.limits, lock_wait_s=wait_s
        )

    @cached_property
    def catalog(self) -> Catalog:
        """Look courses and lessons up."""
        from academy_cli.authoring.lookup import Catalog

        return Catalog(self.database, self.actor)

    @cached_property
    def people(self) -> People:
        """Look after people's accounts."""
        from academy_cli.accounts.people import People

        return People(self.database, self.actor)

    @cached_property
    def enrollments(self) -> Enrollments:
        """Who is in which course."""
        from academy_cli.enrollments.service import Enrollments

        return Enrollments(self.database, self.actor)

    @cached_property
    def progress(self) -> Progress:
        """How far learners have come."""
        from academy_cli.progress.service import Progress

        return Progress(self.database, self.actor)

    @cached_property
    def roster(self) -> Roster:
        """The learners of a course, and the courses of a learner, with how far each has come."""
        from academy_cli.progress.roster import Roster

        return Roster(self.database, self.actor)

    @cached_property
    def credentials(self) -> Credentials:
        """Look after passwords, invitations, sessions and programs' tokens."""
        from academy_cli.accounts.credentials import Credentials

        return Credentials(self.database, self.actor, self._hasher, self._links)

    @cached_property
    def authentication(self) -> Authentication:
        """Become somebody: for shells that people and programs come to."""
        from academy_cli.accounts.accesstokens import Keys, keys_of
        from academy_cli.accounts.authentication import Authentication
        from academy_cli.accounts.keyfile import key_in
        from academy_cli.config.settings import data_folder

        keys = keys_of(self.settings.accounts.jwt_key) or Keys([key_in(data_folder())])
        return Authentication(
            self.database, keys, self._hasher, self._links, source=self.acting.source
        )

    @cached_property
    def recovery(self) -> Recovery:
        """Get (back) in, by links that work once."""
        from academy_cli.accounts.recovery import Recovery

        return Recovery(self.database, self._hasher, self._links, source=self.acting.source)

    @property
    def _hasher(self) -> Hasher:
        from academy_cli.accounts.passwords import Hasher

        return Hasher(self.settings.accounts.bcrypt_cost)

    @property
    def _links(self) -> Links:
        from datetime import timedelta

        from academy_cli.accounts.onetime import Links, Purpose

        said = self.settings.accounts
        return Links(
            self.settings.site.url,
            {
                Purpose.INVITATION: timedelta(days=said.invitation_days),
                Purpose.VERIFICATION: timedelta(days=said.verification_days),
                Purpose.RESET: timedelta(minutes=said.reset_minutes),
            },
        )

    @cached_property
    def audit(self) -> AuditLog:
        """Who did what to what."""
        from academy_cli.audit.log import AuditLog

        return AuditLog(self.database, self.actor)

    @cached_property
    def batches(self) -> Batches:
        """What was done in bulk."""
        from academy_cli.bulk.service import Batches

        return Batches(self.database, self.actor)

    def user_imports(self, enroll: str = "") -> UserImports:
        """Import people; ``enroll`` is a course that everybody of a file joins."""
        from academy_cli.accounts.importing import UserImports

        return UserImports(self.database, self.actor, self._links, self.row_limits, enroll=enroll)

    def enrollment_imports(self, course: str = "", reason: str = "") -> EnrollmentImports:
        """Import enrollments; ``course`` is what all rows are about, ``reason`` why, if they say none."""
        from academy_cli.enrollments.importing import EnrollmentImports

        limits, actor = self.row_limits, self.actor
        return EnrollmentImports(self.database, actor, limits, course=course, reason=reason)

    def progress_imports(self, course: str = "") -> ProgressImports:
        """Import progress; ``course`` is the one that all rows are about."""
        from academy_cli.progress.importing import ProgressImports

        return ProgressImports(self.database, self.actor, self.row_limits, course=course)

    @property
    def row_limits(self) -> RowLimits:
        """How much a file of rows may hold."""
        from academy_cli.bulk.reading import Limits as RowLimits

        return RowLimits(self.settings.bulk.rows, self.settings.bulk.field_kb * 1024)

    @cached_property
    def history(self) -> History:
        """The revisions of courses, and the way back to them."""
        from academy_cli.authoring.history.service import History

        return History(self.database, self.assets, self.actor, limits=self.limits)

    @cached_property
    def assets(self) -> AssetStore:
        """The folder of stored assets."""
        from academy_cli.storage.service import AssetStore

        return AssetStore(self.settings.storage.folder)

    @property
    def limits(self) -> Limits:
        """How large a course may be."""
        from academy_cli.authoring.tree import Limits

        said = self.settings.limits
        return Limits(
            said.text_file_kb * 1024,
            said.asset_mb * 1024**2,
            said.files,
            said.depth,
            said.yaml_depth,
            said.yaml_aliases,
        )

    def check(
        self, folder: Path, *, strict: bool = False, progress: Callable[[int], None] | None = None
    ) -> Compilation:
        """Read and check a course folder without any database."""
        from academy_cli.authoring.compile import compile_course

        return compile_course(folder, limits=self.limits, strict=strict, progress=progress)

    def missing_ids(self, folder: Path, *, progress: Callable[[int], None] | None = None) -> Fixes:
        """Ids for what has none in a course folder; without a database only the folder says what is taken."""
        from academy_cli.authoring import fix

        compiled = self.check(folder, progress=progress)
        known = self._known_ids(compiled)
        return fix.missing_ids(compiled, known, limits=self.limits)

    def _known_ids(self, compiled: Compilation) -> KnownIds:
        """The ids that the academy knows of a course; none where there is no academy that answers."""
        from academy_cli.authoring.newids import NO_KNOWN_IDS, known_ids

        if compiled.document is None:
            return NO_KNOWN_IDS
        try:
            prepared = self.courses.plan(compiled.folder)
        except AcademyError as error:
            if not error.code.startswith("database."):
                raise
            self.notice(f"{error.message} So ids of archived lessons are not known here.")
            return NO_KNOWN_IDS
        prepared.git.cancel()
        return known_ids(prepared.comparison, prepared.before.applied)

    @staticmethod
    def courses_below(paths: Sequence[Path]) -> Discovery:
        """Every course folder at or below some paths, each with an id of its own, and what was left out.

        Raises NoFolderError, NoCourseError, FoldersUnreadableError and SameIdError.
        """
        from academy_cli.authoring.discovery import discover

        return discover(paths)


def open_academy(
    settings: Settings,
    notice: Callable[[str], None] = lambda _: None,
    acting: Acting = Acting("nobody"),
) -> Academy:
    """The academy that some settings describe; nothing is opened yet."""
    return Academy(settings, notice, acting)
