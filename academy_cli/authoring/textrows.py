"""The texts of lessons in the course's own language on their way into rows.

Knows that a course may change its language; refuses translations, which have rows of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, select, update

from academy_cli.authoring.changes import Change
from academy_cli.authoring.document import LESSON, Kind, Node
from academy_cli.authoring.rows import has_new_text
from academy_cli.db.bulk import insert_rows
from academy_cli.models import Content, ContentText

_COLUMNS = ("content_id", "language", "body_sha256")


class Languages(NamedTuple):
    """A course by its row, the language its texts were in, if any, and the one they are in now."""

    course: int
    before: str
    now: str


def write(
    connection: Connection,
    changes: Sequence[Change],
    made: Mapping[tuple[Kind, str], int],
    languages: Languages,
) -> None:
    """Write the texts of changed lessons; ``made`` are rows of new ones."""
    if languages.before not in ("", languages.now):
        of_course = select(Content.id).where(Content.course_id == languages.course)
        old = (ContentText.content_id.in_(of_course), ContentText.language == languages.before)
        connection.execute(update(ContentText).where(*old).values(language=languages.now))
    changed = [one for one in changes if one.kind is LESSON and has_new_text(one)]
    new = [one.node for one in changed if one.was is None and one.node]
    values = [(made[node.kind, node.key], languages.now, node.body) for node in new]
    if values:
        insert_rows(connection, ContentText, _COLUMNS, values)
    _change(connection, (one.node for one in changed if one.was is not None), languages.now)


def _change(connection: Connection, nodes: Iterable[Node | None], language: str) -> None:
    same = ContentText.language == language
    for node in nodes:
        if node is not None:
            text = update(ContentText).where(ContentText.content_id == node.row, same)
            connection.execute(text.values(body_sha256=node.body))
