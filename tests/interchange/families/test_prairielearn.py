"""Assessments of PrairieLearn become quizzes, as far as their answers stand in question.html."""

from __future__ import annotations

import json
from typing import Any

import pytest

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import converted, front, lesson_paths, notes

PATH = "01-homework/01-hw1.quiz.yaml"


def files(question: str, *, use: dict[str, Any] | None = None) -> dict[str, str | bytes]:
    """A course with one assessment, whose one zone has one question."""
    zone = {"title": "Zone", "questions": [use or {"id": "sets/q^1", "points": 2}]}
    assessment = {"uuid": "u", "title": "First", "set": "Homework", "number": "1", "zones": [zone]}
    course = {"name": "CS 1", "title": "Sets", "assessmentSets": [{"name": "Homework"}]}
    return {
        "infoCourse.json": json.dumps(course),
        "courseInstances/Fa/assessments/hw1/infoAssessment.json": json.dumps(assessment, indent=1),
        "questions/sets/q^1/info.json": json.dumps({"title": "A question"}),
        "questions/sets/q^1/question.html": question,
    }


def only(question: str) -> dict[str, Any]:
    """The one question of a course, converted."""
    said = front(converted("prairielearn", files(question)), PATH)["questions"]
    assert isinstance(said, list)
    (one,) = said
    return dict(one)


CHOICES = (
    "<p>What is $A_1 \\cap B$?</p><pl-multiple-choice answers-name='x'>"
    "<pl-answer correct='true'>Less</pl-answer>"
    "<pl-answer correct='false' feedback='No.'>More</pl-answer></pl-multiple-choice>"
)


def test_a_choice_keeps_its_mathematics_feedback_points_and_id() -> None:
    said = only(CHOICES)

    assert said.pop("id").startswith("sets:q_1-")
    assert said == {
        "kind": "single",
        "text": "What is $A_1 \\cap B$?",
        "points": 2,
        "choices": [{"text": "Less", "correct": True}, {"text": "More", "feedback": "No."}],
    }


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("number-answers='2'", "all of its choices are shown, of which some were drawn"),
        ("all-of-the-above='random'", "“All of the above”, which was offered by chance, is not"),
        ("all-of-the-above='incorrect'", ""),
    ],
)
def test_what_chance_decided_about_choices_is_told(said: str, why: str) -> None:
    made = converted("prairielearn", files(CHOICES.replace("answers-name='x'", said)))

    assert [one.why for one in notes(made, "input", Fate.APPROXIMATED)] == ([why] if why else [])
    question = only(CHOICES.replace("answers-name='x'", said))
    assert ({"text": "All of the above"} in question["choices"]) == (not why)


def test_choices_that_were_right_in_part_are_told() -> None:
    made = converted("prairielearn", files(CHOICES.replace("correct='false'", "score='0.5'")))

    (note,) = notes(made, "input", Fate.APPROXIMATED)
    assert note.why == "choices that were right in part are wrong"


def test_several_choices_with_partial_credit() -> None:
    said = only(
        CHOICES.replace("multiple-choice", "checkbox").replace(
            "answers-name='x'", "partial-credit='true'"
        )
    )

    assert (said["kind"], said["partial"]) == ("multiple", "each")


def test_a_whole_number_is_exact_and_another_has_both_tolerances() -> None:
    assert only("<p>N?</p><pl-integer-input answers-name='n' correct-answer='4'/>")["answer"] == 4
    said = only(
        "<p>N?</p><pl-number-input answers-name='n' correct-answer='2' rtol='0.5' atol='1'/>"
    )
    assert (said["answer"], said["tolerance"]) == (2, 2)


def test_a_text_says_what_makes_no_difference() -> None:
    said = only(
        "<p>Q</p><pl-string-input correct-answer='a b' remove-spaces='true'></pl-string-input>"
    )

    assert (said["accept"], said["ignore"]) == (["a b"], ["spaces"])


BLOCKS = (
    "<p>Q</p><pl-order-blocks grading-method='{}'><pl-answer correct='true' tag='a'>One</pl-answer>"
    "<pl-answer correct='true' tag='b' depends='{}'>Two</pl-answer>"
    "<pl-answer correct='false'>Not</pl-answer></pl-order-blocks>"
)


def test_blocks_in_their_one_order() -> None:
    assert only(BLOCKS.format("dag", "a"))["items"] == ["One", "Two"]


