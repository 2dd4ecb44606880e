"""People: who is new, who comes, who comes back, and who left; whoever was erased is nobody.

Knows accounts and traces of learning; refuses to know what people learn.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func

from academy_cli.analytics.activity import MEANING, presence
from academy_cli.analytics.definitions import Figure, counted, part
from academy_cli.analytics.grouping import (
    Asked,
    Expression,
    Piece,
    Source,
    count_distinct,
    piece,
    place,
)
from academy_cli.kit.saying import say
from academy_cli.models import User

FIGURES: Sequence[Figure] = (
    counted("new", say("accounts that were made in these days, and not erased since"), people=True),
    counted(
        "active",
        say("people of whom {} in these days, or who were last let in", MEANING),
        people=True,
    ),
    counted("returned", say("of the active, those whose account was there before"), people=True),
    part(
        "returned_rate", "returned", "active", say("of the active, the part that was there before")
    ),
    counted(
        "deactivated",
        say("accounts that were deactivated in these days, and still are"),
        people=True,
    ),
    counted("erased", say("people who were erased in these days"), people=True),
)
SHOWN = ("new", "active", "returned", "deactivated", "erased")
LEAD = "active"


def pieces(asked: Asked) -> Sequence[Piece]:
    """The queries about people."""
    is_there = User.erased_at.is_(None)
    people = Source(
        User.__table__, User.created_at, language=User.language, person=User.id, only=[is_there]
    )
    came = presence(asked)
    was_there = _is_older(asked, came)
    return [
        piece(asked, people, new=func.count()),
        piece(
            asked,
            came,
            active=count_distinct(User.id),
            returned=func.count(User.id.distinct()).filter(was_there),
        ),
        piece(asked, people._replace(at=User.deactivated_at), deactivated=func.count()),
        piece(asked, people._replace(at=User.erased_at, only=()), erased=func.count()),
    ]


def _is_older(asked: Asked, came: Source) -> Expression:
    """Whether an account was made before the stretch of time that its owner came in."""
    if came.stretch is None:
        return User.created_at < asked.period.starts_at
    return place(asked, User.created_at) < came.stretch
