"""A mail server on this machine that takes letters, or answers as a test wants.

Knows aiosmtpd, and a server that says what a test lays down; refuses to send anything on.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

CUT = "cut"
"""Instead of an answer: the connection ends."""
SLOW, SLOW_S = "slow", 0.6
"""Instead of an answer: nothing, for so many seconds."""
USER, PASSWORD = "academy", "correct horse battery staple"


@dataclass(frozen=True)
class Taken:
    """A letter as the server has it, and over which connection it came."""

    sender: str
    recipients: Sequence[str]
    options: Sequence[str]
    content: bytes
    connection: Any


class PostOffice:
    """Takes every letter, but gives the answers that were laid down first, in their order."""

    def __init__(self, *, is_pipelining: bool = False, **answers: Sequence[str]) -> None:
        self.taken: list[Taken] = []
        self.port = 0
        self._is_pipelining = is_pipelining
        self._answers = {step: list(some) for step, some in answers.items()}

    async def handle_EHLO(  # noqa: N802
        self,
        _server: SMTP,
        session: Session,
        _envelope: Envelope,
        hostname: str,
        responses: list[str],
    ) -> list[str]:
        session.host_name = hostname
        more = ["250-PIPELINING"] if self._is_pipelining else []
        return [*responses[:-1], *more, responses[-1]]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._said("MAIL", server) or "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        said = await self._said("RCPT", server)
        if said is None:
            envelope.rcpt_tos.append(address)
        return said or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        taken = Taken(
            envelope.mail_from or "",
            tuple(envelope.rcpt_tos),
            tuple(envelope.mail_options),
            envelope.original_content or b"",
            session.peer,
        )
        said = await self._said("DATA", server)
        if said is None or said.startswith("421 cut"):
            self.taken.append(taken)
        return said or "250 OK queued as 4F1C"

    async def handle_RSET(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        return await self._said("RSET", server) or "250 OK"

    async def _said(self, step: str, server: SMTP) -> str | None:
        left = self._answers.get(step) or []
        answer = left.pop(0) if left else None
        if answer == SLOW:
            await asyncio.sleep(SLOW_S)
        if answer == CUT and server.transport is not None:
            server.transport.close()
            return "421 cut"
        return None if answer in (SLOW, "") else answer


def letting_in(
    server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: Any
) -> AuthResult:
    """Let in whoever knows the password."""
    known = LoginPassword(USER.encode(), PASSWORD.encode())
    return AuthResult(success=said == known, handled=False)


class _OnAnyPort(Controller):
    """aiosmtpd's server, on a port that is free."""

    def __init__(self, handler: PostOffice, **options: Any) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        port = self._socket.getsockname()[1]
        super().__init__(handler, "127.0.0.1", port, **({"enable_SMTPUTF8": False} | options))

    def _create_server(self) -> Any:
        return self.loop.create_server(
            self._factory_invoker, sock=self._socket, ssl=self.ssl_context
        )


@contextmanager
def opened(office: PostOffice, **options: Any) -> Iterator[PostOffice]:
    """A server that is there as long as the block lasts."""
    controller = _OnAnyPort(office, **options)
    controller.start()
    office.port = controller.port
    try:
        yield office
    finally:
        controller.stop()


@contextmanager
def scripted(*script: bytes | int) -> Iterator[int]:
    """The port of a server that says bytes in their order, hears a line between two of them, and resets.

    A number is how many bytes it hears instead.
    """
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=_play, args=(listening, script))
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        thread.join(5)
        listening.close()


def _play(listening: socket.socket, script: Sequence[bytes | int]) -> None:
    connection, _ = listening.accept()
    with connection, connection.makefile("rb") as heard:
        for said, then in zip(script, [*script[1:], 0], strict=True):
            if isinstance(said, int):
                heard.read(said)
            else:
                connection.sendall(said)
            if isinstance(said, bytes) and isinstance(then, bytes):
                heard.readline()
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
