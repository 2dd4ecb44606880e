"""Questions that go to another format and come back by that format are the questions that they were."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.interchange.exporting.formats import FORMATS
from academy_cli.interchange.writing import Wanted, import_course
from academy_cli.quizzes.questions import (
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Short,
    Single,
    TrueFalse,
)
from academy_cli.quizzes.whole import read_whole
from tests.interchange.exporting.cartridges import complaints
from tests.interchange.exporting.sample import exported, package, written

each_format = pytest.mark.parametrize("form", ["olx", "common-cartridge"])


def questions(folder: Path) -> list[Question]:
    """The questions of a course's only quiz."""
    document = compile_course(folder).document
    assert document is not None
    quizzes = [node.page.quiz for node in document.contents if node.page and node.page.quiz]
    return list(read_whole(quizzes[0]).questions)


def there_and_back(tmp_path: Path, quiz: str, form: str) -> tuple[list[Question], list[Question]]:
    """Questions before, and after they went to a format and came back by it alone."""
    files = {"course.yaml": "id: quiz\ntitle: Quiz\n", "a/q.quiz.yaml": quiz}
    folder = written(tmp_path / "quiz", files)
    file = tmp_path / f"it{FORMATS[form].suffix}"
    exported(folder, file, form)
    import_course(file, tmp_path / "back", Wanted(form))
    return questions(folder), questions(tmp_path / "back")


@each_format
def test_choices_come_back(tmp_path: Path, form: str) -> None:
    quiz = """
        questions:
          - kind: single
            id: one
            text: "Which **one** is `x < 1`?"
            explanation: As *0* is.
            points: 2
            choices:
              - {text: "0", correct: true, feedback: "Yes."}
              - {text: "1"}
              - {text: "`2`", feedback: "No."}
          - kind: multiple
            id: some
            text: Which ones?
            partial: none
            choices: [{text: "0", correct: true}, {text: "1"}, {text: "2", correct: true}]
    """
    before, after = there_and_back(tmp_path, quiz, form)

    for was, now in zip(before, after, strict=True):
        assert isinstance(was.task, Single | Multiple)
        assert type(now.task) is type(was.task)
        assert isinstance(now.task, Single | Multiple)
        assert (now.key, now.text) == (was.key, was.text)
        assert [(one.text, one.is_right, one.feedback) for one in now.task.choices] == [
            (one.text, one.is_right, one.feedback) for one in was.task.choices
        ]
    assert after[0].explanation == "As *0* is."


@each_format
def test_a_text_comes_back_with_all_that_is_right(tmp_path: Path, form: str) -> None:
    quiz = "questions: [{kind: short, id: x, text: The capital?, accept: [Rome, Roma]}]\n"
    before, (now,) = there_and_back(tmp_path, quiz, form)

    assert isinstance(now.task, Short)
    assert isinstance(before[0].task, Short)
    assert sorted(now.task.accept) == sorted(before[0].task.accept)
    assert now.task.ignore == before[0].task.ignore


def test_a_number_comes_back_with_its_tolerance_from_open_edx(tmp_path: Path) -> None:
    quiz = """
        questions:
          - {kind: numeric, id: a, text: How much?, answer: -2.50, tolerance: 0.1}
          - {kind: numeric, id: b, text: And now?, answer: 1000000, tolerance: 5%}
    """
    _, after = there_and_back(tmp_path, quiz, "olx")

    found = [one.task for one in after if isinstance(one.task, Numeric)]
    assert [(one.answer, one.tolerance, one.is_percent) for one in found] == [
        (Decimal("-2.5"), Decimal("0.1"), False),
        (Decimal(1_000_000), Decimal(5), True),
    ]


@each_format
def test_true_or_false_comes_back_with_the_same_answer(tmp_path: Path, form: str) -> None:
    quiz = "questions: [{kind: true-false, id: x, text: Sure?, answer: false}]\n"
    _, (now,) = there_and_back(tmp_path, quiz, form)

    assert isinstance(now.task, TrueFalse | Single)
    if isinstance(now.task, Single):
        assert [(one.text, one.is_right) for one in now.task.choices] == [
            ("true", False),
            ("false", True),
        ]
    else:
        assert not now.task.is_true


