"""A machine with nothing on it but the program, its own time, and a Stripe that keeps the same time.

Knows how a person's commands are run, as processes, and how time passes; refuses to know any story.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from academy_cli.payments.standin.control import Control
from tests.payments.standin.provider import KEY

PROGRAM = Path(sys.executable).with_name("academy")
"""What pip installed: the script that people start."""
SITE = "https://learn.example.org"


@dataclass(frozen=True)
class Ended:
    """What is left of a command when it has ended."""

    words: Sequence[str]
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its answer."""
        return json.loads(self.out)


@dataclass
class Machine:
    """A home of its own, whose clock stands where the story is."""

    folder: Path
    stripe: Control
    now: datetime
    environ: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.stripe.reset(start=int(self.now.timestamp()))

    def later(self, **span: float) -> None:
        """Let time pass, here and at Stripe."""
        passed = timedelta(**span)
        self.now += passed
        self.stripe.advance(int(passed.total_seconds()))

    def run(self, *words: str, given: str = "") -> Ended:
        """Run a command as a person does, with nothing in the environment but what they set."""
        faketime = shutil.which("faketime")
        assert faketime, "faketime is not installed: .ci/packages"
        around = {"HOME": str(self.folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TZ": "UTC"}
        said = f"@{self.now.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
        begun = time.monotonic()
        done = subprocess.run(
            [faketime, "-f", said, str(PROGRAM), *words],
            cwd=self.folder,
            env=around | self._of_tests() | self.environ,
            input=given,
            capture_output=True,
            text=True,
            check=False,
        )
        self.now += timedelta(seconds=time.monotonic() - begun)  # as at Stripe
        self.later(seconds=1)  # the next one is started afterwards
        return Ended(words, done.returncode, done.stdout, done.stderr)

    def does(self, *words: str, code: int = 0) -> Ended:
        """Run a command that has to end so."""
        ended = self.run(*words)
        assert ended.code == code, f"{' '.join(words)} ended with {ended.code}: {ended.err}"
        return ended

    def asks(self, *words: str, code: int = 0) -> Any:
        """What a command answers in JSON."""
        return self.does(*words, "--format", "json", code=code).json

    def write(self, name: str, rows: Iterable[Mapping[str, object]]) -> str:
        """A file of rows, as somebody brings it along."""
        rows = list(rows)
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        return name

    def sells(self) -> None:
        """Be paid at the Stripe of this machine from now on."""
        self.environ |= {
            "ACADEMY_STRIPE_API_KEY": KEY,
            "ACADEMY_STRIPE_API_BASE": self.stripe.url,
        }

    @staticmethod
    def _of_tests() -> Mapping[str, str]:
        """Where the code under test is, if it is not installed."""
        return {name: os.environ[name] for name in ("PYTHONPATH",) if name in os.environ}
