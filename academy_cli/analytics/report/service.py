"""A report of an academy, for somebody who may send it to others.

Knows which questions it asks; refuses to write a file.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.analytics.asking import By, Narrowing, Question, Subject
from academy_cli.analytics.report import contents
from academy_cli.analytics.report.values import Report
from academy_cli.analytics.service import Stats, usual_start
from academy_cli.analytics.voice import PLAIN, Voice


class Wanted(NamedTuple):
    """Of which days and courses a report is, with money or without, the least number it says, and how."""

    since: date | None = None
    last: date | None = None
    only: Narrowing = Narrowing()
    has_money: bool = True
    least: int | None = None
    voice: Voice = PLAIN


class Reports:
    """Reports of one academy, for one actor."""

    def __init__(self, stats: Stats, actor: Actor, name: str, least: int) -> None:
        self._stats, self.actor = stats, actor
        self._name, self._least = name, least

    @permits(Permission.STATS_REPORT)
    def make(self, wanted: Wanted) -> Report:
        """A report of some days, by default a year of months. Raises what figures are refused for."""
        stats, last = self._stats, wanted.last or self._stats.today
        ask = _Asking(wanted._replace(since=wanted.since or usual_start(By.MONTH, last), last=last))
        has_money = wanted.has_money
        told = contents.Told(
            stats.tell(ask(Subject.REVENUE, By.MONTH)) if has_money else None,
            stats.tell(ask(Subject.REVENUE, By.TOTAL, compares=True)) if has_money else None,
            stats.tell(ask(Subject.CONVERSIONS, By.TOTAL, compares=True)),
            stats.tell(ask(Subject.ENGAGEMENT, By.MONTH)),
            stats.tell(ask(Subject.COURSES, By.COURSE), money=has_money),
            stats.tell(ask(Subject.CERTIFICATES, By.TOTAL, compares=True)),
            stats.retention(ask(Subject.ENGAGEMENT, By.MONTH)),
            stats.stops(ask(Subject.ENGAGEMENT, By.TOTAL)),
        )
        least = self._least if wanted.least is None else wanted.least
        return contents.report(self._name, told, least, wanted.voice)


class _Asking(NamedTuple):
    """Questions of the same days and courses."""

    wanted: Wanted

    def __call__(self, subject: Subject, by: By, *, compares: bool = False) -> Question:
        since, last, only, *_ = self.wanted
        return Question(subject, by, since, last, only, compares)
