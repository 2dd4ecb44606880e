"""Run the stand-in: ``python -m academy_cli.payments.standin [--port 0]`` prints its address first.

Knows a port; refuses to listen anywhere but on this machine.
"""

from __future__ import annotations

import argparse
import signal
import sys
import threading

from academy_cli.payments.standin.server import StandIn


def main() -> None:
    """Answer until somebody interrupts or terminates it."""
    words = argparse.ArgumentParser(
        prog="python -m academy_cli.payments.standin", description=__doc__
    )
    words.add_argument("--port", type=int, default=0, help="0, as without it: any free port")
    words.add_argument(
        "--until-eof", action="store_true", help="leave once standard input is closed"
    )
    asked = words.parse_args()
    enough = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: enough.set())
    if asked.until_eof:
        threading.Thread(target=_await_eof, args=(enough,), daemon=True).start()
    with StandIn(asked.port) as standin:
        sys.stdout.write(f"{standin.url}\n")
        sys.stdout.flush()
        enough.wait()


def _await_eof(enough: threading.Event) -> None:
    """Whoever started it has ended, however that came about."""
    sys.stdin.read()
    enough.set()


if __name__ == "__main__":
    main()
