"""Where found words stand: the lesson, and what it says around them, for whoever may read it.

Texts are read again as they are shown, for what is stored are terms. A lesson's text is shown to whom
``lesson show`` shows it: those who have access to the course, staff and whoever teaches it; to everybody
where it is a preview.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from academy_cli.access.actor import Actor
from academy_cli.catalog.documents import readable
from academy_cli.catalog.facts import Facts, sees_whole
from academy_cli.catalog.query import Stems
from academy_cli.catalog.sources import texts
from academy_cli.catalog.views import Place
from academy_cli.catalog.words import Span, spans
from academy_cli.db.among import among
from academy_cli.enrollments import seats
from academy_cli.models import Content, Enrollment, SearchDocument, Translation, User

SHOWN = 3
"""Places of a course that are shown."""
_BEFORE, _AFTER = 60, 100
"""Characters around the first word that was found."""
_READ = 200_000
"""Characters of a text that are looked through for them."""


class Places:
    """Where the words of one search stand, in one moment of the database."""

    def __init__(
        self, connection: Connection, actor: Actor, now: datetime, stems: Collection[Stems]
    ) -> None:
        self._connection, self._actor, self._now = connection, actor, now
        self._stems = stems

    def of(self, course: Facts, documents: Sequence[int]) -> tuple[Place, ...]:
        """The best places in a course; ``documents`` are all that were found, the best first."""
        best = documents[:SHOWN]
        if not best:
            return ()
        rows = {row.id: row for row in self._documents(best)}
        is_open = any(not rows[one].is_preview for one in best) and self._may_read(course)
        wanted = [row.body_sha256 for row in rows.values() if row.body_sha256]
        bodies = texts(self._connection, wanted)
        return tuple(
            self._place(course, rows[one], bodies, is_open=is_open or rows[one].is_preview)
            for one in best
        )

    def _documents(self, numbers: Sequence[int]) -> Sequence[Row[Any]]:
        mine = (
            Translation.course_id == SearchDocument.course_id,
            Translation.language == SearchDocument.language,
            Translation.content_id.is_not_distinct_from(SearchDocument.content_id),
        )
        columns: tuple[Any, ...] = (SearchDocument.id, SearchDocument.kind, SearchDocument.language)
        columns += (SearchDocument.body_sha256, SearchDocument.is_quiz, SearchDocument.is_preview)
        columns += (Content.key, Content.title, Translation.title.label("translated"))
        query = (
            select(*columns)
            .join_from(
                SearchDocument, Content, Content.id == SearchDocument.content_id, isouter=True
            )
            .join(Translation, mine[0] & mine[1] & mine[2], isouter=True)
            .where(among(self._connection, SearchDocument.id, numbers))
        )
        return self._connection.execute(query).all()

    def _place(
        self, course: Facts, row: Row[Any], bodies: Mapping[str, str], *, is_open: bool
    ) -> Place:
        title = row.translated or row.title or course.row.title
        key = row.key or course.row.slug
        text = ""
        if is_open and row.body_sha256 in bodies:
            said = readable(bodies[row.body_sha256], is_quiz=row.is_quiz)
            first, _, rest = said.partition("\n")
            said = rest if first.strip() == title else said  # the heading says it again
            text = excerpt(said, row.language, self._stems)
        if not text and row.kind == "course":
            text = excerpt(course.fields.get("summary", ""), row.language, self._stems)
        return Place(row.kind, key, title, row.language, text)

    def _may_read(self, course: Facts) -> bool:
        if sees_whole(self._actor, course.row):
            return True
        mine = (Enrollment.course_id == course.row.id, Enrollment.user_id == self._actor.user_id)
        if self._connection.scalar(select(Enrollment.id).where(*mine)) is None:
            return False
        me = select(User.__table__).where(User.id == self._actor.user_id)
        seat = seats.seat(self._connection, course.row, self._connection.execute(me).one())
        return seat.access(self._now).has_access


def excerpt(text: str, language: str, stems: Collection[Stems]) -> str:
    """What a text says around the words that were found, these between two asterisks; empty without any."""
    found = list(_found(list(spans(text[:_READ], language)), stems))
    if not found:
        return ""
    begin = _word_at(text, max(0, found[0].begin - _BEFORE))
    end = _word_at(text, min(len(text), found[0].end + _AFTER))
    pieces, at = ["…" if begin else ""], begin
    for one in _joined(one for one in found if begin <= one.begin and one.end <= end):
        pieces += [text[at : one.begin], f"**{text[one.begin : one.end]}**"]
        at = one.end
    pieces += [text[at:end].rstrip(), "…" if end < len(text.rstrip()) else ""]
    return " ".join("".join(pieces).split())


def _found(words: Sequence[Span], stems: Collection[Stems]) -> Iterator[Span]:
    """The words that were looked for, in their order; of phrases only where all of one stand together."""
    single = {one[0] for one in stems if len(one) == 1}
    rows = [one for one in stems if len(one) > 1]
    last = -1
    for at, word in enumerate(words):
        for row in rows:
            if _begins(words, at, row):
                last = max(last, at + len(row) - 1)
        if at <= last or not single.isdisjoint(word.stems):
            yield word


def _begins(words: Sequence[Span], at: int, row: Stems) -> bool:
    said = [one.stems for one in words[at : at + len(row)]]
    return len(said) == len(row) and all(one in some for one, some in zip(row, said, strict=True))


def _joined(found: Iterator[Span]) -> Iterator[Span]:
    """Pairs of letters that overlap are one."""
    kept: Span | None = None
    for one in found:
        if kept is not None and one.begin < kept.end:
            kept = Span(kept.begin, max(kept.end, one.end), ())
            continue
        if kept is not None:
            yield kept
        kept = one
    if kept is not None:
        yield kept


def _word_at(text: str, at: int) -> int:
    """The end of the word before a place, so that none is cut; a place far from any space stays."""
    if at in (0, len(text)):
        return at
    space = max(text.rfind(" ", max(0, at - 20), at), text.rfind("\n", max(0, at - 20), at))
    return space + 1 if space >= 0 else at
