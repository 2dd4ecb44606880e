"""The life of an invoice: lines are added up, it is made final, paid or void.

Knows https://docs.stripe.com/invoicing/overview; refuses to know who asked for it.
"""

from __future__ import annotations

from academy_cli.payments.standin.events import emit
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources import invoice_shape, paying, payment_intents
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import ADDRESS, World

PAYABLE = {"open", "uncollectible"}
"""Bad debts may be paid after all (https://docs.stripe.com/invoicing/overview#invoice-statuses)."""


def add_up(made: Json) -> None:
    """What lines amount to."""
    total = sum(line["amount"] for line in made["lines"]["data"])
    subtotal = sum(line["subtotal"] for line in made["lines"]["data"])
    made.update(subtotal=subtotal, subtotal_excluding_tax=subtotal)
    made.update(total=total, total_excluding_tax=total, amount_due=total, amount_remaining=total)


def finalize(world: World, made: Json, *, receipt_email: str | None = None) -> Json:
    """Give a draft its number, its page and its payment intent; from here on it does not change.

    https://docs.stripe.com/invoicing/integration/workflow-transitions. An invoice of nothing is paid at once.
    """
    if made["status"] != "draft":
        raise RefusedError(
            400,
            "This invoice is already finalized, you can't re-finalize a non-draft invoice.",
            code="invoice_not_editable",
        )
    customer = world.find("customer", made["customer"])
    number = world.number(f"invoice {customer['id']}")
    made.update(
        status="open",
        number=f"{customer['invoice_prefix']}-{number:04d}",
        effective_at=world.now(),
        hosted_invoice_url=f"{ADDRESS}/i/{made['id']}",
        invoice_pdf=f"{ADDRESS}/i/{made['id']}/pdf",
    )
    made["status_transitions"]["finalized_at"] = world.now()
    emit(world, "invoice.finalized", made)
    if made["amount_due"]:
        _ask(world, made, receipt_email)
    else:
        _paid(world, made)
    return made


def _ask(world: World, made: Json, receipt_email: str | None) -> None:
    intent = payment_intents.make(
        world,
        {
            "amount": made["amount_due"],
            "currency": made["currency"],
            "customer": made["customer"],
            "description": f"Invoice {made['number']}",
            "receipt_email": receipt_email,
            "allowed_payment_method_types": ["card"],
        },
    )
    world.add(invoice_shape.payment(world, made, intent))


def pay(world: World, made: Json, method: str) -> Json:
    """Pay an open invoice; raises RefusedError 402 if it is declined, and tells of it."""
    if made["status"] not in PAYABLE:
        raise _not_open(made, "paid")
    joined = payment_of(world, made)
    intent = world.find("payment_intent", joined["payment"]["payment_intent"])
    made.update(attempted=True, attempt_count=made["attempt_count"] + 1)
    try:
        paying.attempt(world, intent, method)
    except RefusedError:
        emit(world, "invoice.payment_failed", made)
        raise
    if intent["status"] == "succeeded":
        joined.update(status="paid", amount_paid=made["amount_due"])
        joined["status_transitions"]["paid_at"] = world.now()
        emit(world, "invoice_payment.paid", joined)
        made["amount_paid"] = made["amount_due"]
        _paid(world, made)
    return made


def _paid(world: World, made: Json) -> None:
    made.update(status="paid", amount_remaining=0, attempted=True, next_payment_attempt=None)
    made["status_transitions"]["paid_at"] = world.now()
    emit(world, "invoice.paid", made)
    emit(world, "invoice.payment_succeeded", made)


def void(world: World, made: Json) -> Json:
    """An open invoice that nobody has to pay any more."""
    if made["status"] not in PAYABLE:
        raise _not_open(made, "voided")
    _call_off(world, made, "void_invoice")
    made.update(status="void", next_payment_attempt=None)
    made["status_transitions"]["voided_at"] = world.now()
    emit(world, "invoice.voided", made)
    return made


def settle_outside(world: World, made: Json) -> Json:
    """Paid elsewhere (``paid_out_of_band``): no charge, no money on the balance.

    ``amount_paid`` counts it, and the payment intent is called off
    (https://docs.stripe.com/changelog/basil/2025-03-31/add-support-for-multiple-partial-payments-on-invoices).
    """
    if made["status"] not in PAYABLE:
        raise _not_open(made, "paid")
    _call_off(world, made, None)
    made["amount_paid"] = made["amount_due"]
    _paid(world, made)
    return made


def give_up(world: World, made: Json) -> Json:
    """An open invoice that nobody expects to be paid any more; it can be paid still."""
    if made["status"] != "open":
        raise _not_open(made, "marked uncollectible")
    made.update(status="uncollectible", next_payment_attempt=None)
    made["status_transitions"]["marked_uncollectible_at"] = world.now()
    emit(world, "invoice.marked_uncollectible", made)
    return made


def _call_off(world: World, made: Json, reason: str | None) -> None:
    """Nobody pays by the payment intent of an invoice any more."""
    joined = payment_of(world, made)
    joined["status"] = "canceled"
    joined["status_transitions"]["canceled_at"] = world.now()
    intent = world.find("payment_intent", joined["payment"]["payment_intent"])
    intent.update(status="canceled", canceled_at=world.now(), cancellation_reason=reason)
    emit(world, "payment_intent.canceled", intent)


def payment_of(world: World, made: Json) -> Json:
    """What joins an invoice and its payment intent."""
    return next(
        one for one in world.table("invoice_payment").newest_first() if one["invoice"] == made["id"]
    )


def _not_open(made: Json, verb: str) -> RefusedError:
    if made["status"] == "paid":
        return RefusedError(400, "Invoice is already paid", code="invoice_already_paid")
    return RefusedError(400, f"This invoice is {made['status']} and cannot be {verb}.")
