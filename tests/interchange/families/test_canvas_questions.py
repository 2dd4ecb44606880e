"""Questions of Canvas: pairs, numbers, pools of groups and of banks, and what has no counterpart."""

from __future__ import annotations

from typing import Any

import pytest

from academy_cli.interchange.notes import Fate
from tests.interchange.canvas import (
    A_IS_RIGHT,
    CHOICES,
    FILES,
    NUMBER,
    QTI,
    QUIZ,
    SINGLE,
    assessment,
    item,
    label,
    right,
)
from tests.interchange.converted import converted, front, lesson_paths, notes


def only(test: str) -> dict[str, Any]:
    """The one question of a test."""
    files = {**FILES, "non_cc_assessments/test.xml.qti": assessment(test)}
    said = front(converted("common-cartridge", files), QUIZ)["questions"]
    assert isinstance(said, list)
    return dict(said[0])


def test_pairs_are_matched_and_other_right_sides_are_distractors() -> None:
    both = f"<render_choice>{label('x')}{label('y')}{label('z')}</render_choice>"
    pairs = "".join(
        f"<response_lid ident='r{one}'><material><mattext>{one}</mattext></material>{both}</response_lid>"
        for one in "12"
    )
    answers = right("<varequal respident='r1'>y</varequal>", "50") + right(
        "<varequal respident='r2'>x</varequal>", "50"
    )

    one = only(item("matching_question", pairs, answers))

    assert one["pairs"] == [{"left": "1", "right": "Y"}, {"left": "2", "right": "X"}]
    assert one["distractors"] == ["Z"]


def test_things_are_put_in_the_order_that_scores() -> None:
    shown = f"<ims_render_object shuffle='No'>{label('x')}{label('y')}</ims_render_object>"
    listed = f"<response_lid ident='r1' rcardinality='Ordered'>{shown}</response_lid>"
    answers = right("<varequal respident='r1'>y</varequal><varequal respident='r1'>x</varequal>")

    one = only(item("ordering_question", listed, answers))

    assert (one["kind"], one["items"]) == ("ordering", ["Y", "X"])


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("<varequal>7</varequal>", {"answer": 7}),
        (
            "<or><varequal>33.33</varequal><and><vargte>33.32</vargte><varlte>33.34</varlte></and></or>",
            {"answer": "33.33", "tolerance": "0.01"},
        ),
        ("<vargte>1</vargte><varlte>2</varlte>", {"answer": "1.5", "tolerance": "0.5"}),
    ],
)
def test_numbers_may_be_off_as_far_as_the_test_says(
    condition: str, said: dict[str, object]
) -> None:
    one = only(item("numerical_question", NUMBER, right(condition)))

    assert {key: one[key] for key in said} == said
    assert ("tolerance" in one) == ("tolerance" in said)


@pytest.mark.parametrize(
    ("kind", "why"),
    [
        ("calculated_question", "a program makes its numbers"),
        ("file_upload_question", "a person grades it"),
        ("text_only_question", "it asks nothing"),
        ("categorization_question", "ours has nothing to sort into groups"),
        ("ordering_question", "its right order is not stated"),
        ("multiple_dropdowns_question", "ours has no questions with several gaps"),
    ],
)
def test_what_has_no_counterpart_is_told_with_the_reason(kind: str, why: str) -> None:
    lost = item(kind, CHOICES + CHOICES, A_IS_RIGHT, "q2")

    made = converted(
        "common-cartridge", {**FILES, "non_cc_assessments/test.xml.qti": assessment(SINGLE + lost)}
    )

    assert [(one.name, one.why) for one in notes(made, "question", Fate.DROPPED)] == [("q2", why)]


def test_some_chosen_of_a_group_or_of_a_bank_are_a_pool() -> None:
    other = item("multiple_choice_question", CHOICES, A_IS_RIGHT, "q2")
    chosen = "<selection_ordering><selection>{}<selection_number>1</selection_number><selection_extension>"
    chosen += "<points_per_item>3.0</points_per_item></selection_extension></selection></selection_ordering>"
    group = f"<section ident='g'>{chosen.format('')}{SINGLE}{other}</section>"
    bank = f"<section ident='b'>{chosen.format('<sourcebank_ref>bank</sourcebank_ref>')}</section>"
    third, fourth = (
        item("multiple_choice_question", CHOICES, A_IS_RIGHT, name) for name in ("q3", "q4")
    )
    files = {
        **FILES,
        "non_cc_assessments/test.xml.qti": assessment(group + bank),
        "non_cc_assessments/bank.xml.qti": f"<questestinterop xmlns='{QTI}'>"
        f"<objectbank ident='bank'>{third}{fourth}</objectbank></questestinterop>",
    }

    pools = front(converted("common-cartridge", files), QUIZ)["questions"]

    assert isinstance(pools, list)
    assert [
        (one["pool"], one["pick"], [(q["id"], q["points"]) for q in one["questions"]])
        for one in pools
    ] == [
        ("g", 1, [("q1", 3), ("q2", 3)]),
        ("b", 1, [("q3", 3), ("q4", 3)]),
    ]


def test_questions_without_a_course_around_them_are_a_quiz() -> None:
    manifest = """
        <manifest identifier="m" xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1">
        <organizations/><resources>
          <resource identifier="a" type="imsqti_xmlv1p2"><file href="a/a.xml"/></resource>
        </resources></manifest>
    """

    made = converted(
        "common-cartridge", {"imsmanifest.xml": manifest, "a/a.xml": assessment(SINGLE)}
    )

    assert lesson_paths(made) == ["01-t.quiz.yaml"]
    assert made.order == ""


def test_what_is_told_for_right_and_wrong_answers_stands_at_the_choices() -> None:
    told = "".join(
        f"<itemfeedback ident='{name}'><material><mattext>{text}</mattext></material></itemfeedback>"
        for name, text in (
            ("correct_fb", "Yes."),
            ("general_incorrect_fb", "No."),
            ("general_fb", "Well."),
        )
    )

    one = only(item("multiple_choice_question", CHOICES, A_IS_RIGHT, more=told))

    assert [choice["feedback"] for choice in one["choices"]] == ["Yes.", "No."]
    assert one["explanation"] == "Well."
