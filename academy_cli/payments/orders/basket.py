"""What somebody buys: courses, a currency, a coupon, and whom the invoice is made out to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Basket(NamedTuple):
    """An order that is to be made; asking twice with one ``request_key`` is asking once.

    Without a currency it is the only one that the courses are sold in. ``billing`` may have ``name``,
    ``address`` (lines), ``country`` (ISO 3166-1 alpha-2) and ``tax_number``, held to what ``buyer`` says.
    """

    email: str
    courses: tuple[str, ...]
    request_key: str
    currency: str | None = None
    coupon: str | None = None
    billing: Mapping[str, object] = {}
    note: str | None = None
    is_another: bool = False
    """Also where an order of the same is open."""
    invoice_days: int | None = None
    """Paid by an invoice, within so many days; None is on a page."""
    are_days_usual: bool = False
    """Nobody said how many days: an invoice that is open for the same may have others."""
