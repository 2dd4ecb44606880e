"""Sending a refund: begun in one transaction, asked for outside of any, and what was heard is recorded.

The provider is asked with a key that is derived from the refund's row, and with the very words that are kept
there, so asking again does it once. Where nobody can be sure any more, a person decides. Knows the order of
things; refuses to decide what may be refunded.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Row

from academy_cli.audit.service import record_all
from academy_cli.db.transaction import read
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say
from academy_cli.mail.operators import tell
from academy_cli.payments import store
from academy_cli.payments.gateway import (
    REFUND,
    BusyError,
    DeniedError,
    Gateway,
    KeyRefusedError,
    ProviderError,
    ProviderRefund,
    UnclearError,
)
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.refunds.recording import record
from academy_cli.payments.refunds.states import UNSENT, State
from academy_cli.payments.refunds.store import By
from academy_cli.payments.till import Till

KEY_LASTS = timedelta(hours=23)
"""The provider may forget a key after 24 hours (docs.stripe.com/api/idempotent_requests)."""
BUSY_PAUSES_MS = (1000, 2000, 4000)
"""Between attempts while it is too busy; each up to half as long again, by chance."""
ODD = (State.UNKNOWN, State.FAILED, State.CANCELED, State.REJECTED)
"""What a person has to look at."""
T = TypeVar("T")


def send(till: Till, number: int, source: str) -> bool:
    """Send a refund that is not sent yet, or whose outcome is not known; False where somebody else is at it.

    Raises ProviderError where the outcome is not known afterwards either; the refund then waits for
    ``recover``.
    """
    _require_mode(till, number)
    mine = _begin(till, number, source)
    if mine is None:
        return False
    try:
        _carry_out(till, mine, source)
    except (
        BaseException
    ):  # Ctrl-C too: this attempt has ended, whatever came of it, so others may ask
        _let_go(till, number)
        raise
    return True


def _require_mode(till: Till, number: int) -> None:
    """Insist on a key of the right kind of money before anything is noted as sent. Raises LiveModeError."""
    with read(till.engine) as connection:
        mine = refunds.refund_by_id(connection, number)
    if mine.provider == "stripe":
        till.provider()


def _carry_out(till: Till, mine: _Begun, source: str) -> None:
    if mine.provider != "stripe":
        _heard(till, mine.id, _by_hand(till, mine), source)
        return
    gateway = till.open_gateway()
    if mine.was_sent and (found := _found(gateway, mine)):
        _heard(till, mine.id, found, source)
    elif mine.was_sent and till.clock() - mine.first_sent_at >= KEY_LASTS:
        _give_up(till, mine.id, source)
    else:
        _ask(till, gateway, mine, source)


@dataclass(frozen=True, slots=True)
class _Begun:
    """A refund that is ours to send."""

    id: int
    key: str
    attempt: int
    parameters: Mapping[str, object]
    money: Money
    provider: str
    intent_id: str | None
    was_sent: bool
    first_sent_at: datetime

    @property
    def request_key(self) -> str:
        """What the provider knows this attempt by."""
        return f"academy-refund-{self.key}-{self.attempt}"


def _begin(till: Till, number: int, source: str) -> _Begun | None:
    """Take a refund for a while; None where it is somebody else's, or has come further."""
    with till.writing() as connection:
        now = till.clock()
        mine = refunds.refund_by_id(connection, number, is_held=True)
        is_free = mine.lease_until is None or mine.lease_until <= now
        if not is_free or State(mine.state) not in (*UNSENT, State.SUBMITTING):
            return None
        was_sent = State(mine.state) is State.SUBMITTING
        first = mine.first_sent_at if was_sent else now
        values = {"lease_until": now + till.terms.lease, "first_sent_at": first}
        by = By(till.actor.name, source, now)
        refunds.step(
            connection, mine, State.SUBMITTING, by, values=values, detail={"attempt": mine.attempt}
        )
        payment = store.payment_by_id(connection, mine.payment_id)
    return _Begun(
        mine.id,
        mine.key,
        mine.attempt,
        json.loads(mine.parameters),
        Money(mine.amount, mine.currency),
        mine.provider,
        payment.intent_id,
        was_sent,
        first,
    )


def _ask(till: Till, gateway: Gateway, mine: _Begun, source: str) -> None:
    """Ask the provider; whatever is not clear is looked up, for a hidden success wins over a refusal."""
    try:
        said = _patiently(till, lambda: gateway.refund(mine.parameters, mine.request_key))
    except KeyRefusedError:
        raise
    except (DeniedError, UnclearError) as error:
        if found := _found(gateway, mine):
            _heard(till, mine.id, found, source)
        elif isinstance(error, DeniedError) and error.code != "idempotency_error":
            _reject(till, mine.id, error.reason, source)
        else:
            raise
    else:
        _heard(till, mine.id, said, source)


