"""A course as one of its revisions holds it, with the rows that its modules and lessons had then.

Knows that a manifest says what there was, and former places who it was; refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.authoring.document import LESSON, CourseDocument, Node, Page
from academy_cli.authoring.history import store
from academy_cli.authoring.history.errors import DamagedRevisionError, UnknownRevisionError
from academy_cli.authoring.manifest import UnreadableManifestError, document_of
from academy_cli.authoring.store import blobs


class Past(NamedTuple):
    """A revision's own row, and the course as it was then."""

    revision: Row[Any]
    document: CourseDocument


def past(connection: Connection, course: Row[Any], number: int) -> Past:
    """A course, given by its row, at one of its revisions.

    Raises UnknownRevisionError and DamagedRevisionError.
    """
    row = store.revision(connection, course.id, number)
    if row is None:
        raise UnknownRevisionError(course.slug, number, *store.span(connection, course.id))

    def texts(digests: Collection[str]) -> Mapping[str, str]:
        return blobs(connection, [*digests])

    try:
        document = document_of(row.manifest_sha256, texts)
    except UnreadableManifestError as error:
        what = f"the text {str(error)[:12]}… is missing or of another format"
        raise DamagedRevisionError(course.slug, number, what) from error
    places = store.places(connection, course.id, number)
    rows = {(at.kind, at.path): row for row, at in places.items() if not at.is_archived}
    contents = tuple(_with_row(node, rows) for node in document.contents)
    lost = next((node.path for node in contents if not node.row), None)
    if lost is not None:
        what = f"nobody knows any more what stood at “{lost}”"
        raise DamagedRevisionError(course.slug, number, what)
    return Past(row, CourseDocument(document.root, contents, document.assets))


def _with_row(node: Node, rows: Mapping[tuple[str, str], int]) -> Node:
    """A node with its row; what reading its file found was not kept, so it will be read again."""
    page = Page(node.source, node.body, is_unreadable=True) if node.kind is LESSON else None
    return node._replace(row=rows.get((node.kind.value, node.path), 0), page=page)
