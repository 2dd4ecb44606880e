"""Books of Jupyter Book and MyST as people write them: labels, gates, includes, notebooks with pictures."""

from __future__ import annotations

import base64
import json

import pytest

from academy_cli.interchange.converting import convert
from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes, tree

FENCE = "`" * 3
PICTURE = base64.b64encode(b"\x89PNG picture").decode()
BOOK: dict[str, str | bytes] = {
    "_toc.yml": "format: jb-book\nroot: intro\nchapters:\n- file: two\n",
    "intro.md": "# Hello\n",
    "two.md": "(second)=\n# Second\n\nText.\n\n(why-so)=\n## Why so\n\nBecause.\n\n(of/all)=\n## Of all\n",
}


def page(text: str, **files: str) -> str:
    """What a first page of that text becomes, in a book with another page."""
    named = {name.replace("__", "."): one for name, one in files.items()}
    return body(converted("jupyterbook", {**BOOK, "intro.md": text, **named}), "01-intro.md")


# -- the table of contents ---------------------------------------------------------------------------


def test_a_list_after_a_comment_is_a_table_of_contents() -> None:
    toc = "# Contents of the book\n#\n- file: intro\n- file: two\n"

    made = converted("jupyterbook", {**BOOK, "_toc.yml": toc})

    assert lesson_paths(made) == ["01-intro.md", "02-two.md"]


def test_what_follows_a_header_stands_below_it() -> None:
    toc = "- file: intro\n- header: Basics\n- file: two\n  not_numbered: true\n"

    made = converted("jupyterbook", {**BOOK, "_toc.yml": toc})

    assert lesson_paths(made) == ["01-intro.md", "02-basics/01-two.md"]
    assert [(one.name, one.line) for one in notes(made, "key")] == [("not_numbered", 4)]


def test_a_pattern_names_files_without_their_suffix() -> None:
    toc = "format: jb-book\nroot: intro\nchapters:\n- glob: more/*\n"

    made = converted(
        "jupyterbook",
        {"_toc.yml": toc, "intro.md": "# A\n", "more/b10.md": "# C\n", "more/b9.md": "# B\n"},
    )

    assert lesson_paths(made) == ["01-intro.md", "02-b9.md", "03-b10.md"]


def test_a_project_without_contents_goes_by_name_and_says_so() -> None:
    files = {
        "myst.yml": "version: 1\nproject:\n  title: A\nsite: {}\n",
        "index.md": "# I\n",
        "a/x.md": "# X\n",
        "b.md": "# B\n",
    }

    made = converted("jupyterbook", files)

    assert made.order == ""
    assert lesson_paths(made) == ["01-index.md", "02-b.md", "03-a/01-x.md"]
    assert [(one.name, one.line) for one in notes(made, "key")] == [("site", 4)]


# -- references --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{ref}`why-so`", "[Why so](02-two.md#why-so)"),
        ("{ref}`see there <why-so>`", "[see there](02-two.md#why-so)"),
        ("{ref}`second`", "[Second](02-two.md)"),
        ("{doc}`two`", "[Second](02-two.md)"),
        ("{doc}`the next\nchapter <two>`", "[the next chapter](02-two.md)"),
        ("{numref}`Part %s <why-so>`", "[Part](02-two.md#why-so)"),
        ("[](#why-so)", "[Why so](02-two.md#why-so)"),
        ("[there](why-so)", "[there](02-two.md#why-so)"),
        ("[](of/all)", "[Of all](02-two.md#of-all)"),
        ("[](two.md)", "[Second](02-two.md)"),
        ("`[](#why-so)`", "`[](#why-so)`"),
        ("`` {ref}`why-so` `` and {math}`x`", "`` {ref}`why-so` `` and $x$"),
        ("`a` {sub}`2`", "`a` <sub>2</sub>"),
        ("{ref}`nowhere`", "nowhere"),
        ("{cite}`somebody2020`", "(somebody2020)"),
        ("{kbd}`Ctrl`", "<kbd>Ctrl</kbd>"),
    ],
)  # fmt: skip
def test_references_lead_to_what_their_labels_stand_before(written: str, said: str) -> None:
    assert page(f"# Hello\n\n{written}\n") == f"# Hello\n\n{said}"


def test_labels_of_equations_and_figures_are_anchors() -> None:
    figure = f"{FENCE}{{figure}} p.png\n:name: fig-p\nIt.\n{FENCE}"
    text = f"# A\n\n$$\nx\n$$ (eq-x)\n\n{figure}\n\nSee {{eq}}`eq-x` and {{numref}}`fig-p`.\n"

    said = page(text, p__png="x")

    assert '$$\nx\n$$\n\n<a id="eq-x"></a>' in said
    assert '<a id="fig-p"></a>\n\n![It.](assets/p.png)' in said
    assert "See [(eq-x)](#eq-x) and [Figure](#fig-p)." in said


