"""The bulk engine's adapter for refunds: rows of a plan become refunds that are written down, not sent.

A chunk reserves its money and writes its journal in one transaction; nobody is asked in it. Refuses to send.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from academy_cli.accounts.bookkeeping import hold_books
from academy_cli.bulk import past
from academy_cli.bulk.kinds import NOTHING, Did, Journaled, Moment, Outcome, Policy, Wanted, Written
from academy_cli.bulk.outcome import refused
from academy_cli.kit.saying import say
from academy_cli.payments import store
from academy_cli.payments.refunds.bulk import rows
from academy_cli.payments.refunds.bulk.errors import PlanWasRunError
from academy_cli.payments.refunds.bulk.judging import Judged, Taken, judged
from academy_cli.payments.refunds.requesting import write_down
from academy_cli.payments.refunds.situation import needs_approval
from academy_cli.payments.till import Till

KIND = "refunds"
NO_ORDERS = say("there are no orders yet")
NOT_UNDONE = say(
    "money that goes back is not called back; academy refund cancel takes back what was not sent"
)


class RefundRows:
    """What rows of a plan are: a payment or a line of an order, and how much of it goes back."""

    name, action, fields = KIND, "refund.bulk", rows.FIELDS
    options: Mapping[str, str] = {}

    def __init__(self, till: Till, file_sha256: str, file_name: str) -> None:
        self._till, self._sha256, self._file = till, file_sha256, file_name
        self._judged: dict[str, Judged] = {}
        self.totals: Counter[str] = Counter()
        """What the rows that were planned come to, in minor units by currency."""
        self.need_approval = 0
        """How many of them somebody else has to approve."""
        self.by_hand: Counter[str] = Counter()
        """Minor units that staff pay out themselves, by currency."""
        self.asks_stripe = False
        """Whether any of them goes through Stripe."""

    def parse(self, said: Mapping[str, str]) -> Wanted:
        """What a row asks for. Raises RefusedRowError."""
        return rows.parsed(said)

    def examine(
        self, connection: Connection | None, wanted: Sequence[Wanted], policy: Policy, *, hold: bool
    ) -> Sequence[Outcome]:
        """What becomes of each row, against what is left of its payment by now."""
        if connection is None:
            return [refused(one.key, NO_ORDERS) for one in wanted]
        asked = [rows.asked_by(one.values) for one in wanted]
        if hold:
            hold_books(connection)
            store.hold_payments(connection, [one.about for one in asked if one])
        self._judged, taken = {}, Taken()
        return [
            self._outcome(connection, one.key, mine, taken, hold=hold)
            for one, mine in zip(wanted, asked, strict=True)
        ]

    def _outcome(
        self,
        connection: Connection,
        key: str,
        asked: rows.Asked | None,
        taken: Taken,
        *,
        hold: bool,
    ) -> Outcome:
        if asked is None:
            return Outcome(Did.UNCHANGED, key)
        found = judged(connection, self._till, asked, taken)
        if isinstance(found, str):
            return refused(key, found)
        money, payment = found.wanted.money, found.found.payment
        if hold:
            self._judged[key] = found
        else:
            self.totals[money.currency] += money.amount
            if payment.provider == "stripe":
                self.asks_stripe = True
            else:
                self.by_hand[money.currency] += money.amount
            waits = needs_approval(found.found, money, self._till.terms, found.before)
            self.need_approval += waits
        after = {"payment": payment.reference, "line": asked.line, "amount": money.amount}
        after |= {"currency": money.currency}
        after |= {"access": found.found.access(found.wish, found.wanted)}
        return Outcome(Did.CREATE, key, None, NOTHING, after)

    def apply(
        self, connection: Connection, outcomes: Sequence[Outcome], moment: Moment
    ) -> Sequence[int]:
        """Write refunds down, each once for its batch and row. Raises PlanWasRunError."""
        batch = past.batch(connection, moment.reference)
        assert batch is not None
        for other in past.of_file(connection, KIND, self._sha256):
            if other.id != batch.id:  # two who began it at the same moment
                raise PlanWasRunError(self._file, other.reference)
        return [
            self._write(connection, one.key, f"{moment.reference}:{one.key}", batch.id)
            for one in outcomes
        ]

    def _write(self, connection: Connection, key: str, request_key: str, batch_id: int) -> int:
        found, wish, wanted, before = self._judged[key]
        mine = wish._replace(request_key=request_key, batch_id=batch_id)
        return write_down(connection, self._till, found, mine, wanted, before=before)

    def send(
        self,
        connection: Connection,
        outcomes: Sequence[Outcome],
        subjects: Sequence[int],
        moment: Moment,
    ) -> int:
        """Nobody is told before the money is on its way, which is when refunds tell by themselves."""
        return 0

    def undo(
        self, connection: Connection, rows: Sequence[Journaled], reference: str, *, hold: bool
    ) -> Sequence[Outcome]:
        """No refund is undone."""
        return [refused("", NOT_UNDONE) for _ in rows]

    def revert(
        self, connection: Connection, outcomes: Sequence[Outcome], reference: str, moment: Moment
    ) -> Written:
        """Nothing is there to go back."""
        return Written(())
