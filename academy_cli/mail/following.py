"""Sending for as long as somebody wants: what comes is sent within seconds, and who is down is waited for.

Knows how long to rest; refuses to know what is sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say
from academy_cli.mail.views import SendingReport

REST_S = 2.0
"""Between two looks at the outbox."""
LONGEST_REST_S = 60.0
"""Where nobody answers, the rests double up to here."""


def follow(
    send: Callable[[], SendingReport],
    told: Callable[[SendingReport], None],
    warn: Callable[[str], None],
    *,
    sleep: Callable[[float], None] = time.sleep,
    goes_on: Callable[[], bool] = lambda: True,
) -> None:
    """Send until ``goes_on`` says no."""
    rest = REST_S
    while goes_on():
        try:
            told(send())
            rest = REST_S
        except AcademyError as error:
            if error.kind is not Kind.UNAVAILABLE:
                raise
            rest = min(rest * 2, LONGEST_REST_S)
            warn(say("{} Trying again in {:.0f} s.", error.message, rest))
        sleep(rest)
