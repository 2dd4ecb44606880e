"""Imports of each kind, for tests that end them at any moment: what they need, and what they leave behind.

Rows are numbers, of which every hundredth cannot be done; knows how often each thing has to be there
afterwards, and refuses to know how a process ends.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tests.reliability.academy import Academy, Rows

LESSONS = (
    *("01-basics/01-intro.md", "01-basics/02-loops.md", "01-basics/03-gone.md"),
    *("02-more/01-files.md", "02-more/02-text.md"),
)
"""The lessons of the course that the tests have, all of which it takes to complete it."""


def is_possible(number: int) -> bool:
    """Whether a row can be done."""
    return number % 100 != 99


@dataclass(frozen=True)
class Job:
    """One kind of import.

    ``row`` writes one of so many rows; ``effects`` counts what there is, and ``expected`` what so many rows
    have to come to.
    """

    kind: str
    words: tuple[str, ...]
    outcome: str
    prepare: Callable[[Academy, int], None]
    header: str
    row: Callable[[int, int], str]
    effects: Callable[[Rows], Mapping[str, int]]
    expected: Callable[[int], Mapping[str, int]]
    chunk_of_mail: int = 1
    """The first chunk that brings any mail."""

    def write(self, academy: Academy, name: str, numbers: Iterable[int], of: int) -> None:
        """Write a file of some of the rows."""
        lines = (f"{self.row(number, of)}\n" for number in numbers)
        (academy.folder / name).write_text(f"{self.header}\n{''.join(lines)}", encoding="utf-8")

    def command(self, name: str) -> tuple[str, ...]:
        """Import a file, whoever would have to agree."""
        noun, *options = self.words
        return (noun, "import", name, *options, "--yes")

    def batches(self, rows: Rows) -> list[tuple[str, str]]:
        """References and states of what was begun."""
        return [(row[1], row[9]) for row in rows["batches"] if row[2] == self.kind]

    def journal(self, rows: Rows) -> Mapping[str, int]:
        """How often each outcome is in the journals of this kind."""
        mine = {row[0] for row in rows["batches"] if row[2] == self.kind}
        return Counter(row[2] for row in rows["batch_rows"] if row[0] in mine)


def possible(of: int) -> int:
    """How many of so many rows can be done."""
    return sum(map(is_possible, range(of)))


def _address(number: int, *, is_good: bool = True) -> str:
    return f"p{number}@x.org" if is_good else ""


def _people(academy: Academy, count: int, *words: str) -> None:
    """Give so many people an account, without any mail."""
    lines = "".join(f"{_address(n)},P{n}\n" for n in range(count))
    (academy.folder / "accounts.csv").write_text(f"email,name\n{lines}", encoding="utf-8")
    ended = academy.perform("user", "import", "accounts.csv", "--no-mail", "--yes", *words)
    assert ended.code == 0, ended


def _counts(rows: Rows, *names: str) -> dict[str, int]:
    found = {name: len(rows[name]) for name in names}
    return found | {"events": len({row[1:4] for row in rows["outbox"]})}


USERS = Job(
    kind="users",
    words=("user", "--enroll", "python"),
    outcome="create",
    prepare=lambda academy, of: None,
    header="email,name",
    row=lambda number, of: f"{_address(number, is_good=is_possible(number))},P{number}",
    effects=lambda rows: _counts(
        rows, "users", "enrollments", "grants", "one_time_tokens", "outbox"
    ),
    expected=lambda of: dict.fromkeys(
        ("users", "enrollments", "grants", "one_time_tokens", "outbox", "events"), possible(of)
    ),
)
ENROLLMENTS = Job(
    kind="enrollments",
    words=("enrollment", "--course", "python"),
    outcome="create",
    prepare=_people,
    header="email",
    row=lambda number, of: _address(number if is_possible(number) else of + number),
    effects=lambda rows: _counts(rows, "enrollments", "grants", "outbox"),
    expected=lambda of: dict.fromkeys(("enrollments", "grants", "outbox", "events"), possible(of)),
)


def _learners(of: int) -> int:
    """A row for each lesson of each; those of one learner stand far from each other."""
    return of // len(LESSONS)


def _lesson(number: int, of: int) -> str:
    who, what = number % _learners(of), LESSONS[number // _learners(of)]
    return f"{_address(who, is_good=is_possible(number))},{what}"


def _completed(of: int) -> Mapping[str, int]:
    learners = _learners(of)
    lost = {number % learners for number in range(of) if not is_possible(number)}
    told = dict.fromkeys(("complete", "outbox", "events"), learners - len(lost))
    return {"lesson_progress": possible(of), **told}


def _progress(rows: Rows) -> Mapping[str, int]:
    complete = sum(row[4] is not None for row in rows["enrollments"])
    return {**_counts(rows, "lesson_progress", "outbox"), "complete": complete}


PROGRESS = Job(
    kind="progress",
    words=("progress", "--course", "python"),
    outcome="update",
    prepare=lambda academy, of: _people(academy, _learners(of), "--enroll", "python"),
    header="email,lesson",
    row=_lesson,
    effects=_progress,
    expected=_completed,
    chunk_of_mail=2,
)
JOBS = (USERS, ENROLLMENTS, PROGRESS)