def test_a_label_that_is_nowhere_is_told_with_its_line() -> None:
    made = converted("jupyterbook", {**BOOK, "intro.md": "# A\n\nText\nand {ref}`nowhere`.\n"})

    (note,) = notes(made, "reference", Fate.APPROXIMATED)
    assert (note.file, note.line, note.name) == ("intro.md", 4, "nowhere")


# -- directives --------------------------------------------------------------------------------------


def test_a_solution_that_is_gated_holds_everything_up_to_its_end() -> None:
    gated = (
        f"{FENCE}{{exercise-start}} Add\n:label: ex\n{FENCE}\n\nHow much?\n\n"
        f"{FENCE}{{exercise-end}}\n{FENCE}\n\n"
        f"{FENCE}{{solution-start}} ex\n:class: dropdown\n{FENCE}\n\n"
        f"{FENCE}{{code-cell}} ipython3\n1 + 1\n{FENCE}\n\n"
        f"{FENCE}{{solution-end}}\n{FENCE}\n\nAfter.\n"
    )

    assert page(gated) == (
        '<a id="ex"></a>\n\n**Exercise: Add**\n\nHow much?\n\n'
        f"<details>\n<summary>Solution</summary>\n\n{FENCE}python\n1 + 1\n{FENCE}\n\n</details>\n\nAfter."
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("% a note\nText.", "Text."),
        (":::{note}\nCareful.\n:::\nMore.", "> [!NOTE]\n> Careful.\n\nMore."),
        ('Text.\n\n+++ {"a": 1}\n\nMore.', "Text.\n\n\n\nMore."),
        ("$$\n\\begin{align}\n% x\n\\end{align}\n$$", "$$\n\\begin{align}\n% x\n\\end{align}\n$$"),
        ("\\begin{align}\nx &= 1\n\\end{align}", "$$\n\\begin{align}\nx &= 1\n\\end{align}\n$$"),
        (
            f"{FENCE}{{list-table}} Sizes\n:header-rows: 1\n\n* - A\n  - B\n* - 1\n  - 2\n{FENCE}",
            "**Sizes**\n\n\n| A | B |\n| --- | --- |\n| 1 | 2 |",
        ),
        (
            f"{FENCE}{{csv-table}}\n:header: A, B\n\n1, \"x|y\"\n{FENCE}",
            "| A | B |\n| --- | --- |\n| 1 | x\\|y |",
        ),
        ("Term\n: It is\n  this.\n: Or that.", "- **Term**\n\n  It is\n  this.\n\n  Or that."),
        (
            "{#one .big}\nText with [a place]{#two}.",
            '<a id="one"></a>\n\nText with <span id="two">a place</span>.',
        ),
        (":::{grid} 1 2\nIn it.\n:::", "In it."),
        (":::{prf:theorem} Of Nobody\nIt is so.\n:::", "**Theorem (Of Nobody).**\n\nIt is so."),
        (
            f"- One:\n\n  {FENCE}{{note}}\n  Careful.\n\n      code\n  {FENCE}",
            "- One:\n\n  > [!NOTE]\n  > Careful.\n  >\n  >     code",
        ),
        (
            f"{FENCE}{{code-cell}}\n:tags: [hide-input]\nx\n{FENCE}",
            f"<details>\n<summary>Code</summary>\n\n{FENCE}\nx\n{FENCE}\n\n</details>",
        ),
        (f"{FENCE}{{code-cell}}\n---\ntags:\n  - remove-cell\n---\nx\n{FENCE}\nText.", "Text."),
        (f"{FENCE}{{admonition}} Look\n:class: warning\nIt.\n{FENCE}", "> [!WARNING]\n> **Look**\n>\n> It."),
        (f"{FENCE}{{raw}} html\n<b>x</b>\n{FENCE}", "<b>x</b>"),
        (f"{FENCE}{{raw}} latex\n\\x\n{FENCE}\nText.", "Text."),
        (f"{FENCE}{{include}} part.md\n{FENCE}", "From *elsewhere*."),
        (
            f"{FENCE}{{literalinclude}} code.py\n:language: python\n:lines: 2-\n{FENCE}",
            f"{FENCE}python\nb\nc\n{FENCE}",
        ),
    ],
)  # fmt: skip
def test_what_books_hold_becomes_what_ours_has_for_it(written: str, said: str) -> None:
    assert page(f"{written}\n", part__md="From *elsewhere*.\n", code__py="a\nb\nc\n") == said


def test_names_stand_for_texts_of_the_page_and_of_the_book() -> None:
    files = {
        **BOOK,
        "_config.yml": "parse:\n  myst_substitutions:\n    who: everybody\n",
        "intro.md": "---\nmyst:\n  substitutions:\n    what: things\n---\n"
        "# A\n\n{{ what }} for {{who}} and {{ other }}\n",
    }

    assert body(converted("jupyterbook", files), "01-intro.md").endswith(
        "things for everybody and {{ other }}"
    )


