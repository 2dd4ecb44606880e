"""Quizzes of lessons and their questions on their way into rows.

Knows that a key is free before it is given anew; refuses to decide which question is which.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, delete, select

from academy_cli.authoring.changes import Change
from academy_cli.authoring.document import LESSON, Kind, Node, digest, quiz_of
from academy_cli.db.bulk import Row, insert_rows, update_rows, upsert_rows
from academy_cli.models import Question, Quiz

_NEW = (
    *("content_id", "created_revision", "key", "source_id", "title", "fields", "is_archived"),
    "updated_revision",
)
_CHANGED = _NEW[2:]


def texts(changes: Sequence[Change]) -> Iterator[tuple[str, int, str]]:
    """The quizzes that were read now, as rows of texts; all others are there."""
    for change in changes:
        has_one = change.kind in (LESSON, Kind.TRANSLATION) and change.node is not None
        page = change.node.page if has_one and change.node is not None else None
        if page is not None and page.quiz:
            data = page.quiz.encode()
            yield digest(data), len(data), page.quiz


def write(
    connection: Connection,
    changes: Sequence[Change],
    made: Mapping[tuple[Kind, str], int],
    revision: int,
) -> None:
    """Write the quizzes of changed lessons and their questions; ``made`` are rows of new lessons."""
    changed = [c for c in changes if c.kind is LESSON and (quiz_of(c.node) or quiz_of(c.was))]
    if not changed:
        return
    lessons = {c.key: c.node.row or made[LESSON, c.key] for c in changed if c.node is not None}
    quizzes = [(lessons[c.key], quiz_of(c.node)) for c in changed if quiz_of(c.node)]
    if quizzes:
        upsert_rows(connection, Quiz, ("content_id",), ("sha256",), quizzes)
    without = [lessons[c.key] for c in changed if c.node is not None and not quiz_of(c.node)]
    if without:
        connection.execute(delete(Quiz).where(Quiz.content_id.in_(without)))
    _write_questions(connection, [c for c in changes if c.kind is Kind.QUESTION], lessons, revision)


def _write_questions(
    connection: Connection, changes: Sequence[Change], lessons: Mapping[str, int], revision: int
) -> None:
    gone = [(c.was.row, True, revision) for c in changes if c.node is None and c.was is not None]
    if gone:
        update_rows(connection, Question, "id", ("is_archived", "updated_revision"), gone)
    staying = [change.node for change in changes if change.node is not None]
    _free_keys(connection, staying, lessons)
    old = [(node.row, *_values(node, revision)) for node in staying if node.row]
    if old:
        update_rows(connection, Question, "id", _CHANGED, old)
    new = [(lessons[n.parent], revision, *_values(n, revision)) for n in staying if not n.row]
    if new:
        insert_rows(connection, Question, _NEW, new)


def _free_keys(connection: Connection, nodes: Sequence[Node], lessons: Mapping[str, int]) -> None:
    """Take keys from rows that have them no longer: of one lesson, no two have the same at any moment."""
    owners = {(lessons[node.parent], node.key): node.row for node in nodes}
    query = select(Question.id, Question.content_id, Question.key)
    mine = query.where(Question.content_id.in_({lesson for lesson, _ in owners}))
    losing = [
        (row.id, f"{row.key[:180]}~{row.id}")
        for row in connection.execute(mine)
        if owners.get((row.content_id, row.key), row.id) != row.id
    ]
    if losing:
        update_rows(connection, Question, "id", ("key",), losing)


def _values(node: Node, revision: int) -> Row:
    return (node.key, node.id, node.title, node.fields, False, revision)
