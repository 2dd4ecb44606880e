"""An academy at a booth that sells, and what happens to it at Stripe; refuses to know what is tested."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from academy_cli.db.transaction import write
from academy_cli.models import (
    Base,
    Grant,
    LedgerEntry,
    Order,
    Payment,
    Refund,
)
from academy_cli.payments import installation
from academy_cli.payments.gateway import DATABASE, ORDER
from academy_cli.payments.stripe.client import StripeClient
from academy_cli.payments.sync.polling import Synced, sync
from tests.payments.standin.provider import Standin
from tests.payments.till import KEY, PAID, Booth, order, rows


class Shop:
    """A booth that sells by Stripe alone: nobody writes down what comes in but a sync."""

    def __init__(self, booth: Booth, standin: Standin) -> None:
        self.booth, self.control = booth, standin.control
        with write(booth.till().engine) as connection:
            self.key = installation.key(connection)

    def paid(self, number: int = 1, marks: dict[str, str] | None = None) -> tuple[str, str]:
        """An order that was paid at Stripe: its reference and the charge."""
        reference = order(self.booth, f"learner{number}@x.org", {"python": PAID})
        asked: dict[str, Any] = {"amount": PAID, "currency": "eur", "confirm": True}
        asked["payment_method"] = "pm_card_visa"
        asked["metadata"] = {ORDER: reference, DATABASE: self.key} if marks is None else marks
        asked["automatic_payment_methods"] = {"enabled": True, "allow_redirects": "never"}
        made = StripeClient(KEY, self.booth.stripe).post("payment_intents", asked)
        return reference, made["latest_charge"]

    def sync(self, gateway: Any = None) -> Synced:
        """Sync once."""
        return sync(self.booth.till(gateway=gateway))

    def change(self, model: type[Base], **values: Any) -> None:
        """Change all rows of a table."""
        with write(self.booth.till().engine) as connection:
            connection.execute(update(model).values(**values))

    def state(self) -> list[Any]:
        """What the books have come to."""
        names = {
            Payment: ("charge_id", "reserved_own", "refunded_external", "is_disputed", "state"),
            Refund: ("provider_id", "amount", "state", "origin"),
            Order: ("reference", "state"),
            Grant: ("reference", "revoke_reason"),
        }
        found = [
            sorted(str([row[name] for name in some]) for row in rows(self.booth, model))
            for model, some in names.items()
        ]
        moved = sorted((one["source"], one["amount"]) for one in rows(self.booth, LedgerEntry))
        return [*found, moved]
