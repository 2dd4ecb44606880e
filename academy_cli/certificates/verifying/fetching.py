"""Asking the site of an issuer that is trusted, and nobody else, for what it publishes.

A slow, large or broken answer is none. Knows HTTP; refuses to judge what was answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from academy_cli.formats.strictjson import LARGEST_BYTES, BadJsonError, parsed

TIMEOUT_S = 5.0


def fetched(address: str, *, largest: int = LARGEST_BYTES) -> Mapping[str, Any] | None:
    """The JSON at an address, of so many bytes at most; None where it cannot be had."""
    import httpx

    content = bytearray()
    try:
        with httpx.stream("GET", address, timeout=TIMEOUT_S, follow_redirects=False) as answer:
            if answer.status_code != httpx.codes.OK:
                return None
            for part in answer.iter_bytes():
                content += part
                if len(content) > largest:
                    return None
        return parsed(bytes(content), largest=largest)
    except (httpx.HTTPError, httpx.InvalidURL, BadJsonError, OSError):
        return None
