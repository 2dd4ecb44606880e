"""Writing to many learners of a course at once: shown first, written down as a whole, sent by the outbox.

All of a campaign's messages are written in one transaction, one to each address; so it is whole or not there,
and nobody is written to twice. Knows whom it is for; refuses to send.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from math import ceil
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, Row

from academy_cli.access.actor import Actor
from academy_cli.access.errors import UnknownCourseError
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import Act, record
from academy_cli.campaigns import store
from academy_cli.campaigns.errors import (
    CampaignOverError,
    NobodyWantedError,
    NoCampaignTemplateError,
    UnknownCampaignError,
    UnusedWordsError,
)
from academy_cli.campaigns.views import CampaignPlan, CampaignView, Sample
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.enrollments import seats
from academy_cli.kit.clock import utc_now
from academy_cli.kit.jsontext import canonical
from academy_cli.mail.composing import Composition
from academy_cli.mail.service import Message, enqueue, told, unwanted
from academy_cli.mail.templates.catalog import CAMPAIGN, event_of
from academy_cli.progress.audience import Learner, learners
from academy_cli.progress.views import StudentsWanted

SAMPLES = 3


class Wish(NamedTuple):
    """Who of a course is written to, in which words; ``values`` fill the template beside the usual ones."""

    course: str
    template: str
    state: str | None = "active"
    below: int | None = None
    above: int | None = None
    values: Mapping[str, str] = {}

    @property
    def students(self) -> StudentsWanted:
        """The same as a list of learners has it."""
        return StudentsWanted(self.state, self.below, self.above)


class Campaigns:
    """The campaigns of one academy, for one actor."""

    def __init__(
        self,
        database: Database,
        actor: Actor,
        composition: Composition,
        per_minute: int,
        *,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._database, self.actor, self._clock = database, actor, clock
        self._composition, self._per_minute = composition, per_minute

    @permits(Permission.MAIL_CAMPAIGN)
    def plan(self, wish: Wish) -> CampaignPlan:
        """Say who would get what; writes nothing.

        One letter is composed for each language there is, with a name and without one. Raises
        UnknownCourseError, NobodyWantedError, NoCampaignTemplateError, and what composing raises.
        """
        self.actor.require_course(Permission.MAIL_CAMPAIGN, wish.course)
        _require_campaign(wish.template)
        with read(self._engine(wish.course)) as connection:
            course = seats.course(connection, wish.course)
            found = list(learners(connection, course, wish.students, self._clock()))
            addresses = [one.email for one in found]
            barred, already = unwanted(connection, addresses), told(connection, *_event(wish))
        reached = {one.email for one in found if already.has(one.email, one.user_id)}
        wanted = [one for one in found if one.email not in barred and one.email not in reached]
        had_it = len(reached)
        if not wanted:
            raise NobodyWantedError(wish.course, had_it, len(barred))
        kinds = {(one.language, bool(one.name)): one for one in reversed(wanted)}
        each = [one for one in wanted if one is kinds[one.language, bool(one.name)]]
        self._require_used(wish, [one.language for one in each])
        samples = [self._sample(wish, course, one) for one in each]
        minutes = ceil(len(wanted) / self._per_minute)
        return CampaignPlan(
            wish.course, wish.template, len(wanted), len(barred), had_it, minutes,
            tuple(samples[:SAMPLES]),
        )  # fmt: skip

    @permits(Permission.MAIL_CAMPAIGN)
    def start(self, wish: Wish) -> CampaignView:
        """Write a campaign's messages down, all or none. Raises what ``plan`` raises."""
        self.actor.require_course(Permission.MAIL_CAMPAIGN, wish.course)
        _require_campaign(wish.template)
        at = self._clock()
        with write(self._engine(wish.course)) as connection:
            course = seats.course(connection, wish.course)
            said = {"state": wish.state, "below": wish.below, "above": wish.above}
            new = {"course_id": course.id, "template": wish.template, "actor": self.actor.name}
            new["wanted"] = canonical(said)
            number, reference = store.begin(connection, new, at)
            messages = _messages(connection, wish, course, at)
            many = enqueue(connection, messages, at, campaign_id=number)
            if not many:
                raise NobodyWantedError(wish.course)
            subject = f"campaign:{reference}"
            act = Act("mail.campaign", subject, {"course": wish.course, "messages": many, **said})
            record(connection, at=at, actor=self.actor, act=act)
        return self.show(reference)

    @permits(Permission.MAIL_CAMPAIGN)
    def find(self, limit: int | None = None) -> Sequence[CampaignView]:
        """Campaigns within the actor's reach, the newest first."""
        engine = self._database.existing()
        if engine is None:
            return ()
        with read(engine) as connection:
            rows = store.campaigns(connection, limit)
            return tuple(_view(connection, row) for row in rows if self._reaches(row))

    @permits(Permission.MAIL_CAMPAIGN)
    def show(self, reference: str) -> CampaignView:
        """One campaign. Raises UnknownCampaignError."""
        engine = self._database.existing()
        if engine is None:
            raise UnknownCampaignError(reference)
        with read(engine) as connection:
            return _view(connection, self._campaign(connection, reference))

    @permits(Permission.MAIL_CAMPAIGN)
    def pause(self, reference: str) -> CampaignView:
        """Let no more of a campaign leave for now. Raises UnknownCampaignError and CampaignOverError."""
        return self._change(reference, store.PAUSED, "mail.campaign-pause")

    @permits(Permission.MAIL_CAMPAIGN)
    def resume(self, reference: str) -> CampaignView:
        """Let a campaign go on. Raises UnknownCampaignError and CampaignOverError."""
        return self._change(reference, store.RUNNING, "mail.campaign-resume")

    @permits(Permission.MAIL_CAMPAIGN)
    def cancel(self, reference: str) -> CampaignView:
        """End a campaign; what has not left does not. Raises UnknownCampaignError and CampaignOverError."""
        return self._change(reference, store.CANCELLED, "mail.campaign-cancel")

    def _change(self, reference: str, state: str, action: str) -> CampaignView:
        at = self._clock()
        with write(self._database.ready()) as connection:
            row = self._campaign(connection, reference, hold=True)
            if row.state == store.CANCELLED:
                raise CampaignOverError(row.reference)
            store.change(connection, row.id, state)
            if state == store.CANCELLED:
                store.cancel_messages(connection, row.id)
            act = Act(action, f"campaign:{row.reference}", {"before": row.state, "after": state})
            record(connection, at=at, actor=self.actor, act=act)
        return self.show(reference)

    def _campaign(self, connection: Connection, reference: str, *, hold: bool = False) -> Row[Any]:
        row = store.campaign(connection, reference, hold=hold)
        if row is None or not self._reaches(row):
            raise UnknownCampaignError(reference)
        return row

    def _reaches(self, row: Row[Any]) -> bool:
        return self.actor.may_reach_course(Permission.MAIL_CAMPAIGN, row.slug)

    def _engine(self, slug: str) -> Engine:
        if engine := self._database.existing():
            return engine
        raise UnknownCourseError(slug, None)

    def _require_used(self, wish: Wish, languages: Sequence[str | None]) -> None:
        """Insist that what is given stands in the letter: it makes a campaign another one."""
        used = [self._composition.variables(wish.template, one) for one in languages]
        for name in sorted(set(wish.values).difference(*used)):
            raise UnusedWordsError(name, wish.template)

    def _sample(self, wish: Wish, course: Row[Any], one: Learner) -> Sample:
        words = self._composition.words(wish.template, one.language, _values(wish, course, one))
        return Sample(one.email, words.subject, words.text)


