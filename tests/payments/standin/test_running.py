"""The stand-in as a process of its own: it says where it is, answers, and leaves when it is told to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
import stripe

from academy_cli.payments.standin.control import Control
from tests.payments.standin.provider import KEY

ASKING = f"""
import stripe, sys
stripe.enable_telemetry = False
client = stripe.StripeClient({KEY!r}, base_addresses={{"api": sys.argv[1]}})
print(client.v1.customers.create({{"name": "Ann"}}).name)
"""
COMMAND = [sys.executable, "-m", "academy_cli.payments.standin"]


@pytest.fixture
def process() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True) as started:
        yield started
        started.kill()


def test_its_first_line_is_its_address(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    url = process.stdout.readline().strip()

    made = Control(url).bulk(customers=2)

    assert url.startswith("http://127.0.0.1:")
    assert len(made["customers"]) == 2


@pytest.mark.skipif(os.name == "nt", reason="signals of Unix")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_leaves_when_it_is_told_to(
    process: subprocess.Popen[str], number: signal.Signals
) -> None:
    assert process.stdout
    process.stdout.readline()

    process.send_signal(number)

    assert process.wait(timeout=20) == 0


def test_it_leaves_with_whoever_started_it() -> None:
    words = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([*COMMAND, "--until-eof"], **words) as started:
        started.stdout.readline()

        started.stdin.close()

        assert started.wait(timeout=20) == 0


def test_starting_it_does_not_load_stripes_client() -> None:
    code = (
        "import sys; import academy_cli.payments.standin.server; sys.exit('stripe' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_a_client_of_stripe_takes_its_address(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    url = process.stdout.readline().strip()

    answered = subprocess.run(
        [
            sys.executable, "-c",
            ASKING,
            url,
        ],
        capture_output=True, text=True,
    )  # fmt: skip

    assert (answered.stdout, stripe.api_version[:4]) == ("Ann\n", "2026")
