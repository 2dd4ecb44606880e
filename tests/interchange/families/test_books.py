"""mdBook, Jupyter Book and Hugging Face's courses: pages in the order of a table of contents."""

from __future__ import annotations

import json

import pytest

from academy_cli.interchange.converting import convert
from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes, tree

FENCE = "`" * 3

# -- mdBook ------------------------------------------------------------------------------------------

BOOK: dict[str, str | bytes] = {
    "book.toml": '[book]\ntitle = "The book"\nlanguage = "en"\nauthors = ["A"]\n',
    "src/SUMMARY.md": """
        # Summary

        [Foreword](foreword.md)

        # Basics

        - [Start](start/README.md)
            - [Install](start/install.md)
        - [Later]() (?)
            - [Much later]()
        - [Gone](gone.md)

        ---

        [Credits](credits.md)
    """,
    "src/foreword.md": "# Foreword\n\nSee [install](start/install.html#how).\n",
    "src/start/README.md": "# Start\n\n![](../img/a.png)\n",
    "src/start/install.md": f"# Install\n\n{FENCE}rust\n{{{{#include ../../code/main.rs:2}}}}\n{FENCE}\n",
    "src/credits.md": "# Credits\n",
    "src/img/a.png": b"png",
    "code/main.rs": "// one\nfn main() {}\n",
}


def test_chapters_stand_as_the_summary_has_them() -> None:
    made = converted("mdbook", BOOK)

    assert lesson_paths(made) == [
        "01-foreword.md",
        "02-basics/01-start/01-start.md",
        "02-basics/01-start/02-install.md",
        "03-credits.md",
    ]
    assert front(made, "course.yaml")["title"] == "The book"


def test_chapters_without_a_file_are_told_with_their_line() -> None:
    told = notes(converted("mdbook", BOOK), "reference", Fate.DROPPED)

    assert [(one.name, one.line) for one in told] == [
        ("Later", 9),
        ("Much later", 10),
        ("gone.md", 11),
    ]


def test_an_include_stands_in_its_code() -> None:
    made = converted("mdbook", BOOK)

    assert f"{FENCE}rust\nfn main() {{}}\n{FENCE}" in body(made, "02-basics/01-start/02-install.md")


def test_an_address_of_a_chapter_leads_to_it() -> None:
    made = converted("mdbook", BOOK)

    assert "[install](02-basics/01-start/02-install.md#how)" in body(made, "01-foreword.md")


def test_an_anchor_is_the_part_between_its_marks() -> None:
    files = {**BOOK, "code/main.rs": "// ANCHOR: a\nlet x;\n// ANCHOR_END: a\nlet y;\n"}
    files["src/credits.md"] = "{{#include ../code/main.rs:a}}\n"

    assert body(converted("mdbook", files), "03-credits.md") == "let x;"


def test_includes_that_multiply_are_stopped() -> None:
    pages = {f"src/p{one}.md": f"{{{{#include p{one + 1}.md}}}}\n" * 12 for one in range(9)}
    summary = {"src/SUMMARY.md": "# Summary\n\n- [P](p0.md)\n", "src/p9.md": "x" * 1000}

    made = convert(tree({**BOOK, **pages, **summary}), "mdbook", name="x")

    assert "files include too much" in {one.why for one in notes(made, "include", Fate.DROPPED)}


# -- Jupyter Book ------------------------------------------------------------------------------------

NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["# Plot\n", "\n", "Look."]},
            {
                "cell_type": "code",
                "source": "print(1)",
                "outputs": [
                    {"output_type": "stream", "text": ["1\n"]},
                    {"data": {"image/png": "x"}},
                ],
            },
        ],
        "metadata": {},
    }
)
JUPYTER: dict[str, str | bytes] = {
    "_config.yml": "title: Plots\nauthor: A\n",
    "_toc.yml": """
        format: jb-book
        root: intro
        parts:
          - caption: Basics
            chapters:
              - file: plot
              - file: gone
              - url: https://x.org
                title: Elsewhere
    """,
    "intro.md": "# Hello\n\nSee {doc}`the plot <plot>` and {math}`x^2`.\n",
    "plot.ipynb": NOTEBOOK,
}


def myst(text: str) -> str:
    """What a page of that text becomes."""
    return body(converted("jupyterbook", {**JUPYTER, "intro.md": text}), "01-intro.md")


def test_pages_stand_as_the_table_of_contents_has_them() -> None:
    made = converted("jupyterbook", JUPYTER)

    assert lesson_paths(made) == [
        "01-intro.md",
        "02-basics/01-plot.md",
        "02-basics/02-elsewhere.md",
    ]
    assert [(one.name, one.line) for one in notes(made, "reference")] == [("gone", 7)]


def test_myst_yml_states_the_order_too() -> None:
    toc = "project:\n  title: Plots\n  toc:\n    - file: plot.ipynb\n    - file: intro.md\n"

    made = converted(
        "jupyterbook", {"myst.yml": toc, "intro.md": "# Hello\n", "plot.ipynb": NOTEBOOK}
    )

    assert lesson_paths(made) == ["01-plot.md", "02-intro.md"]


