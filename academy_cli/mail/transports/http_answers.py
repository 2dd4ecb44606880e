"""Letters by HTTP: what is answered to one, when one may ask again, and what it means that no answer came.

Knows httpx and RFC 9110; refuses to know any provider, and to ask a second time by itself.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from ipaddress import ip_address
from typing import TYPE_CHECKING

from academy_cli.kit.clock import utc_now
from academy_cli.kit.saying import say
from academy_cli.mail.gateway import DownError, LaterError, NotSentError, UnsureError

if TYPE_CHECKING:
    import httpx

LARGEST_BYTES = 64_000
"""Of an answer; what is longer says nothing more."""
SHORTEST_SECRET = 6
_SEPARATORS = re.compile(r"[/?&=]")
_ANSWERS_OF_ANOTHER = frozenset({502, 504})
"""Bad gateway, gateway timeout: who answers has not heard who was asked (RFC 9110, 15.6.3 and 15.6.5)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its code, its headers by name in lower case, and what it says."""

    code: int
    headers: Mapping[str, str]
    text: str


def asked(client: httpx.Client, address: str, said: object, secret: str = "") -> Answer:
    """What is answered to JSON; a body that is cut off takes nothing from the code before it.

    Nor does one that does not end. A secret in the answer is left out, and each part of its path. Raises
    what no answer means.
    """
    import httpx

    try:
        with client.stream("POST", address, json=said) as answer:
            text = _begun(answer, client.timeout.read or 0)
            headers = {name.lower(): value for name, value in answer.headers.items()}
            return Answer(answer.status_code, headers, _without(secret, text))
    except httpx.TransportError as error:
        raise _lost(error) from error
    except UnicodeError:  # by the standard library, of a name that no host has
        message = say("the address names no host")
        raise DownError(message) from None


def _begun(answer: httpx.Response, longest_s: float) -> str:
    """The beginning of a body."""
    import httpx

    found, ends = bytearray(), time.monotonic() + longest_s
    with suppress(httpx.TransportError, httpx.DecodingError):
        for some in answer.iter_bytes():
            found += some
            if len(found) > LARGEST_BYTES or time.monotonic() > ends:
                break
    return found[:LARGEST_BYTES].decode("utf-8", "replace")


def _without(secret: str, text: str) -> str:
    for part in (secret, *_SEPARATORS.split(secret)):
        if len(part) >= SHORTEST_SECRET:
            text = text.replace(part, "…")
    return text


def usual_meaning(answer: Answer, reason: str) -> NotSentError:
    """What an answer means that is not about the letter.

    429 is too many requests. 5xx is a request that was not carried out, so it may be made again; but 502 and
    504 are said by somebody between us, who does not know. All others are about us.
    """
    if answer.code == HTTPStatus.TOO_MANY_REQUESTS:
        return LaterError(reason, wait_s(answer))
    if answer.code in _ANSWERS_OF_ANOTHER:
        return UnsureError(reason)
    return LaterError(reason, wait_s(answer)) if answer.code >= 500 else DownError(reason)


def wait_s(answer: Answer) -> float | None:
    """How long to wait, where the answer says so.

    ``Retry-After`` is seconds or a date (RFC 9110, 10.2.3); ``X-RateLimit-Reset`` is seconds since 1970.
    Source: https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits
    """
    after, reset = (
        answer.headers.get("retry-after", ""),
        answer.headers.get("x-ratelimit-reset", ""),
    )
    if after.isascii() and after.isdigit():
        return float(after[:9])
    now = _moment(answer.headers.get("date", "")) or utc_now()
    if (then := _moment(after)) is not None:
        return (then - now).total_seconds()
    return float(reset) - now.timestamp() if reset.isascii() and reset[:12].isdigit() else None


def require_private(url: httpx.URL, why: str) -> None:
    """Insist that nobody can read along. Raises DownError."""
    is_near = url.scheme == "http" and is_here(url.host)
    if url.scheme != "https" and not is_near:
        raise DownError(say("the address at “{}” does not begin with https: {}", url.host, why))


def is_here(host: str) -> bool:
    """Whether it is this machine."""
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost"


def _lost(error: httpx.TransportError) -> NotSentError:
    """What it means that there is no answer.

    Without a connection nothing was said. A request that could not be written to its end is none (RFC 9112,
    8). After that it may have been carried out, and it is not to be repeated unasked (RFC 9110, 9.2.2).
    """
    import httpx

    host = error.request.url.host
    reason = say("{}: {}", host, str(error) or type(error).__name__)
    never_begun = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
    if isinstance(error, (*never_begun, httpx.UnsupportedProtocol)):
        return DownError(reason)
    return LaterError(reason) if isinstance(error, httpx.WriteTimeout) else UnsureError(reason)


def _moment(written: str) -> datetime | None:
    with suppress(ValueError):
        found = parsedate_to_datetime(written)
        return found if found.tzinfo is not None else None
    return None
