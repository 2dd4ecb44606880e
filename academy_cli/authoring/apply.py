"""Carries out a plan in one open transaction: rows in, nothing decided.

Knows in which order rows are written; refuses to commit, to read the folder, and to judge.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, insert, update

from academy_cli.authoring import prices, quizrows, rows, textrows
from academy_cli.authoring.changes import Action, Change
from academy_cli.authoring.document import MODULE, Kind, Node, children_of
from academy_cli.authoring.manifest import Manifest, manifest, touched_modules
from academy_cli.authoring.translations import rows as translations
from academy_cli.authoring.work import Stamp, Work
from academy_cli.db.bulk import allocate_ids, insert_rows, update_rows
from academy_cli.kit.jsontext import canonical
from academy_cli.models import (
    Blob,
    Content,
    Course,
    FormerPlace,
    Resource,
    Revision,
    Source,
)


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
        self.number = work.before.applied.state.revision + 1
        self.fields: Mapping[str, Any] = json.loads(self.result.root.fields)
        self.language = str(self.fields["language"])
        self.modules = [node for node in self.result.contents if node.kind is MODULE]
        self.children = children_of(self.result.contents)
        self.touched = touched_modules(self.modules, self.changes)

    def run(self) -> int:
        described = self._manifest()
        blobs = self._blobs(described)
        insert_rows(self.connection, Blob, ("sha256", "size", "text"), blobs, skip_existing=True)
        insert_rows(self.connection, Source, ("sha256", "head"), self._heads(), skip_existing=True)
        course = self._course()
        prices.follow(self.connection, course, self.work, self.stamp)
        self._free_ids()
        self._new_contents(course, described)
        self._changed_contents()
        self._shifted_contents()
        self._trees(described)
        self._findings()
        textrows.write(
            self.connection,
            self.changes,
            self._rows,
            textrows.Languages(course, self.work.before.language, self.language),
        )
        quizrows.write(self.connection, self.changes, self._rows, self.number)
        self._translations(course)
        self._resources(course)
        self._former_places()
        self._archive(Content, (Kind.MODULE, Kind.LESSON))
        self._archive(Resource, (Kind.ASSET,))
        self._revision(course, described)
        return self.number

    # -- texts by digest ------------------------------------------------------------------------

    def _manifest(self) -> Manifest:
        trees = self.work.before.trees
        known = {
            node.key: trees[node.row]
            for node in self.modules
            if node.row in trees and node.key not in self.touched
        }
        return manifest(self.result, known, self.children)

    def _blobs(self, described: Manifest) -> Iterator[tuple[str, int, str]]:
        """One text at a time, so that a large course never stands in memory twice."""
        for change in self.changes:
            if change.node is None or not rows.has_new_text(change):
                continue
            body = self.work.body(change.node)
            if body is not None:
                yield change.node.body, len(body), body.decode()
        yield from quizrows.texts(self.changes)
        for name, text in described.texts.items():
            yield name, len(text.encode()), text

    def _heads(self) -> Iterator[tuple[str, str]]:
        """What stands before the texts of the same files; most files are changed in one part only."""
        for change in self.changes:
            if change.node is not None and rows.has_new_source(change):
                head = self.work.head(change.node)
                if head:
                    yield change.node.source, head.decode()

    # -- the course -----------------------------------------------------------------------------

    def _course(self) -> int:
        root, row = self.result.root, self.work.before.course_row
        values: dict[str, Any] = {
            "title": root.title,
            "language": self.language,
            "publish_at": _moment(self.fields.get("publish_at")),
            "fields": root.fields,
            "source_sha256": root.source,
            "body_sha256": root.body or None,
            "reader": self.work.reader,
            "revision": self.number,
            "updated_at": self.stamp.at,
        }
        values |= rows.status_values(self.fields)
        if row:
            self.connection.execute(update(Course).where(Course.id == row).values(values))
            return row
        values = {"status": "draft", "slug": root.key, "created_at": self.stamp.at} | values
        made = self.connection.execute(insert(Course).values(values).returning(Course.id))
        return int(made.scalar_one())

    # -- modules and lessons --------------------------------------------------------------------

    @cached_property
    def _rows(self) -> Mapping[tuple[Kind, str], int]:
        """The rows of all modules and of new lessons; new rows are reserved in the tree's order."""
        new = [node for node in self.result.contents if not node.row]
        numbers = allocate_ids(self.connection, Content, len(new)) if new else ()
        found = {(node.kind, node.key): node.row for node in self.modules if node.row}
        return found | {(n.kind, n.key): row for n, row in zip(new, numbers, strict=True)}

    @cached_property
    def _places(self) -> Mapping[tuple[Kind, str], int]:
        """Each node's place among its siblings from 0, where anything changed."""
        return {
            (node.kind, node.key): index
            for module in self.touched
            for index, node in enumerate(self.children.get(module, ()))
        }

    def _values(self, node: Node) -> tuple[Any, ...]:
        parent = self._rows[Kind.MODULE, node.parent] if node.parent else None
        return rows.content_values(node, parent, self._places[node.kind, node.key], self.number)

    def _free_ids(self) -> None:
        """Take ids from rows that lose them to others in a rollback; their files are read again."""
        nodes = (c.node for c in self.changes if c.node and c.was and c.node.id != c.was.id)
        given = {(node.kind.value, node.id): node.row for node in nodes if node.id is not None}
        if not given:
            return
        held = ((row[0], given.get((row[2], row[4]), row[0])) for row in self.work.before.rows)
        losing = [(row, None, None) for row, new in held if new != row]
        self._update(Content, ("source_id", "findings"), losing)

    def _new_contents(self, course: int, described: Manifest) -> None:
        new = [node for node in self.result.contents if not node.row]
        values = (
            (
                self._rows[node.kind, node.key],
                course,
                node.kind.value,
                described.trees[node.key] if node.kind is Kind.MODULE else None,
                self.number,
                *self._values(node),
            )
            for node in new
        )
        if new:
            insert_rows(self.connection, Content, rows.NEW_CONTENT, values)

    def _changed_contents(self) -> None:
        nodes = [change.node for change in self._changed((Kind.MODULE, Kind.LESSON)) if change.node]
        self._update(Content, rows.CHANGED_CONTENT, [(n.row, *self._values(n)) for n in nodes])

    def _former_places(self) -> None:
        """Keep where everything stood that stands elsewhere from now on, or comes or goes."""
        values = [
            *rows.former_places(self.changes, self.work.before.archived_rows, self.number - 1)
        ]
        if values:
            insert_rows(self.connection, FormerPlace, rows.FORMER_PLACE, values)

    def _shifted_contents(self) -> None:
        """Renumber siblings that others moved past."""
        before = self.work.before.positions
        siblings = (node for module in self.touched for node in self.children.get(module, ()))
        shifted = [
            (node.row, self._places[node.kind, node.key])
            for node in siblings
            if node.row and before[node.row] != self._places[node.kind, node.key]
        ]
        self._update(Content, ("position",), shifted)

    def _trees(self, described: Manifest) -> None:
        old = (node for node in self.modules if node.row and node.key in described.trees)
        values = [(node.row, described.trees[node.key]) for node in old]
        self._update(Content, ("tree_sha256",), values)

    def _findings(self) -> None:
        """After a change of reader, keep what the new one found; what it did not read, it will."""
        if self.work.before.reader in ("", self.work.reader):
            return
        written = {change.node.row for change in self.changes if change.node is not None}
        lessons = [n for n in self.result.of_kind(Kind.LESSON) if n.row and n.row not in written]
        self._update(Content, ("findings",), [(n.row, self._found(n)) for n in lessons])

    def _found(self, node: Node) -> str | None:
        page = self.work.pages.get(node.source)
        return rows.findings(node._replace(page=page)) if page is not None else None

    def _translations(self, course: int) -> None:
        lessons = {(n.kind, n.key): n.row for n in self.result.contents if n.row}
        translations.write(
            self.connection, self.changes, course, {**lessons, **self._rows}, self.number
        )
        if self.work.before.reader not in ("", self.work.reader):
            written = {c.key for c in self.changes if c.kind is Kind.TRANSLATION}
            same = [n for n in self.result.translations if n.row and n.key not in written]
            translations.keep_pages(self.connection, same, self.work.pages)

    # -- assets ---------------------------------------------------------------------------------

    def _resources(self, course: int) -> None:
        new = [c.node for c in self.changes if c.kind is Kind.ASSET and c.node and not c.was]
        values = [(course, self.number, *rows.resource_values(n, self.number)) for n in new]
        if values:
            insert_rows(self.connection, Resource, rows.NEW_RESOURCE, values)
        old = [change.node for change in self._changed((Kind.ASSET,)) if change.node]
        changed = [(node.row, *rows.resource_values(node, self.number)) for node in old]
        self._update(Resource, rows.CHANGED_RESOURCE, changed)

    # -- both -----------------------------------------------------------------------------------

    def _changed(self, kinds: tuple[Kind, ...]) -> list[Change]:
        """Changes of what stays and was there before."""
        return [
            c for c in self.changes if c.kind in kinds and c.node is not None and c.was is not None
        ]

    def _archive(self, model: type[Content] | type[Resource], kinds: tuple[Kind, ...]) -> None:
        gone = (c.was for c in self.changes if c.action is Action.ARCHIVE and c.kind in kinds)
        values = [(node.row, True, self.number) for node in gone if node is not None]
        self._update(model, ("is_archived", "updated_revision"), values)

    def _update(
        self,
        model: type[Content] | type[Resource],
        columns: tuple[str, ...],
        values: list[tuple[Any, ...]],
    ) -> None:
        if values:
            update_rows(self.connection, model, "id", columns, values)

    # -- history --------------------------------------------------------------------------------

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
                rollback_to=self.stamp.rollback_to,
            )
        )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