def _require_campaign(template: str) -> None:
    """Insist on words that are a campaign's, which can be left. Raises NoCampaignTemplateError."""
    if event_of(template).name != CAMPAIGN:
        raise NoCampaignTemplateError(template)


def _messages(
    connection: Connection, wish: Wish, course: Row[Any], at: datetime
) -> Iterator[Message]:
    event, template = _event(wish)
    found = list(learners(connection, course, wish.students, at))
    barred = unwanted(connection, [one.email for one in found])
    already = told(connection, event, template)
    for one in found:
        if one.email not in barred and not already.has(one.email, one.user_id):
            values = _values(wish, course, one)
            yield Message(event, template, one.email, one.user_id, one.language, values)


def _event(wish: Wish) -> tuple[str, str]:
    """What a campaign is about: the same words to the learners of one course are one event, told once."""
    said = canonical({"template": wish.template, "values": dict(wish.values)})
    return f"campaign:{wish.course}:{sha256(said.encode()).hexdigest()[:16]}", wish.template


def _values(wish: Wish, course: Row[Any], one: Learner) -> Mapping[str, object]:
    usual = {"name": one.name, "course": course.slug, "title": course.title}
    return {**usual, "percent": one.percent, **wish.values}


def _view(connection: Connection, row: Row[Any]) -> CampaignView:
    counts = store.messages(connection, row.id)
    waits = counts.get("waiting", 0) + counts.get("sending", 0)
    state = "done" if row.state == store.RUNNING and not waits else row.state
    return CampaignView(
        row.reference, row.slug, row.template, state, json.loads(row.wanted), counts,
        row.created_at, row.actor, row.paused_because,
    )  # fmt: skip
