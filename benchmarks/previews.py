"""How soon a preview of the large course shows its first page, and a save.

Knows whole processes and a browser's requests; the floor of a first page is what it cannot do without: its
imports, and every file's name.
"""

from __future__ import annotations

import http.client
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.courses import in_languages, large_course, some_lesson
from benchmarks.measure import BIN, Figure, in_turn, ratio, run

ROUNDS, SAVES = 5, 20
FLOOR = """
import http.server, jinja2, nh3, os, sys, typer, yaml
for folder in os.walk(sys.argv[1]):
    pass
"""


def preview(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """The first page of the large course, the page of a lesson, and that page after a save."""
    course = large_course(scratch)
    environ = {**environ, "TMPDIR": str(scratch)}
    floor = [sys.executable, "-c", FLOOR, course]

    def first_s() -> float:
        begun = time.perf_counter()
        with _previewing(course, environ) as port:
            _ask(port, "/author/")
            return time.perf_counter() - begun

    least, first = in_turn([lambda: run(floor, environ).seconds, first_s], ROUNDS)
    yield ratio("first page of 14,441 lessons / its imports and names", first, least, 3)
    yield Figure("first page of 14,441 lessons", first, 1, "s", "from the command's start")
    lesson = some_lesson(course)
    address = f"/author/lesson/{lesson.relative_to(course).with_suffix('.html').as_posix()}"
    with _previewing(course, environ) as port:
        yield Figure("the course's page", len(_ask(port, "/author/")[1]) / 1000, 60, "kB", "")
        yield Figure("a lesson's page", len(_ask(port, address)[1]) / 1000, 60, "kB", "")
        time.sleep(10)  # the first check, which takes a core
        seconds = [_saved_s(port, lesson, address, number) for number in range(SAVES)]
    detail = (
        f"{min(seconds) * 1000:.0f} to {max(seconds) * 1000:.0f} ms, while the course is checked"
    )
    yield Figure(
        "from a save to the page that shows it",
        statistics.median(seconds) * 1000,
        300,
        "ms",
        detail,
    )
    yield from _in_languages(in_languages(course, scratch / "in-languages"), environ)


def _in_languages(course: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """The same of a course in three languages: its first page, and that of a translation after a save."""
    begun = time.perf_counter()
    with _previewing(course, environ) as port:
        _ask(port, "/author/es/index.html")
        first = time.perf_counter() - begun
        yield Figure("first page in the second of three languages", first, 1, "s", "")
        lesson = some_lesson(course / "translations" / "es")
        below = lesson.relative_to(course / "translations" / "es").with_suffix(".html")
        time.sleep(10)  # the first check, as above
        address = f"/author/es/lesson/{below.as_posix()}"
        seconds = [_saved_s(port, lesson, address, number) for number in range(SAVES)]
    yield Figure(
        "from a save of a translation to the page that shows it",
        statistics.median(seconds) * 1000,
        300,
        "ms",
        f"{min(seconds) * 1000:.0f} to {max(seconds) * 1000:.0f} ms, while the course is checked",
    )


@contextmanager
def _previewing(course: Path, environ: dict[str, str]) -> Iterator[int]:
    command = [BIN / "academy", "course", "preview", course]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environ, text=True
    ) as process:
        assert process.stdout
        yield int(process.stdout.readline().rpartition(":")[2].strip(" /\n"))
        process.send_signal(signal.SIGINT)


def _ask(port: int, path: str, method: str = "GET") -> tuple[str, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request(method, path)
    answer = connection.getresponse()
    assert answer.status == 200, path
    return answer.headers["ETag"], answer.read()


def _saved_s(port: int, lesson: Path, address: str, number: int) -> float:
    """Seconds from a save until a page that is open would have asked for itself again, and got it."""
    events = http.client.HTTPConnection("127.0.0.1", port)
    events.request("GET", "/events")
    stream = events.getresponse()
    before, _ = _ask(port, address)
    lesson.write_text(f"# Saved {number}\n\nFor the {number}th time.\n", encoding="utf-8")
    begun = time.perf_counter()
    while True:
        if stream.readline() != b"event: changed\n":
            continue
        if _ask(port, address, "HEAD")[0] != before:
            break
    _, page = _ask(port, address)
    assert f"Saved {number}".encode() in page
    seconds = time.perf_counter() - begun
    events.close()
    return seconds
