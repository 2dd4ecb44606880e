"""A course as the database holds it, in the same type as a course that was read from a folder.

Knows rows; refuses to change them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter, itemgetter
from typing import Any

from sqlalchemy import Connection, and_, select

from academy_cli.authoring import store
from academy_cli.authoring.codec import NOTHING_TO_SAY, with_findings
from academy_cli.authoring.document import (
    LESSON,
    MODULE,
    Applied,
    CourseDocument,
    Kind,
    Node,
    Page,
    Questions,
)
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.translations.rows import pages_of, stored
from academy_cli.kit.jsontext import canonical
from academy_cli.models import Content, ContentText, Question, Resource


@dataclass(frozen=True)
class Snapshot:
    """One course at one moment, with what applying needs to know besides.

    ``course_row`` is 0 for a new course; ``rows`` are its contents as ``_contents`` selects them.
    """

    applied: Applied = Applied()
    course_row: int = 0
    language: str = ""
    reader: str = ""
    rows: Sequence[Any] = field(default=(), repr=False)

    def node(self, path: str, source: str, tag: str) -> Node | None:
        """The lesson at a path, if its file had this sha256 and was read by a reader of this tag."""
        found = self._by_path.get(path) if tag == self.reader else None
        return found if found and found.source == source and not _is_unread(found) else None

    def page(self, source: str, tag: str) -> Page | None:
        """What a file with this sha256 said to a reader of this tag."""
        if tag != self.reader:
            return None
        found = self._by_source.get(source)
        if found is None or _is_unread(found):
            return self._translated.get(source)
        plain = Page(found.source, found.body, found.id, found.title, found.fields)
        return found.page or plain

    @cached_property
    def positions(self) -> Mapping[int, int]:
        """Each row's place among its siblings."""
        return {row[0]: row[6] for row in self.rows}

    @cached_property
    def archived_rows(self) -> frozenset[int]:
        """The rows of archived modules and lessons."""
        return frozenset(row[0] for row in self.rows if row[12])

    @cached_property
    def trees(self) -> Mapping[int, str]:
        """The digests of modules' parts of the manifest, by row."""
        return {row[0]: row[11] for row in self.rows if row[11]}

    @cached_property
    def _by_path(self) -> Mapping[str, Node]:
        document = self.applied.document
        return {node.path: node for node in (document.contents if document else ())}

    @cached_property
    def _by_source(self) -> Mapping[str, Node]:
        nodes = (*self.applied.archived, *self._by_path.values())
        return {node.source: node for node in nodes if node.kind is LESSON}

    @cached_property
    def _translated(self) -> Mapping[str, Page]:
        document = self.applied.document
        return dict(pages_of(document.translations if document else ()))


def _is_unread(node: Node) -> bool:
    return node.page is not None and node.page.is_unreadable


def snapshot(connection: Connection, slug: str) -> Snapshot:
    """Read one course; a slug that no course has gives a snapshot of revision 0."""
    course = store.course(connection, slug)
    if course is None:
        return Snapshot()
    result = connection.execute(_contents(course.id, course.language))
    rows = result.cursor.fetchall()  # the driver's tuples: naming 15,000 rows takes 10 ms
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
    translations = stored(connection, course.id, active, root)
    document = CourseDocument(root, active, assets, translations)
    return Snapshot(
        Applied(
            document,
            (*archived, *archived_assets),
            store.state(connection, slug),
            _questions(connection, course.id),
        ),
        course.id,
        course.language,
        course.reader,
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
    )  # sorted here: siblings are few, and the database would sort the whole course


_MODULE = MODULE.value


def _nodes(rows: Sequence[Any]) -> tuple[tuple[Node, ...], tuple[Node, ...]]:
    """Active contents in the order of the tree, and archived ones by row."""
    keys = {row[0]: row[3] for row in rows if row[2] == _MODULE}
    children: dict[int | None, list[tuple[int, int, Node]]] = defaultdict(list)
    archived: list[Node] = []
    for row in rows:
        node = _node(row, keys)
        if row[12]:
            archived.append(node)
        else:
            children[row[1]].append((row[6], row[0], node))
    active: list[Node] = []

    def visit(parent: int | None) -> None:
        for _, row, node in sorted(children.get(parent, ()), key=itemgetter(0, 1)):
            active.append(node)
            if row in children:
                visit(row)

    visit(None)
    return tuple(active), tuple(sorted(archived, key=attrgetter("row")))


def _node(row: Any, keys: Mapping[int, str]) -> Node:
    # by position: by name costs three times as much on a large course
    number, parent, kind, key, name, path, _, title, fields, source, findings, _, _, body = row
    above = keys[parent] if parent is not None else ""
    if kind == _MODULE:
        return Node(MODULE, key, path, title, name, above, fields, source or "", row=number)
    page = None
    if findings != NOTHING_TO_SAY:
        page = _page(Page(source, body, name, title, fields), findings)
    return Node(LESSON, key, path, title, name, above, fields, source, body, False, page, number)  # noqa: FBT003


def _page(plain: Page, findings: str | None) -> Page:
    """A page with what it has to say; unreadable when another reader read it, so it is read again."""
    return with_findings(plain, findings) if findings else plain._replace(is_unreadable=True)


def _questions(connection: Connection, course: int) -> Mapping[int, Questions]:
    """The questions of each lesson's quiz, in the order of their rows."""
    of_course = and_(Content.id == Question.content_id, Content.course_id == course)
    query = select(Question.__table__, Content.key.label("lesson"), Content.path).join(
        Content, of_course
    )
    found: dict[int, tuple[list[Node], list[Node]]] = defaultdict(lambda: ([], []))
    for row in connection.execute(query.order_by(Question.id)):
        path = f"{row.path}/{row.key}"
        node = Node(
            Kind.QUESTION,
            row.key,
            path,
            row.title,
            row.source_id,
            row.lesson,
            row.fields,
            row=row.id,
        )
        found[row.content_id][row.is_archived].append(node)
    return {lesson: Questions(tuple(now), tuple(gone)) for lesson, (now, gone) in found.items()}


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
