"""Orders, payments and refunds as they read on a terminal.

Knows their lines; refuses to know where they come from.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.kit.money import written
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say, say_joined

if TYPE_CHECKING:
    from academy_cli.payments.refunds.views import RefundPreview, RefundView
    from academy_cli.payments.views import (
        DisputeView,
        OrderLineView,
        OrderPreview,
        OrderView,
        PaymentLine,
        PaymentView,
    )

ORDER = (
    "reference", "state", "email", "name", "bill_to", "total", "to_pay", "discount", "coupon", "link",
    "expires_at", "due_at", "created_at", "paid_at", "fulfilled_at", "trouble", "refunds", "note", "next",
)  # fmt: skip
PAYMENT = (
    "reference", "order", "email", "amount", "refunded", "on_its_way", "lost", "left", "method",
    "provider", "provider_id", "is_disputed", "invoice", "received_at", "actor", "refunds", "note",
)  # fmt: skip
REFUND = (
    "reference", "state", "order", "payment", "email", "amount", "access", "credit_note",
    "reason", "note", "overridden", "overridden_by", "failure", "requested_by", "approved_by",
    "provider_id", "created_at", "updated_at", "next",
)  # fmt: skip
WHOSE = {"reason": say("reason (Stripe is told)"), "note": say("reason (yours, note)")}
"""How people read the two reasons of a refund: --because and --reason."""
ACCESS = {
    "keep": say("The learner keeps access."),
    "remove": say("Access that this order gave ends; progress is kept."),
    "none": say("The order gives no access any more."),
    "subscription": say(
        "Access comes from the subscription and goes on: cancel that at Stripe if it shall end."
    ),
}


def show_order(terminal: Terminal, view: OrderView) -> None:
    """Write an order; on a terminal its lines and payments follow, in a pipe they are fields."""
    if _has_fields(terminal):
        terminal.show_one(view, *ORDER, "lines", "payments")
    else:
        terminal.show_one(view, *ORDER)
        terminal.print("")
        terminal.print_lines(map(_line, view.lines))
        for paid in view.payments:
            said = say(
                "{}  {} by {}, {}",
                paid.reference,
                written(paid.amount),
                paid.method,
                shown(paid.received_at),
            )
            terminal.print_lines(
                [(Ink(say("paid"), "green"), " ", said, _gone(paid), *_lost(paid))]
            )


def show_payment(terminal: Terminal, view: PaymentView) -> None:
    """Write a payment; on a terminal its disputes follow, in a pipe they are a field."""
    if _has_fields(terminal):
        terminal.show_one(view, *PAYMENT, "disputes")
    else:
        terminal.show_one(view, *PAYMENT)
        terminal.print_lines(map(_dispute, view.disputes))


def show_refund(terminal: Terminal, view: RefundView) -> None:
    """Write a refund with every step of it, as a field in a pipe.

    On a terminal the two reasons say whose they are.
    """
    if _has_fields(terminal):
        terminal.show_one(view, *REFUND, "steps")
    else:
        told = {terminal.told(WHOSE.get(name, name)): getattr(view, name) for name in REFUND}
        terminal.show_one(told)
        terminal.print("")
        for step in view.steps:
            moved = f"{step.before} → {step.after}" if step.before else step.after
            who = Ink(f"  {step.actor}, {step.source}", "dim")
            terminal.print_lines([(shown(step.at), f"  {moved}", who)])


def _has_fields(terminal: Terminal) -> bool:
    """Whether all there is has to be a field, because nothing can follow or a person named some."""
    return terminal.format is not Format.TABLE or bool(terminal.wish.fields)


def order_lines(preview: OrderPreview) -> Iterator[Line]:
    """What somebody would buy, line by line, and what it comes to."""
    yield (say("“{}” would buy:", preview.email),)
    yield from map(_line, preview.lines)
    total = written(preview.total) if preview.total else say("nothing: it is free")
    yield (Ink(say("Total: "), "bold"), total)
    if preview.invoice_days is not None:
        yield (say("By an invoice, to be paid within {} days.", preview.invoice_days),)
    if preview.bill_to:
        yield (say("Made out to: {}.", ", ".join(preview.bill_to)),)
    if preview.order:
        yield (
            say(
                "{} is there for the same: it would be taken, and no other be made.", preview.order
            ),
        )


def refund_lines(preview: RefundPreview) -> Iterator[Line]:
    """What a refund would do, in words."""
    whose, when = (preview.order, preview.email), shown(preview.paid_at)
    yield (say("{} of “{}”, paid {} by {}", *whose, when, preview.method),)
    came, left = written(preview.paid), written(preview.left)
    if preview.refunded:
        back = written(preview.refunded)
        yield (say("{} came in, {} went back or is on its way, {} is left.", came, back, left),)
    else:
        yield (say("{} came in, nothing went back, {} is left.", came, left),)
    if len(preview.lines) > 1:
        for part in preview.lines:
            much = written(part.amount), written(part.paid)
            yield (say("  {}. {}: {} of {}", part.line, part.title, *much),)
    whole = say(" (all that is left)") if preview.is_full else ""
    yield (Ink(say("To refund: "), "bold"), written(preview.amount), whole)
    yield from _access_lines(preview)
    if preview.invoice:
        yield (say("A credit note for {} goes with it.", preview.invoice),)
    if preview.provider != "stripe":
        yield (say("You pay it out yourself: this writes it down."),)
    for said in preview.objections:
        yield (Ink(say("Against the policy: "), "yellow"), said)
    if preview.similar:
        yield (
            Ink(say("Look twice: "), "yellow"),
            say("{} refunds as much of it already.", preview.similar),
        )
    if preview.needs_approval:
        yield (say("It is so large that somebody else has to approve it."),)


def _access_lines(preview: RefundPreview) -> Iterator[Line]:
    """What becomes of access, by what else the learner stays in, and of completions."""
    yield (ACCESS[preview.access],)
    for said in preview.stays if preview.access == "remove" else ():
        yield (say("They stay in {}.", said),)
    for title in preview.completed:
        yield (say("“{}” is completed; a certificate of it stays valid.", title),)


def _line(line: OrderLineView) -> Line:
    off = say(" less {}", written(line.discount)) if line.discount else ""
    return (say("  {}. {}: {}", line.line, line.title, written(line.price)), off, _gone(line))


def _gone(one: OrderLineView | PaymentLine) -> str:
    """What went back, and what is about to."""
    back = say(", {} went back", written(one.refunded)) if one.refunded else ""
    going = say(", {} on its way back", written(one.on_its_way)) if one.on_its_way else ""
    return say_joined("", [back, going])


def _lost(one: PaymentLine) -> Line:
    """What a bank gave back for good, or still decides about."""
    lost = (Ink(say(", {} lost in a dispute", written(one.lost)), "red"),) if one.lost else ()
    return (*lost, Ink(say(", disputed"), "red")) if one.is_disputed else lost


def _dispute(one: DisputeView) -> Line:
    """A dispute: how much, how it stands, and what is to be done or where the money is."""
    money, about = written(one.amount), f"{one.reason} ({one.provider_id})"
    if one.is_open:
        said = say(" {}, {}: {}; {}", money, one.state, about, one.asks)
        return (Ink(say("disputed"), "red"), said)
    is_lost = one.state == "lost"
    said = (
        say(" {}: {}; the money is with the payer", money, about)
        if is_lost
        else say(" {}: {}; the money stays here", money, about)
    )
    day = f", {one.closed_at:%Y-%m-%d}" if one.closed_at else ""
    return (Ink(one.state, "red" if is_lost else "green"), said, day)
