"""How nodes become rows: columns in a fixed order and the values of one node for each.

Pure functions; refuses to know when a row is written.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

from academy_cli.authoring.changes import Change
from academy_cli.authoring.codec import NOTHING_TO_SAY, findings_of
from academy_cli.authoring.document import Kind, Node
from academy_cli.db.bulk import Row

NEW_CONTENT = (
    "id",
    "course_id",
    "kind",
    "tree_sha256",
    "created_revision",
    "parent_id",
    "key",
    "source_id",
    "path",
    "position",
    "title",
    "fields",
    "source_sha256",
    "findings",
    "is_archived",
    "updated_revision",
)
CHANGED_CONTENT = NEW_CONTENT[5:]
"""What may change in a module or lesson; its row, course and kind never do."""

NEW_RESOURCE = (
    "course_id",
    "created_revision",
    "path",
    "media_type",
    "size",
    "sha256",
    "is_archived",
    "updated_revision",
)
CHANGED_RESOURCE = NEW_RESOURCE[2:]


FORMER_PLACE = ("content_id", "until_revision", "path", "is_archived")


def former_places(
    changes: Iterable[Change], archived: Container[int], until: int
) -> Iterator[tuple[int, int, str, bool]]:
    """The values of ``FORMER_PLACE`` for modules and lessons that had another path, or come or go.

    ``archived`` are the rows that were archived up to now, ``until`` is the last revision that holds so.
    """
    for change in changes:
        was = change.was
        if was is None or change.kind not in (Kind.MODULE, Kind.LESSON):
            continue
        was_archived = was.row in archived
        if change.node is None or was_archived or change.node.path != was.path:
            yield was.row, until, was.path, was_archived


def status_values(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """The columns that course.yaml sets where it says a status; what it publishes is not taken back."""
    said = {"status": fields["status"]} if "status" in fields else {}
    return said | ({"unpublished_at": None} if said.get("status") == "published" else {})


def content_values(node: Node, parent: int | None, position: int, revision: int) -> Row:
    """The values of ``CHANGED_CONTENT``."""
    return (
        parent,
        node.key,
        node.id,
        node.path,
        position,
        node.title,
        node.fields,
        node.source or None,
        findings(node),
        False,
        revision,
    )


def findings(node: Node) -> str | None:
    """What is stored of how a node's file read; None for a module, and for what is to be read again."""
    if node.kind is not Kind.LESSON or (node.page is not None and node.page.is_unreadable):
        return None
    return findings_of(node.page) if node.page is not None else NOTHING_TO_SAY


def resource_values(node: Node, revision: int) -> Row:
    """The values of ``CHANGED_RESOURCE``."""
    said: Mapping[str, Any] = node.values
    return (node.path, str(said["media_type"]), int(said["size"]), node.source, False, revision)


def has_new_source(change: Change) -> bool:
    """Whether a change gives a node a file that is not, byte for byte, the one it had."""
    node = change.node
    if node is None or not node.source or node.kind is Kind.ASSET or node.source == node.body:
        return False
    return change.was is None or change.was.source != node.source


def has_new_text(change: Change) -> bool:
    """Whether a change gives a node a text it did not have."""
    if change.node is None or not change.node.body:
        return False
    return change.was is None or change.was.body != change.node.body
