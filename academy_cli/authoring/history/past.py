"""A course as one of its revisions holds it, with the rows that its modules and lessons had then.

Knows that a manifest says what there was, and former places who it was; refuses to change anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.authoring.changes import Change
from academy_cli.authoring.document import LESSON, CourseDocument, Kind, Node, Page
from academy_cli.authoring.history import store
from academy_cli.authoring.history.errors import DamagedRevisionError, UnknownRevisionError
from academy_cli.authoring.history.files import parts_of
from academy_cli.authoring.manifest import Texts, UnreadableManifestError, document_of
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.shelf import course_row
from academy_cli.authoring.store import blobs
from academy_cli.kit.batches import batches
from academy_cli.kit.saying import say


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

    with named(course.slug, number):
        document = document_of(row.manifest_sha256, texts_of(connection))
    places = store.places(connection, course.id, number)
    rows = {(at.kind, at.path): row for row, at in places.items() if not at.is_archived}
    contents = tuple(_with_row(node, rows) for node in document.contents)
    lost = next((node.path for node in contents if not node.row), None)
    if lost is not None:
        what = say("nobody knows any more what stood at “{}”", lost)
        raise DamagedRevisionError(course.slug, number, what)
    return Past(row, replace(document, contents=contents))


def _with_row(node: Node, rows: Mapping[tuple[str, str], int]) -> Node:
    """A node with its row; what reading its file found was not kept, so it will be read again."""
    page = Page(node.source, node.body, is_unreadable=True) if node.kind is LESSON else None
    return node._replace(row=rows.get((node.kind.value, node.path), 0), page=page)


def texts_of(connection: Connection) -> Texts:
    """The texts that manifests are made of."""

    def texts(digests: Collection[str]) -> Mapping[str, str]:
        return blobs(connection, [*digests])

    return texts


@contextmanager
def named(slug: str, number: int) -> Iterator[None]:
    """Say of a manifest that the block cannot read whose it is. Raises DamagedRevisionError."""
    try:
        yield
    except UnreadableManifestError as error:
        what = say("the text {}… is missing or of another format", str(error)[:12])
        raise DamagedRevisionError(slug, number, what) from error


def hold_whole(connection: Connection, slug: str, number: int, changes: Iterable[Change]) -> None:
    """Prove once more that a revision can come back, and keep others from dropping it until then.

    Raises UnknownRevisionError and DamagedRevisionError.
    """
    store.texts_stay(connection)
    course = course_row(connection, slug)
    if store.revision(connection, course.id, number) is None:
        raise UnknownRevisionError(slug, number, *store.span(connection, course.id))
    require_whole(connection, slug, number, changes)


def require_whole(
    connection: Connection, slug: str, number: int, changes: Iterable[Change]
) -> None:
    """Prove that every text that changes would bring back is there. Raises DamagedRevisionError."""
    nodes = (one.node for one in changes if one.node is not None and one.kind is not Kind.ASSET)
    folders = ((node, node.path if node.kind is not Kind.COURSE else "") for node in nodes)
    files = [file for node, path in folders for file in parts_of(node, path)]
    for some in batches(files):
        heads = store.heads(connection, [file.source for file in some])
        bodies = blobs(connection, [file.body for file in some if file.body])
        lost = next(
            (file.path or COURSE_FILE for file in some if file.whole(heads, bodies) is None), None
        )
        if lost is not None:
            raise DamagedRevisionError(slug, number, say("“{}” is not what was applied", lost))
