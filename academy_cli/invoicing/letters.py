"""The letters that documents go with: a receipt with an invoice, a refund with a credit note.

Knows what each is filled with; refuses to send, and to commit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, func, select

from academy_cli.invoicing.document import Document, read
from academy_cli.invoicing.errors import NoLetterError
from academy_cli.invoicing.owed import Owed
from academy_cli.kit.money import Money
from academy_cli.kit.moneytext import printed
from academy_cli.kit.saying import say
from academy_cli.mail.service import Message, muted_in
from academy_cli.models import OutboxMessage, User

RECEIPT, REFUND = "receipt", "refund"


def letter(connection: Connection, row: Row[Any], owed: Owed) -> Message:
    """The letter that sends a document once more, each time another event: ``invoice-sent:REF:n``.

    It says what of the order is to be paid by now. Raises NoLetterError for what nobody is written to about.
    """
    document = read(row.body)
    template = REFUND if document.is_credit else RECEIPT
    person = _person(connection, row, document)
    if template in muted_in(connection):
        raise NoLetterError(row.reference, say("mail of the kind “{}” is switched off", template))
    event = f"invoice-sent:{row.reference}:"
    is_it = OutboxMessage.event.startswith(event, autoescape=True)
    before = connection.scalar(select(func.count()).select_from(OutboxMessage).where(is_it)) or 0
    values = {"name": person.name, **letter_values(document)}
    left = None if document.is_credit else owed(connection, document.order)
    values |= {"left": printed(left, document.language)} if left else {}
    language = person.language or document.language
    return Message(f"{event}{before + 1}", template, person.email, person.id, language, values)


def letter_values(document: Document) -> Mapping[str, object]:
    """What the letter of a document says, but for the name of whoever gets it."""
    total = printed(Money(document.gross, document.currency), document.language)
    values = {
        "order": document.order,
        "titles": [line.description for line in document.lines],
        "invoice": document.reference,
    }
    if document.is_credit:
        return {**values, "amount": total}
    return {**values, "total": total, "paid_at": document.paid_at or document.issued_at}


def _person(connection: Connection, row: Row[Any], document: Document) -> Any:
    """Whom it is sent to, by the account as it is now."""
    if document.corrects and not document.is_credit:
        raise NoLetterError(
            row.reference, say("it takes back a credit note, of which no letter tells")
        )
    query = select(User.id, User.email, User.name, User.language).where(User.id == row.user_id)
    in_use = User.erased_at.is_(None), User.deactivated_at.is_(None)
    found: Any = connection.execute(query.where(*in_use)).first()
    if found is None:
        raise NoLetterError(row.reference, say("its buyer has no account that is in use"))
    return found
