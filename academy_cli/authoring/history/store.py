"""Rows of revisions and of where everything stood; and which texts nobody needs.

Knows queries; refuses to commit and to decide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, delete, func, select, text

from academy_cli.kit.batches import batches
from academy_cli.models import (
    Attempt,
    Blob,
    Content,
    ContentText,
    Course,
    FormerPlace,
    Quiz,
    Resource,
    Revision,
    Source,
    Translation,
    Upload,
)

_LARGEST = 2**31 - 1
"""The largest integer of a column."""


class Place(NamedTuple):
    """Where a module or lesson stands, or stood in a revision."""

    kind: str
    path: str
    is_archived: bool


def revisions(connection: Connection, course_id: int) -> Sequence[Row[Any]]:
    """Every revision of a course, newest first."""
    query = select(Revision.__table__).where(Revision.course_id == course_id)
    return connection.execute(query.order_by(Revision.number.desc())).all()


def revision(connection: Connection, course_id: int, number: int) -> Row[Any] | None:
    """One revision of a course; none has a number that the column cannot hold."""
    if not 0 < number <= _LARGEST:
        return None
    query = select(Revision.__table__)
    return connection.execute(
        query.where(Revision.course_id == course_id, Revision.number == number)
    ).first()


def span(connection: Connection, course_id: int) -> tuple[int, int]:
    """The oldest and the newest revision that a course has."""
    query = select(func.min(Revision.number), func.max(Revision.number))
    oldest, newest = connection.execute(query.where(Revision.course_id == course_id)).one()
    return oldest, newest


def places(connection: Connection, course_id: int, number: int) -> Mapping[int, Place]:
    """Where each module and lesson of a course stood in a revision, by row."""
    mine = (Content.course_id == course_id, Content.created_revision <= number)
    now = select(Content.id, Content.kind, Content.path, Content.is_archived).where(*mine)
    found = {row.id: Place(row.kind, row.path, row.is_archived) for row in connection.execute(now)}
    then = (
        select(FormerPlace.__table__)
        .join(Content, Content.id == FormerPlace.content_id)
        .where(*mine, FormerPlace.until_revision >= number)
        .order_by(FormerPlace.until_revision.desc())
    )
    for row in connection.execute(then):  # the first one after that revision comes last
        found[row.content_id] = Place(found[row.content_id].kind, row.path, row.is_archived)
    return found


def heads(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    """What stands before the bodies of some files, by the sha256 of the file."""
    found: dict[str, str] = {}
    for some in batches(digests):
        rows = connection.execute(select(Source.sha256, Source.head).where(Source.sha256.in_(some)))
        found |= {row.sha256: row.head for row in rows}
    return found


# -- what nobody needs ------------------------------------------------------------------------------


class RevisionRow(NamedTuple):
    """A revision: its row, whose it is, its number, that of the newest one, and its manifest's digest."""

    id: int
    course: str
    number: int
    newest: int
    manifest: str


def keep_texts_still(connection: Connection) -> None:
    """Let nobody add texts until the transaction ends; on SQLite it is the only writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("lock table blobs, sources in share row exclusive mode"))


def texts_stay(connection: Connection) -> None:
    """Let nobody drop texts until the transaction ends; on SQLite it is the only writer anyway."""
    if connection.dialect.name != "sqlite":
        connection.execute(text("lock table blobs, sources in row exclusive mode"))


def all_revisions(connection: Connection) -> Sequence[RevisionRow]:
    """Every revision of every course."""
    query = select(
        Revision.id, Course.slug, Revision.number, Course.revision, Revision.manifest_sha256
    ).join_from(Revision, Course, Course.id == Revision.course_id)
    return [RevisionRow(*row) for row in connection.execute(query)]


def texts_of_rows(connection: Connection) -> set[str]:
    """The digests of texts that rows refer to, those of archived lessons and of attempts included."""
    columns = (
        *(Content.tree_sha256, ContentText.body_sha256, Course.body_sha256),
        *(Quiz.sha256, Attempt.quiz_sha256, Attempt.graded_sha256),
        *(Translation.body_sha256, Translation.quiz_sha256),
    )
    return {digest for one in columns for digest in connection.scalars(select(one)) if digest}


def sources_of_rows(connection: Connection) -> set[str]:
    """The digests of the files that modules, lessons and courses were read from."""
    columns = (Content.source_sha256, Course.source_sha256, Translation.source_sha256)
    return {digest for one in columns for digest in connection.scalars(select(one)) if digest}


def assets_of_rows(connection: Connection) -> set[str]:
    """The digests of assets, archived ones included, and of uploads."""
    columns = (Resource.sha256, Upload.sha256)
    return {digest for one in columns for digest in connection.scalars(select(one))}


def asset_sizes(connection: Connection) -> Mapping[str, int]:
    """How many bytes assets and uploads have, by their digests."""
    columns = ((Resource.sha256, Resource.size), (Upload.sha256, Upload.size))
    return {digest: size for one in columns for digest, size in connection.execute(select(*one))}


def assets_of_course(connection: Connection, slug: str) -> frozenset[str]:
    """The digests of a course's assets that are not archived."""
    query = select(Resource.sha256).join(Course, Course.id == Resource.course_id)
    found = connection.scalars(query.where(Course.slug == slug, Resource.is_archived.is_(False)))
    return frozenset(found)


def text_sizes(connection: Connection) -> Iterable[tuple[str, int]]:
    """Every text's digest and size in bytes."""
    return [(row.sha256, row.size) for row in connection.execute(select(Blob.sha256, Blob.size))]


def head_sizes(connection: Connection) -> Iterable[tuple[str, int]]:
    """The digest of every file whose head is kept, and the size of that, about in bytes."""
    query = select(Source.sha256, func.length(Source.head))
    return [(digest, size) for digest, size in connection.execute(query)]


def drop_revisions(connection: Connection, rows: Sequence[int]) -> None:
    """Delete revisions, and where everything stood while they were the newest."""
    for some in batches(rows):
        connection.execute(delete(Revision).where(Revision.id.in_(some)))
    oldest = (
        select(func.min(Revision.number))
        .join(Content, Content.course_id == Revision.course_id)
        .where(Content.id == FormerPlace.content_id)
        .scalar_subquery()
    )
    connection.execute(delete(FormerPlace).where(FormerPlace.until_revision < oldest))


def drop_texts(connection: Connection, digests: Sequence[str]) -> None:
    """Delete texts that nothing refers to."""
    for some in batches(digests):
        connection.execute(delete(Blob).where(Blob.sha256.in_(some)))


def drop_heads(connection: Connection, digests: Sequence[str]) -> None:
    """Delete heads of files that nothing refers to."""
    for some in batches(digests):
        connection.execute(delete(Source).where(Source.sha256.in_(some)))
