"""Translations as rows, and rows as translations.

Knows the table; refuses to decide what becomes of a translation.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from academy_cli.authoring.changes import Change
from academy_cli.authoring.document import Kind, Node, Page, quiz_of
from academy_cli.authoring.kept.rows import page_of, row_of
from academy_cli.authoring.translations.targets import key_of, language_of, target_of
from academy_cli.db.bulk import Row, insert_rows, update_rows
from academy_cli.kit.batches import batches
from academy_cli.kit.jsontext import canonical
from academy_cli.models import Translation

_COLUMNS = (
    *("course_id", "content_id", "language", "path", "title", "fields"),
    *("source_sha256", "body_sha256", "quiz_sha256", "page", "created_revision"),
    "updated_revision",
)


def stored(
    connection: Connection, course: int, contents: Sequence[Node], root: Node
) -> tuple[Node, ...]:
    """The translations of a course by key, with the pages that their files were read as."""
    query = select(Translation.__table__).where(Translation.course_id == course)
    originals = {node.row: node for node in contents}
    found: list[Node] = []
    for row in connection.execute(query):
        original = originals.get(row.content_id, root) if row.content_id else root
        found.append(_node(row, original))
    return tuple(sorted(found, key=lambda node: node.key))


def _node(row: Any, original: Node) -> Node:
    page = page_of(json.loads(row.page)) if row.page else None
    return Node(
        Kind.TRANSLATION,
        key_of(original, row.language),
        row.path,
        row.title,
        parent="" if original.kind is Kind.COURSE else original.key,
        fields=row.fields,
        source=row.source_sha256,
        body=row.body_sha256 or "",
        page=page,
        row=row.id,
    )


def write(
    connection: Connection,
    changes: Sequence[Change],
    course: int,
    rows: Mapping[tuple[Kind, str], int],
    revision: int,
) -> None:
    """Write changed translations; ``rows`` gives modules and lessons by kind and key.

    What changed is written anew, so that two that change places are never in each other's way.
    """
    changed = [change for change in changes if change.kind is Kind.TRANSLATION]
    old = [change.was.row for change in changed if change.was is not None]
    begun = _created(connection, old)
    for some in batches(old):
        connection.execute(delete(Translation).where(Translation.id.in_(some)))
    nodes = [
        (c.node, begun.get(c.was.row, revision) if c.was else revision) for c in changed if c.node
    ]
    values = [(course, *_values(node, rows), first, revision) for node, first in nodes]
    if values:
        insert_rows(connection, Translation, _COLUMNS, values)


def keep_pages(connection: Connection, nodes: Sequence[Node], pages: Mapping[str, Page]) -> None:
    """After a change of reader, keep what the new one read of translations that did not change.

    ``pages`` are those that were read now, by the sha256 of their file; any other file is read again.
    """
    values = [(node.row, _page(pages.get(node.source))) for node in nodes]
    update_rows(connection, Translation, "id", ("page",), values)


def _created(connection: Connection, rows: Sequence[int]) -> Mapping[int, int]:
    found: dict[int, int] = {}
    for some in batches(rows):
        query = select(Translation.id, Translation.created_revision)
        found |= {
            row.id: row.created_revision
            for row in connection.execute(query.where(Translation.id.in_(some)))
        }
    return found


def _values(node: Node, rows: Mapping[tuple[Kind, str], int]) -> Row:
    kind, key = target_of(node)
    content = None if kind is Kind.COURSE else rows[kind, key]
    return (
        content,
        language_of(node),
        node.path,
        node.title,
        node.fields,
        node.source,
        node.body or None,
        quiz_of(node) or None,
        _page(node.page),
    )


def _page(page: Page | None) -> str | None:
    """What is kept of reading a file; None for what is to be read again."""
    return canonical([*row_of(page)]) if page is not None and not page.is_unreadable else None


def pages_of(nodes: Sequence[Node]) -> Iterator[tuple[str, Page]]:
    """The pages that are kept of translations, by the sha256 of their files."""
    return ((node.source, node.page) for node in nodes if node.page is not None)
