"""A web server on this machine that behaves as servers do, well and badly.

Knows one behaviour per path; refuses to know who asks.
"""

from __future__ import annotations

import socket
import ssl
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any


class Website:
    """A server that runs, what it was asked, and how many requests it had at once."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self.headers: list[dict[str, str]] = []
        self.at_once = self.most_at_once = 0
        self.tries: dict[str, int] = {}
        self.lock = Lock()
        self.url = ""

    def paths(self, method: str = "") -> list[str]:
        """The paths that were asked for, in order."""
        return [path for one, path in self.asked if not method or one == method]


def _handler(site: Website) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:  # the name that http.server looks for
            self._answer()

        def do_GET(self) -> None:  # the same
            self._answer()

        def _answer(self) -> None:
            with site.lock:
                site.asked.append((self.command, self.path))
                site.headers.append(dict(self.headers))
                site.at_once += 1
                site.most_at_once = max(site.most_at_once, site.at_once)
                site.tries[self.path] = site.tries.get(self.path, 0) + 1
            try:
                name, _, rest = self.path.lstrip("/").partition("/")
                with suppress(BrokenPipeError, ConnectionResetError):
                    BEHAVIOURS[name](self, site, rest)
            finally:
                with site.lock:
                    site.at_once -= 1

        def says(self, status: int, **headers: str) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    return Handler


def _reset(handler: Any, _: Website, __: str) -> None:
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.connection.close()


def _drip(handler: Any, _: Website, __: str) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for _number in range(100):
        handler.wfile.write(b"X")
        handler.wfile.flush()
        time.sleep(0.1)


def _huge(handler: Any, site: Website, _: str) -> None:
    handler.send_response(200)
    handler.send_header("Content-Length", str(10**12))
    handler.end_headers()
    if handler.command == "GET":
        for _number in range(1000):
            handler.wfile.write(b"x" * 65536)
            site.tries["bytes"] = site.tries.get("bytes", 0) + 65536


def _to(status: int) -> Callable[[Any, Website, str], None]:
    return lambda handler, _, rest: handler.says(status, Location=f"/{rest}")


BEHAVIOURS: dict[str, Callable[[Any, Website, str], None]] = {
    "ok": lambda h, _, __: h.says(200, Set_Cookie="a=b"),
    "gone": lambda h, _, __: h.says(404),
    "really-gone": lambda h, _, __: h.says(410),
    "no-head": lambda h, _, rest: h.says(int(rest) if h.command == "HEAD" else 200),
    "forbidden": lambda h, _, __: h.says(403),
    "for-good": _to(301),
    "for-now": _to(302),
    "loop": lambda h, _, __: h.says(302, Location="/loop2"),
    "loop2": lambda h, _, __: h.says(302, Location="/loop"),
    "on": lambda h, _, rest: h.says(302, Location=f"/on/{int(rest) + 1}"),
    "abroad": lambda h, _, rest: h.says(302, Location=f"http://{rest}/"),
    "busy": lambda h, s, rest: (
        h.says(429, Retry_After=rest) if s.tries[h.path] < 2 else h.says(200)
    ),
    "ill": lambda h, s, rest: h.says(500) if s.tries[h.path] <= int(rest) else h.says(200),
    "slow": lambda h, _, rest: (time.sleep(float(rest)), h.says(200)),
    "reset": _reset,
    "drip": _drip,
    "huge": _huge,
}


@contextmanager
def running(certificate: Path | None = None) -> Iterator[Website]:
    """A website for the block; with a certificate it speaks TLS."""
    site = Website()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site))
    server.daemon_threads = True
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if certificate else "http"
    site.url = f"{scheme}://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
