"""Attaching files of any size to lessons, and taking them off again.

One method is one unit of work: the file is stored first, then one transaction refers to it. A sync of the
course's folder knows nothing of uploads and leaves them alone: they belong to the lesson's row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from mimetypes import guess_type
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownLessonError
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.authoring import shelf
from academy_cli.authoring import store as courses
from academy_cli.authoring.document import LESSON
from academy_cli.authoring.snapshot import snapshot
from academy_cli.authoring.uploads import store
from academy_cli.authoring.uploads.errors import (
    BadLifetimeError,
    BadUploadNameError,
    EmptyUploadError,
    NoLinkError,
    UnknownUploadError,
)
from academy_cli.authoring.uploads.views import LinkView, UploadChange, UploadView
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.kit.clock import utc_now
from academy_cli.kit.spelling import nearest
from academy_cli.kit.timespan import short
from academy_cli.storage.service import AssetStore, digest_of
from academy_cli.storage.stores.store import Progress

LONGEST_LINK = timedelta(days=7)
"""No longer do Amazon and Google let an address of theirs work."""
_NAME = re.compile(r"[^/\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]{1,200}")


class Uploads:
    """The uploads of one academy's lessons, for one actor."""

    def __init__(
        self,
        database: Database,
        assets: AssetStore,
        actor: Actor,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._assets, self._clock = database, assets, clock
        self.actor = actor

    @permits(Permission.LESSON_UPLOAD)
    def plan(
        self,
        course: str,
        lesson: str,
        file: Path,
        name: str = "",
        *,
        progress: Progress | None = None,
    ) -> UploadChange:
        """What attaching a file to a lesson would change. Reads the file and changes nothing.

        Raises UnknownCourseError, UnknownLessonError, UnreadableAssetError, EmptyUploadError and
        BadUploadNameError.
        """
        self.actor.require_course(Permission.LESSON_UPLOAD, course)
        name = _usable(name or file.name)
        with read(shelf.engine_of(self._database, course)) as connection:
            row = _lesson(connection, course, lesson)
            had = store.of_lesson(connection, row.id)
        sha256, size = digest_of(file, progress)
        if not size:
            raise EmptyUploadError(str(file))
        media_type = guess_type(name)[0] or "application/octet-stream"
        new = UploadView(name, media_type, size, sha256, self._clock())
        is_stored = self._assets.has(sha256, size)
        return _change(course, row.key, new, _named(had, name), was_stored=is_stored)

    @permits(Permission.LESSON_UPLOAD)
    def carry_out(
        self, planned: UploadChange, file: Path, *, progress: Progress | None = None
    ) -> UploadChange:
        """Store a file and attach it as it was planned; what was sent of it before is not sent again.

        Raises ChangedAssetError where the file has changed since, and what storing raises.
        """
        course, sha256, size = planned.course, planned.sha256, planned.size
        self.actor.require_course(Permission.LESSON_UPLOAD, course)
        was_stored = self._assets.hold(sha256, size)
        if not was_stored:
            self._assets.put(file, sha256, size, progress=progress)
        new = UploadView(planned.name, planned.media_type, size, sha256, self._clock())
        with write(shelf.engine_of(self._database, course)) as connection:
            courses.lock_course(connection, course)
            row = _lesson(connection, course, planned.lesson)
            old = _named(store.of_lesson(connection, row.id), new.name)
            done = _change(course, row.key, new, old, was_stored=was_stored)
            if done.change != "unchanged":
                (store.replace if old else store.add)(connection, row.id, new)
                self._record(connection, done, old)
        return done

    @permits(Permission.LESSON_UPLOAD)
    def link(self, course: str, lesson: str, name: str, lifetime: str = "1h") -> LinkView:
        """An address by which whoever has it can read an upload of a lesson, or an asset of its course.

        ``lifetime`` is in hours, days or weeks (``2h``), a week at most. Raises UnknownCourseError,
        UnknownLessonError, UnknownUploadError, BadLifetimeError and NoLinkError.
        """
        self.actor.require_course(Permission.LESSON_UPLOAD, course)
        lasts = short(lifetime)
        if lasts is None or lasts > LONGEST_LINK:
            raise BadLifetimeError(lifetime)
        with read(shelf.engine_of(self._database, course)) as connection:
            row = _lesson(connection, course, lesson)
            found = {one.name: one.sha256 for one in store.of_lesson(connection, row.id)}
            document = snapshot(connection, course).applied.document
        assets = {one.path: one.source for one in document.assets} if document else {}
        known = {**assets, **found}
        if name not in known:
            raise UnknownUploadError(row.key, name, nearest(name, known))
        until = self._clock() + lasts
        url = self._assets.signed(known[name], lasts)
        if url is None:
            raise NoLinkError(self._assets.store.url)
        return LinkView(name, url, until)

    @permits(Permission.LESSON_UPLOAD)
    def remove(self, course: str, lesson: str, name: str, *, dry_run: bool = False) -> UploadChange:
        """Take a file off a lesson; it stays in storage until nothing refers to it and it is collected.

        Raises UnknownCourseError, UnknownLessonError and UnknownUploadError.
        """
        self.actor.require_course(Permission.LESSON_UPLOAD, course)
        engine = shelf.engine_of(self._database, course)
        if dry_run:
            with read(engine) as connection:
                return _removal(connection, course, lesson, name)[1]
        with write(engine) as connection:
            courses.lock_course(connection, course)
            row, done = _removal(connection, course, lesson, name)
            store.remove(connection, row.id, name)
            self._record(connection, done, None)
        return done

    def _record(self, connection: Connection, done: UploadChange, old: UploadView | None) -> None:
        told: dict[str, object] = {"lesson": done.lesson, "name": done.name, "change": done.change}
        told |= {"sha256": done.sha256, "size": done.size, "before": old.sha256 if old else None}
        act = Act("lesson.upload", f"course:{done.course}", told)
        record(connection, at=self._clock(), actor=self.actor, act=act)


def _removal(
    connection: Connection, course: str, lesson: str, name: str
) -> tuple[Row[Any], UploadChange]:
    row = _lesson(connection, course, lesson)
    had = store.of_lesson(connection, row.id)
    old = _named(had, name)
    if old is None:
        raise UnknownUploadError(row.key, name, nearest(name, [one.name for one in had]))
    about = (old.media_type, old.size, old.sha256)
    return row, UploadChange(course, row.key, name, "removed", *about, was_stored=True)


def _lesson(connection: Connection, course: str, key: str) -> Row[Any]:
    """A lesson's row by key or path. Raises UnknownCourseError and UnknownLessonError."""
    found = courses.lesson(connection, shelf.course_row(connection, course).id, key)
    if found is None:
        document = snapshot(connection, course).applied.document
        keys = [node.key for node in document.of_kind(LESSON)] if document else []
        raise UnknownLessonError(course, key, nearest(key, keys))
    return found


def _named(uploads: Sequence[UploadView], name: str) -> UploadView | None:
    return next((one for one in uploads if one.name == name), None)


def _change(
    course: str, lesson: str, new: UploadView, old: UploadView | None, *, was_stored: bool
) -> UploadChange:
    word = "added" if old is None else "unchanged" if old.sha256 == new.sha256 else "replaced"
    about = (new.media_type, new.size, new.sha256)
    return UploadChange(course, lesson, new.name, word, *about, was_stored=was_stored)


def _usable(name: str) -> str:
    if not _NAME.fullmatch(name) or name in (".", "..") or name != name.strip():
        raise BadUploadNameError(name)
    return name
