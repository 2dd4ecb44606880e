"""What is asked of a person who refunds, and what is said when a refund is not done.

Knows the questions and their order; refuses to know what a refund is made of.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.cli.moneywords import DRY_AT_STRIPE, basis_points, money
from academy_cli.cli.refunderrors import (
    AllWentBackError,
    BadLineError,
    BusyRefundError,
    DecideError,
    NothingPaidByError,
    OddRefundsError,
    PendingRefundsError,
    RefundAttentionError,
    TwoAmountsError,
)
from academy_cli.cli.shell import Shell
from academy_cli.kit.money import Money, written
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say
from academy_cli.payments.refunds.states import STANDS, State

if TYPE_CHECKING:
    from academy_cli.payments.refunds.sending import Recovery
    from academy_cli.payments.refunds.views import RefundView
    from academy_cli.payments.refunds.wish import Wish
    from academy_cli.payments.views import PaymentLine

PREVIEW = (
    *("order", "payment", "email", "paid", "refunded", "left", "amount", "access"),
    *("objections", "needs_approval", "similar"),
)
TOLD = 20
"""So many refunds are told one by one."""
NOT_KNOWN = ("unknown",)
DONE = ("succeeded", "pending", "requires_action", "withdrawn")


class HowMuch(NamedTuple):
    """How much is to go back; nothing said is all that is left."""

    amount: Money | None = None
    basis_points: int | None = None
    lines: Mapping[int, Money | None] = {}


def chosen_order(shell: Shell) -> str:
    """An order, or one payment of several, that somebody picks: first the person, then what can go back.

    Raises NothingPaidByError and AllWentBackError.
    """
    from academy_cli.payments.listing import Wanted

    email = shell.terminal.ask("ORDER", "Whose money (e-mail)?")
    wanted = Wanted(email=email)
    came = shell.academy.payments.list(wanted)
    if not came:
        raise NothingPaidByError(email)
    held = [one for one in came if _left(one).amount > 0]
    if not held:
        raise AllWentBackError(email)
    courses = {one.reference: ", ".join(one.courses) for one in shell.academy.orders.list(wanted)}
    many = Counter(one.order for one in held)
    titles = {
        one.order if many[one.order] == 1 else one.reference: _title(one, courses[one.order])
        for one in held
    }
    return shell.terminal.choose("ORDER", "Which order?", titles)


def _title(one: PaymentLine, courses: str) -> str:
    """An order as somebody picks it: what is left of its payment, how it came, and for what."""
    left, whole = _left(one), one.amount
    held = written(left) if left == whole else say("{} of {}", written(left), written(whole))
    disputed = say(", disputed") if one.is_disputed else ""
    return say(
        "{}  {} by {}, {}  {}{}",
        one.order,
        held,
        one.method,
        shown(one.received_at)[:10],
        courses,
        disputed,
    )


def _left(one: PaymentLine) -> Money:
    """What neither went back, nor is about to, nor was lost in a dispute."""
    return one.amount - one.refunded - one.on_its_way - one.lost


class HowMuchWords(NamedTuple):
    """What somebody typed of how much is to go back; ``asks`` whether they are asked where they did not."""

    amount: str | None
    percent: str | None
    lines: Sequence[str] | None
    is_full: bool
    asks: bool


def how_much(shell: Shell, about: str, typed: HowMuchWords) -> HowMuch:
    """How much is to go back, as somebody said or, if they are asked, says.

    Raises TwoAmountsError, BadLineError, NoAmountError and BadPercentError.
    """
    amount, percent, lines = typed.amount, typed.percent, typed.lines
    if sum([amount is not None, percent is not None, bool(lines), typed.is_full]) > 1:
        raise TwoAmountsError
    whole = shell.academy.refunds.refundable(about)
    currency = whole.paid.currency
    if percent is not None:
        return HowMuch(basis_points=basis_points(percent))
    if lines:
        return HowMuch(lines=dict(_line(text, currency) for text in lines))
    if amount is None and typed.asks and whole.left and not typed.is_full:
        left = written(whole.left)
        amount = shell.terminal.ask("--amount", say("How much, of {}?", left), left)
    return HowMuch(money(amount, currency)) if amount is not None else HowMuch()


def asked_reason(shell: Shell, said: str | None) -> str | None:
    """Why, as somebody said or, on a terminal, says if they like."""
    if said is not None or not shell.terminal.can_ask:
        return said
    return shell.terminal.ask("--reason", "Why? (may stay empty)", is_optional=True) or None


def _line(text: str, currency: str) -> tuple[int, Money | None]:
    number, given, amount = text.partition("=")
    if not (number.strip().isascii() and number.strip().isdigit()):
        raise BadLineError(text)
    return int(number), money(amount, currency) if given else None


def carry_out(shell: Shell, wish: Wish) -> None:
    """Say what a refund would do, ask, and do it; what its key asked for before is shown and not asked again.

    Raises what ``create`` does, before anybody is asked.
    """
    from academy_cli.cli.show.money import refund_lines

    refunds = shell.academy.refunds
    if not refunds.is_asked(wish.request_key):
        preview = refunds.preview(wish)
        shell.terminal.note_lines(refund_lines(preview))
        if shell.is_dry_run:
            shell.terminal.show_one(preview, *PREVIEW)
        refunds.require(wish)
        if not shell.is_dry_run:
            shell.terminal.confirm(say("Refund {} to “{}”?", said(preview.amount), preview.email))
    if shell.is_dry_run:
        shell.terminal.note(DRY_AT_STRIPE)
        return
    tell(shell, refunds.create(wish))


def tell(shell: Shell, made: RefundView) -> None:
    """Write what became of a refund; raises RefundAttentionError where a person has to look at it."""
    from academy_cli.cli.show.money import show_refund

    show_refund(shell.terminal, made)
    if made.state == "requested":
        shell.terminal.note(say("It waits until somebody else approves it: {}", made.next))
    elif made.state not in DONE:
        raise RefundAttentionError(made.reference, made.state, made.failure)


def because(found: RefundView) -> str:
    """``: “they were ill”``, in the words of whoever asked for it; empty without any."""
    return say(": “{}”", found.note) if found.note else ""


def tell_due(shell: Shell, references: Sequence[str]) -> None:
    """Say with which refunds a recovery would go on: how much, and to whom."""
    for one in references[:TOLD]:
        found = shell.academy.refunds.show(one)
        what = say("{}, {} to “{}”, {}", one, written(found.amount), found.email, found.state)
        shell.terminal.note(say("It would go on with {}.", what))
    if more := references[TOLD:]:
        shell.terminal.note(say("It would go on with {:,} more.", len(more)))
    if not references:
        shell.terminal.note("It would go on with nothing: no outcome is unknown.")
    shell.terminal.note(DRY_AT_STRIPE)


def require_recovered(shell: Shell, done: Recovery, named: RefundView | None) -> None:
    """Say what is still not known, or needs a person; of one that was named, also why nothing was done.

    Raises OddRefundsError, PendingRefundsError, BusyRefundError and RefundAttentionError.
    """
    if named is None and done.busy:
        _tell_busy(shell, done)
    if done.attention:
        raise OddRefundsError(done.attention)
    if done.failed:
        raise PendingRefundsError(done.failed)
    if named is None or done.done:
        return
    if done.busy:
        raise BusyRefundError(named.reference)
    if named.state in NOT_KNOWN:
        raise RefundAttentionError(named.reference, named.state, named.failure)
    stands = say("{} {}", named.reference, STANDS[State(named.state)])
    if named.state == "requested":
        stands = say("{}: {}", stands, named.next)
    shell.terminal.note(say("Nothing to go on with: {}.", stands))


def _tell_busy(shell: Shell, done: Recovery) -> None:
    """Say which refunds are somebody else's, or of somebody who was ended, and until when."""
    named = ", ".join(done.busy[:TOLD])
    if done.busy[TOLD:]:
        named = say("{} and others", named)
    if done.busy_until is None:
        shell.terminal.note(
            say("Somebody else is at {}; after that: academy refund recover", named)
        )
        return
    shell.terminal.note(
        say(
            "Somebody else is at {} until {} at the latest; after that: academy refund recover",
            named,
            shown(done.busy_until),
        )
    )


def decided(shell: Shell, *, retry: bool, void: bool) -> bool:
    """Whether a refund is asked for again. Raises DecideError."""
    if retry == void:
        if retry or not shell.terminal.can_ask:
            raise DecideError
        choices = {
            "retry": say("It is not there: ask once more"),
            "void": say("It is wanted no more"),
        }
        return shell.terminal.choose("--retry", "What shall become of it?", choices) == "retry"
    return retry


def resolving(about: str, *, is_open: bool, retries: bool) -> str:
    """The question before a refund is resolved."""
    if not is_open:
        return say("Say that nothing more has to be done about it: {}?", about)
    if retries:
        return say("Ask for it once more: {}?", about)
    return say("Say that it was not made: {}?", about)


def resolved(about: str, *, is_open: bool, retries: bool) -> str:
    """What a dry run says of the same."""
    if not is_open:
        return say("{}, would be resolved: say that nothing more has to be done about it.", about)
    if retries:
        return say("{}, would be resolved: ask for it once more.", about)
    return say("{}, would be resolved: say that it was not made.", about)


def said(amount: Money) -> str:
    """An amount with its currency."""
    return written(amount)
