"""SendGrid's API on this machine: takes letters, or answers as a test wants.

Knows ``POST /v3/mail/send`` as far as it is documented; refuses requests that SendGrid would.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "SG.k3y.S3CRET"
RESERVED = {
    *("x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type"),
    *("content-transfer-encoding", "to", "from", "subject", "reply-to", "cc", "bcc"),
}


@dataclass(frozen=True)
class Answer:
    """What is answered; ``cut`` closes before any of it, or in its body; ``rest`` comes again and again."""

    code: int = 202
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""
    cut: str = ""
    after_s: float = 0
    rest: bytes = b""
    every_s: float = 0


@dataclass(frozen=True)
class Request:
    """What was asked, and over which connection."""

    body: Mapping[str, Any]
    headers: Mapping[str, str]
    connection: Any


class SendGrid:
    """Takes every letter, but gives the answers that were laid down first, in their order."""

    path = "/v3/mail/send"

    def __init__(self, *answers: Answer) -> None:
        self.requests: list[Request] = []
        self.url = ""
        self._answers = list(answers)

    def answer(self, request: Request) -> Answer:
        """What is said to a request, whether it is one of SendGrid's or not."""
        self.requests.append(request)
        if self._answers:
            return self._answers.pop(0)
        if request.headers["authorization"] != f"Bearer {KEY}":
            return refused(401, "The provided authorization grant is invalid, expired, or revoked")
        wrong = next(_wrong(request.body), None)
        return refused(400, *wrong) if wrong else Answer(202, {"X-Message-Id": "14c5d75ce93"})


class Channel(SendGrid):
    """A channel of Slack's that notices are posted to; its address is a secret."""

    path = "/services/T01/B02/S3CRET"

    def answer(self, request: Request) -> Answer:
        """What Slack says."""
        self.requests.append(request)
        return self._answers.pop(0) if self._answers else Answer(200, {}, "ok")

    @property
    def address(self) -> str:
        """Where notices are posted."""
        return self.url + self.path

    @property
    def posted(self) -> list[str]:
        """What is read there."""
        return [one.body["text"] for one in self.requests]


def refused(code: int, message: str, about: str | None = None, **headers: str) -> Answer:
    """A refusal as SendGrid writes it."""
    errors = [{"message": message, "field": about, "help": None}]
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(code, named, json.dumps({"errors": errors}))


def _wrong(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What SendGrid finds wrong with a request."""
    kinds = [one["type"] for one in body["content"]]
    if kinds != sorted(kinds, reverse=True):
        yield "text/plain has to come first", "content"
    for one in body["personalizations"]:
        if not all(to["email"].isascii() for to in one["to"]):
            yield "Does not contain a valid address.", "personalizations.0.to.0.email"
        if not all(isinstance(value, str) for value in one["custom_args"].values()):
            yield "custom_args have to be strings", "custom_args"
    for name in {one.lower() for one in body["headers"]} & RESERVED:
        yield "The header is reserved", f"headers.{name}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    office: SendGrid

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        answer = self.office.answer(Request(body, headers, self.client_address))
        if self.path != self.office.path:
            answer = Answer(404)
        time.sleep(answer.after_s)
        if answer.cut == "before":
            self.close_connection = True
            return
        self._write(answer)

    def _write(self, answer: Answer) -> None:
        self.send_response(answer.code)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        body = answer.body.encode()
        missing = 10**9 if answer.rest else 10 if answer.cut == "in its body" else 0
        self.send_header("Content-Length", str(len(body) + missing))
        self.end_headers()
        self.wfile.write(body)
        while answer.rest:
            self.wfile.write(answer.rest)
            time.sleep(answer.every_s)
        self.close_connection = self.close_connection or bool(missing)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        """Say nothing."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Who asked may be gone before the answer: that is what some tests are about."""


@contextmanager
def opened(office: SendGrid) -> Iterator[SendGrid]:
    """A server that is there as long as the block lasts."""
    handler = type("Handler", (_Handler,), {"office": office})
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        office.url = f"http://127.0.0.1:{server.server_port}"
        try:
            yield office
        finally:
            server.shutdown()
            thread.join()


def connections(office: SendGrid) -> int:
    """Over how many connections requests came."""
    return len({one.connection for one in office.requests})


def files(request: Request) -> Sequence[Mapping[str, str]]:
    """Files that go with a letter."""
    found: Sequence[Mapping[str, str]] = request.body.get("attachments", [])
    return found
