"""Challenges of freeCodeCamp become lessons, in the order of their blocks."""

from __future__ import annotations

import json

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes

FENCE = "`" * 3


def challenge(name: str, title: str, rest: str) -> str:
    """A challenge with some sections."""
    return f"---\nid: {name}\ntitle: {title}\nchallengeType: 1\ndashedName: x\n---\n\n{rest}"


CODED = challenge(
    "b1",
    "Second",
    f"""# --description--

Say hello.

# --hints--

It should say hello.

{FENCE}js
assert(true);
{FENCE}

# --seed--

## --seed-contents--

{FENCE}js
// here
{FENCE}

# --solutions--

{FENCE}js
hello();
{FENCE}
""",
)
ASKED = challenge(
    "a1",
    "First",
    """# --question--

## --text--

Which one?

## --answers--

This

---

That

### --feedback--

Nearly.

## --video-solution--

1
""",
)
META = json.dumps(
    {
        "name": "Basics",
        "order": 0,
        "challengeOrder": [["a1", "First"], ["b1", "Other"], ["zz", "Gone"]],
    },
    indent=1,
)
FILES = {
    "curriculum/challenges/_meta/basics/meta.json": META,
    "curriculum/challenges/english/01-web/basics/b.md": CODED,
    "curriculum/challenges/english/01-web/basics/z.md": ASKED,
    "curriculum/challenges/espanol/01-web/basics/b.md": CODED,
}
SECOND = "01-web/01-basics/02-b.md"


def test_challenges_stand_as_their_block_lists_them() -> None:
    made = converted("freecodecamp", FILES)

    assert lesson_paths(made) == ["01-web/01-basics/01-z.md", SECOND, f"translations/es/{SECOND}"]
    assert front(made, SECOND) == {"id": "b1", "title": "Second"}


def test_other_languages_are_translations_and_can_be_the_course_s_own() -> None:
    made = converted("freecodecamp", FILES)
    spanish = converted("freecodecamp", FILES, language="es")

    [told] = notes(made, "translation")
    assert (told.fate, told.name, told.to) == (Fate.KEPT, "es", f"translations/es/{SECOND}")
    assert front(made, told.to) == {"title": "Second"}
    assert front(spanish, "course.yaml")["language"] == "es"


def test_a_challenge_that_only_another_language_has_is_told_of() -> None:
    alone = CODED.replace("b1", "c1")
    path = "curriculum/challenges/espanol/01-web/basics/c.md"

    told = notes(converted("freecodecamp", {**FILES, path: alone}), "translation")

    assert {one.file: one.fate for one in told}[path] is Fate.DROPPED


def test_questions_that_differ_from_the_original_s_are_left_out_of_a_translation() -> None:
    spanish = "curriculum/challenges/espanol/01-web/basics/z.md"
    same, other = ASKED, ASKED.replace("---\n\nThat", "---\n\nNeither\n\n---\n\nThat")
    where = "translations/es/01-web/01-basics/01-z.md"

    kept = converted("freecodecamp", {**FILES, spanish: same})
    left = converted("freecodecamp", {**FILES, spanish: other})

    assert "quiz" in front(kept, where)
    assert "quiz" not in front(left, where)
    [told] = [one for one in notes(left, "translation") if one.file == spanish]
    assert told.fate is Fate.APPROXIMATED
    assert "4 choices" in told.why or "3 choices" in told.why


def test_learners_read_the_task_and_the_words_of_its_checks_and_no_solution() -> None:
    made = converted("freecodecamp", FILES)

    text = body(made, SECOND)
    assert "Say hello." in text
    assert "- It should say hello." in text
    assert "// here" in text
    assert "assert" not in text
    assert "hello();" not in text


def test_solutions_are_kept_where_learners_do_not_see_them() -> None:
    made = converted("freecodecamp", FILES)

    assert b"hello();" in made.files["_solutions/basics.md"]
    (note,) = notes(made, "solution")
    assert (note.fate, note.line) == (Fate.APPROXIMATED, 29)


def test_a_question_becomes_a_quiz_with_its_feedback() -> None:
    made = converted("freecodecamp", FILES)

    assert front(made, "01-web/01-basics/01-z.md")["quiz"] == {
        "questions": [
            {
                "kind": "single",
                "text": "Which one?",
                "choices": [
                    {"text": "This", "correct": True},
                    {"text": "That", "feedback": "Nearly."},
                ],
            }
        ]
    }


def test_a_title_that_differs_and_an_id_without_a_file_are_told() -> None:
    made = converted("freecodecamp", FILES)

    assert [one.name for one in notes(made, "title", Fate.APPROXIMATED)] == ["Other"]
    assert [(one.name, one.line) for one in notes(made, "reference")] == [("zz", 14)]


def test_a_language_that_is_not_there_gives_the_names_of_those_that_are() -> None:
    from academy_cli.interchange.converting import convert
    from tests.interchange.converted import tree

    made = convert(tree(FILES), "freecodecamp", name="x", language="xx")

    assert made.lessons == 0
    assert "english, espanol" in made.lacks


def test_newer_repositories_state_the_order_in_structure() -> None:
    files = {
        "curriculum/structure/superblocks/web.json": json.dumps({"blocks": ["basics"]}),
        "curriculum/structure/blocks/basics.json": json.dumps(
            {"name": "Basics", "challengeOrder": [{"id": "b1", "title": "Second"}]}
        ),
        "curriculum/challenges/english/blocks/basics/b.md": CODED,
    }

    made = converted("freecodecamp", files)

    assert lesson_paths(made) == ["01-web/01-basics/01-b.md"]
