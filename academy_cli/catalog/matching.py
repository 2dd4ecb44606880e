"""Asking the database where terms stand.

Knows both engines' indexes through `db/fulltext`, and that phrases are looked up in the terms themselves: the
places that PostgreSQL remembers end at the 16,383rd. Refuses to rank.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Select, func, select

from academy_cli.catalog.query import Stems
from academy_cli.db.among import among
from academy_cli.db.fulltext import has_all, has_any, prefer
from academy_cli.models import SearchCourse, SearchDocument, SearchWord

_TITLE, _ABOUT, _TEXT = 3, 2, 1
_COLUMNS = (
    SearchDocument.id,
    SearchDocument.course_id,
    SearchDocument.kind,
    SearchDocument.title,
    SearchDocument.about,
    SearchDocument.is_draft,
    SearchDocument.opens_at,
)


class Posting(NamedTuple):
    """A document that says something; in its title (3), what it says of itself (2), or its text (1)."""

    document: int
    course: int
    kind: str
    where: int


class Eyes(NamedTuple):
    """What somebody sees: these courses, and of all but ``whole`` ones only what is out by now."""

    courses: Collection[int]
    whole: Collection[int]
    now: datetime

    def sees(self, course: int, opens_at: datetime | None, *, is_draft: bool) -> bool:
        """Whether they see a document."""
        if course in self.whole:
            return True
        is_out = opens_at is None or opens_at <= self.now
        return course in self.courses and not is_draft and is_out


class Lookup:
    """The documents of one moment of a database, as somebody sees them."""

    def __init__(self, connection: Connection, eyes: Eyes) -> None:
        self._connection, self._eyes = connection, eyes
        prefer(connection)

    def languages(self) -> Sequence[str]:
        """The languages that documents are in."""
        found = self._connection.scalars(select(SearchCourse.languages).distinct())
        return sorted({one for some in found for one in some.split()})

    def postings(self, alternatives: Collection[Stems]) -> dict[int, Posting]:
        """Where one of some terms, or rows of terms, stands; by the document."""
        single = sorted({one[0] for one in alternatives if len(one) == 1})
        found = dict(self._of_any(single)) if single else {}
        for row in sorted(one for one in alternatives if len(one) > 1):
            for number, posting in self._of_row(row):
                known = found.get(number)
                if known is None or known.where < posting.where:
                    found[number] = posting
        return found

    def _of_any(self, stems: Sequence[str]) -> Iterator[tuple[int, Posting]]:
        query = select(*_COLUMNS).where(has_any(self._connection, stems))
        wanted = set(stems)
        for row in self._connection.execute(query):
            number, course, kind, title, about, is_draft, opens_at = row
            if self._eyes.sees(course, opens_at, is_draft=is_draft):
                where = _where(wanted, title, about)
                yield number, Posting(number, course, kind, where)

    def _of_row(self, stems: Stems) -> Iterator[tuple[int, Posting]]:
        query = select(*_COLUMNS, SearchDocument.terms)
        wanted = f" {' '.join(stems)} "
        for row in self._connection.execute(
            query.where(has_all(self._connection, sorted(set(stems))))
        ):
            number, course, kind, title, about, is_draft, opens_at, terms = row
            if wanted not in f" {terms} ":
                continue
            if self._eyes.sees(course, opens_at, is_draft=is_draft):
                is_title, is_about = wanted in f" {title} ", wanted in f" {about} "
                where = _TITLE if is_title else _ABOUT if is_about else _TEXT
                yield number, Posting(number, course, kind, where)

    def stems_of(self, word: str) -> Collection[Stems]:
        """What is left of a word, however it is folded, wherever it stands."""
        query = select(SearchWord.stem).where(SearchWord.word == word).distinct()
        return {(one,) for one in self._connection.scalars(query)}

    def beginning(self, letters: str, most: int) -> Collection[Stems]:
        """What is left of words that begin with some letters, the first by the alphabet."""
        begins = SearchWord.word.startswith(letters, autoescape=True)
        query = select(SearchWord.word, SearchWord.stem).where(begins).distinct()
        words = sorted(self._mine(query))[:most]
        return {(stem,) for _, stem in words}

    def words(self, shortest: int, longest: int) -> Iterable[tuple[str, str]]:
        """The words of courses that somebody sees, of so many letters, with what is left of each."""
        length = func.length(SearchWord.word)
        query = select(SearchWord.word, SearchWord.stem).distinct()
        return self._mine(query.where(length >= shortest, length <= longest))

    def _mine(self, query: Select[str, str]) -> Iterable[tuple[str, str]]:
        mine = among(self._connection, SearchWord.course_id, sorted(self._eyes.courses))
        return self._connection.execute(query.where(mine))


def _where(wanted: set[str], title: str, about: str) -> int:
    if not wanted.isdisjoint(title.split()):
        return _TITLE
    return _TEXT if wanted.isdisjoint(about.split()) else _ABOUT
