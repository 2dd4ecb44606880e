"""Which files rows refer to, and for what.

Knows queries; refuses to commit and to decide.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import Connection, select

from academy_cli.authoring.history import store
from academy_cli.authoring.history.past import named, texts_of
from academy_cli.authoring.manifest import UnreadableManifestError, referred
from academy_cli.models import Content, Course, Resource, Upload


class Reference(NamedTuple):
    """Something that refers to a file: an asset of a course, or an upload of a lesson."""

    sha256: str
    size: int
    course: str
    lesson: str | None
    path: str


def references(connection: Connection) -> Iterator[Reference]:
    """Every reference of a row, by course and path; archived assets and lessons included."""
    assets = select(Resource.sha256, Resource.size, Course.slug, Resource.path)
    query = assets.join_from(Resource, Course, Course.id == Resource.course_id)
    for sha256, size, slug, path in connection.execute(query.order_by(Course.slug, Resource.path)):
        yield Reference(sha256, size, slug, None, path)
    uploads = select(Upload.sha256, Upload.size, Course.slug, Content.key, Upload.name)
    found = uploads.join_from(Upload, Content, Content.id == Upload.lesson_id)
    found = found.join(Course, Course.id == Content.course_id)
    order = (Course.slug, Content.key, Upload.name)
    for row in connection.execute(found.order_by(*order)):
        yield Reference(*row)


def newest_of(connection: Connection, digests: frozenset[str]) -> dict[str, tuple[str, int]]:
    """The course and newest revision that need each of some files."""
    found: dict[str, tuple[str, int]] = {}
    texts = texts_of(connection)
    for row in sorted(store.all_revisions(connection), key=lambda one: one.number):
        try:
            needed = referred({row.manifest}, texts).assets & digests
        except UnreadableManifestError:
            with named(row.course, row.number):
                raise
        found |= dict.fromkeys(needed, (row.course, row.number))
    return found
