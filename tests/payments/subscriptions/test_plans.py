"""Plans are made, changed and removed; somebody is offered one by a link."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from academy_cli.access.errors import UnknownCourseError
from academy_cli.errors import AcademyError
from academy_cli.models import AuditEntry, OutboxMessage
from academy_cli.payments.subscriptions.errors import (
    BadPlanError,
    PlanInUseError,
    SubscribedError,
    UnknownPlanError,
)
from academy_cli.payments.subscriptions.service import PlanWish, Wanted
from academy_cli.payments.till import Terms
from tests.payments.standin.provider import Standin
from tests.payments.subscriptions.members import PRICE, Club, club
from tests.payments.till import Booth, rows


@pytest.fixture
def academy(booth: Booth, stripe_standin: Standin) -> Club:
    """An academy with a plan."""
    terms = Terms(success_url="https://x.org", lease=timedelta(0))
    return club(replace(booth, terms=terms), stripe_standin)


def test_a_plan_is_changed_by_what_is_said_of_it(academy: Club) -> None:
    with academy.service() as service:
        tried = service.set_plan(PlanWish("all", courses=("rust",)), dry_run=True)
        before = service.plans()
        made = service.set_plan(PlanWish("all", courses=("rust",)))

    assert (tried.courses, before[0].courses) == (("rust",), ("python", "rust"))
    assert (made.price, made.title, made.courses) == (academy.price, "All courses", ("rust",))


@pytest.mark.parametrize(
    "wish",
    [
        PlanWish("All of it", "price_1", ("python",)),
        PlanWish("other", "prod_1", ("python",)),
        PlanWish("other", "price_1"),
        PlanWish("other", "price_1", ("python", "python")),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(academy: Club, wish: PlanWish) -> None:
    with academy.service() as service, pytest.raises(BadPlanError):
        service.set_plan(wish)


def test_a_price_belongs_to_one_plan(academy: Club) -> None:
    with academy.service() as service, pytest.raises(BadPlanError, match="is that of “all”"):
        service.set_plan(PlanWish("other", academy.price, ("python",)))


def test_a_plan_of_a_course_there_is_not_is_refused(academy: Club) -> None:
    with academy.service() as service, pytest.raises(UnknownCourseError):
        service.set_plan(PlanWish("other", "price_1", ("go",)))


def test_a_plan_that_somebody_has_stays(academy: Club) -> None:
    academy.join()
    academy.sync()

    with academy.service() as service, pytest.raises(PlanInUseError):
        service.remove_plan("all")


def test_a_plan_that_nobody_has_goes(academy: Club) -> None:
    with academy.service() as service:
        service.remove_plan("all")

        assert service.plans() == []
        with pytest.raises(UnknownPlanError):
            service.preview("ann@x.org", "all")


def test_who_has_a_plan_is_not_offered_it_again(academy: Club) -> None:
    academy.join()
    academy.sync()

    with academy.service() as service:
        with pytest.raises(SubscribedError):
            service.checkout("ann@x.org", "all", "again")
        assert service.checkout("ann@x.org", "all", "again", is_another=True).link


def test_the_link_is_made_and_mailed_once_for_a_key(academy: Club) -> None:
    with academy.service() as service:
        first = service.checkout("ann@x.org", "all", "k1")
        again = service.checkout("ann@x.org", "all", "k1")

    assert first.link == again.link
    assert first.total is not None
    assert first.total.amount == PRICE
    assert len(rows(academy.booth, OutboxMessage, template="payment-link")) == 1


def test_a_subscription_shows_what_was_paid_and_until_when_it_holds(academy: Club) -> None:
    academy.join()
    academy.sync()

    with academy.service() as service:
        [mine] = service.list(Wanted(email="ann@x.org", plan="all", state="active"))
        view = service.show(mine.reference.lower())

    assert (view.state, view.courses, len(view.orders)) == ("active", ("python", "rust"), 1)
    assert view.access_ends_at is not None
    assert view.period_ends_at is not None
    assert view.access_ends_at - view.period_ends_at == timedelta(days=7)


def test_what_was_done_is_in_the_log(academy: Club) -> None:
    academy.join()
    academy.sync()

    actions = {one["action"] for one in rows(academy.booth, AuditEntry)}
    wanted = {"subscription.plan", "subscription.checkout", "subscription.record", "order.pay"}
    assert wanted <= actions


def test_what_there_is_not_cannot_be_shown(academy: Club) -> None:
    with academy.service() as service, pytest.raises(AcademyError, match="no subscription"):
        service.show("S-2026-000099")
