"""Quizzes in files and in lessons: the same values, and texts at their lines."""

from __future__ import annotations

from academy_cli.authoring.page import read_page
from academy_cli.authoring.schema import LESSON
from academy_cli.formats.reading import values
from academy_cli.formats.yamltext import dump
from academy_cli.quizzes.codes import CODES
from academy_cli.quizzes.reading import markdown_of, read_file
from academy_cli.quizzes.schema import QUIZ
from academy_cli.quizzes.whole import read_whole
from tests.quizzes.quizzes import SOUND, asked, quiz

TEXTS = """\
title: Not this
text: |
  Begin.
objectives: [nor this]
questions:
  - kind: single
    text: "![a](a.png)"
    explanation: Why.
    choices:
      - {text: one, correct: true, feedback: Well.}
      - text: >
          two
  - {kind: short, text: x, accept: [never]}
  - pool: p
    pick: 1
    questions:
      - kind: matching
        text: y
        pairs: [{left: l, right: r}]
        distractors: [d]
        feedback: {right: f}
      - {kind: ordering, text: z, items: [i, j, k]}
"""


def test_a_block_of_a_lesson_is_the_same_quiz() -> None:
    said = {"pass_mark": 60, "questions": [asked(kind) for kind in SOUND]}
    lesson = f"---\n{dump({'title': 'x', 'quiz': said})}---\n\n# Loops\n"

    page = read_page(lesson.encode(), "")

    assert page.problems == ()
    assert read_whole(page.quiz) == quiz(*said["questions"], pass_mark=60)
    assert "choices" not in page.fields


def test_a_lesson_that_is_only_a_quiz_is_not_empty() -> None:
    lesson = f"---\n{dump({'title': 'x', 'quiz': {'questions': [asked('single')]}})}---\n"

    assert read_page(lesson.encode(), "").problems == ()


def test_a_finding_in_a_block_is_at_its_line_of_the_lesson() -> None:
    lesson = "---\ntitle: x\nquiz:\n  pass_mark: all\n  questions: []\n---\n\n# Loops\n"

    found = [(one.code, one.line, one.is_firm) for one in read_page(lesson.encode(), "").problems]

    assert found == [("yaml.wrong-type", 4, True), ("quiz.no-questions", 5, True)]


def test_what_stands_twice_in_a_block_names_the_line_of_the_lesson() -> None:
    choices = "[{text: a, correct: true},\n        {text: b, correct: true},\n        {text: b}]"
    asked = f"    - kind: single\n      text: x\n      choices: {choices}\n"
    page = read_page(f"---\ntitle: x\nquiz:\n  questions:\n{asked}---\n\nx\n".encode(), "")

    assert [(one.line, one.message) for one in page.problems] == [
        (9, "“b” stands on line 8 already"),
        (8, "the choice on line 7 is right as well, and learners tick one only"),
    ]


def test_no_author_lowers_what_a_quiz_is_graded_by() -> None:
    """Also where a course says `yaml.wrong-type: off`."""
    lesson = "---\ntitle: x\nquiz:\n  pass_mark: all\n  questions: []\n---\n\n# Loops\n"

    found = read_page(lesson.encode(), "", off=frozenset({"yaml.wrong-type"})).problems

    assert "yaml.wrong-type" in {one.code for one in found}


def test_texts_of_markdown_are_found_where_they_stand() -> None:
    said, problems = values(TEXTS, "x", QUIZ, codes=CODES)
    found = [(text, text.line) for text in markdown_of(said)]

    assert [one.code for one in problems] == []
    assert found == [
        *(("Begin.", 2), ("![a](a.png)", 7), ("Why.", 8), ("one", 10), ("Well.", 10), ("two", 11)),
        *(("x", 13), ("y", 18), ("l", 19), ("r", 19), ("d", 20), ("f", 21)),
        *(("z", 22), ("i", 22), ("j", 22), ("k", 22)),
    ]


def test_a_quiz_keeps_no_places() -> None:
    """It is equal to one that was stored."""
    made, _ = read_file(TEXTS.encode())

    assert made is not None
    assert type(made.text) is str
    assert {type(one.text) for one in made.questions} == {str}


def test_keys_of_a_lesson_are_those_of_a_page() -> None:
    shared = ["id", "title", "minutes", "required", "preview", "draft", "release_at", "objectives",
              "tags"]  # fmt: skip

    for name in shared:
        assert QUIZ.by_name[name] is LESSON.by_name[name]
