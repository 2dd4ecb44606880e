"""A door on this machine through which Stripe's events come as they happen.

An event is let in only with its signature, is written down, answered, and then applied as one that was read:
a door that was shut loses nothing. Knows HTTP as far as that; refuses to serve anything else, and any address
but this machine's own: TLS is for whatever stands before it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from academy_cli.db.transaction import write
from academy_cli.errors import AcademyError
from academy_cli.payments import installation
from academy_cli.payments.errors import LiveModeError
from academy_cli.payments.gateway import ProviderEvent
from academy_cli.payments.stripe.signature import ForgedError
from academy_cli.payments.sync import applying, store
from academy_cli.payments.till import Till

HOST, PATH = "127.0.0.1", "/stripe"
LARGEST = 1 << 20
"""Bytes; an event has a few thousand."""
PATIENCE_S = 10
"""Seconds that somebody who calls may say nothing."""
LOOK_S = timedelta(milliseconds=50).total_seconds()
"""Seconds between two looks at whether to end."""
Verify = Callable[[bytes, str], ProviderEvent]
"""Makes an event of a body and its signature. Raises ForgedError."""


class Door(ThreadingHTTPServer):
    """Listens while it is open; ``with Door(till, verify, port) as door: door.rang.wait()``."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, till: Till, verify: Verify, port: int) -> None:
        """Bind a port of this machine; 0 is any that is free. Raises OSError."""
        super().__init__((HOST, port), _Visit)
        self.till, self.verify = till, verify
        self.rang = threading.Event()
        """Set when there is an event to be applied."""
        self._thread = threading.Thread(target=self.serve_forever, args=(LOOK_S,), daemon=True)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.server_port}{PATH}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever leaves in the middle will come again."""

    def let_in(self, body: bytes, signature: str) -> HTTPStatus:
        """What a body is answered; it is written down when that is 200."""
        try:
            event = self.verify(body, signature)
            self._keep(event)
        except (ForgedError, LiveModeError):
            return HTTPStatus.BAD_REQUEST
        except AcademyError:  # the database is away; Stripe comes again
            return HTTPStatus.SERVICE_UNAVAILABLE
        return HTTPStatus.OK

    def _keep(self, event: ProviderEvent) -> None:
        """Write an event down, once. Raises LiveModeError."""
        if event.type not in applying.TYPES:
            return
        with write(self.till.engine) as connection:
            installation.require_mode(connection, is_live=event.is_live)
            new = store.keep(connection, [event], "webhook", self.till.clock())
        if new:
            self.rang.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()


class _Visit(BaseHTTPRequestHandler):
    server: Door
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "academy", ""
    timeout = PATIENCE_S

    def do_POST(self) -> None:
        """An event, if it comes to the right place in the right size."""
        if self.path != PATH:
            self._say(HTTPStatus.NOT_FOUND)
            return
        size = self.headers.get("Content-Length", "")
        if not size.isascii() or not size.isdigit():
            self._say(HTTPStatus.LENGTH_REQUIRED)
        elif int(size[:20]) > LARGEST:
            self._say(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            self._take(int(size))

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base
        """Nothing on stderr: whoever applies events says what came of them."""

    def _take(self, size: int) -> None:
        try:
            body = self.rfile.read(size)
        except OSError:
            self.close_connection = True
            return
        whole = len(body) == size
        signature = self.headers.get("Stripe-Signature", "")
        self._say(self.server.let_in(body, signature) if whole else HTTPStatus.BAD_REQUEST)

    def _say(self, status: HTTPStatus) -> None:
        if status is not HTTPStatus.OK:
            self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.send_header("Connection", "close" if self.close_connection else "keep-alive")
        self.end_headers()