def _patiently(till: Till, ask: Callable[[], T]) -> T:
    """Ask again after a while, as long as the provider is too busy."""
    for pause_ms in BUSY_PAUSES_MS:
        try:
            return ask()
        except BusyError:
            pause = timedelta(milliseconds=random.randint(pause_ms, pause_ms * 3 // 2))
            till.sleep(pause.total_seconds())
    return ask()


def _found(gateway: Gateway, mine: _Begun) -> ProviderRefund | None:
    """The refund among those that the provider lists: that shows at once what was made."""
    if mine.intent_id is None:
        return None
    made = gateway.refunds_of(mine.intent_id)
    return next((one for one in made if one.metadata.get(REFUND) == mine.key), None)


def _by_hand(till: Till, mine: _Begun) -> ProviderRefund:
    """A refund that staff pay out themselves: to write it down is to do it."""
    return ProviderRefund(
        id="",
        created=till.clock(),
        is_live=True,
        money=mine.money,
        status="succeeded",
        has_moved=True,
    )


def _heard(till: Till, number: int, said: ProviderRefund, source: str) -> None:
    with till.writing() as connection:
        by = By(till.actor.name, source, till.clock())
        acts = record(connection, number, said, by, till.terms)
        record_all(connection, at=by.at, actor=till.actor, acts=acts)


def _reject(till: Till, number: int, reason: str, source: str) -> None:
    with till.writing() as connection:
        by = By(till.actor.name, source, till.clock())
        mine = refunds.refund_by_id(connection, number, is_held=True)
        if State(mine.state) is State.SUBMITTING:
            values = {"failure": reason, "lease_until": None, "needs_attention": True}
            refunds.step(
                connection, mine, State.REJECTED, by, values=values, detail={"reason": reason}
            )


def _give_up(till: Till, number: int, source: str) -> None:
    """Let a person decide: the provider may have made it, and no longer knows our key."""
    with till.writing() as connection:
        by = By(till.actor.name, source, till.clock())
        mine = refunds.refund_by_id(connection, number, is_held=True)
        if State(mine.state) is not State.SUBMITTING:
            return
        values = {"lease_until": None, "needs_attention": True}
        refunds.step(connection, mine, State.UNKNOWN, by, values=values, detail={"listed": False})
        about = say("Nobody knows whether the refund {} was made", mine.reference)
        detail = say(
            "The provider does not list it, and no longer knows the key it was asked with.\n\nLook "
            "at its dashboard, then: academy refund resolve {}",
            mine.reference,
        )
        tell(connection, f"refund-unknown:{mine.reference}:{mine.attempt}", about, detail, by.at)


def _let_go(till: Till, number: int) -> None:
    with till.writing() as connection:
        mine = refunds.refund_by_id(connection, number, is_held=True)
        if State(mine.state) is State.SUBMITTING:
            refunds.change(connection, number, {"lease_until": None})


class Recovery(NamedTuple):
    """What came of going on with refunds: which ones went on, which could not and why, which are others'.

    ``attention`` are those among the first that a person has to look at: they failed, or nobody knows.
    """

    done: Sequence[str]
    failed: Mapping[str, str]
    busy: Sequence[str]
    attention: Mapping[str, str] = {}
    """Their states, by their references."""
    busy_until: datetime | None = None
    """When none of the others' is theirs any more, whatever became of them."""


def recover(till: Till, number: int | None = None) -> Recovery:
    """Go on with every refund whose outcome is not known, or with one."""
    with read(till.engine) as connection:
        found, theirs = due(connection, number, till.clock())
    done, failed, others = list[Row[Any]](), dict[str, str](), list[Row[Any]]()
    for one in found:
        try:
            went_on = send(till, one.id, "recover")
        except ProviderError as error:
            failed[one.reference] = error.reason
        else:
            (done if went_on else others).append(one)
    names = [one.reference for one in done]
    busy = sorted({one.reference for one in (*theirs, *others)})
    return Recovery(names, failed, busy, _odd(till, done), until(theirs))


def _odd(till: Till, done: Sequence[Row[Any]]) -> Mapping[str, str]:
    """The states of those that a person has to look at."""
    with read(till.engine) as connection:
        now = [refunds.refund_by_id(connection, one.id) for one in done]
    return {one.reference: one.state for one in now if State(one.state) in ODD}


def due(
    connection: Connection, number: int | None, at: datetime
) -> tuple[Sequence[Row[Any]], Sequence[Row[Any]]]:
    """Refunds to go on with, one of them or all, and those that somebody is at."""
    some = refunds.waiting(connection, (*UNSENT, State.SUBMITTING), at)
    found = [one for one in some if number in (None, one.id) and may_go(one)]
    theirs = refunds.leased(connection, at)
    return found, [one for one in theirs if number in (None, one.id)]


def until(theirs: Sequence[Row[Any]]) -> datetime | None:
    """When none of some refunds is somebody's any more; None where none is."""
    return max((one.lease_until for one in theirs), default=None)


def may_go(one: Row[Any]) -> bool:
    """Whether nobody has to approve a refund first."""
    return State(one.state) is not State.REQUESTED or not json.loads(one.policy).get(
        "needs_approval"
    )
