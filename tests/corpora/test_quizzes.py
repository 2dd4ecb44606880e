"""Real quizzes, written in our format, are read whole; what is wrong with them is found, and nothing else.

The numbers are those of the corpora's own README.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, fromstring

import pytest
import yaml

from academy_cli.formats.problems import Problem
from academy_cli.formats.yamltext import dump
from academy_cli.quizzes.canonical import question_fields, quiz_fields, read_question, read_quiz
from academy_cli.quizzes.drawing import draw
from academy_cli.quizzes.grading import grade_attempt
from academy_cli.quizzes.questions import Multiple, Quiz, Single
from academy_cli.quizzes.reading import read_file
from tests.archives import unpack

EDX_KINDS = {
    "multiplechoiceresponse": "single",
    "optionresponse": "single",
    "choiceresponse": "multiple",
}
LANGUAGES = {"en": (48, 144), "bn": (48, 144), "zh-cn": (48, 144), "ar": (20, 60), "hin": (20, 60)}
IOT = "iot-for-beginners/quiz-app/src/assets/translations"


def read(written: Mapping[str, Any]) -> tuple[Quiz | None, tuple[Problem, ...]]:
    return read_file(dump(written).encode(), "x.quiz.yaml")


def of_mslearn(quiz: Mapping[str, Any]) -> Mapping[str, Any]:
    """A quiz of theirs as ours."""
    return {
        "title": quiz["title"],
        "pass_mark": 100,
        "shuffle": "choices",
        "questions": [
            {
                "kind": "single",
                "text": one["content"],
                "choices": [
                    {
                        "text": choice["content"],
                        "correct": choice["isCorrect"],
                        "feedback": choice.get("correctExplanation")
                        or choice.get("incorrectExplanation"),
                    }
                    for choice in one["choices"]
                ],
            }
            for one in quiz["questions"]
        ],
    }


def of_iot(quiz: Mapping[str, Any], *, as_they_stand: bool = False) -> Mapping[str, Any]:
    """A quiz of theirs as ours; ``isCorrect`` is a text there."""
    return {
        "title": quiz["title"],
        "questions": [
            {
                "kind": "single",
                "text": one["questionText"],
                "choices": [
                    {
                        "text": option["answerText"],
                        "correct": option["isCorrect"]
                        if as_they_stand
                        else option["isCorrect"] == "true",
                    }
                    for option in one["answerOptions"]
                ],
            }
            for one in quiz["quiz"]
        ],
    }


def of_edx(problem: Element) -> Mapping[str, Any] | None:
    """A problem of edX as a quiz of ours; None for a kind that we do not have."""
    asked = next((one for one in problem if one.tag in EDX_KINDS), None)
    if asked is None:
        return None
    options = [one for one in asked.iter() if one.tag in ("choice", "option")]
    right = [one for one in options if one.get("correct", "").lower() == "true"]
    choices = [
        {
            "text": _text(one),
            "correct": one in right,
            "fixed": one.get("fixed") == "true",
            "feedback": " ".join(map(_text, one.findall("choicehint"))) or None,
        }
        for one in options
    ]
    label = asked.find("label")
    kind = EDX_KINDS[asked.tag]
    text = _text(label if label is not None else asked)
    return {"questions": [{"kind": kind, "text": text, "choices": choices}], "shuffle": "choices"}


def _text(element: Element) -> str:
    return " ".join("".join(element.itertext()).split()) or "?"


@pytest.fixture(scope="module")
def units(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Mapping[str, Any]]:
    """The quizzes of the units of mslearn."""
    folder = tmp_path_factory.mktemp("mslearn")
    unpack(corpora / "mslearn-azure-de.tar.gz", folder, re.compile(r".*/learn-pr/azure/.*\.yml$"))
    texts = (path.read_text("utf-8") for path in sorted(folder.rglob("*.yml")))
    found = [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts]
    return [unit["quiz"] for unit in found if "quiz" in unit]


@pytest.fixture(scope="module")
def lectures(
    corpora: Path, tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, list[Mapping[str, Any]]]:
    """The quizzes of the lectures of iot-for-beginners, by language."""
    folder = tmp_path_factory.mktemp("iot")
    unpack(corpora / "iot-for-beginners.tar.gz", folder, re.compile(f"{IOT}/.*json$"))
    texts = {name: (folder / IOT / f"{name}.json").read_text("utf-8") for name in LANGUAGES}
    return {name: list(_quizzes(json.loads(text))) for name, text in texts.items()}


def _quizzes(parts: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for part in parts:
        yield from part["quizzes"]


def test_every_quiz_of_mslearn_is_read_without_a_finding(units: list[Mapping[str, Any]]) -> None:
    found = [read(of_mslearn(unit)) for unit in units]
    questions = [one for quiz, _ in found if quiz for one in quiz.questions]

    assert [problems for _, problems in found if problems] == []
    assert (len(units), len(questions)) == (94, 237)
    choices = [one.task.choices for one in questions if isinstance(one.task, Single)]
    assert sum(map(len, choices)) == 722
    assert {sum(choice.is_right for choice in some) for some in choices} == {1}
    assert sum(1 for some in choices for choice in some if choice.feedback) == 692


def test_a_quiz_of_mslearn_comes_back_from_its_text(units: list[Mapping[str, Any]]) -> None:
    for quiz in (read(of_mslearn(unit))[0] for unit in units):
        assert quiz is not None
        kept = [read_question(question_fields(one)) for one in quiz.questions]
        assert read_quiz(quiz_fields(quiz), kept) == quiz


def test_the_right_choices_pass_and_any_other_does_not(units: list[Mapping[str, Any]]) -> None:
    for quiz in (read(of_mslearn(unit))[0] for unit in units):
        assert quiz is not None
        keys = draw(quiz, 1).keys
        right = {
            one.key: next(choice.key for choice in one.task.choices if choice.is_right)
            for one in quiz.questions
            if isinstance(one.task, Single)
        }
        assert grade_attempt(quiz, keys, right).percent == 100
        assert not grade_attempt(quiz, keys, {**right, keys[0]: None}).is_passed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_quiz_of_iot_is_read_and_the_broken_question_found(
    language: str, lectures: Mapping[str, list[Mapping[str, Any]]]
) -> None:
    found = [read(of_iot(quiz)) for quiz in lectures[language]]
    problems = [one for _, some in found for one in some]

    asked = sum(len(quiz["quiz"]) for quiz in lectures[language])
    assert (len(found), asked) == LANGUAGES[language]
    expected = ["quiz.no-right-answer"] if language == "ar" else []
    assert [one.code for one in problems] == expected
    assert [quiz is None for quiz, _ in found].count(True) == len(expected)


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_where_booleans_belong_are_found_one_by_one(
    language: str, lectures: Mapping[str, list[Mapping[str, Any]]]
) -> None:
    problems = [
        one for quiz in lectures[language] for one in read(of_iot(quiz, as_they_stand=True))[1]
    ]
    written = Counter(
        option["isCorrect"]
        for quiz in lectures[language]
        for one in quiz["quiz"]
        for option in one["answerOptions"]
    )

    assert {one.code for one in problems} == {"yaml.wrong-type"}
    assert Counter(one.value for one in problems) == written
    hints = {one.value: one.hint for one in problems}
    assert hints["true"] == hints["false"] == "Remove the quotes."
    assert hints.get("frue") == (
        "Write `true` or `false`; did you mean `true`?" if language == "ar" else None
    )


def test_choices_of_edx_are_read_and_fixed_ones_stay(
    corpora: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("harvardx")
    archive = corpora / "harvardx-studio-advanced-olx.tar.gz"
    unpack(archive, folder, re.compile(r".*/problem/.*\.xml$"))
    texts = [path.read_text("utf-8") for path in sorted(folder.rglob("*.xml"))]
    written = [quiz for text in texts if (quiz := of_edx(fromstring(text)))]

    kinds = Counter(one["questions"][0]["kind"] for one in written)
    found = [read(one) for one in written]
    told = [{problem.code for problem in problems} for _, problems in found]

    assert kinds == {"single": 49, "multiple": 23}
    assert Counter(code for codes in told for code in codes) == {
        "quiz.several-right": 5,  # any of which edX takes
        "quiz.all-right": 4,
        "quiz.duplicate-choice": 1,  # “an incorrect answer”
        "quiz.hidden-text": 2,  # “would you use <img> or <figure>?”
    }
    sound = [quiz for quiz, _ in found if quiz]
    assert len(sound) == len(written) - 5
    assert sum(_fixed_stay(quiz) for quiz in sound) == 8


def _fixed_stay(quiz: Quiz) -> int:
    """How many fixed choices a quiz has, each of which stands at its place in every attempt."""
    (question,) = quiz.questions
    assert isinstance(question.task, Single | Multiple)
    places = {at: one.key for at, one in enumerate(question.task.choices) if one.is_fixed}
    for seed in range(20):
        options = draw(quiz, seed).questions[0].options
        assert {at: options[at] for at in places} == places
    return len(places)
