"""The web server of a preview: on this machine, for this machine.

Knows requests and answers; refuses what another site's page makes a browser ask (by the Host header, which
a name that was bound to this machine cannot forge), and every file that no page refers to.
"""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from typing import Any
from urllib.parse import unquote, urlsplit

from academy_cli.authoring.preview.addresses import FILES, HOME, STATIC
from academy_cli.authoring.preview.looking import View
from academy_cli.authoring.preview.quizzing import NO_ATTEMPT, Attempt, begun, handed_in
from academy_cli.authoring.preview.sending import Span, span_of
from academy_cli.authoring.preview.workshop import Workshop
from academy_cli.pages.drawing import LIVE, policy, static
from academy_cli.pages.drawing import STATIC as STATIC_FILES

HERE = "127.0.0.1"
ANSWERS_BYTES = 1 << 20
"""More than anybody writes into a quiz."""
BEAT_S = 15.0
"""Seconds between two signs of life, by which connections that ended are noticed."""
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_KINDS = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_ACTIVE = ("html", "xml", "svg")
_SANDBOX = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'"
"""For files of the course that a browser would show as a page: they get no script, and no origin."""


class Door(ThreadingHTTPServer):
    """A preview's server; ``ring`` tells every page that is open that something changed."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, workshop: Workshop, port: int, view: View) -> None:
        self.workshop, self.view = workshop, view
        self.answered = threading.Event()
        """Whether a page was answered."""
        self._changed = threading.Condition()
        self._changes = 0
        self._is_over = False
        super().__init__((HERE, port), _Asked)

    @property
    def url(self) -> str:
        """Where the course is."""
        return f"http://{HERE}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """What a browser calls this machine."""
        return frozenset(f"{name}:{self.server_port}" for name in (HERE, "localhost"))

    def ring(self) -> None:
        """Tell every page that is open."""
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    def changes(self, send: Callable[[bytes], Any]) -> None:
        """Tell one page of changes until it is closed, or the preview is over."""
        seen = self._changes
        send(b"retry: 500\n\n")
        while not self._is_over:
            with self._changed:
                if self._changes == seen and not self._is_over:
                    self._changed.wait(BEAT_S)
                is_new, seen = self._changes != seen, self._changes
            send(b"event: changed\ndata:\n\n" if is_new else b":\n\n")

    def server_close(self) -> None:
        """Let go of the port, and of every page."""
        with self._changed:
            self._is_over = True
            self._changed.notify_all()
        super().server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of a connection that a browser closed; everything else is a bug, and told."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Asked(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = 60
    server: Door
    _attempt = NO_ATTEMPT

    def setup(self) -> None:
        """Send what is small at once."""
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        """Answer with a page or a file."""
        self._answer()

    do_HEAD = do_GET  # noqa: N815 - the name that http.server calls

    def do_POST(self) -> None:
        """Answer with a quiz that was handed in on a page of ours."""
        length = self.headers.get("Content-Length", "")
        if self.headers.get("Origin", "") not in {f"http://{host}" for host in self.server.hosts}:
            self.close_connection = True  # its body is not read, and would be taken for a request
            self._send(HTTPStatus.FORBIDDEN, b"This came from somewhere else.\n", "text/plain")
        elif not length.isdecimal() or int(length) > ANSWERS_BYTES:
            self.close_connection = True
            self._send(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"These are no answers.\n", "text/plain"
            )
        else:
            said = self.rfile.read(int(length)).decode("utf-8", "replace")
            self._answer(handed_in(said))

    def _answer(self, attempt: Attempt | None = None) -> None:
        self.close_connection |= self.command != "POST" and self._has_body
        if self.headers.get("Host", "").lower() not in self.server.hosts:
            self._send(
                HTTPStatus.MISDIRECTED_REQUEST,
                b"This preview is for this machine alone.\n",
                "text/plain",
            )
            return
        asked = urlsplit(self.path)
        path, self._attempt = unquote(asked.path), attempt or begun(asked.query)
        name, _, address = path.lstrip("/").partition("/")
        if path == "/events":
            self._events()
        elif name in {view.value for view in View} and path.startswith(f"/{name}/"):
            self._of_view(View(name), address)
        elif path == "/":
            self._send(HTTPStatus.FOUND, b"", "text/plain", Location=f"/{self.server.view.value}/")
        else:
            self._send(HTTPStatus.NOT_FOUND, b"There is nothing here.\n", "text/plain")

    @property
    def _has_body(self) -> bool:
        return any(name in self.headers for name in ("Content-Length", "Transfer-Encoding"))

    def _of_view(self, view: View, address: str) -> None:
        if address.startswith(STATIC):
            self._static(address.removeprefix(STATIC))
        elif address.startswith(FILES):
            self._file(address)
        else:
            self._page(view, address or HOME)

    def _page(self, view: View, address: str) -> None:
        found = self.server.workshop.page(view, address, self._attempt)
        status = HTTPStatus.OK if found.is_there else HTTPStatus.NOT_FOUND
        csp = f"{policy(self.server.workshop.hosts, is_live=True)}; frame-ancestors 'none'"
        headers = {"ETag": f'"{found.mark}"', "Content-Security-Policy": csp}
        self._send(status, found.html.encode(), "text/html; charset=utf-8", **headers)
        self.server.answered.set()

    def _static(self, name: str) -> None:
        if name not in (*STATIC_FILES, *LIVE):
            self._send(HTTPStatus.NOT_FOUND, b"There is no such file.\n", "text/plain")
            return
        kind = _KINDS[name.rpartition(".")[2]]
        self._send(HTTPStatus.OK, static(name), f"{kind}; charset=utf-8")

    def _file(self, address: str) -> None:
        found = self.server.workshop.file(address)
        try:
            span = span_of(found, self.headers.get("Range", "")) if found else None
        except OSError:
            span = None
        if span is None:
            self._send(HTTPStatus.NOT_FOUND, b"There is no such file.\n", "text/plain")
            return
        with span.file:
            self._stream(span, guess_type(address)[0] or "application/octet-stream")

    def _stream(self, span: Span, kind: str) -> None:
        self.send_response(span.status)
        self._headers({"Content-Type": kind, **span.headers})
        if any(sign in kind for sign in _ACTIVE):
            self.send_header("Content-Security-Policy", _SANDBOX)
        self.end_headers()
        if self.command != "HEAD":
            for piece in span.pieces():
                self.wfile.write(piece)

    def _events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self._headers({"Content-Type": "text/event-stream", "Connection": "close"})
        self.end_headers()
        self.close_connection = True

        def send(data: bytes) -> None:
            self.wfile.write(data)
            self.wfile.flush()

        if self.command != "HEAD":
            self.server.changes(send)

    def _send(self, status: HTTPStatus, data: bytes, kind: str, **headers: str) -> None:
        self.send_response(status)
        self._headers({"Content-Type": kind, "Content-Length": str(len(data)), **headers})
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _headers(self, headers: dict[str, str]) -> None:
        ending = {"Connection": "close"} if self.close_connection else {}
        for name, value in {**_ALWAYS, "Cache-Control": "no-cache", **ending, **headers}.items():
            self.send_header(name, value)

    def version_string(self) -> str:
        """Who answers."""
        return "academy"

    def log_message(self, *_: object) -> None:
        """Say nothing: what matters is on the page."""
