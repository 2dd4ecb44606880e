"""What goes wrong on purpose: which requests, in which way, and how often.

Knows how a network and a server fail; refuses to know what the requests are about.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.wire import Answer, Json


class Fault(StrEnum):
    """The ways to fail."""

    DROP_BEFORE = "drop_before"
    """The connection is reset and nothing was carried out."""
    DROP_AFTER = "drop_after"
    """Carried out, answer kept for the key, then the connection is reset."""
    HALF = "half"
    """Carried out, and half of the answer arrives."""
    RATE_LIMIT = "429"
    """Refused before keys are looked at (https://docs.stripe.com/rate-limits)."""
    UNAVAILABLE = "503"
    """Refused, nothing was carried out and nothing kept."""
    ERROR_DONE = "500_done"
    """Carried out, and a 500 is answered and kept for the key."""
    ERROR_NOTHING = "500_nothing"
    """Not carried out, and a 500 is answered and kept for the key."""
    GARBAGE = "garbage"
    """A proxy's 502 in HTML; nothing was carried out."""
    SLOW = "slow"
    """Carried out and answered after some seconds, during which the key is in use."""
    HANG = "hang"
    """No answer ever, and nothing was carried out."""
    HANG_DONE = "hang_done"
    """No answer ever, although it was carried out."""
    CONFLICT = "conflict"
    """409 ``lock_timeout`` (https://docs.stripe.com/error-codes#lock-timeout); nothing was carried out."""


@dataclass(frozen=True)
class Trouble:
    """One fault for the requests whose method and path fit a pattern."""

    pattern: str
    fault: Fault
    times: int = 1
    seconds: float = 1.0
    retry_after_s: int | None = 1
    should_retry: bool | None = None

    @classmethod
    def read(cls, asked: Json) -> Self:
        """Trouble as a control call asks for it; raises ValueError, KeyError or re.error."""
        re.compile(asked["pattern"])
        return cls(**{**asked, "fault": Fault(asked["fault"])})

    @property
    def headers(self) -> dict[str, str]:
        """What the answer advises: https://docs.stripe.com/error-low-level on Stripe-Should-Retry."""
        advice = {}
        if self.should_retry is not None:
            advice["Stripe-Should-Retry"] = str(self.should_retry).lower()
        if self.fault is Fault.RATE_LIMIT and self.retry_after_s is not None:
            advice["Retry-After"] = str(self.retry_after_s)
        return advice


class Troubles:
    """All faults that are still to come."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Trouble] = []
        self.released = threading.Event()

    def add(self, trouble: Trouble) -> None:
        """One more, after those that wait already."""
        with self._lock:
            self._waiting.append(trouble)

    def clear(self) -> None:
        """None any more; whoever hangs is let go."""
        with self._lock:
            self._waiting.clear()
            self.released.set()
            self.released = threading.Event()

    def take(self, words: str) -> Trouble | None:
        """The trouble that a request gets into, which then is one time less."""
        with self._lock:
            for place, trouble in enumerate(self._waiting):
                if re.search(trouble.pattern, words):
                    left = replace(trouble, times=trouble.times - 1)
                    self._waiting[place : place + 1] = [left] if left.times else []
                    return trouble
        return None


def refused(trouble: Trouble) -> RefusedError | None:
    """The answer of a fault that carries nothing out and is not kept for the key."""
    match trouble.fault:
        case Fault.RATE_LIMIT:
            return RefusedError(
                429,
                "Too many requests hit the API too quickly. We recommend an exponential backoff of your "
                "requests.",
                code="rate_limit",
                headers=trouble.headers,
            )
        case Fault.UNAVAILABLE:
            return RefusedError(
                503, "The service is not available.", kind="api_error", headers=trouble.headers
            )
        case Fault.CONFLICT:
            return RefusedError(
                409,
                "This object cannot be accessed right now because another API request or Stripe process "
                "is currently accessing it.",
                code="lock_timeout",
                headers=trouble.headers,
            )
        case _:
            return None


def broken(trouble: Trouble) -> RefusedError:
    """An error of Stripe's own."""
    return RefusedError(500, "An unknown error occurred", kind="api_error", headers=trouble.headers)


GARBAGE = Answer(
    502,
    b"<html><head><title>502 Bad Gateway</title></head><body>Bad Gateway</body></html>",
    {"Content-Type": "text/html"},
)
