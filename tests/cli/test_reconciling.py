"""The books against Stripe from the terminal: compared, put right, a month closed; and events heard."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

from academy_cli.payments.standin.webhooks import signature
from tests.cli.conftest import REPOSITORY, Run, Set
from tests.cli.selling import bought, ordered, pay, rows, said
from tests.payments.standin.provider import Standin

SECRET = "whsec_mine"


def test_books_that_agree_are_said_to(selling: Run, home: Path, stripe_standin: Standin) -> None:
    bought(selling, home, stripe_standin, "sam@x.org", "python")

    ran = selling("payment", "reconcile")

    assert (ran.code, ran.out) == (0, "")
    assert "Read from Stripe: 1 charge, 1 balance transaction.\n" in ran.err
    assert ran.err.endswith("The books and Stripe agree.\n")


def test_what_differs_ends_with_9_and_is_put_right_when_asked(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    reference = str(ordered(selling, "sam@x.org", "python")["reference"])
    pay(home, stripe_standin, reference)

    found = selling("payment", "reconcile", "--format", "json")
    again = selling("payment", "reconcile", "--stored", "--format", "json")
    mended = selling("payment", "reconcile", "--fix", "--yes")

    [missing] = [one for one in json.loads(found.out) if one["code"] == "charge.not-in-books"]
    assert found.code == again.code == 9
    assert json.loads(again.out) == json.loads(found.out)
    assert missing["amount"] == {"amount": 4900, "currency": "eur"}
    assert reference in missing["references"]
    assert mended.code == 0, mended.err
    assert "write the payment down and let its learner in: done." in mended.err
    assert "sam@x.org" in selling("enrollment", "list").out


def test_what_differs_is_a_line_with_its_amount(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    pay(home, stripe_standin, str(ordered(selling, "sam@x.org", "python")["reference"]))

    ran = selling("payment", "reconcile")

    assert ran.out.startswith("charge.not-in-books\t")
    assert "\t49.00 EUR\t" in ran.out
    assert "academy payment reconcile --fix" in ran.err


def test_without_anybody_to_ask_nothing_is_put_right(selling: Run) -> None:
    assert selling("payment", "reconcile", "--fix").code == 6


def test_a_month_is_closed_and_proved_again(
    selling: Run, home: Path, stripe_standin: Standin
) -> None:
    bought(selling, home, stripe_standin, "sam@x.org", "python")
    now = datetime.now(UTC)
    month = f"{now:%Y-%m}"
    with time_machine.travel(now + timedelta(days=40)):
        assert selling("payment", "reconcile").code == 0
        closed = selling("payment", "close", month, "--yes", "--format", "json")
        verified = selling("payment", "close", month, "--verify", "--format", "json")

    view = said(closed)
    assert closed.code == 0, closed.err
    assert "EUR: documents 49.00 EUR, ledger 49.00 EUR, Stripe 49.00 EUR" in closed.err
    assert (view["month"], view["number"], len(view["content_sha256"])) == (month, 1, 64)
    assert said(verified)["is_sound"] is True
    assert said(verified)["content_sha256"] == view["content_sha256"]


def test_a_month_that_is_not_over_is_not_closed(selling: Run) -> None:
    ran = selling("payment", "close", f"{datetime.now(UTC):%Y-%m}", "--yes")

    assert (ran.code, ran.out) == (6, "")


def test_events_are_heard_until_ctrl_c(
    selling: Run, home: Path, stripe_standin: Standin, given: Set
) -> None:
    port = free_port()
    given(stripe_webhook_secret=SECRET, stripe_webhook_port=port)
    pay(home, stripe_standin, str(ordered(selling, "sam@x.org", "python")["reference"]))
    [event] = stripe_standin.api.events.list({"type": "charge.succeeded"}).data
    process = subprocess.Popen(
        [sys.executable, "-m", "academy_cli", "payment", "webhook", "--format", "jsonl"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=home,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stdout is not None
    ready = process.stderr.readline()

    answers = [knock(port, str(event), secret) for secret in ("whsec_another", SECRET)]
    heard = process.stdout.readline()
    process.send_signal(signal.SIGINT)
    rest, err = process.communicate(timeout=120)

    assert ready == f"Listening on http://127.0.0.1:{port}/stripe; Ctrl-C ends it.\n"
    assert answers == [400, 200]
    assert json.loads(heard + rest)["applied"] == 1
    assert process.returncode == 130, err
    assert "Traceback" not in err
    assert rows(home, "select count(*) from payments") == [(1,)]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def knock(port: int, body: str, secret: str) -> int:
    """Tell of something at the door, signed with a secret; the status of the answer."""
    headers = {"Stripe-Signature": signature(body, secret, int(time.time()))}
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("POST", "/stripe", body, headers)
        return connection.getresponse().status