@each_format
def test_orders_and_pairs_come_back_as_their_parts(tmp_path: Path, form: str) -> None:
    quiz = """
        questions:
          - {kind: ordering, id: o, text: In order?, items: [b, c, a]}
          - kind: matching
            id: m
            text: Pairs?
            pairs: [{left: x, right: "1"}, {left: y, right: "2"}]
            distractors: ["3"]
    """
    before, after = there_and_back(tmp_path, quiz, form)

    assert [type(one.task) for one in before] == [Ordering, Matching]
    found = [
        next(choice.text for choice in one.task.choices if choice.is_right)
        for one in after
        if isinstance(one.task, Single)
    ]
    assert found == ["b", "c", "a", "1", "2"]


@each_format
def test_what_is_told_and_what_it_is_worth_comes_back(tmp_path: Path, form: str) -> None:
    quiz = """
        text: Take your *time*.
        attempts: 2
        shuffle: choices
        show: answers
        questions:
          - kind: short
            id: x
            text: The capital, exactly?
            points: 3
            accept: [Rome]
            ignore: []
            feedback: {right: Bene.}
          - kind: single
            text: One?
            choices: [{text: "1", correct: true}, {text: "2"}, {text: "3"}]
    """
    _, after = there_and_back(tmp_path, quiz, form)

    assert isinstance(after[0].task, Short)
    assert (after[0].points, after[0].right, after[0].task.ignore) == (3, "Bene.", ())
    written_again = b"".join(
        path.read_bytes() for path in (tmp_path / "back").rglob("*") if path.is_file()
    )
    for said in (b"*time*", b"attempts: 2", b"shuffle: choices", b"show: answers"):
        assert said in written_again


def test_a_unit_comes_back_from_open_edx(tmp_path: Path) -> None:
    quiz = "questions: [{kind: numeric, id: a, text: How much?, answer: 2, unit: kg}]\n"
    _, (now,) = there_and_back(tmp_path, quiz, "olx")

    assert isinstance(now.task, Numeric)
    assert now.task.unit == "kg"


def test_feedback_about_the_whole_answer_comes_back_at_the_choices_of_a_cartridge(
    tmp_path: Path,
) -> None:
    quiz = """
        questions:
          - kind: single
            text: One?
            feedback: {right: Good., wrong: Bad.}
            choices: [{text: "1", correct: true}, {text: "2"}, {text: "3"}]
    """
    _, (now,) = there_and_back(tmp_path, quiz, "common-cartridge")

    assert isinstance(now.task, Single)
    assert [one.feedback for one in now.task.choices] == ["Good.", "Bad.", "Bad."]


@pytest.mark.parametrize(
    "text",
    [
        "'&#11; &#xFFFE; &#0;'",
        '"<b>bold <i>mixed</b></i> & <br> <p>"', '"]]> <!-- x"', "'&nbsp; &#11; &lt;'",
        r'"| a | b |\n|---|---|\n| 1 | 2 |"', r'"```\na\n\n  b\n```"', '"<script>alert(1)</script>x"',
        '"$a < b$"', "'<x:y z:w=\"1\">q</x:y>'", "'<svg><a>x</a></svg>'",
    ],
)  # fmt: skip
@each_format
def test_whatever_a_question_says_it_is_xml(tmp_path: Path, form: str, text: str) -> None:
    quiz = f"""
        questions:
          - kind: single
            text: {text}
            explanation: {text}
            choices: [{{text: {text}, correct: true, feedback: {text}}}, {{text: b}}, {{text: c}}]
    """
    files = {"course.yaml": "id: quiz\ntitle: Quiz\n", "a/q.quiz.yaml": quiz}
    made = package(written(tmp_path / "quiz", files), tmp_path, form)

    if form == "common-cartridge":
        assert complaints(made) == []
    from lxml import etree

    assert [etree.fromstring(data) for name, data in made.items() if name.endswith(".xml")]
    assert not [
        name for name, data in made.items() if b"<script" in data and "/source/" not in name
    ]
