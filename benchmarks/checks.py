"""How long a course check takes: of a course that nobody checked before, and again after an edit.

Knows the command and its floor; refuses to know how the check saves time.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from benchmarks.courses import some_lesson
from benchmarks.measure import BIN, Figure, floor, in_turn, ratio, run


def checks(course: Path, environ: dict[str, str], rounds: int) -> Iterator[Figure]:
    """A cold check against reading and parsing alone, on one core, and a warm one after one edit."""
    command = [BIN / "academy", "course", "check", course]
    cache = Path(environ["HOME"]) / ".cache" / "academy" / "pages"
    lesson, numbers = some_lesson(course), count()
    original = lesson.read_bytes()

    def cold_s() -> float:
        shutil.rmtree(cache, ignore_errors=True)
        return run(command, environ).seconds

    def alone_s() -> float:
        return run([*command, "--refresh"], environ).seconds

    def edited_s() -> float:
        lesson.write_bytes(original + f"\nChange {next(numbers)}.\n".encode())
        return run(command, environ).seconds

    works = [lambda: floor("check", course, environ=environ), alone_s, cold_s, edited_s]
    least, alone, cold, edited = in_turn(works, rounds)
    lesson.write_bytes(original)
    yield ratio("first check of 14,441 lessons / read, YAML and Markdown", cold, least, 1.5)
    yield ratio("check without a cache / read, YAML and Markdown", alone, least, 1.5)
    yield Figure("first check of 14,441 lessons, seconds", cold, 4.0, "s", "the whole process")
    yield Figure("check after one lesson changed, seconds", edited, 1.0, "s", "the whole process")
