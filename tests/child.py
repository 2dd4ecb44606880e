"""Python in a child process, in a harder world than the tests' own.

Knows how to run code as an ordinary user (even when root runs the tests), on a disk of a few
kilobytes, or until it is killed; refuses to know what the code does.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CLONE_NEWUSER = 0x10000000
TIMEOUT_S = 60
REPORTING = """
import sys
from academy_cli.errors import AcademyError
try:
    exec(sys.argv.pop(1))
except AcademyError as error:
    print(error.kind.name, error.code)
    print(error.message, file=sys.stderr)
"""
"""Runs code and prints the kind and code of the AcademyError it ends with."""


def run(code: str, *arguments: object) -> str:
    """Run code; gives what it prints, which for an AcademyError is ``KIND code``."""
    return _output(_command(code, arguments))


def run_as_ordinary_user(code: str, *arguments: object) -> str:
    """The same, without root's power to write whatever it likes."""
    return _output(_command(code, arguments), preexec_fn=drop_power())


def run_on_small_disk(code: str, folder: Path, *, size_kb: int) -> str:
    """The same, with ``folder`` on a disk of its own; skips where nobody may mount one."""
    if not shutil.which("unshare"):
        pytest.skip("no unshare on this machine")
    mount = f"mount -t tmpfs -o size={size_kb}k tmpfs '{folder}' || exit 97; exec \"$@\""
    command = ["unshare", "-Urm", "sh", "-c", mount, "sh", *_command(code, [folder])]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S)
    if finished.returncode == 97 or "unshare failed" in finished.stderr:
        pytest.skip("this machine does not let the tests mount a small disk")
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


@contextmanager
def running(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run code beside the block, which starts when the code has printed its first line."""
    process = subprocess.Popen(
        _command(code, arguments),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stdin=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.communicate()


def _command(code: str, arguments: object) -> list[str]:
    words = [str(argument) for argument in arguments]  # type: ignore[attr-defined]
    return [sys.executable, "-W", "error", "-c", REPORTING, code, *words]


def _output(command: list[str], preexec_fn: Callable[[], None] | None = None) -> str:
    finished = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S, preexec_fn=preexec_fn
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def drop_power() -> Callable[[], None]:
    """What a child does before it runs, to be unable to write whatever it likes."""
    libc = ctypes.CDLL(None, use_errno=True)
    is_root = os.geteuid() == 0

    def enter_namespace() -> None:
        if is_root and libc.unshare(CLONE_NEWUSER):
            os._exit(97)

    return enter_namespace
