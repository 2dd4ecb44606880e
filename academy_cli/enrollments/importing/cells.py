"""What rows about learners in courses say, in which columns, and how it is written.

Pure: knows texts and their one form; refuses to know what is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from academy_cli.access.address import canonical_address
from academy_cli.bulk.columns import Field
from academy_cli.bulk.errors import RefusedRowError
from academy_cli.bulk.kinds import Value, Wanted
from academy_cli.enrollments.enrolling import require_reference
from academy_cli.enrollments.importing.deciding import (
    BULK,
    COMPLETED,
    DATES,
    ENROLLED,
    OVER,
    REMOVED,
)
from academy_cli.enrollments.views import KINDS
from academy_cli.kit.clock import end_of, iso, moment_of, utc_now
from academy_cli.kit.saying import say

EMAIL = Field(
    "email", ("e-mail address", "mail", "E-Mail-Adresse", "correo", "courriel"), is_required=True
)
COURSE = Field("course", ("courses", "Kurs", "curso", "cours"))
FIELDS = (
    Field("state", ("status", "Zustand", "estado", "état")),
    Field("kind", ("kind of grant", "grant", "Art", "tipo")),
    Field("reference", ("ref", "Referenz", "referencia", "référence")),
    Field("starts_at", ("starts", "start", "from", "Beginn", "inicio", "début")),
    Field("ends_at", ("ends", "end", "until", "Ende", "fin")),
    Field("reason", ("Grund", "motivo", "motif")),
    Field("enrolled_at", ("enrolled", "enrolled on", "Eingeschrieben", "inscrito", "inscrit")),
    Field("completed_at", ("completed on", "Abgeschlossen", "terminado", "terminé")),
)
PAST = ("enrolled_at", "completed_at")
"""Fields that are moments of an enrollment, none of them still to come."""
NEVER = "9999"
"""Behind every moment, as rows write them."""
STATES: Mapping[str, str] = {
    **dict.fromkeys(("active", "waiting", "enrolled"), ENROLLED),
    "expired": OVER,
    "completed": COMPLETED,
    "removed": REMOVED,
}
"""What the state of an enrollment, as lists write it, asks of an import."""


def parsed(said: Mapping[str, str], course: str, reason: str) -> Wanted:
    """What a row asks for; ``course`` and ``reason`` are those of all rows, where there are any.

    Raises RefusedRowError, BadAddressError and BadReferenceError.
    """
    slug = course_of(said, course)
    values: dict[str, Value] = {}
    state = _state(said)
    if state is not ENROLLED:
        values["state"] = state
    values["kind"] = _kind(said.get("kind", BULK))
    if "reference" in said:
        require_reference(said["reference"])
        values["reference"] = said["reference"]
    values |= {name: moment_said(said[name], name) for name in DATES if name in said}
    values |= {name: past(said[name], name) for name in PAST if name in said}
    if str(values.get("completed_at", NEVER)) < str(values.get("enrolled_at", "")):
        raise RefusedRowError(say("it was completed before they were enrolled"))
    if why := said.get("reason", reason):
        values["reason"] = why
    return Wanted(f"{canonical_address(said['email'])} {slug}", values)


def _state(said: Mapping[str, str]) -> str:
    """What a row asks for; one that says since when the course is completed, that it is."""
    done = "completed_at" in said
    written = said.get("state", COMPLETED if done else "active")
    state = STATES.get(written.lower())
    if state is None:
        raise RefusedRowError(say("“{}” is no state: there are {}", written, ", ".join(STATES)))
    if done and state not in {COMPLETED, REMOVED}:
        raise RefusedRowError(
            say("it is “{}”, and completed on “{}”", written, said["completed_at"])
        )
    return state


def course_of(said: Mapping[str, str], always: str) -> str:
    """The course that a row is about; ``always`` is the one that all rows are about, if there is one."""
    course = said.get("course", always)
    if always and course != always:
        raise RefusedRowError(say("it is about “{}”, and the import about “{}”", course, always))
    if " " in course:
        raise RefusedRowError(say("there is no course “{}”", course))
    return course


@lru_cache(maxsize=4096)
def moment_said(written: str, name: str) -> str:
    """A moment that a row says, to the second; an end that is a date is through that day.

    Raises RefusedRowError.
    """
    try:
        return iso(end_of(written) if name == "ends_at" else moment_of(written))
    except ValueError as error:
        why = say(
            "“{}” is no date for {}: write it like 2026-11-26 or 2026-11-26T08:30Z", written, name
        )
        raise RefusedRowError(why) from error


def past(written: str, name: str) -> str:
    """A moment that is not still to come. Raises RefusedRowError."""
    said = moment_said(written, name)
    if moment_of(said) > utc_now():
        raise RefusedRowError(say("“{}” is still to come, so it is no {}", written, name))
    return said


def _kind(written: str) -> str:
    kind = written.lower()
    if kind not in KINDS:
        raise RefusedRowError(
            say("there is no grant “{}”: there are {}", written, ", ".join(KINDS))
        )
    return kind
