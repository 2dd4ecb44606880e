"""Plans and subscriptions as staff work with them: set up, offered by a link, and looked at.

Subscriptions change at the provider alone and are read from there. Knows who may; refuses to know how access
follows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row

from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.db.transaction import read
from academy_cli.enrollments import seats
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest
from academy_cli.payments.subscriptions import checkout, store
from academy_cli.payments.subscriptions.asking import require_price
from academy_cli.payments.subscriptions.checkout import Beginning
from academy_cli.payments.subscriptions.errors import (
    BadPlanError,
    PlanInUseError,
    SubscribedError,
    UnknownPlanError,
    UnknownSubscriptionError,
)
from academy_cli.payments.subscriptions.terms import LIVING
from academy_cli.payments.subscriptions.views import (
    PlanView,
    SubscriptionCheckout,
    SubscriptionSummary,
    SubscriptionView,
)
from academy_cli.payments.till import Till

_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_PRICE = re.compile(r"price_[A-Za-z0-9_]+")
LONGEST_NAME = 100


class PlanWish(NamedTuple):
    """A plan as somebody wants it; what is None stays what it is."""

    name: str
    price: str | None = None
    courses: tuple[str, ...] | None = None
    title: str | None = None


class Wanted(NamedTuple):
    """Which subscriptions."""

    email: str | None = None
    plan: str | None = None
    state: str | None = None
    limit: int | None = None


ALL = Wanted()


class Subscriptions:
    """The plans and subscriptions of one academy, for one actor."""

    def __init__(self, till: Till) -> None:
        self._till, self.actor = till, till.actor

    # -- plans -------------------------------------------------------------------------------------

    @permits(Permission.SUBSCRIPTION_LIST)
    def plans(self) -> Sequence[PlanView]:
        """All plans, by their names."""
        with read(self._till.engine) as connection:
            return [_plan_view(connection, one) for one in store.plans(connection)]

    @permits(Permission.SUBSCRIPTION_PLAN)
    def set_plan(self, wish: PlanWish, *, dry_run: bool = False) -> PlanView:
        """Make a plan, or change one; who has it gets its new courses with the next word of the provider.

        Stripe is asked for a price that is said. Raises UnknownCourseError and what ``require_price`` does.
        """
        with read(self._till.engine) as connection:
            known = store.plan(connection, wish.name)
            values, _, slugs = self._values(connection, known, wish)
        unchecked = require_price(self._till, wish.price) if wish.price else None
        if dry_run:
            return PlanView(wish.name, values["title"], values["price_id"], slugs, 0, unchecked)
        with self._till.writing() as connection:
            known = store.plan(connection, wish.name)
            values, ids, slugs = self._values(connection, known, wish)
            store.put_plan(connection, known, values, ids)
            made = store.plan(connection, wish.name)
            assert made is not None
            told = {"price": values["price_id"], "courses": list(slugs), "title": values["title"]}
            self._till.record(connection, "subscription.plan", f"plan:{wish.name}", told)
            return replace(_plan_view(connection, made), unchecked=unchecked)

    @permits(Permission.SUBSCRIPTION_PLAN)
    def remove_plan(self, name: str, *, dry_run: bool = False) -> PlanView:
        """Remove a plan that nobody ever had. Raises UnknownPlanError and PlanInUseError."""
        with self._till.writing() as connection:
            mine = _plan(connection, name)
            if many := store.subscribed(connection, mine.id):
                raise PlanInUseError(mine.slug, many)
            view = _plan_view(connection, mine)
            if not dry_run:
                store.remove_plan(connection, mine.id)
                told = {"price": view.price, "courses": list(view.courses)}
                self._till.record(connection, "subscription.plan-remove", f"plan:{name}", told)
        return view

    # -- subscriptions -----------------------------------------------------------------------------

    @permits(Permission.SUBSCRIPTION_LIST)
    def list(self, wanted: Wanted = ALL) -> Sequence[SubscriptionSummary]:
        """Subscriptions, the newest first."""
        with read(self._till.engine) as connection:
            rows = store.found(connection, **wanted._asdict())
            return [_summary(connection, one) for one in rows]

    @permits(Permission.SUBSCRIPTION_LIST)
    def show(self, reference: str) -> SubscriptionView:
        """One subscription with what was paid for it. Raises UnknownSubscriptionError."""
        with read(self._till.engine) as connection:
            mine = store.by_reference(connection, reference)
            if mine is None:
                raise UnknownSubscriptionError(reference)
            return _view(connection, mine)

    @permits(Permission.ORDER_CHECKOUT)
    def preview(self, email: str, plan: str, *, is_another: bool = False) -> SubscriptionCheckout:
        """Who would get which plan. Raises UnknownUserError, UnknownPlanError and SubscribedError."""
        wanted, slugs = self._beginning(email, plan, "preview", is_another=is_another)
        return SubscriptionCheckout(wanted.user.email, wanted.plan.slug, slugs)

    @permits(Permission.ORDER_CHECKOUT)
    def checkout(
        self,
        email: str,
        plan: str,
        request_key: str,
        *,
        is_another: bool = False,
        tells: bool = True,
    ) -> SubscriptionCheckout:
        """Make the page on which somebody begins a subscription, and mail its link.

        Raises what ``preview`` and ``checkout.open_page`` raise, NoKeyError and LiveModeError.
        """
        wanted, slugs = self._beginning(email, plan, request_key, is_another=is_another)
        page = checkout.open_page(self._till, wanted, tells=tells)
        with self._till.writing() as connection:
            subject = f"user:{wanted.user.id}"
            told = {"plan": wanted.plan.slug, "page": page.id}
            self._till.record(connection, "subscription.checkout", subject, told)
        who, which = wanted.user.email, wanted.plan.slug
        return SubscriptionCheckout(who, which, slugs, page.money, page.url, page.expires_at)

    # -- within ------------------------------------------------------------------------------------

    def _beginning(
        self, email: str, plan: str, request_key: str, *, is_another: bool
    ) -> tuple[Beginning, tuple[str, ...]]:
        with read(self._till.engine) as connection:
            user = seats.person(connection, email)
            self.actor.require_person(Permission.ORDER_CHECKOUT, user.id, user.email)
            mine = _plan(connection, plan)
            for one in store.living(connection, mine.id, LIVING):
                if one.user_id == user.id and not is_another:
                    raise SubscribedError(user.email, mine.slug, one.reference)
            slugs = tuple(one.slug for one in store.courses(connection, mine.id))
        return Beginning(user, mine, request_key), slugs

    def _values(
        self, connection: Connection, known: Row[Any] | None, wish: PlanWish
    ) -> tuple[dict[str, Any], Sequence[int], tuple[str, ...]]:
        """A plan's row, its courses' numbers and names. Raises BadPlanError and UnknownCourseError."""
        there = store.courses(connection, known.id) if known is not None else ()
        slugs = wish.courses or tuple(one.slug for one in there)
        price = wish.price or (known.price_id if known is not None else "")
        _require_sense(wish.name, price, slugs)
        other = store.plan_of_price(connection, price)
        if other is not None and other.slug != wish.name:
            why = say("The price {} is that of “{}”.", price, other.slug)
            raise BadPlanError(
                why, say("A price belongs to one plan: make another price at Stripe.")
            )
        ids = [seats.course(connection, slug).id for slug in slugs]
        title = wish.title or (known.title if known is not None else wish.name)
        values = {"slug": wish.name, "title": title, "price_id": price}
        values |= {"actor": self.actor.name}
        if known is None:
            values |= {"created_at": self._till.clock()}
        return values, ids, tuple(slugs)


def _require_sense(name: str, price: str, slugs: Sequence[str]) -> None:
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        why = say("“{}” is no name for a plan.", name)
        raise BadPlanError(why, say("Use small letters, digits and hyphens: all-courses"))
    if not _PRICE.fullmatch(price):
        why = say("“{}” is no price of Stripe's.", price)
        raise BadPlanError(why, say("Name a price that recurs: --price price_…"))
    if not slugs or len(set(slugs)) != len(slugs):
        why = say("A plan opens one course or more, each named once.")
        raise BadPlanError(why, say("Name them: --course COURSE --course COURSE"))


def _plan(connection: Connection, name: str) -> Row[Any]:
    found = store.plan(connection, name)
    if found is None:
        there = [one.slug for one in store.plans(connection)]
        raise UnknownPlanError(name, nearest(name, there))
    return found


def _plan_view(connection: Connection, one: Row[Any]) -> PlanView:
    slugs = tuple(course.slug for course in store.courses(connection, one.id))
    many = len(store.living(connection, one.id, LIVING))
    return PlanView(one.slug, one.title, one.price_id, slugs, many)


def _summary(connection: Connection, one: Row[Any]) -> SubscriptionSummary:
    return SubscriptionSummary(
        one.reference,
        one.email,
        one.plan,
        one.state,
        one.period_ends_at,
        one.ends_with_period,
        store.access_end(connection, one.reference),
        one.created_at,
        one.ended_at,
    )


def _view(connection: Connection, mine: Row[Any]) -> SubscriptionView:
    from academy_cli.payments.store import payer

    user, plan = payer(connection, mine.user_id), store.plan_by_id(connection, mine.plan_id)
    return SubscriptionView(
        reference=mine.reference,
        email=user.email,
        name=user.name,
        plan=plan.slug,
        state=mine.state,
        period_ends_at=mine.period_ends_at,
        ends_with_period=mine.ends_with_period,
        access_ends_at=store.access_end(connection, mine.reference),
        courses=tuple(one.slug for one in store.courses(connection, plan.id)),
        orders=tuple(store.orders(connection, mine.id)),
        provider_id=mine.provider_id,
        is_live=mine.is_live,
        created_at=mine.created_at,
        updated_at=mine.updated_at,
        ended_at=mine.ended_at,
    )
