"""The way in: words from the command line, an exit code back.

Knows how a process of academy is set up; refuses to know what the words mean. What it imports itself is
little, because Ctrl-C shows Python's own words until it is held back.
"""

from __future__ import annotations

import os
import sys

from academy_cli.cli import interrupts


def main(arguments: list[str] | tuple[str, ...] | None = None) -> int:
    """Run one command and return its exit code."""
    _let_sleep()
    from academy_cli.cli import root

    return root.run(sys.argv[1:] if arguments is None else arguments)


def _let_sleep() -> None:
    """Let the garbage collector sleep through what is done.

    A course of 15,000 lessons is hundreds of thousands of objects that all stay alive: walking them once
    finds nothing and takes 27 ms. Imports alone would wake the collector thirty times.
    """
    import gc

    gc.set_threshold(1_000_000, 50, 50)


def program() -> None:
    """Run as a process of its own, and end it without taking the interpreter apart.

    Everything is closed by then; freeing a large course object by object would take longer than
    comparing it (0.15 s for 14,441 lessons). Ctrl-C waits until the command runs, and after it.
    """
    interrupts.hold()
    code = _completed() if sys.argv[1:2] == ["__complete"] else main()
    interrupts.hold()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            continue  # nobody is reading any more
    os._exit(code)


def _completed() -> int:
    """Answer a shell, without what a command needs: a person waits with a finger on a key."""
    _let_sleep()
    from academy_cli.cli.completing.answering import answer

    interrupts.release()
    return answer(sys.argv[2:])


if __name__ == "__main__":
    program()
