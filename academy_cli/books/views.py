"""What is said of differences between the books and the provider.

Knows every class of difference in words, and whether it has one right answer; refuses rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import NamedTuple

from academy_cli.kit.money import Money
from academy_cli.kit.saying import say

DECIDE = say("a person has to decide")


class Remedy(Enum):
    """What puts a difference right: by the words in which it is told beforehand."""

    RECEIVE = say("write the payment down and let its learner in")
    ADOPT = say("write down what Stripe says of the refund")
    DISPUTE = say("write down what Stripe says of the dispute")
    FOLLOW = say("write down what Stripe says of the invoice")
    STATE = say("take the payment's state from Stripe")
    MOVE = say("write the movement into the ledger")
    RESERVE = say("count anew what went back of the payment")
    MARK = say("mark the payment by its disputes")
    LET_IN = say("let the learner in")
    REVOKE = say("end the access")
    INVOICE = say("issue the invoice")
    CREDIT_NOTE = say("issue the credit note")
    TAKE_BACK = say("issue what makes up for the credit note")
    LOST = say("issue the credit note of the lost dispute")


class Found(Enum):
    """A class of difference: its code, its words, and what puts it right or why nothing does by itself."""

    CHARGE_NOT_HERE = (
        "charge.not-in-books",
        say("paid at Stripe, not in our books"),
        Remedy.RECEIVE,
    )
    CHARGE_NO_ORDER = (
        "charge.unknown-order",
        say(
            "paid at Stripe for an order that is not in our books, which may come from an older backup"
        ),
        say("restore a newer backup, or give the money back in Stripe's dashboard"),
    )
    CHARGE_TOO_EARLY = (
        "charge.before-order",
        say(
            "paid at Stripe before the order of that number was made: our books come from an older backup"
        ),
        say("find out whose payment it is; the number was given twice"),
    )
    INVOICE_BEHIND = (
        "order.invoice-differs",
        say("an order's invoice was settled or given up at Stripe, and our books do not know it"),
        Remedy.FOLLOW,
    )
    PERIOD_NOT_HERE = (
        "subscription.period-not-in-books",
        say("a period of a subscription was paid at Stripe, and is not in our books"),
        Remedy.FOLLOW,
    )
    PAYMENT_NOT_THERE = (
        "payment.not-at-stripe",
        say("in our books, and Stripe has no such payment"),
        say("look for it in Stripe's dashboard; the key may be another account's"),
    )
    PAYMENT_UNLINKED = (
        "payment.charge-unknown",
        say("in our books without the charge by which it came"),
        Remedy.RECEIVE,
    )
    PAYMENT_AMOUNT = (
        "payment.amount-differs",
        say("the payment's amount differs"),
        say("nothing changes an amount that was written down: find out which is right"),
    )
    PAYMENT_NOT_PAID = (
        "payment.state-differs",
        say("our books and Stripe differ on whether it was paid"),
        say("find out what Stripe has done: a payment that succeeded does not fail later"),
    )
    PAYMENT_STATE = (
        "payment.state-behind",
        say("paid at Stripe, and our books say that it was not"),
        Remedy.STATE,
    )
    PAYMENT_SUMS = (
        "payment.sums-differ",
        say("what is kept of how much went back is not the sum of its refunds"),
        Remedy.RESERVE,
    )
    OVERPAID = (
        "order.overpaid",
        say("more came in for an order than it costs"),
        say("give back what is too much: academy refund create PAYMENT"),
    )
    OVERPAID_BY_HAND = (
        "order.overpaid-by-hand",
        say("more was written down for an order than it costs"),
        say("nothing has to be done if that was meant; else: academy refund create PAYMENT"),
    )
    OTHER_MONEY = (
        "order.other-currency",
        say("money of another currency came in for an order"),
        say("give it back: academy refund create PAYMENT"),
    )
    PAID_IN_PART = (
        "order.paid-in-part",
        say("less came in for an open order than it costs"),
        say(
            "write the rest down when it comes: academy payment record ORDER;"
            " or ask for it: academy order send"
        ),
    )
    HELD_FOR_NOTHING = (
        "order.money-kept",
        say("money is kept for an order that is not paid"),
        say(
            "give it back: academy refund create PAYMENT;"
            " or write the rest down: academy payment record ORDER"
        ),
    )
    PAID_TWICE = (
        "course.paid-twice",
        say("a learner paid two orders for one course"),
        say(
            "nothing has to be done if both are meant;"
            " else: academy refund create ORDER (--line N of several)"
        ),
    )
    REFUND_NOT_HERE = (
        "refund.not-in-books",
        say("a refund in the dashboard that we do not know"),
        Remedy.ADOPT,
    )
    REFUND_LOST = (
        "refund.lost",
        say("a refund of ours that our books have lost, as after restoring an older backup"),
        Remedy.ADOPT,
    )
    REFUND_UNLINKED = (
        "refund.outcome-unknown",
        say("a refund that Stripe has made, and our books do not know it yet"),
        Remedy.ADOPT,
    )
    REFUND_STATE = ("refund.state-differs", say("the refund's state differs"), Remedy.ADOPT)
    REFUND_STUCK = (
        "refund.state-impossible",
        say("the refund's state differs, and no refund goes from ours to Stripe's"),
        say("find out who changed it"),
    )
    REFUND_AMOUNT = (
        "refund.amount-differs",
        say("the refund's amount differs"),
        say("nothing changes an amount that was written down: find out which is right"),
    )
    REFUND_NOT_THERE = (
        "refund.not-at-stripe",
        say("our books say that it was made, and Stripe has no such refund"),
        say("look for it in Stripe's dashboard; its recipient may still wait for the money"),
    )
    REFUND_OPEN = (
        "refund.open",
        say("nobody knows whether the refund was made"),
        say("go on with it: academy refund recover; or decide: academy refund resolve"),
    )
    DISPUTE_NOT_HERE = (
        "dispute.not-in-books",
        say("disputed, and not in our books"),
        Remedy.DISPUTE,
    )
    DISPUTE_STATE = ("dispute.state-differs", say("the dispute's state differs"), Remedy.DISPUTE)
    DISPUTE_NOT_THERE = (
        "dispute.not-at-stripe",
        say("in our books, and Stripe has no such dispute"),
        say("look for it in Stripe's dashboard"),
    )
    NOT_MARKED = ("payment.not-marked", say("disputed and not marked, or the reverse"), Remedy.MARK)
    LEDGER_LACKS = (
        "ledger.lacks",
        say("it moved on Stripe's balance, not in our ledger"),
        Remedy.MOVE,
    )
    LEDGER_AMOUNT = (
        "ledger.amount-differs",
        say("it moved on Stripe's balance by another amount than in our ledger"),
        say("the ledger is never changed: find out which is right"),
    )
    LEDGER_TOO_MUCH = (
        "ledger.too-much",
        say("it moved in our ledger, not on Stripe's balance"),
        say("the ledger is never changed: find out why it was written"),
    )
    NO_ACCESS = ("access.missing", say("paid and no access"), Remedy.LET_IN)
    ACCESS_REMAINS = (
        "access.remains",
        say("refunded in full with the access to end, and access remains"),
        Remedy.REVOKE,
    )
    ACCESS_KEPT = (
        "access.kept",
        say("refunded in full, and access remains by choice"),
        say("nothing has to be done; end it, if that is meant: academy enrollment remove"),
    )
    NO_INVOICE = ("document.no-invoice", say("a payment without an invoice"), Remedy.INVOICE)
    NO_CREDIT_NOTE = (
        "document.no-credit-note",
        say("a refund without a credit note"),
        Remedy.CREDIT_NOTE,
    )
    NOT_TAKEN_BACK = (
        "document.not-taken-back",
        say("a refund that did not arrive, and its credit note stands"),
        Remedy.TAKE_BACK,
    )
    NO_NOTE_OF_LOST = (
        "document.no-note-of-dispute",
        say("a lost dispute without a credit note"),
        Remedy.LOST,
    )
    DOCUMENT_AMOUNT = (
        "document.amount-differs",
        say("the document's amount is not what moved"),
        say("a document is never changed: issue a credit note, or find out what moved"),
    )
    MONTH_CHANGED = (
        "month.changed",
        say("a month was closed, and this was written down for it since"),
        say("close it again: academy payment close MONTH"),
    )

    def __init__(self, code: str, words: str, answer: Remedy | str) -> None:
        self.code, self.words = code, words
        self.remedy = answer if isinstance(answer, Remedy) else None
        self.why = None if isinstance(answer, Remedy) else answer


NOTICES = frozenset(
    [Found.ACCESS_KEPT, Found.OVERPAID_BY_HAND, Found.PAID_IN_PART, Found.PAID_TWICE]
)
"""What is told, and wrong in no way."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing on which two of the books, Stripe, access and documents do not agree."""

    code: str
    what: str
    amount: Money | None
    references: tuple[str, ...]
    """What it is about: order, payment, refund, and the provider's names."""
    fix: str | None
    """What ``--fix`` does about it."""
    why: str | None
    """Why that is a person's to do, and what there is to do."""
    is_notice: bool = False


class Case(NamedTuple):
    """A difference, and which object its remedy is for: an id of the provider's, or a number of ours."""

    found: Found
    about: str
    difference: Difference


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What reconciling came to."""

    since: datetime | None
    """Objects made from then on were read; None is all."""
    until: datetime
    read: Mapping[str, int]
    """How many of the provider's objects were read, by kind."""
    fixed: Sequence[Difference] = ()
    failed: Mapping[str, str] = field(default_factory=dict)
    """Why something could not be put right, by what it is about."""
    left: int = 0
    """Differences that remain, notices apart."""
    fixable: int = 0
    """Those of them that can be put right."""
    notices: int = 0
    has_documents: bool = True
    """Whether this academy issues any; none are missed where it does not."""
