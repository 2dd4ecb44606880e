"""What an order is paid on, whichever it is: a checkout page, or an invoice.

Knows which order has which; refuses to know how either is asked for.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row

from academy_cli.db.transaction import read
from academy_cli.errors import AcademyError
from academy_cli.payments import store, telling
from academy_cli.payments.orders import checkout, invoice
from academy_cli.payments.orders import store as orders
from academy_cli.payments.orders.errors import PaidThereError
from academy_cli.payments.till import Till


def open_(till: Till, number: int, *, tells: bool, is_again: bool = False) -> None:
    """See to it that an order can be paid, and mail its link, once unless again.

    Raises what ``open_page`` and ``open_invoice`` do.
    """
    asks = invoice.open_invoice if has_invoice(till, number) else checkout.open_page
    asks(till, number, tells=tells, is_again=is_again)


def close(till: Till, number: int) -> None:
    """Let nobody pay on it any more; a page ends by itself, so one that cannot be closed is left to that.

    Raises what ``close_invoice`` does.
    """
    if has_invoice(till, number):
        invoice.close_invoice(till, number)
    else:
        checkout.close_page(till, number)


def closed(till: Till, number: int) -> str | None:
    """Let nobody pay on it any more, if that can be; why it can be paid still, if not."""
    try:
        close(till, number)
    except AcademyError as error:
        return error.message
    return None


def ended(till: Till, reference: str) -> str | None:
    """Let nobody pay on it any more, at once, also on a page that would end by itself; why it can be, if so.

    Raises PaidThereError: nobody has read that yet.
    """
    with read(till.engine) as connection:
        mine = store.order(connection, reference)
    return None if mine is None else _ended(till, mine.id)


def _ended(till: Till, number: int) -> str | None:
    try:
        if not has_invoice(till, number):
            return checkout.close_page(till, number)
        invoice.close_invoice(till, number)
    except PaidThereError:
        raise
    except AcademyError as error:
        return error.message
    return None


def begin_anew(connection: Connection, mine: Row[Any]) -> None:
    """Forget what an order was paid on, which nobody can pay on any more: the next one is of what is left."""
    gone = {"session_id": None, "link": None, "expires_at": None, "parameters": None}
    orders.change(connection, mine.id, {**gone, "attempt": mine.attempt + 1})
    telling.call_off(connection, [mine], telling.BEGUN_ANEW)
    if mine.due_at is not None:
        invoice.prepare_anew(connection, mine)


def has_invoice(till: Till, number: int) -> bool:
    """Whether an order is paid by an invoice."""
    with read(till.engine) as connection:
        return store.order_by_id(connection, number).due_at is not None
