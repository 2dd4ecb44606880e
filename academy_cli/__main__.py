"""The way in: words from the command line, an exit code back.

Knows how a process of academy is set up; refuses to know what the words mean.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    # A course of 15,000 lessons is hundreds of thousands of objects that all stay alive: walking them
    # once finds nothing and takes 27 ms. Imports alone would wake the collector thirty times.
    gc.set_threshold(1_000_000, 50, 50)
    from academy_cli.cli import root

    return root.run(sys.argv[1:] if arguments is None else arguments)


def program() -> NoReturn:
    """Run as a process of its own, and end it without taking the interpreter apart.

    Everything is closed by then; freeing a large course object by object would take longer than
    comparing it (0.15 s for 14,441 lessons).
    """
    code = main()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # nobody is reading any more
            stream.flush()
    os._exit(code)


if __name__ == "__main__":
    program()
