"""Cartridges as Canvas writes them: two copies of a test, drafts, tasks, topics, links by what things are."""

from __future__ import annotations

from academy_cli.interchange.notes import Fate
from tests.interchange.canvas import FILES, QUIZ
from tests.interchange.converted import body, converted, front, lesson_paths, notes


def test_headings_among_items_hold_what_follows_them() -> None:
    made = converted("common-cartridge", FILES)

    assert lesson_paths(made) == [
        "01-syllabus.md",
        "02-week-1/01-read.md",
        "02-week-1/02-by-yourself/01-write.md",
        QUIZ,
        "03-week-2/01-talk.md",
        "04-loose.md",
    ]
    assert [one.name for one in notes(made, "item", Fate.DROPPED)] == ["Nothing"]


def test_what_learners_do_not_see_is_a_draft() -> None:
    made = converted("common-cartridge", FILES)

    drafts = [path for path in lesson_paths(made) if front(made, path).get("draft")]
    assert drafts == ["03-week-2/01-talk.md", "04-loose.md"]


def test_links_by_what_things_are_lead_to_their_lessons() -> None:
    made = converted("common-cartridge", FILES)

    assert body(made, "02-week-1/01-read.md") == (
        "See [this](../04-loose.md), [that](02-by-yourself/02-test.quiz.yaml) "
        "and [more](02-by-yourself/01-write.md)."
    )


def test_tasks_keep_their_text_and_topics_their_question() -> None:
    made = converted("common-cartridge", FILES)

    assert front(made, "02-week-1/02-by-yourself/01-write.md")["kind"] == "assignment"
    assert body(made, "02-week-1/02-by-yourself/01-write.md") == "Ten lines."
    assert body(made, "03-week-2/01-talk.md") == "What do you think?"
    assert [one.name for one in notes(made, "announcement", Fate.DROPPED)] == ["News"]
    told = [(one.file, one.name) for one in notes(made, "settings", Fate.DROPPED)]
    assert (
        "task/assignment_settings.xml",
        "submission_types: online_upload, points_possible: 5.0",
    ) in told


def test_a_test_is_taken_from_the_copy_with_every_question_and_settings_from_beside_it() -> None:
    made = converted("common-cartridge", FILES)

    said = front(made, QUIZ)
    assert said["questions"] == [
        {
            "kind": "single",
            "id": "q1",
            "text": "Which?",
            "points": 2,
            "choices": [{"text": "A", "correct": True}, {"text": "B"}],
        }
    ]
    assert {key: said[key] for key in ("text", "attempts", "time_limit", "shuffle", "show")} == {
        "text": "Be **calm**.",
        "attempts": 3,
        "time_limit": "20 minutes",
        "shuffle": "choices",
        "show": "feedback",
    }
    assert [
        one.name for one in notes(made, "settings") if one.file == "test/assessment_meta.xml"
    ] == ["access_code"]
