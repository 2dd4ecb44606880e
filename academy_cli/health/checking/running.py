"""Checks, all at the same time, each for so long at most; none that fails stops another.

Knows how a check can go wrong; refuses to know what any looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from academy_cli.errors import AcademyError
from academy_cli.health.checking.views import Check, Finding, Pen
from academy_cli.health.timelimit import Asked, TooSlowError
from academy_cli.kit.saying import say

OFFLINE = say("not asked: --offline")
NO_DATABASE = say("not looked at: the database cannot be read")


def run(
    checks: Sequence[Check], limit_s: float, *, is_offline: bool, has_database: bool
) -> Sequence[Finding]:
    """The findings of some checks, in the order of the checks. Only Ctrl-C ends it early."""

    def begun(one: Check) -> Asked[Sequence[Finding]] | str:
        if one.asks_world and is_offline:
            return OFFLINE
        if one.needs_database and not has_database:
            return NO_DATABASE
        return Asked(lambda: tuple(one.ask()), name=say("check {}", one.name))

    asked = [(one, begun(one)) for one in checks]
    return [finding for one, under_way in asked for finding in _answered(one, under_way, limit_s)]


def _answered(
    one: Check, asked: Asked[Sequence[Finding]] | str, limit_s: float
) -> Sequence[Finding]:
    pen = Pen(one.name)
    if isinstance(asked, str):
        return [pen.skipped(asked)]
    return answered(pen, lambda: asked.answer(limit_s), limit_s)


def answered(pen: Pen, ask: Callable[[], Sequence[Finding]], limit_s: float) -> Sequence[Finding]:
    """What a check found; whatever became of it instead is a finding as well."""
    try:
        return ask()
    except TooSlowError:
        said = say("no answer within {:g} seconds", limit_s)
        return [
            pen.failing(said, say("See whether it answers at all, or give it longer: --timeout 60"))
        ]
    except AcademyError as error:
        return [pen.refused(error)]
    except Exception as error:  # a check must never take the others with it; words may hold secrets
        said = say("could not be checked: “{}”", type(error).__name__)
        return [pen.failing(said, say("Report it: it is a bug of academy's, or of what it asks"))]
