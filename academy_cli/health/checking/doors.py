"""What checks look through: ways to ask each thing an academy stands on, opened when a check asks.

A value of functions; knows none of what is behind them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from academy_cli.backups.service import Backups
from academy_cli.errors import AcademyError
from academy_cli.payments.stripe.looking import Look
from academy_cli.storage.service import AssetStore


class Doors(NamedTuple):
    """How each thing is asked; whoever waits for an answer knows how long."""

    assets: Callable[[], AssetStore]
    backups: Callable[[], Backups]
    mail: Callable[[float], str]
    """Whether whoever takes mail lets us in, within some seconds. Raises NotSentError."""
    stripe: Callable[[float], Look]
    """What the key may do, within some seconds for each answer. Raises ProviderError."""
    signing: Callable[[], AcademyError | None]
    """Why nothing can be signed here."""
