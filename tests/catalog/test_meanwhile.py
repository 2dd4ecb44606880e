"""Searching while courses are synced: every answer is of one revision, and none is older than the search."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from tests.catalog.shelves import Shelves

REVISIONS = 6
LESSONS = 5


def revision(shelves: Shelves, number: int) -> None:
    """A course of which every text names the revision."""
    lessons = {
        f"l{at}.md": f"# Leaf {at} of v{number}\n\nEvery leaf is v{number}.\n"
        for at in range(LESSONS)
    }
    shelves.put("tea", f"title: Tea v{number}\nlanguage: en\n", lessons)


def answer(shelves: Shelves) -> set[str]:
    """The revisions that an answer is of."""
    (hit,) = shelves.search("leaf").courses
    assert hit.found_in == LESSONS
    said = [hit.title, *(f"{one.title} {one.text}" for one in hit.places)]
    return {found for text in said for found in re.findall(r"v\d+", text)}


def test_every_answer_is_of_one_revision_and_not_an_old_one(
    database_url: str, tmp_path: Path
) -> None:
    author, reader = (Shelves(database_url, tmp_path / name) for name in ("author", "reader"))
    revision(author, 0)
    done, start = [0], Barrier(2)

    def write() -> None:
        start.wait()
        for number in range(1, REVISIONS):
            revision(author, number)
            done[0] = number

    def look() -> list[tuple[int, set[str]]]:
        start.wait()
        found = []
        while not found or found[-1][0] < REVISIONS - 1:
            least = done[0]
            found.append((least, answer(reader)))
        return found

    with ThreadPoolExecutor(2) as pool:
        writing, looking = pool.submit(write), pool.submit(look)
        writing.result()
        answers = looking.result()

    for one in (author, reader):
        one.close()
    assert all(len(seen) == 1 for _, seen in answers)
    assert all(int(min(seen)[1:]) >= least for least, seen in answers)
    assert answers[-1][1] == {f"v{REVISIONS - 1}"}


def test_two_who_search_at_once_read_what_changed_once(database_url: str, tmp_path: Path) -> None:
    both = [Shelves(database_url, tmp_path / name) for name in ("one", "other")]
    revision(both[0], 0)
    start = Barrier(2)

    def look(shelves: Shelves) -> set[str]:
        start.wait()
        return answer(shelves)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(look, both))

    for one in both:
        one.close()
    assert answers == [{"v0"}, {"v0"}]
