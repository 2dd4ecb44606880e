"""Documents kept as new as the courses: whatever changed since is read again before anybody searches.

A course's documents are whole only together with its row in `search_courses`, which goes first and comes
last; so whoever looks sees all of a revision or that it is not there yet. One at a time, under a lock that
outlasts transactions, for reading a large course takes longer than others would wait for one. Knows no query.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Engine, delete, insert, select, update

from academy_cli.catalog.documents import Document, Said, document
from academy_cli.catalog.sources import all_said, stale, texts
from academy_cli.catalog.words import Term
from academy_cli.db.bulk import insert_rows
from academy_cli.db.lock import named_lock, outlast
from academy_cli.db.transaction import read, write
from academy_cli.kit.batches import batches
from academy_cli.models import SearchCourse, SearchDocument, SearchWord

LOCK = "search"
AT_ONCE = 250
"""Documents of a transaction: SQLite's other writers wait for no more."""
_COLUMNS = (
    *("course_id", "content_id", "kind", "language", "digest", "body_sha256", "is_quiz"),
    *("is_preview", "is_draft", "opens_at", "title", "about", "terms"),
)
Progress = Callable[[int], None]


class _Work(NamedTuple):
    """What brings a course's documents in line."""

    course: int
    state: str
    languages: str
    is_begun: bool
    """Whether there are documents of it already."""
    gone: Sequence[int]
    new: Sequence[Said]
    moved: Sequence[tuple[int, Said]]
    """Documents that say the same, but not to the same people."""


def refresh(engine: Engine, wait_s: float, progress: Progress = lambda _: None) -> int:
    """Bring the documents of all courses in line; returns how many were read.

    Raises LockHeldError when somebody else is at it for longer than ``wait_s``, and what writing raises.
    """
    count = 0
    with named_lock(engine, LOCK, wait_s):
        while (work := _next(engine)) is not None:
            count += _carry_out(engine, work, progress)
    return count


def _next(engine: Engine) -> _Work | None:
    """What is to be done for the first course that is not in line."""
    with read(engine) as connection:
        for course, state in stale(connection):
            return _planned(connection, course, state)
    return None


def _planned(connection: Connection, course: int, state: str) -> _Work:
    said = {(one.content_id, one.language): one for one in all_said(connection, course)}
    query = select(
        *(SearchDocument.id, SearchDocument.content_id, SearchDocument.language),
        *(SearchDocument.digest, SearchDocument.is_preview, SearchDocument.is_draft),
        SearchDocument.opens_at,
    ).where(SearchDocument.course_id == course)
    gone, moved, same = list[int](), list[tuple[int, Said]](), set[tuple[int | None, str]]()
    rows = connection.execute(query.order_by(SearchDocument.id)).all()
    for row in rows:
        key = (row.content_id, row.language)
        wanted = said.get(key)
        if wanted is None or key in same or wanted.digest != row.digest:
            gone.append(row.id)
            continue
        same.add(key)
        if wanted.showing != (row.is_preview, row.is_draft, row.opens_at):
            moved.append((row.id, wanted))
    new = [one for key, one in said.items() if key not in same]
    languages = " ".join(sorted({one.language for one in said.values()}))
    return _Work(course, state, languages, bool(rows), gone, new, moved)


def _carry_out(engine: Engine, work: _Work, progress: Progress) -> int:
    with write(engine) as connection:
        outlast(connection, LOCK)
        connection.execute(delete(SearchCourse).where(SearchCourse.course_id == work.course))
        if not work.is_begun:
            connection.execute(delete(SearchWord).where(SearchWord.course_id == work.course))
        _change(connection, work)
    known: set[Term] = set()
    for some in batches(work.new, AT_ONCE):
        with read(engine) as connection:
            bodies = texts(connection, [one.body for one in some if one.body])
        if not {one.body for one in some if one.body} <= bodies.keys():
            return 0  # it was changed and cleared away meanwhile, so it is not in line anyway
        made = [document(one, bodies.get(one.body or "", "")) for one in some]
        words = frozenset[Term]().union(*(one.words for one in made)) - known
        known |= words
        with write(engine) as connection:
            _add(connection, work.course, some, made, words)
        progress(len(some))
    row = {"course_id": work.course, "state": work.state, "languages": work.languages}
    with write(engine) as connection:
        connection.execute(insert(SearchCourse), row)
    return len(work.new)


def _change(connection: Connection, work: _Work) -> None:
    for some in batches(work.gone):
        connection.execute(delete(SearchDocument).where(SearchDocument.id.in_(some)))
    for number, said in work.moved:
        values = dict(zip(("is_preview", "is_draft", "opens_at"), said.showing, strict=True))
        mine = update(SearchDocument).where(SearchDocument.id == number)
        connection.execute(mine.values(**values))


def _add(
    connection: Connection,
    course: int,
    said: Sequence[Said],
    made: Sequence[Document],
    words: frozenset[Term],
) -> None:
    rows = [
        (course, one.content_id, one.kind, one.language, one.digest, one.body, one.is_quiz,
         *one.showing, read.title, read.about, read.terms)
        for one, read in zip(said, made, strict=True)
    ]  # fmt: skip
    insert_rows(connection, SearchDocument, _COLUMNS, rows)
    pairs = [(course, one.word, one.stem) for one in sorted(words)]
    columns = ("course_id", "word", "stem")
    insert_rows(connection, SearchWord, columns, pairs, skip_existing=True)
