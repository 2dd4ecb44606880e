"""What a row about somebody in a course comes to: a grant more, other dates, a removal, or a refusal.

Pure: decided from the row, from what is there, and from what the course offers. Knows that a reference names
one grant; refuses rows of a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from academy_cli.bulk.kinds import Did, Fill, Mode, Outcome, Policy, Value, Wanted
from academy_cli.bulk.outcome import refused
from academy_cli.enrollments.access import Access, Held, Span, access, is_covered
from academy_cli.enrollments.enrolling import end_of, is_in, span_of
from academy_cli.enrollments.errors import BadSpanError, PastEndError
from academy_cli.enrollments.importing.completing import COMPLETED_AT, completing
from academy_cli.enrollments.importing.there import Given, There
from academy_cli.enrollments.offer import Offer
from academy_cli.enrollments.views import BY_HAND, Granting
from academy_cli.errors import AcademyError
from academy_cli.kit.clock import moment_of
from academy_cli.kit.saying import say, unstopped
from academy_cli.mail.occasions import ENROLLED as ENROLLED_MAIL

ENROLLED, REMOVED, OVER, COMPLETED = "enrolled", "removed", "over", "completed"
"""What a row says of somebody: in the course, taken out of it, in it once, or with all of it done."""
IS_OVER = (OVER, COMPLETED)
"""What says that the dates may have passed, and that nobody is told."""
NOT_COMPLETE = "place without its completion"
"""What a plan says that a completed row gives that does not say since when."""
BULK = "bulk"
GIVEN = (BULK, *BY_HAND)
"""The kinds of grants that a file can give."""
DATES = ("starts_at", "ends_at")
_OF_ENROLLMENTS = ("state", "enrolled_at", COMPLETED_AT)


class Place(NamedTuple):
    """A course at a moment, and whether the person can be told of it."""

    slug: str
    offer: Offer
    now: datetime
    is_told: bool = True
    known: dict[tuple[Value, ...], str] | None = None
    """Why nobody can be given a grant, by what rows ask for, who mostly ask for the same."""


class Verdict(NamedTuple):
    """What a row comes to, and how many seats of the course it takes or, below nothing, sets free."""

    outcome: Outcome
    seats: int = 0


def decided(wanted: Wanted, there: There | None, at: Place, policy: Policy) -> Verdict:
    """What a row comes to."""
    if wanted.values.get("state") == REMOVED:
        return _removal(wanted, there, at, policy)
    verdict = _place(wanted, there, at, policy)
    if COMPLETED_AT not in wanted.values:
        return verdict
    return verdict._replace(outcome=completing(wanted, there, at.slug, verdict.outcome))


def _place(wanted: Wanted, there: There | None, at: Place, policy: Policy) -> Verdict:
    """What a row comes to about somebody who is to be in the course."""
    if there is None:
        if policy.mode is Mode.UPDATE:
            return Verdict(refused(wanted.key, say("they are not in “{}” yet", at.slug)))
        return _granted(wanted, None, at)
    if policy.mode is Mode.CREATE:
        return Verdict(refused(wanted.key, say("they are, or were, in “{}” already", at.slug)))
    return _known(wanted, there, at, policy)


def _known(wanted: Wanted, there: There, at: Place, policy: Policy) -> Verdict:
    """What a row comes to about somebody who has an enrollment."""
    said = wanted.values
    alike = [one for one in there.grants if one.kind == said["kind"]]
    if "reference" not in said:
        is_told_of = said.get("state") in IS_OVER and not any(name in said for name in DATES)
        if is_told_of and there.removed_at is None:
            return _nothing(wanted, there)
        is_there = there.removed_at is None and any(_gives(one, said, at.now) for one in alike)
        return _nothing(wanted, there) if is_there else _granted(wanted, there, at)
    mine = next((one for one in alike if one.reference == said["reference"]), None)
    if mine is None:
        return _granted(wanted, there, at)
    if mine.revoked_at is not None:
        return Verdict(refused(wanted.key, _used(mine, at)))
    return _changed(wanted, there, mine, at, policy)


def _nothing(wanted: Wanted, there: There | None) -> Verdict:
    return Verdict(Outcome(Did.UNCHANGED, wanted.key, there.id if there else None))


def _used(grant: Given, at: Place) -> str:
    return say(
        "“{}” let them into “{}” once, and was revoked: it grants once", grant.reference, at.slug
    )


# -- out of the course -----------------------------------------------------------------------------


def _removal(wanted: Wanted, there: There | None, at: Place, policy: Policy) -> Verdict:
    if there is None or there.is_out:
        return _nothing(wanted, there)
    if policy.mode is Mode.CREATE:
        return Verdict(refused(wanted.key, say("it takes somebody out who is there already")))
    if "reason" not in wanted.values:
        return Verdict(
            refused(wanted.key, say("reason is missing: it takes one to remove somebody"))
        )
    before = {"state": ENROLLED, "grants": numbers(there.live)}
    after = {"state": REMOVED, "grants": "", "reason": wanted.values["reason"]}
    outcome = Outcome(Did.UPDATE, wanted.key, there.id, before, after)
    return Verdict(outcome, -int(_is_in(there, there.grants, at)))


def numbers(grants: Iterable[Given]) -> str:
    """Grants as a journal names them."""
    return " ".join(str(one.id) for one in grants)


# -- in the course ---------------------------------------------------------------------------------


def _gives(grant: Given, said: Mapping[str, Value], now: datetime) -> bool:
    """Whether a grant is all that a row without a reference asks for."""
    if grant.revoked_at is not None or any(grant.said(n) != said[n] for n in DATES if n in said):
        return False
    is_over = grant.ends_at is not None and grant.ends_at <= now
    return not is_over or "ends_at" in said or said.get("state") in IS_OVER


def _granted(wanted: Wanted, there: There | None, at: Place) -> Verdict:
    """Another grant, and the enrollment where there is none."""
    said = wanted.values
    if said["kind"] not in GIVEN:
        return Verdict(
            refused(wanted.key, say("“{}” is no grant that a file can give", said["kind"]))
        )
    asked = (said["kind"], *(said.get(name) for name in ("starts_at", "ends_at", "state")))
    known = at.known if at.known is not None else {}
    if asked not in known:
        known[asked] = _impossible(said, at)
    if why := known[asked]:
        return Verdict(refused(wanted.key, why))
    after = {name: value for name, value in said.items() if name not in _OF_ENROLLMENTS}
    is_told = at.is_told and said.get("state") not in IS_OVER and _adds(said, there, at)
    mails = (ENROLLED_MAIL,) if is_told else ()
    if there is None:
        after |= {name: said[name] for name in ("enrolled_at",) if name in said}
        outcome = Outcome(Did.CREATE, wanted.key, after=after, mails=mails)
    else:
        back = there.removed_at
        before = {"state": REMOVED, "removed_at": back.isoformat()} if back else {}
        after = {"state": ENROLLED, **after} if back else after
        outcome = Outcome(Did.UPDATE, wanted.key, there.id, before, after, mails=mails)
    if said.get("state") == COMPLETED and (there is None or there.completed_at is None):
        outcome = outcome._replace(gives=(NOT_COMPLETE,))
    if at.offer.capacity is None:
        return Verdict(outcome)
    grants = there.grants if there else ()
    was_in = there is not None and _is_in(there, grants, at)
    new = Held(Span(moment(said.get("starts_at")), moment(said.get("ends_at"))))
    will_be = is_in(_follows(there, [*(one.held for one in grants), new], at, is_back=True))
    return Verdict(outcome, int(will_be and not was_in))


def _adds(said: Mapping[str, Value], there: There | None, at: Place) -> bool:
    """Whether a grant gives any access that there is not; nobody is told of one that gives none."""
    if there is None or there.removed_at is not None:
        return True
    wish = granting(said)
    span = Span(wish.starts_at, end_of(at.offer, wish, at.now))
    return not is_covered(span, [one.held for one in there.grants], at.offer.span, at.now)


def _impossible(said: Mapping[str, Value], at: Place) -> str:
    """Why nobody can be given what a row asks for."""
    wish = granting(said)
    begin, end = wish.starts_at, wish.ends_at
    try:
        if said.get("state") not in IS_OVER:
            span_of(at.slug, at.offer, wish, at.now)
        elif begin is not None and end is not None and end <= begin:
            raise BadSpanError(begin, end)
    except AcademyError as error:
        return sentence(error)
    return ""


def granting(said: Mapping[str, Any]) -> Granting:
    """What a row gives."""
    return Granting(said["kind"], moment(said.get("starts_at")), moment(said.get("ends_at")))


def _changed(wanted: Wanted, there: There, mine: Given, at: Place, policy: Policy) -> Verdict:
    """The dates and the reason of a grant, as far as the row says others."""
    said = wanted.values
    names = [
        name
        for name in (*DATES, "reason")
        if name in said
        and mine.said(name) != said[name]
        and not (policy.fill is Fill.MISSING and mine.said(name))
    ]
    if not names:
        return _nothing(wanted, there)
    if mine.kind not in GIVEN:
        return Verdict(
            refused(wanted.key, say("a file changes nothing of an “{}” grant", mine.kind))
        )
    others: dict[str, Any] = {n: moment(said[n]) if n in DATES else said[n] for n in names}
    changed = mine._replace(**others)
    if why := _misdated(changed, said, at) if set(names) & set(DATES) else "":
        return Verdict(refused(wanted.key, why))
    before: dict[str, Value] = {"grant": mine.id, **{name: mine.exact(name) for name in names}}
    after: dict[str, Value] = {"grant": mine.id, **{name: said[name] for name in names}}
    outcome = Outcome(Did.UPDATE, wanted.key, there.id, before, after)
    if at.offer.capacity is None:
        return Verdict(outcome)
    grants = [changed if one is mine else one for one in there.grants]
    return Verdict(outcome, int(_is_in(there, grants, at)) - int(_is_in(there, there.grants, at)))


def _misdated(grant: Given, said: Mapping[str, Value], at: Place) -> str:
    """Why a grant cannot have the dates that it would have."""
    begin, end = grant.starts_at, grant.ends_at
    error: AcademyError | None = None
    if end is not None and begin is not None and end <= begin:
        error = BadSpanError(begin, end)
    elif end is not None and end <= at.now and said.get("state") not in IS_OVER:
        error = PastEndError(end)
    return sentence(error) if error else ""


def _is_in(there: There, grants: Iterable[Given], at: Place) -> bool:
    return is_in(_follows(there, [one.held for one in grants], at))


def _follows(
    there: There | None, grants: Iterable[Held], at: Place, *, is_back: bool = False
) -> Access:
    removed = there.removed_at if there is not None and not is_back else None
    done = there.completed_at if there is not None else None
    return access(grants, at.offer.span, at.now, removed_at=removed, completed_at=done)


def moment(said: Any) -> datetime | None:
    """A moment as a row's values have it."""
    return moment_of(said) if said else None


def sentence(error: AcademyError) -> str:
    """What is wrong, as the reason of a row."""
    return unstopped(error.message)
