"""What courses say, read out of their rows: each course, module and lesson, in each language it has.

Knows the tables that the compiler writes; refuses to change anything. What is archived says nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from academy_cli.catalog.documents import READER, Said
from academy_cli.db.among import among
from academy_cli.kit.batches import batches
from academy_cli.kit.opening import said as said_of
from academy_cli.models import (
    Blob,
    Content,
    ContentText,
    Course,
    Quiz,
    Revision,
    SearchCourse,
    Translation,
)

_TRANSLATED = ("summary", "tags", "objectives")
"""What a translation says itself; where it does not, the original does not stand for it."""
_QUIZ = ".quiz.yaml"
"""How a file's name ends that is a quiz and nothing else: its questions are no text."""


def stale(connection: Connection) -> Sequence[tuple[int, str]]:
    """The courses whose documents are not those of their newest revision, and what they should be of."""
    newest = and_(Revision.course_id == Course.id, Revision.number == Course.revision)
    query = (
        select(Course.id, Revision.id, Revision.manifest_sha256, SearchCourse.state)
        .join_from(Course, Revision, newest)
        .join(SearchCourse, SearchCourse.course_id == Course.id, isouter=True)
        .order_by(Course.id)
    )
    found = ((row[0], f"{READER}:{row[1]}:{row[2]}", row[3]) for row in connection.execute(query))
    return [(course, wanted) for course, wanted, state in found if state != wanted]


def all_said(connection: Connection, course_id: int) -> Iterator[Said]:
    """Everything that a course says, in every language."""
    course = connection.execute(select(Course.__table__).where(Course.id == course_id)).one()
    contents = _contents(connection, course)
    opens = dict(_openings(contents))
    root = Said(
        "course", None, course.language, course.title, json.loads(course.fields),
        course.body_sha256, is_quiz=False, is_draft=False, opens_at=None,
    )  # fmt: skip
    yield root
    original: dict[int | None, Said] = {None: root}
    for row in contents:
        fields = json.loads(row.fields)
        original[row.id] = Said(
            row.kind, row.id, row.language or course.language, row.title, fields,
            *_body(row.path, row.quiz, row.body), said_of(row.fields).is_draft, opens[row.id],
        )  # fmt: skip
        yield original[row.id]
    yield from _translated(connection, course, original)


def _contents(connection: Connection, course: Row[Any]) -> Sequence[Row[Any]]:
    """Modules and lessons that are not archived, each after the module that it is in."""
    own = and_(ContentText.content_id == Content.id, ContentText.language == course.language)
    columns: tuple[Any, ...] = (Content.id, Content.parent_id, Content.kind, Content.title)
    columns += (Content.fields, Content.path, ContentText.language)
    columns += (ContentText.body_sha256.label("body"), Quiz.sha256.label("quiz"))
    query = (
        select(*columns)
        .join_from(Content, ContentText, own, isouter=True)
        .join(Quiz, Quiz.content_id == Content.id, isouter=True)
        .where(Content.course_id == course.id, Content.is_archived.is_(False))
        .order_by(Content.id)
    )
    return connection.execute(query).all()


def _body(path: str, quiz: str | None, body: str | None) -> tuple[str | None, bool]:
    """Which text holds what learners read there, and whether it is a quiz."""
    is_quiz = quiz is not None and path.lower().endswith(_QUIZ)
    return (quiz if is_quiz else body), is_quiz


def _openings(contents: Sequence[Row[Any]]) -> Iterator[tuple[int, datetime | None]]:
    """From when on each is out: its own date and those of the modules around it, the last of them."""
    by_id = {row.id: row for row in contents}
    for row in contents:
        dates, around = [said_of(row.fields).release], row.parent_id
        while around in by_id:
            dates.append(said_of(by_id[around].fields).release)
            around = by_id[around].parent_id
        yield row.id, max((one for one in dates if one is not None), default=None)


def _translated(
    connection: Connection, course: Row[Any], original: Mapping[int | None, Said]
) -> Iterator[Said]:
    query = select(Translation.__table__).where(Translation.course_id == course.id)
    for row in connection.execute(query.order_by(Translation.id)):
        of = original.get(row.content_id)
        if of is None:
            continue
        fields = json.loads(row.fields)
        body, is_quiz = _body(row.path, row.quiz_sha256, row.body_sha256)
        yield of._replace(
            language=row.language,
            title=row.title,
            fields={name: fields[name] for name in _TRANSLATED if name in fields},
            body=body,
            is_quiz=is_quiz,
        )


def texts(connection: Connection, digests: Sequence[str]) -> Mapping[str, str]:
    """Stored texts by their digests."""
    found: dict[str, str] = {}
    for some in batches(digests):
        query = select(Blob.sha256, Blob.text).where(among(connection, Blob.sha256, some))
        found.update(dict(connection.execute(query).all()))
    return found
