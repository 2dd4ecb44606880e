"""Nothing is dropped silently: every file of a source is in the report."""

from __future__ import annotations

import pytest

from academy_cli.authoring.codes import problem
from academy_cli.authoring.tree import MemoryTree
from academy_cli.interchange import converting, quizmaking
from academy_cli.interchange.converting import convert
from academy_cli.interchange.ids import Ids, allowed
from academy_cli.interchange.notes import Count, Fate, Note, counts, total
from academy_cli.interchange.quizmaking import Asked, Choice
from academy_cli.interchange.sources import Source, line_of
from tests.interchange.converted import converted, notes, tree

FILES = {
    "a.md": "# A\n\n[b](b.md) ![](x.png)\n",
    "b.md": "# B\n",
    "x.png": b"png",
    "tool.py": "print()\n",
    ".github/workflows/ci.yml": "on: push\n",
    "LICENSE": "MIT\n",
    "translations/fr/a.md": "# A\n",
}


def test_every_file_is_in_the_report() -> None:
    made = convert(tree(FILES), "markdown", name="x")

    assert {one.file for one in made.notes} == set(FILES)


def test_it_is_the_walk_over_all_files_that_sees_to_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "add_leftovers", lambda _source: None)

    made = convert(tree(FILES), "markdown", name="x")

    assert {one.file for one in made.notes} != set(FILES)


def test_a_file_that_cannot_be_read_is_in_the_report() -> None:
    found = problem("source.symlink", "away", value="away", message="it leads out")
    source = MemoryTree({"a.md": b"# A\n"}, frozenset({"away"}), (found,))

    made = convert(source, "markdown", name="x")

    assert Note(Fate.DROPPED, "file", "away", why="it leads out") in made.notes


def test_text_that_is_no_utf_8_is_told_with_its_line() -> None:
    made = converted("markdown", {"a.md": b"# A\n\n\xff\n"})

    assert [(one.line, one.fate) for one in notes(made, "text")] == [(3, Fate.APPROXIMATED)]


def test_things_are_counted_by_their_word_in_the_order_they_came() -> None:
    told = [
        Note(Fate.KEPT, "lesson", "a"),
        Note(Fate.DROPPED, "quiz", "a"),
        Note(Fate.KEPT, "lesson", "b"),
    ]

    assert counts(told) == (Count("lesson", 2, 0, 0), Count("quiz", 0, 0, 1))
    assert total(told) == {"lesson": 2, "quiz": 1}


def test_ids_stay_where_their_letters_allow_and_are_never_two_alike() -> None:
    ids = Ids()

    given = [ids.give(one) for one in ("a.b-1", "x/y", "0^n", "0_n", "a.b-1", "")]

    assert given[:2] == ["a.b-1", "x:y"]
    assert given[5] == ""
    assert len(set(given)) == len(given)
    assert allowed("0^n") != allowed("0*n")


def test_an_id_that_is_another_one_is_told() -> None:
    made = converted("markdown", {"a.md": "---\nid: sets/a b\n---\n# A\n"})

    (note,) = notes(made, "id")
    assert (note.fate, note.name) == (Fate.APPROXIMATED, "sets/a b")


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ([Choice("A", is_right=False), Choice("B", is_right=False)], "right"),
        ([Choice("A", is_right=True)], "choose"),
        ([Choice("A", is_right=True), Choice("x" * 3000, is_right=False)], "2000 are"),
    ],
)
def test_a_question_that_our_format_refuses_is_dropped_with_its_reason(
    choices: list[Choice], why: str
) -> None:
    source = Source(tree({"a": "x"}))
    asked = Asked("a", 4, "Which?")

    assert quizmaking.taken(source, asked, quizmaking.single(asked, choices)) is None

    (note,) = source.notes
    assert (note.fate, note.line) == (Fate.DROPPED, 4)
    assert why in note.why


def test_a_line_is_found_by_its_words() -> None:
    assert [line_of("a\nb\nc", one) for one in ("a", "c", "x")] == [1, 3, 1]


def test_the_same_source_gives_the_same_course() -> None:
    assert convert(tree(FILES), "markdown", name="x") == convert(tree(FILES), "markdown", name="x")
