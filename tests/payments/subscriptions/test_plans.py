"""Plans are made, changed and removed; somebody is offered one by a link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from academy_cli.access.errors import UnknownCourseError
from academy_cli.errors import AcademyError
from academy_cli.models import AuditEntry, OutboxMessage
from academy_cli.payments.errors import NoKeyError, ProviderUnavailableError
from academy_cli.payments.gateway import KeyRefusedError, UnclearError
from academy_cli.payments.subscriptions.errors import (
    BadPlanError,
    PlanInUseError,
    SubscribedError,
    UnknownPlanError,
)
from academy_cli.payments.subscriptions.service import PlanWish, Subscriptions, Wanted
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


def made_price(academy: Club, **more: object) -> str:
    """A price at Stripe."""
    asked = {"currency": "eur", "unit_amount": PRICE, "product_data": {"name": "Other"}, **more}
    return str(academy.post("prices", asked)["id"])


MONTHLY = {"interval": "month"}


def test_stripe_is_asked_for_the_price_of_a_plan(academy: Club) -> None:
    price = made_price(academy, recurring=MONTHLY)
    with academy.service() as service:
        made = service.set_plan(PlanWish("other", price, ("python",)))

    assert (made.price, made.unchecked) == (price, None)


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_price_that_stripe_does_not_have_is_refused(academy: Club, *, dry_run: bool) -> None:
    with academy.service() as service:
        with pytest.raises(BadPlanError, match="Stripe has no price “price_never” for test money"):
            service.set_plan(PlanWish("all", "price_never"), dry_run=dry_run)
        with pytest.raises(BadPlanError):
            service.set_plan(PlanWish("other", "price_never", ("python",)), dry_run=dry_run)
        assert [(one.plan, one.price) for one in service.plans()] == [("all", academy.price)]


def test_a_price_that_is_paid_once_is_refused(academy: Club) -> None:
    once = made_price(academy)
    with academy.service() as service, pytest.raises(BadPlanError, match="is paid once"):
        service.set_plan(PlanWish("other", once, ("python",)))


def test_a_price_that_is_archived_is_refused(academy: Club) -> None:
    gone = made_price(academy, recurring=MONTHLY)
    academy.post(f"prices/{gone}", {"active": False})
    with academy.service() as service, pytest.raises(BadPlanError, match="is archived"):
        service.set_plan(PlanWish("other", gone, ("python",)))


class Refusing:
    """A Stripe that tells of no price."""

    is_live = False

    def __init__(self, error: Exception) -> None:
        self._error = error

    def price(self, _number: str) -> None:
        raise self._error


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (NoKeyError(), "there is no Stripe key"),
        (KeyRefusedError("no permission"), "Stripe did not let the key read it: no permission"),
    ],
)
def test_without_a_key_it_is_said_that_nobody_asked(
    academy: Club, error: Exception, says: str
) -> None:
    with academy.till() as till:
        service = Subscriptions(replace(till, open_gateway=opens(error)))
        tried = service.set_plan(PlanWish("other", "price_any", ("python",)), dry_run=True)
        made = service.set_plan(PlanWish("other", "price_any", ("python",)))

    assert (tried.unchecked, made.unchecked, made.price) == (says, says, "price_any")


def opens(error: Exception) -> Callable[[], Any]:
    """A gateway that cannot be opened, or that refuses its key."""

    def opened() -> Any:
        if isinstance(error, NoKeyError):
            raise error
        return Refusing(error)

    return opened


def test_while_stripe_is_away_no_price_is_taken(academy: Club) -> None:
    away = opens(UnclearError("no answer"))
    with academy.till() as till, pytest.raises(ProviderUnavailableError, match="no answer"):
        Subscriptions(replace(till, open_gateway=away)).set_plan(PlanWish("all", "price_any"))


def test_what_says_nothing_of_the_price_asks_nobody(academy: Club) -> None:
    away = opens(UnclearError("no answer"))
    with academy.till() as till:
        service = Subscriptions(replace(till, open_gateway=away))
        assert service.set_plan(PlanWish("all", title="All of it")).title == "All of it"


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
