"""The real command, killed at a random moment: what it began is finished, once."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from academy_cli.db.transaction import write
from academy_cli.models import Refund
from tests.payments.books import differences
from tests.payments.till import KEY, Booth, paid_order, rows
from tests.reliability.chance import SHARE, say, seeded

KILLS = 1
AFTERWARDS_S = 0.2
"""How long a command lives at most after it has written down what is wanted."""


def settings(booth: Booth, home: Path) -> Mapping[str, str]:
    """How the command finds the academy and its Stripe."""
    said = {"ACADEMY_DATABASE_URL": booth.url, "ACADEMY_STRIPE_API_KEY": KEY}
    return {**os.environ, **said, "ACADEMY_STRIPE_API_BASE": booth.stripe, "HOME": str(home)}


def academy(*words: str) -> list[str]:
    """The command."""
    return [sys.executable, "-m", "academy_cli", *words]


def free_leases(booth: Booth) -> None:
    """Let whatever a dead process held be free, as five minutes do."""
    till = booth.till()
    with write(till.engine) as connection:
        connection.execute(update(Refund).values(lease_until=None))


def asked(booth: Booth, key: str) -> Sequence[Mapping[str, Any]]:
    """The refund that was asked for with a key, if it is written down."""
    return rows(booth, Refund, request_key=key)


def run(booth: Booth, home: Path, kills: int, chance: random.Random) -> None:
    """Kill the command so often, and require books that are right after each."""
    killed = 0
    for number in range(kills):
        reference, intent = paid_order(booth, number)
        words = academy("refund", "create", reference, "--yes", "--request-key", f"k{number}")
        process = subprocess.Popen(
            words,
            cwd=home,
            env=settings(booth, home),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while process.poll() is None and not asked(booth, f"k{number}"):
            time.sleep(0.005)
        time.sleep(chance.uniform(0, AFTERWARDS_S))
        process.kill()
        killed += process.wait() < 0
        free_leases(booth)
        ended = subprocess.run(
            words, cwd=home, env=settings(booth, home), capture_output=True, text=True
        )
        assert ended.returncode == 0, ended.stderr
        assert list(differences(booth, intent)) == [], number
        [mine] = asked(booth, f"k{number}")
        assert mine["state"] == "succeeded"
    say(f"{kills} commands, {killed} killed")


def test_a_killed_command_refunds_once(booth: Booth, tmp_path: Path) -> None:
    run(booth, tmp_path, KILLS, random.Random(3))


@pytest.mark.torture
def test_a_command_killed_very_often_refunds_once_each_time(booth: Booth, tmp_path: Path) -> None:
    run(booth, tmp_path, max(1, int(50 * SHARE)), seeded())
