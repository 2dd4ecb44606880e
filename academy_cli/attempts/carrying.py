"""An answer to a question as it was, as an answer to what became of the question.

Choices, things and sides are the same by their key, and where exactly one of each is left over, those are the
same, too: a text that was mended. Knows questions as values; refuses to guess where two are left over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeAlias

from academy_cli.kit.saying import say
from academy_cli.quizzes.answers import Answer, is_blank, unanswerable
from academy_cli.quizzes.questions import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Short,
    Single,
    Task,
    TrueFalse,
)

Same: TypeAlias = Mapping[str, str]
"""Keys as they were, with what they are now."""


class Carried(NamedTuple):
    """An answer to the question as it is now, or why there is none."""

    answer: Answer = None
    why: str = ""


def carried(was: Question, now: Question, answer: Answer) -> Carried:
    """What somebody answered who answered this to a question as it was."""
    if is_blank(answer):
        return Carried()
    found = _translated(was.task, now.task, answer)
    if found.why:
        return found
    why = unanswerable(now, found.answer)
    return Carried(why=why) if why else found


def same(old: Iterable[str], new: Iterable[str]) -> Same:
    """Which of some keys is which of others."""
    before, after = list(old), list(new)
    found = {key: key for key in before if key in after}
    left = [key for key in before if key not in found]
    free = [key for key in after if key not in found]
    return found | {left[0]: free[0]} if len(left) == len(free) == 1 else found


def _translated(was: Task, now: Task, answer: Answer) -> Carried:
    match was, now:
        case ((Single() | Multiple()), (Single() | Multiple())):
            return _ticks(was, now, answer)
        case Ordering(), Ordering():
            keys = same((one.key for one in was.items), (one.key for one in now.items))
            return _keys(keys, answer)
        case Matching(), Matching():
            return _pairs(was, now, answer)
        case (TrueFalse(), TrueFalse()) | ((Short() | Numeric()), (Short() | Numeric())):
            return Carried(answer)
        case _:
            return Carried(why=say("it was {} and is {} now", was.kind, now.kind))


def _ticks(was: Single | Multiple, now: Single | Multiple, answer: Answer) -> Carried:
    keys = same((one.key for one in was.choices), (one.key for one in now.choices))
    found = _keys(keys, [answer] if isinstance(answer, str) else answer)
    if found.why or isinstance(now, Multiple):
        return found
    if len(found.answer) > 1:
        return Carried(why=say("several were ticked, and one can be chosen now"))
    return Carried(found.answer[0])


def _keys(keys: Same, answer: Answer) -> Carried:
    lost = [one for one in answer if one not in keys]
    if lost:
        return Carried(why=say("what was chosen is not there any more"))
    return Carried([keys[one] for one in answer])


def _pairs(was: Matching, now: Matching, answer: Answer) -> Carried:
    lefts = same((one.left.key for one in was.pairs), (one.left.key for one in now.pairs))
    rights = same((one.key for one in was.rights), (one.key for one in now.rights))
    chosen = {left: right for left, right in answer.items() if right is not None}
    if not (chosen.keys() <= lefts.keys() and set(chosen.values()) <= rights.keys()):
        return Carried(why=say("what was chosen is not there any more"))
    return Carried({lefts[left]: rights[right] for left, right in chosen.items()})
