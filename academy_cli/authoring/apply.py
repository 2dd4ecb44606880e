"""Carries out a plan in one open transaction: rows in, nothing decided.

Knows how changes become rows; refuses to commit, to read the folder, and to judge.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from academy_cli.authoring.changes import Action, Change, Comparison
from academy_cli.authoring.codec import findings_of
from academy_cli.authoring.document import Kind, Node, Page
from academy_cli.authoring.git import GitState
from academy_cli.authoring.manifest import Manifest, manifest
from academy_cli.authoring.snapshot import Snapshot
from academy_cli.db.bulk import allocate_ids, insert_rows, update_rows
from academy_cli.kit.jsontext import canonical
from academy_cli.models import Blob, Content, ContentText, Course, Resource, Revision

Text = Callable[[Node], str | None]
"""The text of a node whose body is new to the node; None when the database has it already."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who applies a plan, when, and from which state of the repository."""

    actor: str
    at: datetime
    git: GitState
    plan_digest: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Work:
    """Everything that is applied: the comparison, what was there, the texts and how pages were read."""

    comparison: Comparison
    before: Snapshot
    text: Text
    tag: str
    pages: Mapping[str, Page]
    """The pages that were read now, by path; what reading found is stored with them."""


def apply(connection: Connection, work: Work, stamp: Stamp) -> int:
    """Make the database the comparison's result; returns the number of the new revision.

    The caller has checked that the course is still at the snapshot's revision and holds its lock.
    """
    return _Applier(connection, work, stamp).run()


