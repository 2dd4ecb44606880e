"""Letters over one opening of SMTP, and what became of each.

Knows the transport; refuses to know what a test wants of the server.
"""

from __future__ import annotations

from typing import Any

import pytest

from academy_cli.mail.gateway import (
    NotSentError,
)
from academy_cli.mail.letter import Letter
from academy_cli.mail.transports.smtp import Security, SmtpServer, SmtpTransport
from tests.mail.letters import letter
from tests.mail.post_office import (
    PostOffice,
)


def transport(port: int, **changes: Any) -> SmtpTransport:
    """A way to a server on this machine."""
    options: dict[str, Any] = {"security": Security.NONE, "timeout_s": 5}
    return SmtpTransport(SmtpServer("127.0.0.1", port, **(options | changes)))


def outcomes(
    port: int, *letters: Letter, is_announced: bool = False, **changes: Any
) -> list[type[Exception] | str]:
    """What became of each letter over one opening."""
    found: list[type[Exception] | str] = []
    with transport(port, **changes).opened() as sender:
        for one in letters:
            if is_announced:
                sender.announce(one)
            try:
                found.append(sender.send(one))
            except NotSentError as error:
                found.append(type(error))
    return found


def refusal(port: int, one: Letter | None = None, **changes: Any) -> NotSentError:
    """How a letter is not sent."""
    with transport(port, **changes).opened() as sender, pytest.raises(NotSentError) as caught:
        sender.send(one or letter())
    return caught.value


def connections(office: PostOffice) -> int:
    return len({one.connection for one in office.taken})
