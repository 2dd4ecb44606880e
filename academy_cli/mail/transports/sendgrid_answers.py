"""What SendGrid's answers mean for a letter.

Pure: knows status codes, and when one may ask again; refuses to know a connection.
Source: https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/errors
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from http import HTTPStatus

from academy_cli.mail.gateway import NeverError, NotSentError
from academy_cli.mail.transports.http_answers import Answer, usual_meaning

ACCEPTED = 202
"""The letter is valid and will be sent."""
_OF_THE_LETTER = frozenset({400, 413})
"""Bad request: a field is not as it has to be. Payload too large: more than 30 MB with all files."""


def meaning(answer: Answer) -> NotSentError:
    """What an answer other than 202 means.

    400 and 413 are about the letter, unless a 400 names the sender, whom all letters have in common. 5xx is a
    request that SendGrid did not process, by its own words. Of those that are about us: 401 is the key or the
    credits, 403 the sender's identity or a temporary block, 404 and 405 the address, 451 where data may be.
    """
    reason = f"{answer.code} {_said(answer)}"
    if answer.code in _OF_THE_LETTER and not _is_about_sender(answer):
        return NeverError(reason)
    return usual_meaning(answer, reason)


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