def test_a_notebook_s_text_code_and_written_output_are_kept() -> None:
    made = converted("jupyterbook", JUPYTER)

    text = body(made, "02-basics/01-plot.md")
    assert (
        text == f"# Plot\n\nLook.\n\n{FENCE}python\nprint(1)\n{FENCE}\n\n{FENCE}output\n1\n{FENCE}"
    )
    assert [one.name for one in notes(made, "picture", Fate.DROPPED)] == ["image/png"]


def test_roles_become_links_and_mathematics() -> None:
    made = converted("jupyterbook", JUPYTER)

    assert "See [the plot](02-basics/01-plot.md) and $x^2$." in body(made, "01-intro.md")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f"{FENCE}{{note}}\nCareful.\n{FENCE}", "> [!NOTE]\n> Careful."),
        (":::{warning}\nCareful.\n:::", "> [!WARNING]\n> Careful."),
        (f"{FENCE}{{figure}} a.png\n:alt: A plot\n\nIt.\n{FENCE}", "![A plot](a.png)\n\nIt."),
        (f"{FENCE}{{math}}\nx\n{FENCE}", "$$\nx\n$$"),
        (
            f"{FENCE}{{code-cell}} ipython3\nx\n{FENCE}",
            f"{FENCE}python\nx\n{FENCE}".replace(FENCE, FENCE),
        ),
        (":::{dropdown} Look\nIt.\n:::", "<details>\n<summary>Look</summary>\n\nIt.\n\n</details>"),
        ("(here)=\nText.", '<a id="here"></a>\n\nText.'),
        (f"{FENCE}\n{{note}}`x`\n{FENCE}", f"{FENCE}\n{{note}}`x`\n{FENCE}"),
    ],
)
def test_directives_become_what_ours_has_for_them(written: str, said: str) -> None:
    assert myst(f"{written}\n") == said


def test_a_directive_within_another_is_converted() -> None:
    assert myst("::::{note}\n:::{tip}\nIn.\n:::\n::::\n") == "> [!NOTE]\n> > [!TIP]\n> > In."


# -- Hugging Face ------------------------------------------------------------------------------------

FACES: dict[str, str | bytes] = {
    "chapters/en/_toctree.yml": """
        - title: 1. Start
          sections:
            - local: chapter1/2
              title: Second
            - local: chapter1/1
              title: First
            - local_fw: { pt: chapter1/9, tf: chapter1/9_tf }
              title: Gone
    """,
    "chapters/en/chapter1/1.mdx": """
        # First

        <CourseFloatingBanner chapter={1} />

        <Tip warning={true}>

        Careful.

        </Tip>

        ### 1. What is it?

        ~~~py
        model()
        ~~~

        <Question
            choices={[
                {
                    text: "A \\"model\\"",
                    explain: "Yes.",
                    correct: true
                },
                {
                    text: 'A cat',
                    explain: `No.`,
                },
            ]}
        />

        See [the second](/course/chapter1/2).
    """,
    "chapters/en/chapter1/2.mdx": "# Second\n",
    "chapters/fr/_toctree.yml": "- local: a\n  title: A\n",
    "chapters/fr/a.mdx": "# A\n",
}
FIRST = "01-start/02-first.md"


def test_pages_stand_as_the_toctree_has_them_in_one_language() -> None:
    made = converted("huggingface", FACES)

    assert lesson_paths(made) == ["01-start/01-second.md", FIRST]
    assert [(one.name, one.line) for one in notes(made, "reference")] == [
        ("chapter1/9_tf", 7),
        ("chapter1/9", 7),
    ]
    assert {one.name for one in notes(made, "translation")} == {"fr"}


def test_a_question_component_becomes_a_quiz() -> None:
    assert front(converted("huggingface", FACES), FIRST)["quiz"] == {
        "show": "answers",
        "questions": [
            {
                "kind": "single",
                "text": "What is it?\n\n~~~py\nmodel()\n~~~",
                "choices": [
                    {"text": 'A "model"', "correct": True, "feedback": "Yes."},
                    {"text": "A cat", "feedback": "No."},
                ],
            }
        ],
    }


def test_tips_become_alerts_and_other_components_are_told() -> None:
    made = converted("huggingface", FACES)

    text = body(made, FIRST)
    assert "> [!WARNING]\n> Careful." in text
    assert "Banner" not in text
    assert "What is it?" not in text
    assert [one.line for one in notes(made, "component", Fate.DROPPED)] == [3]


def test_a_link_from_the_site_s_root_leads_to_the_lesson() -> None:
    assert "[the second](01-second.md)" in body(converted("huggingface", FACES), FIRST)


def test_choices_that_would_have_to_be_computed_are_told() -> None:
    files = {**FACES, "chapters/en/chapter1/2.mdx": "<Question choices={[f(1)]} />\n"}

    (note,) = notes(converted("huggingface", files), "question", Fate.DROPPED)
    assert note.why == "its choices are no plain list"
