"""What is remembered of links: for how long, and that no file can do harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.links.memory import BAD_S, GOOD_S, Memory
from academy_cli.authoring.links.verdicts import UNASKED, Fate, Verdict

FOUND = {
    "https://a.example": Verdict(Fate.FINE),
    "https://b.example": Verdict(Fate.DEAD, "it answers 404"),
    "https://c.example": Verdict(Fate.MOVED, now="https://d.example"),
    "https://e.example": Verdict(Fate.SKIPPED, "private"),
    "https://f.example": UNASKED,
}
KEPT = {
    one: said for one, said in FOUND.items() if said.fate is not Fate.SKIPPED and said != UNASKED
}


def test_what_is_kept_is_known_and_what_was_not_asked_is_not(tmp_path: Path) -> None:
    Memory(tmp_path / "new" / "links.json", 1000).keep(FOUND)

    assert Memory(tmp_path / "new" / "links.json", 1001).known(FOUND) == KEPT


@pytest.mark.parametrize(
    ("age", "known"),
    [(BAD_S - 1, 3), (BAD_S, 2), (GOOD_S - 1, 2), (GOOD_S, 0), (-1, 0)],
)
def test_bad_answers_are_believed_for_a_day_and_good_ones_for_a_week(
    tmp_path: Path, age: int, known: int
) -> None:
    Memory(tmp_path / "links.json", 1000).keep(FOUND)

    assert len(Memory(tmp_path / "links.json", 1000 + age).known(FOUND)) == known


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 2, "links": {"https://a.example": ["fine", "", "", 1000]}}',
        '{"version": 1, "links": {"https://a.example": ["odd", "", "", 1000]}}',
        '{"version": 1, "links": {"https://a.example": ["fine", "", "", "x"]}}',
        '{"version": 1, "links": {"https://a.example": ["fine"]}}',
        '{"version": 1, "links": [1]}',
    ],
)
def test_a_damaged_file_is_as_none_and_is_written_anew(tmp_path: Path, text: str) -> None:
    file = tmp_path / "links.json"
    file.write_text(text, encoding="utf-8")
    memory = Memory(file, 1000)

    assert memory.known(FOUND) == {}
    memory.keep(FOUND)
    assert memory.known(FOUND) == KEPT


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    memory = Memory(tmp_path / "file" / "links.json", 1000)

    memory.keep(FOUND)

    assert memory.known(FOUND) == {}