def test_files_that_include_each_other_end() -> None:
    pages = {
        "intro.md": f"{FENCE}{{include}} a.md\n{FENCE}\n",
        "a.md": f"{FENCE}{{include}} b.md\n{FENCE}\n" * 3,
    }
    pages["b.md"] = f"{FENCE}{{include}} a.md\n{FENCE}\n"

    made = convert(tree({**BOOK, **pages}), "jupyterbook", name="x")

    assert made.lessons == 2


# -- notebooks ---------------------------------------------------------------------------------------


def cell(source: str, *outputs: dict[str, object], tags: tuple[str, ...] = ()) -> dict[str, object]:
    """A cell of code and what it wrote."""
    return {
        "cell_type": "code",
        "source": source,
        "outputs": list(outputs),
        "metadata": {"tags": list(tags)},
    }


def shelf(*cells: dict[str, object]) -> dict[str, str | bytes]:
    """A book whose second page is a notebook of those cells."""
    files = {
        **BOOK,
        "two.ipynb": json.dumps({"cells": cells, "metadata": {"language_info": {"name": "R"}}}),
    }
    del files["two.md"]
    return files


def test_pictures_that_code_drew_are_files_of_the_course() -> None:
    drawn = {
        "output_type": "display_data",
        "data": {"image/png": PICTURE + "\n", "text/plain": "<Figure>"},
    }

    made = converted("jupyterbook", shelf(cell("plot()", drawn)))

    assert body(made, "02-two.md") == f"{FENCE}R\nplot()\n{FENCE}\n\n![Output](assets/two-1.png)"
    assert made.files["assets/two-1.png"] == b"\x89PNG picture"


def test_pictures_attached_to_a_text_or_written_into_it_are_files_too() -> None:
    attached = {
        "cell_type": "markdown",
        "source": "![a](attachment:a.png)",
        "attachments": {"a.png": {"image/png": PICTURE}},
    }
    written = {"cell_type": "markdown", "source": f"![b](data:image/png;base64,{PICTURE})"}

    made = converted("jupyterbook", shelf(attached, written))

    assert body(made, "02-two.md") == "![a](assets/two-1.png)\n\n![b](assets/two-2.png)"


def test_errors_say_what_they_were_and_colours_are_none() -> None:
    failed = {
        "output_type": "error",
        "ename": "KeyError",
        "evalue": "'x'",
        "traceback": ["\x1b[0;31m…"],
    }
    coloured = {"output_type": "stream", "text": "\x1b[31mred\x1b[0m"}

    said = body(converted("jupyterbook", shelf(cell("f()", coloured, failed))), "02-two.md")

    assert f"{FENCE}output\nred\n{FENCE}\n\n{FENCE}output\nKeyError: 'x'\n{FENCE}" in said


def test_cells_are_hidden_and_folded_as_their_tags_say() -> None:
    stream = {"output_type": "stream", "text": "1"}

    said = body(
        converted(
            "jupyterbook",
            shelf(
                cell("a", stream, tags=("hide-input",)),
                cell("b", stream, tags=("remove-input",)),
                cell("c", stream, tags=("remove-output",)),
                cell("d", stream, tags=("remove-cell",)),
            ),
        ),
        "02-two.md",
    )

    one = f"{FENCE}output\n1\n{FENCE}"
    folded = f"<details>\n<summary>Code</summary>\n\n{FENCE}R\na\n{FENCE}\n\n</details>"
    assert said == f"{folded}\n\n{one}\n\n{one}\n\n{FENCE}R\nc\n{FENCE}"


def test_a_description_is_the_summary_of_its_lesson() -> None:
    text = "---\ndescription: What it is about.\nkernelspec:\n  name: python3\n---\n# A\n"

    made = converted("jupyterbook", {**BOOK, "intro.md": text})

    assert front(made, "01-intro.md")["summary"] == "What it is about."
    assert [(one.name, one.line) for one in notes(made, "key")] == [("kernelspec", 4)]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[p](project:two.md#why-so)", "[p](02-two.md#why-so)"),
        ("[q](project:#why-so)", "[q](02-two.md#why-so)"),
        ("<project:#why-so>", "[Why so](02-two.md#why-so)"),
        ("[d](doc:two)", "[d](02-two.md)"),
        ("[e](path:data.csv)", "[e](assets/data.csv)"),
        ("`[d](doc:two)`", "`[d](doc:two)`"),
    ],
)
def test_schemes_of_the_book_itself_are_links_in_it(written: str, said: str) -> None:
    assert page(f"{written}\n", data__csv="1\n") == said


def test_a_page_can_be_referred_to_from_itself() -> None:
    made = page("(here)=\n# Hello\n\n[up](#here) and {ref}`here`\n")

    assert made == '<a id="here"></a>\n\n# Hello\n\n[up](#here) and [Hello](#here)'
    assert page("(here)=\n# Hello\n\nHere.\n") == "# Hello\n\nHere."
