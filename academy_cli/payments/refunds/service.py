"""Refunds as staff work with them: seen beforehand, asked for, approved, recovered and resolved.

Each is written down before anybody is asked, so whatever ends the work in between, it happens once. Knows
who may; refuses to know how the provider is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.audit.service import record_all
from academy_cli.db.transaction import read
from academy_cli.kit.money import Money
from academy_cli.kit.saying import say
from academy_cli.payments.errors import ProviderRefusedError
from academy_cli.payments.gateway import KeyRefusedError, ProviderError
from academy_cli.payments.refunds import listing, sending, situation
from academy_cli.payments.refunds import store as refunds
from academy_cli.payments.refunds.errors import (
    NotWaitingError,
    OutcomeUnknownError,
    OwnApprovalError,
    UnknownRefundError,
)
from academy_cli.payments.refunds.listing import Wanted
from academy_cli.payments.refunds.recording import record
from academy_cli.payments.refunds.requesting import request, require
from academy_cli.payments.refunds.states import FINAL, UNSENT, State
from academy_cli.payments.refunds.store import By
from academy_cli.payments.refunds.views import Refundable, RefundPreview, RefundSummary, RefundView
from academy_cli.payments.refunds.wish import Wish
from academy_cli.payments.till import Till


class Refunds:
    """The refunds of one academy, for one actor."""

    def __init__(self, till: Till) -> None:
        self._till, self.actor = till, till.actor

    # -- looking -----------------------------------------------------------------------------------

    @permits(Permission.REFUND_LIST)
    def list(self, wanted: Wanted = Wanted()) -> Sequence[RefundSummary]:
        """Refunds, the newest first."""
        with read(self._till.engine) as connection:
            return listing.found(connection, wanted, self._till.clock())

    @permits(Permission.REFUND_LIST)
    def show(self, reference: str) -> RefundView:
        """One refund with every step of it. Raises UnknownRefundError."""
        with read(self._till.engine) as connection:
            return self._seen(connection, self._refund(connection, reference).id)

    @permits(Permission.REFUND_CREATE)
    def refundable(self, about: str) -> Refundable:
        """The payment that a reference means. Raises what ``situation`` does."""
        with read(self._till.engine) as connection:
            reference, paid, left = situation.situation(connection, about).payable
        return Refundable(reference, paid, Money(left, paid.currency))

    @permits(Permission.REFUND_CREATE)
    def is_asked(self, request_key: str) -> bool:
        """Whether something was asked for with a key, so that asking with it again asks for nothing new."""
        with read(self._till.engine) as connection:
            return refunds.refund_by_request(connection, request_key) is not None

    @permits(Permission.REFUND_CREATE)
    def due(self, reference: str | None = None) -> sending.Recovery:
        """What ``recover`` would go on with, and what others are at. Raises UnknownRefundError."""
        with read(self._till.engine) as connection:
            number = self._number(connection, reference)
            found, theirs = sending.due(connection, number, self._till.clock())
        names, busy = ([one.reference for one in some] for some in (found, theirs))
        return sending.Recovery(names, {}, busy, busy_until=sending.until(theirs))

    @permits(Permission.REFUND_CREATE)
    def require(self, wish: Wish) -> None:
        """Insist that a refund may be made; nothing is written. Raises what ``create`` does of it."""
        with read(self._till.engine) as connection:
            found = situation.situation(connection, wish.about)
            require(connection, self._till, found, wish, found.share(wish))

    @permits(Permission.REFUND_CREATE)
    def preview(self, wish: Wish) -> RefundPreview:
        """What a refund would do; nothing is written, and nobody asked. Raises what ``create`` does of it."""
        with read(self._till.engine) as connection:
            found = situation.situation(connection, wish.about)
            now = self._till.clock()
            return situation.preview(connection, found, wish, now, self._till.terms)

    @permits(Permission.REFUND_CREATE)
    def asked(self, request_key: str) -> RefundView | None:
        """The refund that was asked for with a key, if one was: to ask for it again goes on with it."""
        with read(self._till.engine) as connection:
            known = refunds.refund_by_request(connection, request_key)
            return None if known is None else self._seen(connection, known.id)

    # -- changing ----------------------------------------------------------------------------------

    @permits(Permission.REFUND_CREATE)
    def create(self, wish: Wish) -> RefundView:
        """Refund a payment, once; what somebody else has to approve waits for them.

        Raises what ``request`` does, and OutcomeUnknownError where the provider was asked and nobody knows
        the answer: ``recover`` goes on.
        """
        with self._till.writing() as connection:
            number = request(connection, self._till, wish)
            mine = refunds.refund_by_id(connection, number)
        if sending.may_go(mine):
            self._send(number, "create")
        return self._view(number)

    @permits(Permission.REFUND_APPROVE)
    def approve(self, reference: str, *, dry_run: bool = False) -> RefundView:
        """Approve a refund that somebody else asked for, and send it.

        Raises UnknownRefundError, NotWaitingError, OwnApprovalError and OutcomeUnknownError.
        """
        with self._working(dry_run=dry_run) as connection:
            mine = self._refund(connection, reference, is_held=not dry_run)
            if State(mine.state) is not State.REQUESTED:
                raise NotWaitingError(mine.reference, mine.state, "approved")
            if mine.requested_by == self.actor.name:
                raise OwnApprovalError(mine.reference, self.actor.said)
            if dry_run:
                return self._seen(connection, mine.id)
            values = {"approved_by": self.actor.name}
            by = self._by("approve")
            refunds.step(connection, mine, State.APPROVED, by, values=values, detail={})
            told = {"requested_by": mine.requested_by, "amount": mine.amount}
            self._till.record(connection, "refund.approve", f"refund:{mine.reference}", told)
        self._send(mine.id, "approve")
        return self._view(mine.id)

    @permits(Permission.REFUND_CREATE)
    def cancel(
        self, reference: str, note: str | None = None, *, dry_run: bool = False
    ) -> RefundView:
        """Take a refund back that was not sent, or that still needs its recipient to do something.

        Raises UnknownRefundError and NotWaitingError.
        """
        with self._working(dry_run=dry_run) as connection:
            mine = self._refund(connection, reference, is_held=not dry_run)
            state = State(mine.state)
            if state not in {*UNSENT, State.REQUIRES_ACTION}:
                raise NotWaitingError(mine.reference, mine.state, "taken back")
            if dry_run:
                return self._seen(connection, mine.id)
            if state in UNSENT:
                by = self._by("cancel")
                refunds.step(connection, mine, State.WITHDRAWN, by, values={}, detail={})
                subject = f"refund:{mine.reference}"
                self._till.record(connection, "refund.cancel", subject, {"state": mine.state}, note)
        if state is State.REQUIRES_ACTION:
            self._call_back(mine.id, mine.provider_id)
        return self._view(mine.id)

    @permits(Permission.REFUND_CREATE)
    def recover(self, reference: str | None = None) -> sending.Recovery:
        """Go on with one refund whose outcome is not known, or with all. Raises UnknownRefundError."""
        with read(self._till.engine) as connection:
            number = self._number(connection, reference)
        return sending.recover(self._till, number)

    @permits(Permission.REFUND_RESOLVE)
    def resolve(
        self, reference: str, note: str, *, retries: bool, dry_run: bool = False
    ) -> RefundView:
        """Decide about a refund of which nobody knows whether it was made: ask again, or say it was not.

        Before it is asked for again it is looked up once more. One that ended badly is settled by saying that
        nothing more has to be done about it. Raises UnknownRefundError, NotWaitingError and
        OutcomeUnknownError.
        """
        with self._working(dry_run=dry_run) as connection:
            mine = self._refund(connection, reference, is_held=not dry_run)
            state = State(mine.state)
            is_over = state in FINAL and mine.needs_attention and not retries
            if state is not State.UNKNOWN and not is_over:
                raise NotWaitingError(mine.reference, mine.state, "resolved")
            if dry_run:
                return self._seen(connection, mine.id)
            after = State.SUBMITTING if retries else State.REJECTED
            values: dict[str, object] = {"needs_attention": False, "lease_until": None}
            if retries:
                values |= {"attempt": mine.attempt + 1, "first_sent_at": self._till.clock()}
            by, detail = self._by("resolve"), {"retries": retries}
            if is_over:
                refunds.change(connection, mine.id, {"needs_attention": False})
                refunds.remark(connection, mine, by, {"settled": True})
            else:
                refunds.step(connection, mine, after, by, values=values, detail=detail)
            subject = f"refund:{mine.reference}"
            self._till.record(connection, "refund.resolve", subject, {"retries": retries}, note)
        if retries:
            self._send(mine.id, "resolve")
        return self._view(mine.id)

    # -- within ------------------------------------------------------------------------------------

    def _send(self, number: int, source: str) -> None:
        """Send a refund, and say what is not known about it. Raises OutcomeUnknownError."""
        try:
            sending.send(self._till, number, source)
        except KeyRefusedError as error:
            raise ProviderRefusedError(say("the refund"), error.reason) from error
        except ProviderError as error:
            with read(self._till.engine) as connection:
                mine = refunds.refund_by_id(connection, number)
            raise OutcomeUnknownError(mine.reference, error.reason) from error

    def _call_back(self, number: int, provider_id: str) -> None:
        try:
            said = self._till.provider().cancel_refund(provider_id)
        except ProviderError as error:
            raise ProviderRefusedError(say("to cancel the refund"), error.reason) from error
        with self._till.writing() as connection:
            by = self._by("cancel")
            acts = record(connection, number, said, by, self._till.terms)
            record_all(connection, at=by.at, actor=self.actor, acts=acts)

    def _working(self, *, dry_run: bool) -> AbstractContextManager[Connection]:
        return read(self._till.engine) if dry_run else self._till.writing()

    def _refund(self, connection: Connection, reference: str, *, is_held: bool = False) -> Row[Any]:
        mine = refunds.refund(connection, reference, is_held=is_held)
        if mine is None:
            raise UnknownRefundError(reference)
        return mine

    def _number(self, connection: Connection, reference: str | None) -> int | None:
        """The row of a refund, if one is named."""
        return None if reference is None else int(self._refund(connection, reference).id)

    def _by(self, source: str) -> By:
        return By(self.actor.name, source, self._till.clock())

    def _view(self, number: int) -> RefundView:
        with read(self._till.engine) as connection:
            return self._seen(connection, number)

    def _seen(self, connection: Connection, number: int) -> RefundView:
        return listing.view(connection, number, self._till.clock())
