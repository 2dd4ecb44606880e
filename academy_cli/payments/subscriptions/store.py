"""Rows of plans and subscriptions.

Works in the caller's transaction; refuses to decide anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from academy_cli.models import Course, Grant, Order, Plan, PlanCourse, Subscription, User
from academy_cli.payments import store
from academy_cli.payments.references import normal, reference

GRANT = "subscription"
"""The kind of a subscription's grants."""


def plans(connection: Connection) -> Sequence[Row[Any]]:
    """All plans by their names."""
    return connection.execute(select(Plan.__table__).order_by(Plan.slug)).all()


def plan(connection: Connection, slug: str) -> Row[Any] | None:
    """A plan by its name."""
    return connection.execute(select(Plan.__table__).where(Plan.slug == slug)).one_or_none()


def plan_by_id(connection: Connection, number: int) -> Row[Any]:
    """A plan that is there."""
    return connection.execute(select(Plan.__table__).where(Plan.id == number)).one()


def plan_of_price(connection: Connection, price_id: str) -> Row[Any] | None:
    """The plan that a price of the provider's is for."""
    return connection.execute(select(Plan.__table__).where(Plan.price_id == price_id)).one_or_none()


def courses(connection: Connection, plan_id: int) -> Sequence[Row[int, str, str]]:
    """The courses of a plan by their names."""
    query = select(Course.id, Course.slug, Course.title).join(
        PlanCourse, PlanCourse.course_id == Course.id
    )
    return connection.execute(
        query.where(PlanCourse.plan_id == plan_id).order_by(Course.slug)
    ).all()


def put_plan(
    connection: Connection,
    known: Row[Any] | None,
    values: Mapping[str, Any],
    course_ids: Sequence[int],
) -> int:
    """Write a plan, new or known, with its courses; its number."""
    if known is None:
        number = store.inserted(connection, insert(Plan).values(**values))
    else:
        number = known.id
        connection.execute(update(Plan).where(Plan.id == number).values(**values))
    connection.execute(delete(PlanCourse).where(PlanCourse.plan_id == number))
    rows = [{"plan_id": number, "course_id": one} for one in course_ids]
    connection.execute(insert(PlanCourse), rows)
    return number


def remove_plan(connection: Connection, number: int) -> None:
    """Remove a plan that nobody ever had."""
    connection.execute(delete(PlanCourse).where(PlanCourse.plan_id == number))
    connection.execute(delete(Plan).where(Plan.id == number))


def subscribed(connection: Connection, plan_id: int) -> int:
    """How many subscriptions a plan has ever had."""
    query = select(func.count()).select_from(Subscription).where(Subscription.plan_id == plan_id)
    return connection.scalar(query) or 0


def living(connection: Connection, plan_id: int, states: Sequence[str]) -> Sequence[Row[Any]]:
    """The subscriptions of a plan in some states, oldest first."""
    mine = (Subscription.plan_id == plan_id, Subscription.state.in_(states))
    query = select(Subscription.__table__).where(*mine).order_by(Subscription.id)
    return connection.execute(query).all()


def by_reference(connection: Connection, written: str) -> Row[Any] | None:
    """A subscription by its reference."""
    query = select(Subscription.__table__).where(Subscription.reference == normal(written))
    return connection.execute(query).one_or_none()


def by_id(connection: Connection, number: int) -> Row[Any]:
    """A subscription that is there."""
    query = select(Subscription.__table__).where(Subscription.id == number)
    return connection.execute(query).one()


def of_provider(connection: Connection, provider_id: str) -> Row[Any] | None:
    """The subscription that the provider calls so, kept from others."""
    query = select(Subscription.__table__).where(Subscription.provider_id == provider_id)
    return connection.execute(query.with_for_update(key_share=True)).one_or_none()


def add(connection: Connection, values: Mapping[str, Any], at: datetime) -> int:
    """Write a subscription down and give its number."""
    made = {**values, "reference": token_hex(10)}
    number = store.inserted(connection, insert(Subscription).values(**made))
    change(connection, number, {"reference": reference("S", number, at)})
    return number


def change(connection: Connection, number: int, values: Mapping[str, Any]) -> None:
    """Change a subscription."""
    connection.execute(update(Subscription).where(Subscription.id == number).values(**values))


def orders(connection: Connection, number: int) -> Sequence[str]:
    """The references of what was paid for a subscription, oldest first."""
    query = select(Order.reference).where(Order.subscription_id == number).order_by(Order.id)
    return connection.scalars(query).all()


def access_end(connection: Connection, written: str) -> datetime | None:
    """When the last of a subscription's grants ends that is not revoked."""
    mine = (Grant.kind == GRANT, Grant.reference == written, Grant.revoked_at.is_(None))
    query = select(Grant.ends_at).where(*mine).order_by(Grant.ends_at.desc()).limit(1)
    found: datetime | None = connection.scalar(query)
    return found


def has_given(connection: Connection, written: str) -> bool:
    """Whether a subscription ever gave access, whatever became of it."""
    mine = (Grant.kind == GRANT, Grant.reference == written)
    return connection.scalar(select(Grant.id).where(*mine).limit(1)) is not None


def found(
    connection: Connection,
    *,
    email: str | None = None,
    plan: str | None = None,
    state: str | None = None,
    limit: int | None = None,
) -> Sequence[Row[Any]]:
    """Subscriptions with their learners and plans, the newest first."""
    query = (
        select(Subscription.__table__, User.email, User.name, Plan.slug.label("plan"))
        .join(User, User.id == Subscription.user_id)
        .join(Plan, Plan.id == Subscription.plan_id)
        .order_by(Subscription.id.desc())
        .limit(limit)
    )
    if email is not None:
        query = query.where(User.email == email)
    if plan is not None:
        query = query.where(Plan.slug == plan)
    if state is not None:
        query = query.where(Subscription.state == state)
    return connection.execute(query).all()
