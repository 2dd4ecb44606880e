"""Certificates: issued, revoked, replaced, and what is still to come of them.

Knows certificates and the courses they are of; refuses to know who holds one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from academy_cli.analytics.definitions import Figure, counted
from academy_cli.analytics.grouping import Asked, Piece, Source, piece
from academy_cli.kit.saying import say
from academy_cli.models import Certificate, Enrollment

SOON = timedelta(days=90)
FIGURES: Sequence[Figure] = (
    counted(
        "issued",
        say("certificates issued in these days, for a completion that had none before"),
        people=True,
    ),
    counted(
        "replacing",
        say("certificates issued in these days that take another's place: corrected, or renewed"),
        people=True,
    ),
    counted(
        "revoked",
        say("certificates revoked in these days whose place no other one took"),
        people=True,
    ),
    counted(
        "waiting",
        say("of those issued in these days, those that still wait for a key to sign them"),
        people=True,
    ),
    counted(
        "expiring",
        say(
            "of those issued in these days, those that hold and end within {} days from now",
            SOON.days,
        ),
        people=True,
    ),
    counted(
        "expired",
        say("of those issued in these days, those that were not revoked and whose time is over"),
        people=True,
    ),
)
SHOWN = ("issued", "replacing", "revoked", "waiting", "expiring", "expired")
LEAD = "issued"


def pieces(asked: Asked) -> Sequence[Piece]:
    """The queries about certificates."""
    rows = Certificate.__table__.join(
        Enrollment.__table__, Enrollment.id == Certificate.enrollment_id
    )
    issued = Source(rows, Certificate.issued_at, Enrollment.course_id, person=Enrollment.user_id)
    another = aliased(Certificate, name="another")
    is_replaced = another.replaces_id == Certificate.id
    holds, until = Certificate.revoked_at.is_(None), Certificate.valid_until
    gone = issued._replace(
        at=Certificate.revoked_at,
        only=[~select(another.id).where(is_replaced).exists()],
    )
    return [
        piece(
            asked,
            issued,
            issued=func.count().filter(Certificate.replaces_id.is_(None)),
            replacing=func.count(Certificate.replaces_id),
            waiting=func.count().filter(holds, Certificate.signed_at.is_(None)),
            expiring=func.count().filter(holds, until > asked.now, until <= asked.now + SOON),
            expired=func.count().filter(holds, until <= asked.now),
        ),
        piece(asked, gone, revoked=func.count()),
    ]
