"""What rows about progress say, in which columns, and how it is written.

Knows texts and their one form; refuses to know what is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from academy_cli.access.address import canonical_address
from academy_cli.bulk.columns import Field
from academy_cli.bulk.errors import RefusedRowError
from academy_cli.bulk.kinds import Value, Values, Wanted
from academy_cli.enrollments.importing.cells import COURSE, EMAIL, course_of, past
from academy_cli.kit.saying import say
from academy_cli.progress.importing.deciding import DONE, FIELDS, OPEN
from academy_cli.progress.store import Place

STATES: Mapping[str, str] = {
    **dict.fromkeys(("done", "completed", "complete"), DONE),
    **dict.fromkeys(("open", "started"), OPEN),
}
MOST_SECONDS = 10**9
"""Thirty years: more is a mistake, and more than a column holds is not far."""


def fields(course: str) -> tuple[Field, ...]:
    """The columns there are; ``course`` is the one that all rows are about, if there is one."""
    return (
        EMAIL,
        COURSE._replace(is_required=not course),
        Field("lesson", ("lesson key", "Lektion", "lección", "leçon"), is_required=True),
        Field("state", ("status", "Zustand", "estado", "état")),
        Field("completed_at", ("completed", "completed on", "done at", "Abschluss", "erledigt")),
        Field("seconds", ("seconds spent", "Sekunden", "segundos", "secondes")),
    )


def parsed(said: Mapping[str, str], course: str) -> Wanted:
    """What a row asks for. Raises RefusedRowError and BadAddressError."""
    slug, values = course_of(said, course), dict[str, Value]()
    state = STATES.get(said.get("state", DONE).lower())
    if state is None:
        raise RefusedRowError(say("“{}” is no state: it is done or open", said["state"]))
    values["state"] = state
    if "completed_at" in said:
        values["completed_at"] = past(said["completed_at"], "completed_at")
        if state != DONE:
            raise RefusedRowError(say("it has completed_at, and is not done"))
    if "seconds" in said:
        values["seconds"] = _seconds(said["seconds"])
    return Wanted(f"{canonical_address(said['email'])} {slug} {said['lesson']}", values)


def place(enrollment: int, said: Values) -> Place:
    """Where the progress of a row is kept."""
    return Place(enrollment, int(str(said["lesson"])))


def fields_of(said: Values) -> Mapping[str, Any]:
    """What a journal says of the step itself."""
    return {name: said[name] for name in FIELDS if name in said}


def _seconds(written: str) -> int:
    is_number = written.isascii() and written.isdigit() and len(written) <= 10
    if not is_number or int(written) > MOST_SECONDS:
        raise RefusedRowError(
            say("“{}” is no number of seconds, from 0 to {:,}", written, MOST_SECONDS)
        )
    return int(written)
