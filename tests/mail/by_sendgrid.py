"""Letters over one opening of SendGrid, and what became of each.

Knows the transport; refuses to know what a test wants of the provider.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from academy_cli.mail.gateway import (
    NotSentError,
)
from academy_cli.mail.letter import Letter
from academy_cli.mail.transports.sendgrid import SendGridAccount, SendGridTransport
from tests.mail.letters import letter
from tests.mail.web import KEY, Answer, SendGrid, opened

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
GIVEN = "14c5d75ce93"


def outcomes(url: str, *letters: Letter, **changes: Any) -> list[type[Exception] | str]:
    """What became of each letter over one opening."""
    found: list[type[Exception] | str] = []
    with SendGridTransport(SendGridAccount(KEY, url, **changes)).opened() as sender:
        for one in letters:
            try:
                found.append(sender.send(one))
            except NotSentError as error:
                found.append(type(error))
    return found


def refusal(url: str, key: str = KEY, **changes: Any) -> NotSentError:
    """How a letter is not sent."""
    account = SendGridAccount(key, url, **changes)
    with (
        pytest.raises(NotSentError) as caught,
        SendGridTransport(account).opened() as sender,
    ):
        sender.send(letter())
    return caught.value


def after(answer: Answer) -> NotSentError:
    """How a letter is not sent where this is answered."""
    with opened(SendGrid(answer)) as office:
        return refusal(office.url, timeout_s=5)


def sent(one: Letter) -> Any:
    """The request for a letter, which has to be taken."""
    with opened(SendGrid()) as office:
        assert outcomes(office.url, one) == [GIVEN]
    return office.requests[0]
