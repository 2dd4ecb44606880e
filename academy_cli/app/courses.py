"""The services that work on courses: reading their folders, planning, applying, looking up, and going back.

Knows what they are made of; refuses to do their work.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from academy_cli.app.foundation import Foundation
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say, say_joined

if TYPE_CHECKING:
    from academy_cli.authoring.compile import Compilation
    from academy_cli.authoring.discovery import Discovery
    from academy_cli.authoring.history.service import History
    from academy_cli.authoring.lookup import Catalog
    from academy_cli.authoring.preview.building import Builder
    from academy_cli.authoring.preview.workshop import Workshop
    from academy_cli.authoring.repair.carryout import Repairs
    from academy_cli.authoring.repair.edits import Mended
    from academy_cli.authoring.repair.ids import Fixes
    from academy_cli.authoring.repair.newids import KnownIds
    from academy_cli.authoring.repositories.fetched import Fetched
    from academy_cli.authoring.repositories.service import Repositories
    from academy_cli.authoring.service import Courses
    from academy_cli.authoring.stored.service import Storage
    from academy_cli.authoring.translations.looking import Looked
    from academy_cli.authoring.uploads.service import Uploads
    from academy_cli.formats.problems import Problem
    from academy_cli.storage.copying import Copied


class CourseServices(Foundation):
    """What there is to do with courses."""

    @cached_property
    def courses(self) -> Courses:
        """Plan, apply, publish and show courses."""
        from academy_cli.authoring.service import Courses

        wait_s = self.settings.sync.lock_wait_s
        return Courses(
            self.database,
            self.assets,
            self.actor,
            limits=self.limits,
            lock_wait_s=wait_s,
            lacks_paper=self._lacks_paper,
            fetched=self.fetched,
        )

    def _lacks_paper(self, name: str) -> str | None:
        return self.library.lacks(name)  # opened only where a course names a template

    @cached_property
    def repositories(self) -> Repositories:
        """Courses of repositories that are somewhere else."""
        from datetime import timedelta

        from academy_cli.authoring.repositories.service import Repositories, Ways

        said, limits = self.settings.repositories, self.limits
        ways = Ways(
            said.cache,
            said.by_host,
            said.silent_s,
            timedelta(days=said.keep_days),
            limits.files,
            limits.asset_bytes,
            said.fetch_mb * 1024**2,
        )
        return Repositories(ways, notice=self.notice)

    def fetched(self, folder: Path) -> Fetched | None:
        """What a folder is, if it came from a repository; nothing is asked."""
        has_any = "repositories" in vars(self)  # most commands never name one
        return self.repositories.fetched(folder) if has_any else None

    def called(self, folder: Path) -> str:
        """A folder as a person named it: one that was fetched has an address."""
        fetched = self.fetched(folder)
        return fetched.address if fetched else str(folder)

    @cached_property
    def catalog(self) -> Catalog:
        """Look courses and lessons up."""
        from academy_cli.authoring.lookup import Catalog
        from academy_cli.enrollments.seats import require_own_access

        return Catalog(self.database, self.actor, require_own_access)

    @cached_property
    def history(self) -> History:
        """The revisions of courses, and the way back to them."""
        from academy_cli.authoring.history.service import History

        return History(self.database, self.assets, self.actor, limits=self.limits)

    @cached_property
    def uploads(self) -> Uploads:
        """Attach files to lessons."""
        from academy_cli.authoring.uploads.service import Uploads

        return Uploads(self.database, self.assets, self.actor)

    @cached_property
    def storage(self) -> Storage:
        """Look after stored files."""
        from academy_cli.authoring.stored.service import Storage

        return Storage(self.database, self.assets, self.actor)

    def copy_storage(self, target: str, source: str | None = None, **how: Any) -> Copied:
        """Copy every asset to the store at an address, from that of another or from this academy's.

        Raises BadStoreAddressError, SameStoreError, and what the stores raise.
        """
        from academy_cli.storage.service import AssetStore

        start = AssetStore(self.store_at(source)) if source else self.assets
        return self.storage.copy(start, AssetStore(self.store_at(target)), **how)

    def check(
        self, folder: Path, *, strict: bool = False, progress: Callable[[int], None] | None = None
    ) -> Compilation:
        """Read and check a course folder without any database; the result has all texts."""
        from dataclasses import replace

        from academy_cli.authoring.compile import compile_course

        compiled = compile_course(folder, limits=self.limits, strict=strict, progress=progress)
        fetched = self.fetched(folder)
        return replace(compiled, fetched=fetched) if fetched else compiled

    def look(
        self,
        folder: Path,
        *,
        strict: bool = False,
        is_kept: bool = True,
        progress: Callable[[int], None] | None = None,
    ) -> Compilation:
        """Check a course folder as ``check`` does, only sooner: the result has no texts.

        Unless it ``is_kept``, pages that were read before are read again, and none are kept.
        """
        from dataclasses import replace

        from academy_cli.authoring.kept.compiling import compile_kept
        from academy_cli.config.places import cache_folder

        def root() -> Path:
            return cache_folder() / "pages"

        compiled = compile_kept(
            folder,
            root if is_kept else None,
            limits=self.limits,
            strict=strict,
            progress=progress,
        )
        return replace(compiled, fetched=self.fetched(folder))

    def workshop(self, folder: Path) -> Workshop:
        """A course folder as pages, without any database."""
        from academy_cli.authoring.preview.workshop import Workshop

        return Workshop(folder, limits=self.limits, hosts=self.settings.pages.hosts)

    def builder(self, folder: Path, out: Path, **how: Any) -> Builder:
        """A course folder to be written as pages, without any database. Raises what Builder does."""
        from academy_cli.authoring.preview.building import Builder

        return Builder(folder, out, limits=self.limits, hosts=self.settings.pages.hosts, **how)

    def missing_ids(self, folder: Path, *, progress: Callable[[int], None] | None = None) -> Fixes:
        """Ids for what has none in a course folder; without a database only the folder says what is taken."""
        from academy_cli.authoring.repair import ids

        compiled = self.check(folder, progress=progress)
        known = self._known_ids(compiled)
        return ids.missing_ids(compiled, known, limits=self.limits)

    @staticmethod
    def problems_since(compiled: Compilation, revision: str) -> tuple[Problem, ...]:
        """A course's findings about what git says changed since a revision.

        Raises NoRepositoryError, UnknownRevisionError and GitFailedError.
        """
        from academy_cli.authoring.changed import about, changed_since

        return about(compiled, changed_since(compiled.folder, revision))

    def with_links(
        self,
        compiled: Compilation,
        *,
        strict: bool = False,
        refresh: bool = False,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Compilation:
        """The same with what is found of its links to the web; ``refresh`` believes nothing found before."""
        from academy_cli.app.linking import with_links

        settings = self.settings
        return with_links(
            compiled, settings.links, settings.site, limits=self.limits,
            strict=strict, refresh=refresh, progress=progress,
        )  # fmt: skip

    def translations(
        self, folder: Path, *, progress: Callable[[int], None] | None = None
    ) -> Looked:
        """How far the translations of a course folder have come."""
        from academy_cli.authoring.translations.looking import look

        return look(self.look(folder, progress=progress), self.limits)

    def mendable(self, compiled: Compilation) -> Mapping[Problem, Mended]:
        """The findings of a checked course that `repairs` would mend, and how."""
        from academy_cli.authoring.repair.carryout import mendable

        return mendable(compiled, self.limits)

    def repairs(
        self,
        folder: Path,
        wanted: Collection[str] | None = None,
        *,
        links: bool = False,
        translated: Collection[str] = (),
        progress: Callable[[int], None] | None = None,
    ) -> Repairs:
        """What mends a course folder; ``wanted`` are codes of findings, by default all that are usual.

        With ``links``, what is found of its links to the web is mended as well; files that are ``translated``
        say what their originals say now.
        """
        from academy_cli.authoring.codes import AT_LINKS
        from academy_cli.authoring.repair.carryout import repairs_of
        from academy_cli.authoring.repair.engine import Besides
        from academy_cli.authoring.repair.fixes import USUAL
        from academy_cli.authoring.repair.newids import NO_KNOWN_IDS

        compiled = self.check(folder, progress=progress)
        needs_ids = {one.code for one in compiled.problems} & {"id.duplicate", "id.ambiguous"}
        known = self._known_ids(compiled) if needs_ids else NO_KNOWN_IDS
        codes = USUAL if wanted is None else wanted
        found = self.with_links(compiled).problems if links else ()
        besides = tuple(one for one in found if one.code in AT_LINKS)
        more = Besides(besides, frozenset(translated))
        return repairs_of(compiled, codes, limits=self.limits, known=known, besides=more)

    def _known_ids(self, compiled: Compilation) -> KnownIds:
        """The ids that the academy knows of a course; none where there is no academy that answers."""
        from academy_cli.authoring.repair.newids import NO_KNOWN_IDS, known_ids

        if compiled.document is None:
            return NO_KNOWN_IDS
        try:
            prepared = self.courses.plan(compiled.folder)
        except AcademyError as error:
            if not error.code.startswith("database."):
                raise
            lost = say("So ids of archived lessons are not known here.")
            self.notice(say_joined(" ", (error.message, lost)))
            return NO_KNOWN_IDS
        prepared.git.cancel()
        return known_ids(prepared.comparison, prepared.before.applied)

    def courses_below(self, paths: Sequence[Path]) -> Discovery:
        """Every course folder at or below some paths, each with an id of its own, and what was left out.

        Raises ReadOnlyRepositoryError, NoFolderError, NoCourseError, FoldersUnreadableError and SameIdError.
        """
        from academy_cli.authoring.discovery import discover
        from academy_cli.authoring.repositories.places import require_folder

        for path in paths:
            if self.fetched(path) is None:
                require_folder(path)
        return discover(paths, self.called)
