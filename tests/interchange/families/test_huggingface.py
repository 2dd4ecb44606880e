"""Courses of Hugging Face as people write them: switches, banners over several lines, anchors, notebooks."""

from __future__ import annotations

import base64
import json

import pytest

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes

FENCE = "`" * 3
COURSE: dict[str, str | bytes] = {
    "units/en/_toctree.yml": "- title: Start\n  subtitle: How it begins\n  new: true\n  sections:\n"
    "  - local: unit1/one\n    title: One\n  - local: unit1/two\n    title: Two\n    quiz: 1\n",
    "units/en/unit1/one.mdx": "# One\n",
    "units/en/unit1/two.mdx": "# Two\n",
}
ONE = "01-start/01-one.md"


def page(text: str) -> str:
    """What a page of that text becomes."""
    return body(converted("huggingface", {**COURSE, "units/en/unit1/one.mdx": text}), ONE)


BANNER = """
  <CourseFloatingBanner chapter={2}
    notebooks={[
      {label: "Colab", value: "https://x.org/a.ipynb"},
    ]} />
"""
LIGHT = '<div>\n<img class="dark:hidden" src="a.svg"/>'
DARK = '<img class="hidden dark:block" src="b.svg"/>'
SWITCH = f"{{#if fw === 'pt'}}\nTorch.\n\n{FENCE}py\n{{:else}}\n{FENCE}\n{{:else}}\nFlow.\n{{/if}}\nBoth."


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f"{BANNER}\nText.", "Text."),
        ("## Quiz [[quiz]]\n\nText.", "## Quiz {#quiz}\n\nText."),
        (SWITCH, f"Torch.\n\n{FENCE}py\n{{:else}}\n{FENCE}\n\n\n\nBoth."),
        ("{#if fw === 'tf'}\nFlow.\n{:else if fw === 'pt'}\nTorch.\n{/if}", "Torch."),
        ("{#if fw === 'jax'}\nJax.\n{:else}\nOther.\n{/if}", "Jax."),
        ("<Tip>Careful.</Tip>", "> [!TIP]\n> Careful."),
        ("<Tip warning={true}>\nCareful.</Tip>\nMore.", "> [!WARNING]\n> Careful.\n\nMore."),
        (f"{FENCE}\n<A\n  b={{1}} />\n{FENCE}", f"{FENCE}\n<A\n  b={{1}} />\n{FENCE}"),
        (
            f"{LIGHT}\n{DARK}</div>",
            f"{LIGHT}\n</div>",
        ),
        ('<hfoptions id="x">\n<hfoption id="CPU">\nSlow.\n</hfoption>\n</hfoptions>', "**CPU**\n\nSlow."),
        ("<hfoptions id='x' >\n\n<hfoption value=\"tgi\" label=\"TGI\">\n\nFast.\n</hfoption>\n</hfoptions>",
         "**TGI**\n\n\nFast."),
        ('<Tip title="How it works">\nSo.\n</Tip>', "> [!TIP]\n> **How it works**\n>\n> So."),
        ("[two](/learn/the-course/unit1/two?fw=pt#a)", "[two](02-two.md?fw=pt#a)"),
        ("[unit](/course/unit1)", "[unit](01-one.md)"),
    ],
)  # fmt: skip
def test_what_courses_hold_becomes_what_ours_has_for_it(written: str, said: str) -> None:
    assert page(f"{written}\n").strip() == said


def test_sides_that_are_left_out_are_told_with_their_line() -> None:
    made = converted("huggingface", {**COURSE, "units/en/unit1/one.mdx": f"# One\n\n{SWITCH}\n"})

    assert [(one.line, one.name) for one in notes(made, "switch", Fate.DROPPED)] == [(9, "{:else}")]


def test_pictures_written_into_a_page_are_files_of_the_course() -> None:
    data = base64.b64encode(b"\x89PNG").decode()

    made = converted(
        "huggingface", {**COURSE, "units/en/unit1/one.mdx": f"![a](data:image/png;base64,{data})\n"}
    )

    assert body(made, ONE) == "![a](../assets/units/en/unit1/one-1.png)"
    assert made.files["assets/units/en/unit1/one-1.png"] == b"\x89PNG"


def test_a_notebook_in_the_contents_is_a_lesson() -> None:
    files = {
        **COURSE,
        "units/en/unit1/two.ipynb": json.dumps(
            {"cells": [{"cell_type": "markdown", "source": "# N"}]}
        ),
    }
    del files["units/en/unit1/two.mdx"]

    made = converted("huggingface", files)

    assert lesson_paths(made) == [ONE, "01-start/02-two.md"]
    assert body(made, "01-start/02-two.md") == "# N"


