"""A course as the database holds it, in the same type as a course that was read from a folder.

Knows rows; refuses to change them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from academy_cli.authoring.codec import page_from
from academy_cli.authoring.document import Applied, CourseDocument, Kind, Node, Page
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.kit.jsontext import canonical
from academy_cli.models import Content, ContentText, Course, Resource


@dataclass(frozen=True)
class Snapshot:
    """One course at one moment, with what applying needs to know besides.

    ``course_row`` is 0 for a new course. ``positions`` and ``trees`` are by row of contents; ``trees`` are
    the digests of modules' parts of the manifest.
    """

    applied: Applied = Applied()
    course_row: int = 0
    language: str = ""
    positions: Mapping[int, int] = field(default_factory=dict)
    trees: Mapping[int, str] = field(default_factory=dict)
    rows: tuple[Row[Any], ...] = field(default=(), repr=False)

    def known(self, source: str, tag: str) -> Page | None:
        """The page a reader with this tag made of a file with this sha256."""
        row = self._by_source.get(source)
        if row is None or row.body_sha256 is None:
            return None
        return page_from(
            tag,
            source=source,
            body=row.body_sha256,
            name=row.source_id,
            title=row.title,
            fields=row.fields,
            findings=row.findings,
        )

    @cached_property
    def _by_source(self) -> Mapping[str, Row[Any]]:
        return {row.source_sha256: row for row in self.rows if row.kind == Kind.LESSON.value}


def snapshot(connection: Connection, slug: str) -> Snapshot:
    """Read one course; a slug that no course has gives a snapshot of revision 0."""
    course = connection.execute(select(Course.__table__).where(Course.slug == slug)).first()
    if course is None:
        return Snapshot()
    rows = tuple(connection.execute(_contents(course.id, course.language)))
    active, archived = _nodes(rows)
    assets, archived_assets = _assets(connection, course.id)
    root = Node(
        Kind.COURSE,
        course.slug,
        COURSE_FILE,
        course.title,
        course.slug,
        "",
        course.fields,
        course.source_sha256,
        course.body_sha256 or "",
        row=course.id,
    )
    document = CourseDocument(root, active, assets)
    return Snapshot(
        Applied(document, (*archived, *archived_assets), course.revision),
        course.id,
        course.language,
        {row.id: row.position for row in rows},
        {row.id: row.tree_sha256 for row in rows if row.tree_sha256},
        rows,
    )


def _contents(course: int, language: str) -> Any:
    text = and_(ContentText.content_id == Content.id, ContentText.language == language)
    return (
        select(
            Content.id,
            Content.parent_id,
            Content.kind,
            Content.key,
            Content.source_id,
            Content.path,
            Content.position,
            Content.title,
            Content.fields,
            Content.source_sha256,
            Content.findings,
            Content.tree_sha256,
            Content.is_archived,
            ContentText.body_sha256,
        )
        .join_from(Content, ContentText, text, isouter=True)
        .where(Content.course_id == course)
        .order_by(Content.position, Content.id)
    )


_KINDS = {kind.value: kind for kind in Kind}


def _nodes(rows: tuple[Row[Any], ...]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Active contents in the order of the tree, and archived ones."""
    keys = {row.id: row.key for row in rows if row.kind == Kind.MODULE.value}
    children: dict[int | None, list[Row[Any]]] = defaultdict(list)
    archived: list[Node] = []
    for row in rows:
        if row.is_archived:
            archived.append(_node(row, keys))
        else:
            children[row.parent_id].append(row)
    active: list[Node] = []

    def visit(parent: int | None) -> None:
        for row in children.get(parent, ()):
            active.append(_node(row, keys))
            if row.kind == Kind.MODULE.value:
                visit(row.id)

    visit(None)
    return tuple(active), tuple(archived)


def _node(row: Row[Any], keys: Mapping[int, str]) -> Node:
    values: Any = row  # by position: by name costs three times as much on a large course
    id_, parent, kind, key, source_id, path, _, title, fields, source, *_, body = values
    return Node(
        _KINDS[kind],
        key,
        path,
        title,
        source_id,
        keys[parent] if parent is not None else "",
        fields,
        source or "",
        body or "",
        row=id_,
    )


def _assets(connection: Connection, course: int) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    rows = connection.execute(
        select(Resource.__table__).where(Resource.course_id == course).order_by(Resource.path)
    ).all()
    nodes = [
        (
            Node(
                Kind.ASSET,
                row.path,
                row.path,
                fields=canonical({"media_type": row.media_type, "size": row.size}),
                source=row.sha256,
                row=row.id,
            ),
            row.is_archived,
        )
        for row in rows
    ]
    active = sorted(
        (node for node, is_archived in nodes if not is_archived), key=lambda node: node.path
    )
    return tuple(active), tuple(node for node, is_archived in nodes if is_archived)
