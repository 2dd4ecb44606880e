"""HTTP on this machine: connections that stay open, answers, and connections that are cut on purpose.

Knows sockets; refuses to know what is asked.
"""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import urlsplit

from academy_cli.payments.standin.backstage import PREFIX, Backstage
from academy_cli.payments.standin.conversation import Reply, reply
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.wire import Answer, Request, decoded, refusal

_RESET = struct.pack("ii", 1, 0)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Connection)
        self.backstage = Backstage()
        self._open: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close a connection: with a farewell, or with a reset if that is what was asked for."""
        self._open.discard(request)
        if request.getsockopt(socket.SOL_SOCKET, socket.SO_LINGER, len(_RESET)) == _RESET:
            request.close()
        else:
            super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that leave in the middle are what this is for."""

    def hang_up(self) -> None:
        """Leave no connection open."""
        self.backstage.stage.troubles.clear()
        for one in tuple(self._open):
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "academy-stand-in"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        self._converse()

    def do_POST(self) -> None:
        self._converse()

    def do_DELETE(self) -> None:
        self._converse()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the base
        """Nothing on stderr: the log is asked for backstage."""

    def _converse(self) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if address.path.startswith(PREFIX):
            self._send(self.server.backstage.answer(address.path, json.loads(body or "{}")))
            return
        try:
            form = decoded(body if self.command == "POST" else address.query)
        except RefusedError as error:
            self._send(refusal(error))
            return
        headers: Mapping[str, str] = {name.lower(): text for name, text in self.headers.items()}
        self._give(
            reply(self.server.backstage.stage, Request(self.command, address.path, form, headers))
        )

    def _give(self, given: Reply) -> None:
        if given.answer is None:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.close_connection = True
            return
        self._send(given.answer, is_cut=given.is_cut)

    def _send(self, given: Answer, *, is_cut: bool = False) -> None:
        self.send_response(given.status)
        for name, text in {"Content-Type": "application/json", **given.headers}.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(given.body)))
        self.end_headers()
        self.wfile.write(given.body[: len(given.body) // 2] if is_cut else given.body)
        self.wfile.flush()
        self.close_connection = self.close_connection or is_cut


class StandIn:
    """The stand-in in a thread of its own; ``with StandIn() as standin: standin.url``."""

    def __init__(self, port: int = 0) -> None:
        self._server = _Server(port)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        )

    @property
    def url(self) -> str:
        """Where it answers, as ``base_addresses={"api": url}`` of Stripe's client."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def start(self) -> Self:
        """Begin to answer."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Cut every connection and answer no more."""
        self._server.shutdown()
        self._server.hang_up()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
