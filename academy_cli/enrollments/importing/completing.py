"""Completions that come with a file: since when somebody was through with a course, here or elsewhere.

Pure: knows what a row adds to what it comes to otherwise, and what undoing takes back; refuses rows of a
database.
"""

from __future__ import annotations

from collections.abc import Mapping

from academy_cli.bulk.kinds import Did, Journaled, Outcome, Value, Values, Wanted
from academy_cli.bulk.outcome import refused
from academy_cli.enrollments.importing.there import There
from academy_cli.kit.clock import iso
from academy_cli.kit.saying import say

COMPLETED_AT = "completed_at"
GIVES = "completion"
"""What a plan says that such a row gives somebody who is new in the course."""


def completing(wanted: Wanted, there: There | None, slug: str, outcome: Outcome) -> Outcome:
    """What a row comes to that says since when; a completion that is there stays the one it is."""
    since = wanted.values[COMPLETED_AT]
    if outcome.did is Did.REFUSED:
        return outcome
    if there is None:
        after = {**outcome.after, COMPLETED_AT: since}
        return outcome._replace(after=after, gives=(GIVES,))
    if there.completed_at is None:
        return _also(outcome, there.id, None, since)
    if iso(there.completed_at) == since:
        return outcome
    return refused(
        wanted.key, say("they completed “{}” already, on {}", slug, iso(there.completed_at))
    )


def without(row: Journaled) -> Journaled:
    """A row of a journal, but for the completion that it gave."""
    return row._replace(before=_rest(row.before), after=_rest(row.after))


def taken_back(row: Journaled, there: There, outcome: Outcome) -> Outcome:
    """What undoing a row comes to that also gave a completion, if it did."""
    since = row.after.get(COMPLETED_AT)
    if since is None or there.completed_at is None or outcome.did is Did.REFUSED:
        return outcome
    if iso(there.completed_at) != since:
        return refused("", say("they completed the course again since"))
    return _also(outcome, there.id, since, None)


def _also(outcome: Outcome, enrollment: int, before: Value, after: Value) -> Outcome:
    """An update of an enrollment that changes its completion as well."""
    return outcome._replace(
        did=Did.UPDATE,
        subject_id=enrollment,
        before={**outcome.before, COMPLETED_AT: before},
        after={**outcome.after, COMPLETED_AT: after},
        gives=(),
    )


def _rest(values: Values) -> Mapping[str, Value]:
    return {name: value for name, value in values.items() if name != COMPLETED_AT}