class _Applier:
    def __init__(self, connection: Connection, work: Work, stamp: Stamp) -> None:
        self.connection, self.work, self.stamp = connection, work, stamp
        self.result = work.comparison.result
        self.changes = work.comparison.changes
        self.number = work.before.applied.revision + 1
        self.fields: Mapping[str, Any] = json.loads(self.result.root.fields)
        self.language = str(self.fields["language"])

    def run(self) -> int:
        described = self._manifest()
        self._blobs(described)
        course = self._course()
        rows = self._contents(course, described)
        self._texts(rows)
        self._resources(course)
        self._revision(course, described)
        return self.number

    # -- texts by digest --------------------------------------------------------------------------------

    def _manifest(self) -> Manifest:
        trees = self.work.before.trees
        known = {node.key: trees[node.row] for node in self.result.contents if node.row in trees}
        return manifest(self.result, known, self.changes)

    def _blobs(self, described: Manifest) -> None:
        rows = self._new_blobs(described)
        insert_rows(self.connection, Blob, ("sha256", "size", "text"), rows, skip_existing=True)

    def _new_blobs(self, described: Manifest) -> Iterator[tuple[str, int, str]]:
        """One text at a time, so that a large course never stands in memory twice."""
        for change in self.changes:
            if change.node is not None and change.node.body and _has_new_text(change):
                text = self.work.text(change.node)
                if text is not None:
                    yield change.node.body, len(text.encode()), text
        for name, text in described.texts.items():
            yield name, len(text.encode()), text

    # -- the course -------------------------------------------------------------------------------------

    def _course(self) -> int:
        root, at = self.result.root, self.stamp.at
        values: dict[str, Any] = {
            "title": root.title,
            "language": self.language,
            "publish_at": _moment(self.fields.get("publish_at")),
            "fields": root.fields,
            "source_sha256": root.source,
            "body_sha256": root.body or None,
            "revision": self.number,
            "updated_at": at,
        }
        if "status" in self.fields:
            values["status"] = self.fields["status"]
        row = self.work.before.course_row
        if row:
            self.connection.execute(update(Course).where(Course.id == row).values(values))
            return row
        values = {"status": "draft"} | values | {"slug": root.key, "created_at": at}
        made = self.connection.execute(insert(Course).values(values).returning(Course.id))
        return int(made.scalar_one())

    # -- modules and lessons ----------------------------------------------------------------------------

    def _contents(self, course: int, described: Manifest) -> Mapping[tuple[Kind, str], int]:
        """Write modules and lessons; returns the row of each node of the result."""
        new = [node for node in self.result.contents if not node.row]
        ids = iter(allocate_ids(self.connection, Content, len(new)) if new else ())
        rows = {(node.kind, node.key): node.row or next(ids) for node in self.result.contents}
        places = _places(self.result.contents)
        columns = (
            "id",
            "course_id",
            "parent_id",
            "kind",
            "key",
            "source_id",
            "path",
            "position",
            "title",
            "fields",
            "source_sha256",
            "findings",
            "tree_sha256",
            "is_archived",
            "created_revision",
            "updated_revision",
        )
        made = (
            (
                rows[node.kind, node.key],
                course,
                rows[Kind.MODULE, node.parent] if node.parent else None,
                node.kind.value,
                node.key,
                node.id,
                node.path,
                places[node.kind, node.key],
                node.title,
                node.fields,
                node.source or None,
                self._findings(node),
                described.trees.get(node.key) if node.kind is Kind.MODULE else None,
                False,
                self.number,
                self.number,
            )
            for node in new
        )
        if new:
            insert_rows(self.connection, Content, columns, made)
        self._update_contents(rows, places)
        self._update_places(rows, places)
        self._update_trees(described, rows)
        self._archive(Content, (Kind.MODULE, Kind.LESSON))
        return rows

    def _update_contents(
        self, rows: Mapping[tuple[Kind, str], int], places: Mapping[tuple[Kind, str], int]
    ) -> None:
        columns = (
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
        nodes = [
            c.node
            for c in self.changes
            if c.node is not None and c.was is not None and c.kind in (Kind.MODULE, Kind.LESSON)
        ]
        values = [
            (
                node.row,
                rows[Kind.MODULE, node.parent] if node.parent else None,
                node.key,
                node.id,
                node.path,
                places[node.kind, node.key],
                node.title,
                node.fields,
                node.source or None,
                self._findings(node),
                False,
                self.number,
            )
            for node in nodes
        ]
        if values:
            update_rows(self.connection, Content, "id", columns, values)
        touched = {node.row for node in nodes}
        fresh = [
            n
            for n in self.result.contents
            if n.row and n.row not in touched and n.path in self.work.pages
        ]
        if fresh:
            update_rows(
                self.connection,
                Content,
                "id",
                ("findings",),
                [(n.row, self._findings(n)) for n in fresh],
            )

    def _update_places(
        self, rows: Mapping[tuple[Kind, str], int], places: Mapping[tuple[Kind, str], int]
    ) -> None:
        """Renumber siblings that others moved past."""
        before = self.work.before.positions
        shifted = [
            (row, places[node])
            for node, row in rows.items()
            if row in before and before[row] != places[node]
        ]
        if shifted:
            update_rows(self.connection, Content, "id", ("position",), shifted)

    def _update_trees(self, described: Manifest, rows: Mapping[tuple[Kind, str], int]) -> None:
        known = self.work.before.positions
        values = [
            (rows[Kind.MODULE, key], tree)
            for key, tree in described.trees.items()
            if rows[Kind.MODULE, key] in known
        ]
        if values:
            update_rows(self.connection, Content, "id", ("tree_sha256",), values)

    def _archive(self, model: type[Content] | type[Resource], kinds: tuple[Kind, ...]) -> None:
        gone = [
            c.was.row
            for c in self.changes
            if c.action is Action.ARCHIVE and c.kind in kinds and c.was is not None
        ]
        if gone:
            update_rows(
                self.connection,
                model,
                "id",
                ("is_archived", "updated_revision"),
                [(row, True, self.number) for row in gone],
            )

    def _findings(self, node: Node) -> str | None:
        page = self.work.pages.get(node.path) or node.page
        is_its = page is not None and page.source == node.source
        return findings_of(page, self.work.tag) if page is not None and is_its else None

    def _texts(self, rows: Mapping[tuple[Kind, str], int]) -> None:
        if self.work.before.language and self.work.before.language != self.language:
            of_course = select(Content.id).where(Content.course_id == self.work.before.course_row)
            moved = update(ContentText).where(
                ContentText.content_id.in_(of_course),
                ContentText.language == self.work.before.language,
            )
            self.connection.execute(moved.values(language=self.language))
        new = [
            c
            for c in self.changes
            if c.kind is Kind.LESSON and c.node is not None and _has_new_text(c)
        ]
        made = [
            (rows[Kind.LESSON, c.node.key], self.language, c.node.body)
            for c in new
            if c.node and (c.was is None or not c.was.body)
        ]
        if made:
            insert_rows(
                self.connection, ContentText, ("content_id", "language", "body_sha256"), made
            )
        changed = [
            (c.node.row, c.node.body) for c in new if c.node and c.was is not None and c.was.body
        ]
        for row, body in changed:
            same = update(ContentText).where(
                ContentText.content_id == row, ContentText.language == self.language
            )
            self.connection.execute(same.values(body_sha256=body))

    # -- assets -----------------------------------------------------------------------------------------

    def _resources(self, course: int) -> None:
        changes = [c for c in self.changes if c.kind is Kind.ASSET and c.node is not None]
        columns = (
            "course_id",
            "path",
            "media_type",
            "size",
            "sha256",
            "is_archived",
            "created_revision",
            "updated_revision",
        )
        made = [
            (course, *_asset_values(c.node), False, self.number, self.number)
            for c in changes
            if c.node and c.was is None
        ]
        if made:
            insert_rows(self.connection, Resource, columns, made)
        changed = [
            (c.node.row, *_asset_values(c.node), False, self.number)
            for c in changes
            if c.node and c.was is not None
        ]
        if changed:
            update_rows(
                self.connection, Resource, "id", (*columns[1:6], "updated_revision"), changed
            )
        self._archive(Resource, (Kind.ASSET,))

    # -- history ----------------------------------------------------------------------------------------

    def _revision(self, course: int, described: Manifest) -> None:
        git = self.stamp.git
        self.connection.execute(
            insert(Revision).values(
                course_id=course,
                number=self.number,
                applied_at=self.stamp.at,
                actor=self.stamp.actor,
                plan_sha256=self.stamp.plan_digest,
                manifest_sha256=described.root,
                counts=canonical(dict(self.stamp.counts)),
                git_commit=git.commit,
                git_branch=git.branch,
                git_dirty=git.is_dirty,
            )
        )


def _has_new_text(change: Change) -> bool:
    return change.node is not None and (change.was is None or change.was.body != change.node.body)


def _places(contents: Sequence[Node]) -> dict[tuple[Kind, str], int]:
    """Each node's place among its siblings, from 0."""
    counts: dict[str, int] = {}
    places: dict[tuple[Kind, str], int] = {}
    for node in contents:
        places[node.kind, node.key] = counts.get(node.parent, 0)
        counts[node.parent] = counts.get(node.parent, 0) + 1
    return places


def _asset_values(node: Node) -> tuple[str, str, int, str]:
    values = node.values
    return node.path, str(values["media_type"]), int(values["size"]), node.source


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
