"""Disputes against Stripe's, and against the marks that payments carry.

Knows which rows mean the same dispute; refuses to change any.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import and_, exists, or_, select

from academy_cli.books.checks.check import Check, Span, always, objects
from academy_cli.books.views import Found
from academy_cli.models import Dispute, Payment
from academy_cli.payments.disputes import WON


def checks(span: Span) -> Iterator[Check]:
    """What differs on disputes."""
    yield _differing(span)
    yield _not_there(span)
    yield _marks()


def _differing(span: Span) -> Check:
    said, is_dispute = objects("dispute", "said")
    query = (
        select(
            said.c.id.label("about"), said.c.amount, said.c.currency,
            Payment.reference.label("r1"), said.c.id.label("r2"), Dispute.id.label("known"),
            Dispute.state.label("ours"), said.c.status.label("theirs"),
        )
        .join(Payment, Payment.charge_id == said.c.parent_id)
        .outerjoin(Dispute, Dispute.provider_id == said.c.id)
        .where(
            is_dispute, span.made(said.c.created),
            or_(Dispute.id.is_(None), Dispute.state != said.c.status),
        )
        .order_by(said.c.created, said.c.id)
    )  # fmt: skip
    return Check(
        query,
        lambda row: Found.DISPUTE_NOT_HERE if row["known"] is None else Found.DISPUTE_STATE,
    )


def _not_there(span: Span) -> Check:
    said, is_dispute = objects("dispute", "said")
    query = (
        select(
            Dispute.provider_id.label("about"), Dispute.amount, Dispute.currency,
            Payment.reference.label("r1"), Dispute.provider_id.label("r2"),
        )
        .join(Payment, Payment.id == Dispute.payment_id)
        .outerjoin(said, and_(said.c.id == Dispute.provider_id, is_dispute))
        .where(said.c.id.is_(None), span.made(Dispute.opened_at), Dispute.updated_at < span.until)
        .order_by(Dispute.id)
    )  # fmt: skip
    return Check(query, always(Found.DISPUTE_NOT_THERE))


def _marks() -> Check:
    standing = exists().where(Dispute.payment_id == Payment.id, Dispute.state.not_in(WON))
    differs = or_(
        and_(Payment.is_disputed.is_(True), ~standing),
        and_(Payment.is_disputed.is_(False), standing),
    )
    query = (
        select(
            Payment.id.label("about"), Payment.amount, Payment.currency,
            Payment.reference.label("r1"),
        )
        .where(differs)
        .order_by(Payment.id)
    )  # fmt: skip
    return Check(query, always(Found.NOT_MARKED))
