"""What SendGrid's answers mean for a letter.

Pure: knows status codes, and when one may ask again; refuses to know a connection.
Source: https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/errors
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from academy_cli.kit.clock import utc_now
from academy_cli.mail.gateway import DownError, LaterError, NeverError, NotSentError, UnsureError

ACCEPTED = 202
"""The letter is valid and will be sent."""
_OF_THE_LETTER = frozenset({400, 413})
"""Bad request: a field is not as it has to be. Payload too large: more than 30 MB with all files."""
_ANSWERS_OF_ANOTHER = frozenset({502, 504})
"""Bad gateway, gateway timeout: who answers has not heard who was asked (RFC 9110, 15.6.3 and 15.6.5)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its code, its headers by name in lower case, and what it says."""

    code: int
    headers: Mapping[str, str]
    text: str


def meaning(answer: Answer) -> NotSentError:
    """What an answer other than 202 means.

    400 and 413 are about the letter, unless a 400 names the sender, whom all letters have in common. 429 is
    too many requests. 5xx is a request that SendGrid did not process, by its own words, so it may be made
    again; but 502 and 504 are said by somebody between us, who does not know. All others are about us: 401
    the key or the credits, 403 the sender's identity or a temporary block, 404 and 405 the address, 451
    where data may be.
    """
    reason = f"{answer.code} {_said(answer)}"
    if answer.code == HTTPStatus.TOO_MANY_REQUESTS:
        return LaterError(reason, _wait_s(answer))
    if answer.code in _ANSWERS_OF_ANOTHER:
        return UnsureError(reason)
    if answer.code >= 500:
        return LaterError(reason, _wait_s(answer))
    if answer.code in _OF_THE_LETTER and not _is_about_sender(answer):
        return NeverError(reason)
    return DownError(reason)


def _errors(answer: Answer) -> list[Mapping[str, object]]:
    """The list of errors in an answer, as far as it is one."""
    with suppress(ValueError, RecursionError):
        said = json.loads(answer.text)
        errors = said.get("errors") if isinstance(said, dict) else None
        return [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    return []


def _is_about_sender(answer: Answer) -> bool:
    fields = [str(one.get("field") or "") for one in _errors(answer)]
    return any(name.partition(".")[0] == "from" for name in fields)


def _said(answer: Answer) -> str:
    """SendGrid's own words for a refusal, or HTTP's."""
    said = "; ".join(str(one.get("message") or "") for one in _errors(answer))
    with suppress(ValueError):
        return said or HTTPStatus(answer.code).phrase
    return said


def _wait_s(answer: Answer) -> float | None:
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


def _moment(written: str) -> datetime | None:
    with suppress(ValueError):
        found = parsedate_to_datetime(written)
        return found if found.tzinfo is not None else None
    return None
