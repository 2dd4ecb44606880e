"""A coupon with the orders that use it.

Knows how it reads on a terminal; refuses to know where it comes from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from academy_cli.cli.format import Format
from academy_cli.cli.terminal import Ink, Line, Terminal
from academy_cli.kit.money import written
from academy_cli.kit.record import record, shown
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.pricing.views import CouponDetails, CouponUseView


def show_coupon(terminal: Terminal, found: CouponDetails) -> None:
    """Write a coupon; its orders follow on a terminal, and are a list of their own elsewhere."""
    coupon = record(found.coupon)
    terminal.show_one({**coupon, "orders": found.orders}, *coupon)
    if terminal.format is Format.TABLE and not terminal.wish.fields and found.orders:
        terminal.print("")
        terminal.print_lines(map(_order, found.orders))


def _order(one: CouponUseView) -> Line:
    gone = say(", given back {}", shown(one.released_at)) if one.released_at else ""
    said = f"{shown(one.used_at)}  {one.order}  {one.email}  -{written(one.discount)}"
    return (said, Ink(gone, "dim"))
