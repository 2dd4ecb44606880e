"""The stand-in for Stripe that ``academy demo --payments`` runs beside itself, and what happens there.

Knows how the process is started and ended, and each deed of the story; refuses to know the story.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from academy_cli.payments.standin.control import Control

KEY = "sk_test_demo"
SITE = "https://academy.example.org"
FOREVER = 1000
_SETTINGS = ("ACADEMY_STRIPE_API_KEY", "ACADEMY_STRIPE_API_BASE", "ACADEMY_SITE_URL")


@contextmanager
def running() -> Iterator[Control]:
    """A stand-in in a process of its own, which this one's settings name, until the block ends."""
    from academy_cli.payments.standin.control import Control

    words = [sys.executable, "-m", "academy_cli.payments.standin", "--until-eof"]
    process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        url = process.stdout.readline().strip()
        os.environ.update(zip(_SETTINGS, (KEY, url, SITE), strict=True))
        yield Control(url)
    finally:
        for name in _SETTINGS:
            os.environ.pop(name, None)
        process.stdin.close()
        process.wait()
        process.stdout.close()


def happen(control: Control, deed: str) -> None:
    """Let something happen at Stripe."""
    DEEDS[deed](control)


def _pay(control: Control) -> None:
    [page] = control.dump()["checkout.session"]
    control.complete(page["id"], email="ann@example.org", name="Ann Lee")


def _break(control: Control) -> None:
    control.fault("POST /v1/refunds", "drop_after")
    control.fault("(GET|POST) /v1/", "503", times=FOREVER)


def _charge(control: Control) -> Any:
    return control.dump()["charge"][0]["id"]


def _win(control: Control) -> None:
    [dispute] = control.dump()["dispute"]
    control.move_dispute(dispute["id"], "won")


DEEDS: Mapping[str, Callable[[Control], object]] = {
    "pay": _pay,
    "break": _break,
    "mend": lambda control: control.clear(),
    "dashboard": lambda control: control.dashboard_refund(_charge(control), 500),
    "dispute": lambda control: control.dispute(_charge(control)),
    "win": _win,
}
