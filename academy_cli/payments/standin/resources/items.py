"""Lines of a sale: a price so many times, and what a coupon takes off each.

Knows https://docs.stripe.com/api/checkout/sessions/line_items; refuses taxes.
"""

from __future__ import annotations

from academy_cli.payments.standin.refusals import RefusedError, absent
from academy_cli.payments.standin.resources import coupons, prices
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World


def made(world: World, wanted: list[Json], coupon: Json | None = None) -> list[Json]:
    """The lines of ``line_items``; raises RefusedError if there is none or they differ in currency."""
    if not wanted:
        raise absent("line_items")
    rows = [_line(world, item, f"line_items[{n}]") for n, item in enumerate(wanted)]
    if len({row["currency"] for row in rows}) > 1:
        raise RefusedError(400, "All line items must have the same currency.", param="line_items")
    subtotal = sum(row["amount_subtotal"] for row in rows)
    _share(rows, coupons.saved(coupon, subtotal, rows[0]["currency"]), subtotal)
    return rows


def _line(world: World, item: Json, where: str) -> Json:
    price = prices.resolved(world, item, where)
    quantity = item.get("quantity", 1)
    if quantity < 1:
        raise RefusedError(
            400, "This value must be greater than or equal to 1.",
            code="parameter_invalid_integer", param=f"{where}[quantity]",
        )  # fmt: skip
    amount = price["unit_amount"] * quantity
    return {
        "id": world.name("li_1"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": price["currency"],
        "description": world.find("product", price["product"])["name"],
        "metadata": {},
        "price": price,
        "quantity": quantity,
    }


def _share(rows: list[Json], saved: int, subtotal: int) -> None:
    """Divide a discount among lines, what is left over to the last; no page says how Stripe does."""
    left = saved
    for number, row in enumerate(rows, 1):
        share = left if number == len(rows) else row["amount_subtotal"] * saved // subtotal
        row["amount_discount"] = share
        row["amount_total"] = row["amount_subtotal"] - share
        left -= share


def total(rows: list[Json], of: str = "amount_total") -> int:
    """The sum of lines."""
    return sum(row[of] for row in rows)


def recurring(rows: list[Json]) -> bool:
    """Whether anything is paid more than once."""
    return any(row["price"]["recurring"] for row in rows)
