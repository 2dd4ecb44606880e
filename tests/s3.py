"""A real S3 on this machine (moto), and a proxy before it in which things go wrong on purpose.

Knows how both are started and stopped; refuses to know what is tested.
"""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from typing import Any
from urllib.parse import urlsplit

import httpx

KEYS = {"access_key": "an-access-key", "secret_key": "a-very-secret-key", "region": "us-east-1"}
_NAMES = count(1)


class S3(str):
    """The address of a server that speaks S3."""

    __slots__ = ()

    def bucket(self) -> str:
        """The name of a new bucket."""
        name = f"bucket-{next(_NAMES)}"
        assert httpx.put(f"{self}/{name}").is_success
        return name

    def options(self, endpoint: str | None = None) -> dict[str, str]:
        """What opens a store here."""
        return {**KEYS, "endpoint": endpoint or str(self)}


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def running() -> Iterator[S3]:
    """A server of this worker's own."""
    port = free_port()
    words = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(words, **quiet)  # type: ignore[call-overload] # where output goes is given by name
    try:
        _wait_for(port, process)
        yield S3(f"http://127.0.0.1:{port}")
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, "the S3 server ended"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the S3 server does not come up")


Fault = Callable[["Passing"], bool]
"""Does what goes wrong with a request; false where it shall go on."""


class Passing(BaseHTTPRequestHandler):
    """One request on its way through the proxy."""

    server: Any
    protocol_version = "HTTP/1.1"

    def pass_on(self) -> None:
        """Ask the server behind, unless something goes wrong first."""
        size = int(self.headers.get("content-length") or 0)
        self.content = self.rfile.read(size)
        self.server.seen.append((self.command, self.path, len(self.content)))
        if not self.server.fault(self):
            self.forward()

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = pass_on  # noqa: N815

    def forward(self) -> None:
        """Ask the server behind and give its answer back."""
        answer = self.asked()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "connection", "server", "date"):
                self.send_header(name, value)
        body = answer.read()
        if answer.getheader("content-length") is None:
            self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def asked(self) -> http.client.HTTPResponse:
        """The answer of the server behind."""
        connection = http.client.HTTPConnection(urlsplit(self.server.behind).netloc)
        headers = {name: value for name, value in self.headers.items() if name != "connection"}
        connection.request(self.command, self.path, self.content, headers)
        return connection.getresponse()

    def answer(self, status: int, body: bytes = b"") -> bool:
        """Answer by itself."""
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        return True

    def break_off(self, said: int = 1 << 20, sent: int = 1000) -> bool:
        """Promise a body, send a part of it, and reset the connection."""
        self.send_response(200)
        self.send_header("content-length", str(said))
        self.send_header("last-modified", "Fri, 27 Nov 2026 10:00:00 GMT")
        self.send_header("etag", '"x"')
        self.end_headers()
        self.wfile.write(b"x" * sent)
        self.reset()
        return True

    def reset(self) -> bool:
        """End the connection without an answer."""
        import struct

        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()
        return True

    def finish(self) -> None:
        """What was reset has nothing left to flush."""
        try:
            super().finish()
        except (OSError, ValueError):
            return

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


class Proxy:
    """A proxy before a server; ``fault`` decides what goes wrong."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self._server: Any = server

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def seen(self) -> list[tuple[str, str, int]]:
        """Method, path and size of every request."""
        return list(self._server.seen)

    def fail(self, fault: Fault) -> None:
        """Let this go wrong from now on."""
        self._server.fault = fault
        self._server.seen.clear()

    def sent(self, method: str = "PUT") -> list[int]:
        """The sizes of what was sent by a method."""
        return [size for sent_by, _, size in self.seen if sent_by == method]


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Clients break off as they like."""


@contextmanager
def proxied(behind: str) -> Iterator[Proxy]:
    """A proxy for the block, in which nothing goes wrong yet."""
    server: Any = _Quiet(("127.0.0.1", 0), Passing)
    server.behind, server.fault, server.seen = behind, lambda _: False, []
    thread = threading.Thread(
        target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}
    )
    thread.start()
    try:
        yield Proxy(server)
    finally:
        server.shutdown()
        server.server_close()