def test_a_subtitle_is_the_summary_of_its_module_and_other_keys_are_told() -> None:
    made = converted("huggingface", COURSE)

    assert front(made, "01-start/module.yaml") == {"summary": "How it begins"}
    assert [(one.name, one.line) for one in notes(made, "key")] == [("new", 3), ("quiz", 9)]


def test_quotation_marks_that_are_not_escaped_are_guessed_and_told() -> None:
    text = """### 1. Which?

<Question choices={[{text: "load("x") now", correct: true}, {text: "none", explain: "No: "x"."}]} />
"""

    made = converted("huggingface", {**COURSE, "units/en/unit1/one.mdx": text})

    quiz = front(made, ONE)["quiz"]
    assert isinstance(quiz, dict)
    assert quiz["questions"][0]["choices"] == [
        {"text": 'load("x") now', "correct": True},
        {"text": "none", "feedback": 'No: "x".'},
    ]
    (note,) = notes(made, "question", Fate.APPROXIMATED)
    assert note.line == 3


def test_a_page_may_be_named_with_its_suffix() -> None:
    toc = "- local: unit1/one.mdx\n  title: One\n- local: unit1/two\n  title: Two\n"

    assert lesson_paths(converted("huggingface", {**COURSE, "units/en/_toctree.yml": toc})) == [
        "01-one.md",
        "02-two.md",
    ]


FRENCH: dict[str, str | bytes] = {
    **COURSE,
    "units/en/unit1/one.mdx": "# One\n\n### Which?\n\n"
    '<Question choices={[{text: "a", correct: true}, {text: "b"}]} />\n',
    "units/fr/_toctree.yml": "- title: Début\n  sections:\n  - local: unit1/one\n    title: Un\n"
    "  - local: unit1/nulle-part\n    title: Rien\n  - local: unit1/trois\n    title: Trois\n",
    "units/fr/unit1/one.mdx": "# Un\n\n[deux](/course/fr/unit1/two)\n\n### Laquelle ?\n\n"
    '<Question choices={[{text: "à", correct: true}, {text: "bé"}]} />\n',
    "units/fr/unit1/trois.mdx": "# Trois\n",
    "units/rum/unit1/two.md": "# Doi\n",
    "units/assets/a.txt": "Nothing.",
}


def test_pages_at_the_same_place_in_other_languages_are_translations() -> None:
    made = converted("huggingface", FRENCH)

    path = f"translations/fr/{ONE}"
    assert front(made, path)["title"] == "Un"
    assert body(made, path) == "# Un\n\n[deux](02-two.md)"
    quiz = front(made, path)["quiz"]
    assert isinstance(quiz, dict)
    assert [one["text"] for one in quiz["questions"][0]["choices"]] == ["à", "bé"]
    assert front(made, "translations/fr/01-start/module.yaml") == {"title": "Début"}
    assert "translations/ro/01-start/02-two.md" in made.files


def test_pages_that_translate_nothing_are_told() -> None:
    made = converted("huggingface", FRENCH)

    (note,) = notes(made, "translation", Fate.DROPPED)
    assert (note.file, note.name, note.why) == (
        "units/fr/unit1/trois.mdx",
        "fr",
        "there is no original of it in the course",
    )
    (other,) = notes(made, "language", Fate.APPROXIMATED)
    assert (other.file, other.why) == ("units/rum/unit1/two.md", "the code of its language is ro")


def test_a_translation_that_asks_otherwise_keeps_its_text_alone() -> None:
    said = FRENCH["units/fr/unit1/one.mdx"]
    assert isinstance(said, str)
    files = {**FRENCH, "units/fr/unit1/one.mdx": said.replace(", correct: true", "")}

    made = converted("huggingface", files)

    assert "quiz" not in front(made, f"translations/fr/{ONE}")


def test_two_codes_of_one_language_do_not_overwrite_each_other() -> None:
    made = converted("huggingface", {**FRENCH, "units/ro/unit1/two.mdx": "# Altul\n"})

    (note,) = [one for one in notes(made, "translation", Fate.DROPPED) if one.name == "ro"]
    assert note.why == "the same language has another one"


def test_any_language_can_be_the_courses_own() -> None:
    made = converted("huggingface", FRENCH, language="fr")

    assert front(made, "course.yaml")["language"] == "fr"
    assert front(made, "translations/en/01-debut/01-one.md")["title"] == "One"
    assert front(made, "translations/en/01-debut/module.yaml") == {"title": "Start"}
