"""Asking the site of an issuer that is trusted, and nobody else, for what it publishes.

A slow, large or broken answer is none. Knows HTTP; refuses to judge what was answered.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from threading import Thread
from typing import Any, NamedTuple

from academy_cli.formats.strictjson import LARGEST_BYTES, BadJsonError, parsed

TIMEOUT_S = 5.0
"""How long nothing at all may come."""
LIMIT_S = 10.0
"""How long a whole answer may take: one that drips would otherwise keep whoever asks for ever."""
_PLAIN = {"Accept-Encoding": "identity"}
"""So that what is counted is what is kept."""


class Fetched(NamedTuple):
    """The JSON at an address, None where it cannot be had; ``is_late`` is whether it took too long."""

    found: Mapping[str, Any] | None = None
    is_late: bool = False


def fetched(address: str, *, largest: int = LARGEST_BYTES, limit_s: float = LIMIT_S) -> Fetched:
    """What an address answers within so many seconds and bytes.

    A thread waits for it, for the headers may drip as well, and nothing else ends that; it dies with the
    process.
    """
    came: list[Fetched] = []
    until = time.monotonic() + limit_s
    waiting = Thread(target=lambda: came.append(_answered(address, largest, until)), daemon=True)
    waiting.start()
    waiting.join(limit_s)
    return came[0] if came else Fetched(is_late=True)


def _answered(address: str, largest: int, until: float) -> Fetched:
    import httpx

    content = bytearray()
    how: dict[str, Any] = {"timeout": TIMEOUT_S, "follow_redirects": False, "headers": _PLAIN}
    try:
        with httpx.stream("GET", address, **how) as answer:
            if answer.status_code != httpx.codes.OK:
                return Fetched()
            for part in answer.iter_raw():
                content += part
                if len(content) > largest or time.monotonic() > until:
                    return Fetched(is_late=len(content) <= largest)
        return Fetched(parsed(bytes(content), largest=largest))
    except httpx.TimeoutException:
        return Fetched(is_late=True)
    except (httpx.HTTPError, httpx.InvalidURL, BadJsonError, OSError):
        return Fetched()
