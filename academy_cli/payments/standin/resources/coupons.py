"""Coupons and the codes customers type for them.

Knows https://docs.stripe.com/api/coupons and https://docs.stripe.com/api/promotion_codes; refuses coupons
that last longer than one payment.
"""

from __future__ import annotations

from academy_cli.payments.standin.amounts import check_currency
from academy_cli.payments.standin.lists import Asked, page
from academy_cli.payments.standin.metadata import given
from academy_cli.payments.standin.refusals import RefusedError, absent
from academy_cli.payments.standin.routes import Route, route
from academy_cli.payments.standin.wire import Json
from academy_cli.payments.standin.world import World


def create(world: World, asked: Asked) -> Json:
    """A coupon: some percent, or an amount in one currency."""
    params = asked.params
    if ("percent_off" in params) == ("amount_off" in params):
        raise RefusedError(400, "You must pass either percent_off or amount_off.")
    if "amount_off" in params:
        if "currency" not in params:
            raise absent("currency")
        check_currency(params["currency"])
    percent = params.get("percent_off")
    if percent is not None and not 0 < percent <= 100:
        raise RefusedError(
            400, "Invalid percent_off: must be between 0 and 100", param="percent_off"
        )
    return world.add(
        {
            "id": params.get("id") or world.name("cou", 8),
            "object": "coupon",
            "amount_off": params.get("amount_off"),
            "created": world.now(),
            "currency": params.get("currency"),
            "duration": params.get("duration", "once"),
            "duration_in_months": None,
            "livemode": world.livemode,
            "max_redemptions": params.get("max_redemptions"),
            "metadata": given(params),
            "name": params.get("name"),
            "percent_off": None if percent is None else float(percent),
            "redeem_by": params.get("redeem_by"),
            "times_redeemed": 0,
            "valid": True,
        }
    )


def create_code(world: World, asked: Asked) -> Json:
    """A code for a coupon."""
    promotion = asked.params["promotion"]
    coupon = world.find("coupon", promotion.get("coupon", ""), "promotion[coupon]")
    return world.add(
        {
            "id": world.name("promo_1"),
            "object": "promotion_code",
            "active": True,
            "code": asked.params.get("code") or world.name("C", 8).partition("_")[2].upper(),
            "created": world.now(),
            "customer": None,
            "expires_at": None,
            "livemode": world.livemode,
            "max_redemptions": asked.params.get("max_redemptions"),
            "metadata": given(asked.params),
            "promotion": {"type": "coupon", "coupon": coupon["id"]},
            "restrictions": {
                "first_time_transaction": False,
                "minimum_amount": None,
                "minimum_amount_currency": None,
            },
            "times_redeemed": 0,
        }
    )


def chosen(world: World, discounts: list[Json]) -> Json | None:
    """The coupon of a request's discounts; Checkout takes one at most."""
    if not discounts:
        return None
    if len(discounts) > 1:
        raise RefusedError(400, "You may only apply one discount.", param="discounts")
    name = discounts[0].get("coupon")
    if name is None:
        code = world.find(
            "promotion_code", discounts[0].get("promotion_code", ""), "discounts[0][promotion_code]"
        )
        name = code["promotion"]["coupon"]
    coupon = world.find("coupon", name, "discounts[0][coupon]")
    if not is_valid(world, coupon):
        raise RefusedError(
            400, f"Coupon expired: {name}", code="coupon_expired", param="discounts[0][coupon]"
        )
    return coupon


def is_valid(world: World, coupon: Json) -> bool:
    """Whether it may still be used: https://docs.stripe.com/api/coupons/object#coupon_object-valid."""
    most, until = coupon["max_redemptions"], coupon["redeem_by"]
    return (most is None or coupon["times_redeemed"] < most) and (
        until is None or world.now() < until
    )


def saved(coupon: Json | None, amount: int, currency: str) -> int:
    """What a coupon takes off; halves go up, which no page says."""
    if coupon is None:
        return 0
    if coupon["percent_off"] is not None:
        hundredths = round(coupon["percent_off"] * 100)
        return int((amount * hundredths + 5000) // 10_000)
    if coupon["currency"] != currency:
        raise RefusedError(
            400, f"The coupon is in {coupon['currency']} and cannot be applied to {currency}.",
            param="discounts[0][coupon]",
        )  # fmt: skip
    return min(amount, int(coupon["amount_off"]))


def retrieve(world: World, asked: Asked) -> Json:
    """One coupon, and whether it holds."""
    coupon = world.find("coupon", asked.id)
    return {**coupon, "valid": is_valid(world, coupon)}


def search(world: World, asked: Asked) -> Json:
    """All coupons."""
    return page(
        world, "coupon", asked,
        shown=lambda _, one: {**one, "valid": is_valid(world, one)},
    )  # fmt: skip


ROUTES: tuple[Route, ...] = (
    route(
        "POST", "/v1/coupons", "CouponCreateParams", create,
        "id amount_off percent_off currency duration max_redemptions metadata name redeem_by",
    ),
    route("GET", "/v1/coupons/{id}", "CouponRetrieveParams", retrieve),
    route("GET", "/v1/coupons", "CouponListParams", search, "created starting_after ending_before limit"),
    route(
        "POST", "/v1/promotion_codes", "PromotionCodeCreateParams", create_code,
        "promotion.type promotion.coupon code max_redemptions metadata",
    ),
)  # fmt: skip
