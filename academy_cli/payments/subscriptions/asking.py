"""Whether the provider has the price of a plan, and whether people can pay it again and again.

Asks outside of any transaction; refuses to make a price.
"""

from __future__ import annotations

from academy_cli.db.transaction import read
from academy_cli.kit.saying import say
from academy_cli.payments import installation
from academy_cli.payments.errors import LiveModeError, NoKeyError, ProviderUnavailableError
from academy_cli.payments.gateway import (
    Gateway,
    KeyRefusedError,
    ProviderError,
    ProviderPrice,
    UnknownObjectError,
)
from academy_cli.payments.subscriptions.errors import BadPlanError
from academy_cli.payments.till import Till

MAKE = say("Make one that recurs in Stripe's dashboard, and name it: --price price_…")


def require_price(till: Till, price: str) -> str | None:
    """Insist that the provider has a price for a plan; why it could not be asked, where it could not.

    Without a key, and with one that may not read prices, a plan is made all the same. Raises BadPlanError,
    LiveModeError and ProviderUnavailableError.
    """
    try:
        gateway = till.open_gateway()
    except NoKeyError:
        return say("there is no Stripe key")
    with read(till.engine) as connection:
        known = installation.mode(connection)
    if known not in {None, gateway.is_live}:
        raise LiveModeError(key_is_live=gateway.is_live)
    try:
        _require_sense(_asked(gateway, price))
    except KeyRefusedError as error:
        return say("Stripe did not let the key read it: {}", error.reason)
    return None


def _asked(gateway: Gateway, price: str) -> ProviderPrice:
    try:
        return gateway.price(price)
    except UnknownObjectError as error:
        kind = "live" if gateway.is_live else "test"
        raise BadPlanError(
            say("Stripe has no price “{}” for {} money.", price, kind), MAKE
        ) from error
    except KeyRefusedError:
        raise
    except ProviderError as error:
        hint = say("Nothing was changed; try again.")
        raise ProviderUnavailableError(
            say("Stripe did not say whether it has {}", price), error.reason, hint
        ) from error


def _require_sense(said: ProviderPrice) -> None:
    if not said.is_recurring:
        raise BadPlanError(
            say("{} is paid once, and a plan is paid again and again.", said.id), MAKE
        )
    if not said.is_active:
        raise BadPlanError(
            say("{} is archived at Stripe: nobody can subscribe to it.", said.id), MAKE
        )