def test_blocks_with_several_right_orders_are_told() -> None:
    made = converted("prairielearn", files(CHOICES + BLOCKS.format("dag", "")))

    (note,) = notes(made, "input", Fate.DROPPED)
    assert note.why == "several orders of its blocks are right"


def test_pairs_and_what_belongs_to_none() -> None:
    said = only(
        "<p>Q</p><pl-matching><pl-statement match='x'>L</pl-statement><pl-option name='x'>R</pl-option>"
        "<pl-option name='y'>S</pl-option></pl-matching>"
    )

    assert (said["pairs"], said["distractors"]) == ([{"left": "L", "right": "R"}], ["S"])


@pytest.mark.parametrize(
    ("lost", "why"),
    [
        ("<p>{{params.n}}</p><pl-integer-input correct-answer='1'/>", "made by server.py"),
        ("<p>Q</p><pl-integer-input answers-name='n'/>", "server.py has it"),
        ("<p>Q</p><pl-symbolic-input answers-name='n'/>", "nothing like pl-symbolic-input"),
    ],
)
def test_what_only_the_server_knows_is_dropped_with_the_reason(lost: str, why: str) -> None:
    made = converted("prairielearn", files(CHOICES + lost))

    (note,) = notes(made, "input", Fate.DROPPED)
    assert why in note.why
    assert notes(made, "question", Fate.APPROXIMATED)


def test_one_of_several_alternatives_is_a_pool() -> None:
    use = {
        "points": 3,
        "numberChoose": 1,
        "alternatives": [{"id": "sets/q^1"}, {"id": "b"}, {"id": "b"}],
    }
    other = {
        "questions/b/info.json": "{}",
        "questions/b/question.html": BLOCKS.format("ordered", ""),
    }

    made = converted("prairielearn", {**files(CHOICES, use=use), **other})

    said = front(made, PATH)["questions"]
    assert [one.why for one in notes(made, "reference", Fate.DROPPED)] == [
        "it stands in this assessment already"
    ]

    assert isinstance(said, list)
    assert (said[0]["pick"], [one["points"] for one in said[0]["questions"]]) == (1, [3, 3])


def test_markdown_within_html_stays_as_it_is() -> None:
    text = "<markdown>\n  Some `code_a`:\n\n  ```\n  f:\n    x\n  ```\n</markdown>"
    panel = f"<pl-question-panel>{text}</pl-question-panel><br>"

    assert only(panel + CHOICES)["text"].startswith("Some `code_a`:\n\n```\nf:\n  x\n```")


TEMPLATE = (
    "<pl-template file-name='t.mustache'><pl-variable name='p' directory='serverFilesCourse'"
    " file-name='p.html'></pl-variable></pl-template>"
)


def test_a_text_that_a_template_frames_is_read_from_the_course() -> None:
    made = converted(
        "prairielearn",
        {**files(TEMPLATE + CHOICES), "serverFilesCourse/p.html": "<p>The problem.</p>"},
    )

    said = front(made, PATH)["questions"]
    assert isinstance(said, list)
    assert said[0]["text"].startswith("The problem.\n\nWhat is")


def test_a_question_without_its_template_is_told_to_be_torn() -> None:
    made = converted("prairielearn", files(TEMPLATE + CHOICES))

    assert notes(made, "template", Fate.DROPPED)
    assert "template" in notes(made, "question", Fate.APPROXIMATED)[0].why


def test_a_figure_leads_to_its_file() -> None:
    picture = {"questions/sets/q^1/clientFilesQuestion/a b.png": b"png"}
    question = "<pl-figure file-name='a b.png'></pl-figure>" + CHOICES

    made = converted("prairielearn", {**files(question), **picture})

    assert list(made.assets.values()) == list(picture)
    said = front(made, PATH)["questions"]
    assert isinstance(said, list)
    assert "](../assets/questions/sets/q^1/clientFilesQuestion/a%20b.png)" in said[0]["text"]


def test_a_quiz_stands_in_its_set_and_a_question_of_none_is_told() -> None:
    other = {"questions/unused/info.json": "{}", "questions/unused/question.html": CHOICES}

    made = converted("prairielearn", {**files(CHOICES), **other})

    assert lesson_paths(made) == [PATH]
    (note,) = notes(made, "question", Fate.DROPPED)
    assert (note.name, note.why) == ("unused", "no assessment uses it")
