"""Searching courses: the words somebody typed, in what they may see, as it is now.

One search sees one moment of the database, in which every document is that of its course's newest revision;
so nothing has to tell the index of a sync, a rollback or a restore. Changes nothing but the index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission, Reach
from academy_cli.access.permits import permits
from academy_cli.catalog.errors import NotIndexedError, StillChangingError
from academy_cli.catalog.facts import LAST, Facts, facts, sees_whole, visible
from academy_cli.catalog.filters import facets, is_wanted
from academy_cli.catalog.indexing import refresh
from academy_cli.catalog.matching import Eyes, Lookup
from academy_cli.catalog.places import Places
from academy_cli.catalog.query import Query, parse
from academy_cli.catalog.ranking import Ranked, ranked
from academy_cli.catalog.resolving import Resolved, resolve
from academy_cli.catalog.sources import stale
from academy_cli.catalog.views import CourseHit, Found, Wanted
from academy_cli.db.service import Database
from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import utc_now

_TRIES = 10
SHOWN = 50
"""Of how many courses it is said where the words stand, unless another number is asked for."""
ANY = Wanted()
"""Every course."""
_NOTHING = Ranked(0, 0.0, (), frozenset())


class Search:
    """The catalogue of one academy as one actor sees it."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        *,
        wait_s: float = 60,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self._wait_s, self._clock = database, wait_s, clock
        self.actor = actor

    @permits(Permission.COURSE_LIST)
    def search(
        self,
        words: str = "",
        wanted: Wanted = ANY,
        *,
        shown: int = SHOWN,
        progress: Callable[[int], None] = lambda _: None,
    ) -> Found:
        """The courses that say some words and are as wanted, the best first; without words all that are.

        Courses that changed since anybody searched are read first; ``progress`` is told of their documents.
        Raises NotIndexedError where that cannot be written, LockHeldError and StillChangingError.
        """
        query = parse(words)
        engine = self._database.existing()
        if engine is None:
            return Found(words, query.text, (), (), {})
        for _ in range(_TRIES):
            with read(engine) as connection:
                old = stale(connection)
                if not old:
                    return self._found(connection, words, query, wanted, shown)
            self._refresh(engine, len(old), progress)
        raise StillChangingError

    @permits(Permission.COURSE_LIST)
    def refresh(self, progress: Callable[[int], None] = lambda _: None) -> int:
        """Read what changed since anybody searched, so that nobody has to wait for it; how many documents."""
        engine = self._database.existing()
        return refresh(engine, self._wait_s, progress) if engine else 0

    def _refresh(self, engine: Engine, courses: int, progress: Callable[[int], None]) -> None:
        try:
            refresh(engine, self._wait_s, progress)
        except AcademyError as error:
            if error.code not in ("database.read-only", "database.denied"):
                raise
            raise NotIndexedError(courses, error.message) from error

    def _found(
        self, connection: Connection, words: str, query: Query, wanted: Wanted, shown: int
    ) -> Found:
        now = self._clock()
        courses = visible(connection, self.actor, now)
        knows = self.actor.reach(Permission.USER_LIST) is Reach.ALL
        there = [
            one
            for one in facts(connection, courses, now)
            if wanted.status or one.status != "archived"
        ]
        resolved = resolve(Lookup(connection, self._eyes(there, now)), query)
        known = {one.row.id: one for one in there if is_wanted(one, wanted, knows_addresses=knows)}
        order = _ordered(known, resolved, has_words=bool(query.wanted))
        places = Places(connection, self.actor, now, resolved.stems)
        hits = tuple(
            _hit(known[one.course], one, resolved, places if at < shown else None)
            for at, one in enumerate(order)
        )
        return Found(
            words,
            resolved.text,
            resolved.corrections,
            hits,
            facets(known[one.course] for one in order),
        )

    def _eyes(self, courses: Sequence[Facts], now: datetime) -> Eyes:
        """What words are looked for in: also courses that are not wanted, or theirs would be corrected."""
        whole = frozenset(one.row.id for one in courses if sees_whole(self.actor, one.row))
        return Eyes(frozenset(one.row.id for one in courses), whole, now)


def _ordered(known: dict[int, Facts], resolved: Resolved, *, has_words: bool) -> Sequence[Ranked]:
    """The wanted courses in their order: what they score, then whichever stands before others."""
    if has_words:
        found = list(ranked([one.within(known) for one in resolved.words]))
    else:
        found = [_NOTHING._replace(course=course) for course in known]
    left = [one for one in found if one.course not in resolved.excluded]
    return sorted(left, key=lambda one: (-one.score, known[one.course].order))


def _hit(one: Facts, found: Ranked, resolved: Resolved, places: Places | None) -> CourseHit:
    row, fields = one.row, one.fields
    said = enumerate(resolved.words)
    return CourseHit(
        row.slug, row.title, fields.get("summary", ""), row.language, tuple(one.languages),
        fields.get("level"), fields.get("category"), tuple(fields.get("tags", ())),
        tuple(name for name, _ in one.teachers if name), one.status, tuple(one.prices),
        one.stars.average, one.stars.given_by, one.position < LAST,
        len(found.documents), places.of(one, found.documents) if places else (),
        tuple(word.asked.text for at, word in said if found.documents and at not in found.says),
        found.score,
    )  # fmt: skip
