"""How long searching takes, and reading what is searched: 2,708 lessons, most of them in three languages.

Floors are SQLite's own full text: the same texts cut into words by a regular expression and put into an FTS5
table, and the documents that it gives for the same words. Beyond a command's start-up, that is; both are
timed in this process. Knows which words are looked for.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from academy_cli.access.actor import operator
from academy_cli.catalog.search import Search
from academy_cli.db.service import Database
from benchmarks.courses import in_languages, large_course
from benchmarks.engines import each_engine
from benchmarks.measure import BIN, Figure, ratio, run

ACADEMY = BIN / "academy"
QUERIES = (
    *("javascript", "css grid layout", '"for loop"', "the", "función", "数组", "recursion tree"),
    *("flexbox -javascript", "accessib*", "array map filter", "regular expression"),
)
SLIPS = ("javascirpt", "acessibility", "recurson")
"""Words that nothing has."""
ROUNDS = 5
_BODIES = """select blobs.text from blobs where blobs.sha256 in
    (select body_sha256 from content_texts union select body_sha256 from translations)"""


def searching(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """Reading all texts, reading one that changed, and searches, on both engines."""
    course = in_languages(large_course(scratch), scratch / "searched")
    file = scratch / "searched.db"
    for engine, url in each_engine(scratch, "searched"):
        yield from _on(engine, url, course, file, environ)


def _on(
    engine: str, url: str, course: Path, file: Path, environ: dict[str, str]
) -> Iterator[Figure]:
    Database(url).upgrade()
    sync = [ACADEMY, "course", "sync", course, "--yes", "--quiet", "--database", url]
    run(sync, environ)
    database = Database(url)
    search = Search(database, operator("bench"))
    floor = sqlite3.connect(file.with_suffix(".floor"))
    least = _timed(lambda: _fill(floor, file))
    first = _timed(search.refresh)
    yield ratio(f"reading all texts, {engine} / FTS5 of their words", first, least, 20)
    lesson = min(course.glob("english/*/*/*.md"))
    lesson.write_bytes(lesson.read_bytes() + f"\n\nChanged for {engine}.\n".encode())
    run(sync, environ)
    yield Figure(
        f"reading one that changed, {engine}", _timed(search.refresh) * 1000, 1500, "ms", ""
    )
    yield _searches(f"a search, {engine}", search, QUERIES, 100)
    yield _searches(f"a slip of the keyboard, {engine}", search, SLIPS, 300)
    ours = median(_rounds(lambda: [search.search(one) for one in QUERIES]))
    theirs = median(_rounds(lambda: [_found(floor, one) for one in QUERIES]))
    yield ratio(f"eleven searches, {engine} / FTS5 alone", ours, theirs, 120)
    floor.close()
    file.with_suffix(".floor").unlink()
    database.close()


def _searches(what: str, search: Search, words: Sequence[str], asked: float) -> Figure:
    """The slowest of some searches, each at its median."""
    each = {one: median(_rounds(lambda one=one: search.search(one))) * 1000 for one in words}
    slowest = max(each, key=lambda one: each[one])
    detail = f"the slowest: {slowest}; half of them below {median(each.values()):.0f} ms"
    return Figure(what, each[slowest], asked, "ms", detail)


def _rounds(work: Callable[[], object]) -> list[float]:
    return [_timed(work) for _ in range(ROUNDS)]


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _fill(floor: sqlite3.Connection, file: Path) -> None:
    """Put all texts' words into a table of its own, as fast as SQLite takes them."""
    floor.execute("create virtual table docs using fts5(words)")
    texts = sqlite3.connect(file)
    word = re.compile(r"\w+")
    rows = ((" ".join(word.findall(text)),) for (text,) in texts.execute(_BODIES))
    floor.executemany("insert into docs (words) values (?)", rows)
    floor.commit()
    texts.close()


def _found(floor: sqlite3.Connection, words: str) -> list[tuple[int]]:
    """The documents that say any of some words, for they may stand in different ones."""
    asked = " OR ".join(f'"{one}"' for one in re.findall(r"\w+", words))
    query = "select rowid from docs where docs match ?"
    return floor.execute(query, (asked,)).fetchall()
