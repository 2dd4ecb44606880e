"""What grading attempts again comes to, in sentences.

Knows how a plan reads; refuses to grade.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from academy_cli.attempts.views import RegradePlan


def loss(plan: RegradePlan) -> str:
    """What somebody is warned of before points are taken from anybody; empty where none are."""
    if not plan.lowered:
        return ""
    return say_so_many(
        "{:,} attempt will be worth less. What was completed stays.",
        "{:,} attempts will be worth less. What was completed stays.",
        plan.lowered,
    )


def summary(plan: RegradePlan) -> Iterator[str]:
    """What a plan comes to, in sentences."""
    yield say("Looked at {}: {}.", amount(plan.attempts, "attempt"), _turned(plan))
    if plan.fail_now:
        yield say("Who passed once keeps what that completed: lessons, courses and certificates.")
    if plan.kept:
        yield say_so_many(
            "{:,} attempt left as it is: it would be worth less.",
            "{:,} attempts left as they are: they would be worth less.",
            plan.kept,
        )
    if plan.kept_answers:
        yield say_so_many(
            "{:,} answer with the same points: today's quiz cannot grade it.",
            "{:,} answers with the same points: today's quiz cannot grade them.",
            plan.kept_answers,
        )
    if plan.completed:
        told = say(", and {} with it the course", plan.gained) if plan.gained else ""
        mails = say("; {} to send", amount(plan.mails, "e-mail")) if plan.mails else ""
        yield say_so_many(
            "{:,} learner with a lesson completed by this{}{}.",
            "{:,} learners with a lesson completed by this{}{}.",
            plan.completed,
            told,
            mails,
        )


def _turned(plan: RegradePlan) -> str:
    """Whose points change, and who passes now or no longer."""
    parts = []
    if plan.raised:
        parts.append(say_so_many("{} worth more", "{} worth more", plan.raised))
    if plan.lowered:
        parts.append(say_so_many("{} worth less", "{} worth less", plan.lowered))
    if plan.pass_now:
        parts.append(say_so_many("{} passed now", "{} passed now", plan.pass_now))
    if plan.fail_now:
        parts.append(say_so_many("{} passed no longer", "{} passed no longer", plan.fail_now))
    if parts:
        return say_joined(", ", parts)
    return say("other points for questions") if plan.changes else say("nothing to do")
