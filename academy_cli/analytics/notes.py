"""What has to be known to read figures right: of which days they are, and what is not counted whole.

Knows questions; refuses to know what was answered.
"""

from __future__ import annotations

from academy_cli.analytics import revenue
from academy_cli.analytics.asking import By, Question, Subject
from academy_cli.analytics.calendar import Period, is_whole, starts
from academy_cli.analytics.grouping import Asked
from academy_cli.kit.saying import say

FEW = 3
"""Stretches that are named one by one."""


def notes(question: Question, asked: Asked, before: Period | None, time_zone: str) -> list[str]:
    """Sentences for whoever reads the figures; the first one says the days."""
    period, said = asked.period, question.only.said
    found = [say("{}, days in {}.", period.said, time_zone)]
    if said:
        found = [say("{}, days in {}; {}.", period.said, time_zone, said)]
    if cut := _cut_off(asked):
        found.append(say("Not all is counted of {}.", cut))
    if before is not None:
        found.append(
            say("Before: {}, up to the same time of day where it is not over.", before.said)
        )
    if question.subject is Subject.REVENUE and not asked.is_live:
        found.append(say("This academy is in Stripe's test mode: no money of it is real."))
    if question.by is By.INSTRUCTOR:
        found.append(revenue.SHARED)
    elif asked.is_by_course and question.subject is Subject.REVENUE:
        found.append(revenue.BY_LINE)
    return found


def _cut_off(asked: Asked) -> str:
    """The stretches that begin before the period, or are not over, by name; nothing where all are whole."""
    unit, period = asked.by.unit, asked.period
    if unit is None:
        return ""
    every = starts(unit, period)
    cut = [unit.label(one) for one in every if not is_whole(unit, one, period, asked.clock)]
    return ", ".join(cut) if len(cut) <= FEW else say("{} to {}", cut[0], cut[-1])
