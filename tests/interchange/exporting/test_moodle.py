"""What Moodle makes of a cartridge: its importer finds every right answer, and refuses no question.

The rules are those of its ``backup/cc/entity11.quiz.class.php``, in words of our own: stricter than the
specification where it stops, and blind where it looks for less.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from academy_cli.interchange.exporting.cartridge import questions
from academy_cli.interchange.exporting.writing import Exported
from academy_cli.interchange.notes import Fate
from tests.interchange.exporting.cartridges import complaints
from tests.interchange.exporting.sample import FILES, contents, exported, package, written

TWO = """
    questions:
      - kind: single
        id: two
        text: Which one?
        choices: [{text: "*this*", id: a, feedback: No.}, {text: that, id: b, correct: true}]
"""


ZERO = """
    questions:
      - {kind: numeric, id: number, text: How many?, answer: 0}
      - {kind: short, id: word, text: How many?, accept: ["0", none]}
      - {kind: numeric, id: more, text: How many?, answer: 10}
      - kind: single
        id: choice
        text: How many?
        choices: [{text: "0", correct: true}, {text: "1"}, {text: "2"}]
"""


def right_to_moodle(item: Any) -> set[str]:
    """The answers that Moodle takes for right; it stops at two choices that are not true and false."""
    profile = next(item.iter("{*}fieldentry")).text
    conditions = list(item.iter("{*}respcondition"))
    scoring = [one for one in conditions if one.findtext("{*}setvar") == "100"]
    labels = [one.get("ident") for one in item.iter("{*}response_label")]
    if profile == "cc.fib.v0p1":
        said = {one.text for one in scoring[0].findall("{*}conditionvar/{*}varequal")}
        return said - {"", "0"}  # both are empty in its language
    if profile == "cc.multiple_response.v0p1":
        every = (one for each in scoring for one in each.iter("{*}varequal"))
        named = {one.text for one in every if one.get("case") == "Yes" and not _is_not(one)}
        return named & set(labels)
    if profile == "cc.true_false.v0p1":
        assert set(labels) == {"true", "false"}
    found = {
        each.findtext("{*}conditionvar/{*}varequal"): each in scoring
        for each in conditions  # the last one counts
    }
    return {name for name in labels if found.get(name)}


def _is_not(equal: Any) -> bool:
    return bool(etree.QName(equal.getparent()).localname == "not")


def items(files: Mapping[str, bytes], test: str) -> dict[str, Any]:
    """The items of a test by their idents."""
    return {one.get("ident"): one for one in etree.fromstring(files[test]).iter("{*}item")}


def quiz(folder: Path, text: str) -> tuple[Exported, Mapping[str, bytes]]:
    """A course of one quiz, exported."""
    course = {"course.yaml": FILES["course.yaml"], "_about.md": "x\n", "quiz.quiz.yaml": text}
    course["images/cover.png"] = FILES["images/cover.png"]
    made = exported(written(folder / "one", course), folder / "one.imscc", "common-cartridge")
    return made, contents(folder / "one.imscc")


def test_moodle_finds_every_right_answer(tmp_path: Path) -> None:
    files = package(written(tmp_path / "everything"), tmp_path, "common-cartridge")

    found = [right_to_moodle(one) for one in items(files, "tests/exam.xml").values()]

    sizes = [len(right) for right in found]
    assert sizes[:6] == [1, 2, 1, 1, 2, 1]  # one, several, true, a number, two words, one word
    assert all(sizes)
    assert {"Rome", "Roma"} in found


def test_a_condition_for_each_word_would_lose_all_but_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    joined = questions._processing

    def apart(right: list[str], told: Any, **said: Any) -> str:
        each = [f"<varequal{one}" for one in right[0].split("<varequal")[1:]]
        return joined(each if right[0].startswith("<varequal") else right, told, **said)

    monkeypatch.setattr(questions, "_processing", apart)
    files = package(written(tmp_path / "everything"), tmp_path, "common-cartridge")

    found = [right_to_moodle(one) for one in items(files, "tests/exam.xml").values()]
    assert {"Rome", "Roma"} not in found


def test_a_choice_of_two_is_true_or_false_and_its_words_are_in_the_question(tmp_path: Path) -> None:
    made, files = quiz(tmp_path, TWO)

    (one,) = items(files, "tests/quiz.quiz.xml").values()
    asked = one.findtext("{*}presentation/{*}material/{*}mattext")
    (note,) = [note for note in made.notes if note.what == "question"]
    assert complaints(files) == []
    assert right_to_moodle(one) == {"false"}
    assert (
        "<p>true:</p><p><em>this</em></p><p>false:</p><p>that</p>"
        in asked.replace("\n", "").lower()
    )
    assert [each.get("ident") for each in one.iter("{*}itemfeedback")] == ["true_fb"]
    assert (note.fate, "which is which" in note.why) == (Fate.APPROXIMATED, True)


def test_that_moodle_passes_over_a_nought_is_told_for_each_question(tmp_path: Path) -> None:
    made, files = quiz(tmp_path, ZERO)

    right = {
        name: right_to_moodle(one) for name, one in items(files, "tests/quiz.quiz.xml").items()
    }
    told = {note.name for note in made.notes if "passes over the right answer “0”" in note.why}

    assert (right["number"], right["word"], right["more"]) == (set(), {"none"}, {"10"})
    assert len(right["choice"]) == 1
    assert told == {"number", "word"}
