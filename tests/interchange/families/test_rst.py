"""Pages of reStructuredText, as docutils and Sphinx have them, in books of Jupyter Book."""

from __future__ import annotations

import subprocess
import sys
from textwrap import dedent

import pytest

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, lesson_paths, notes

FENCE = "`" * 3
BOOK: dict[str, str | bytes] = {
    "_toc.yml": "format: jb-book\nroot: intro\nchapters:\n- file: two\n",
    "intro.rst": "Hello\n=====\n",
    "two.rst": ".. _the-second:\n\nSecond\n======\n\nText.\n\n.. _why so:\n\nWhy so\n------\n\nBecause.\n",
}


def page(text: str, **files: str) -> str:
    """What a first page of that text becomes, in a book with another page."""
    named = {name.replace("__", "."): one for name, one in files.items()}
    return body(
        converted("jupyterbook", {**BOOK, "intro.rst": dedent(text), **named}), "01-intro.md"
    )


def test_pages_are_lessons_with_their_headings_and_labels() -> None:
    made = converted("jupyterbook", BOOK)

    assert lesson_paths(made) == ["01-intro.md", "02-two.md"]
    assert body(made, "02-two.md") == (
        '<a id="the-second"></a>\n\n# Second\n\nText.\n\n## Why so\n\nBecause.'
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("*a* **b** ``c`` :math:`x^2` H\\ :sub:`2`\\ O", "*a* **b** `c` $x^2$ H<sub>2</sub>O"),
        ("A [b] <c> * d.", "A \\[b\\] \\<c> \\* d."),
        ("`there <https://x.org/a_b>`_ and https://x.org/", "[there](<https://x.org/a_b>) and <https://x.org/>"),
        (":ref:`why so`", "[Why so](02-two.md#why-so)"),
        (":ref:`look <why so>` and :doc:`two`", "[look](02-two.md#why-so) and [Second](02-two.md)"),
        (":py:func:`~os.path.join`", "`os.path.join`"),
        ("- a\n- b\n\n  c", "- a\n- b\n\n  c"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("Term\n   What it is.", "- **Term**\n\n  What it is."),
        ("One [#a]_.\n\n.. [#a] Foot.", "One [^1].\n\n[^1]: Foot."),
        ("| a\n| b", "a\\\nb"),
        ("::\n\n   x = `1`", f"{FENCE}\nx = `1`\n{FENCE}"),
        (">>> 1 + 1\n2", f"{FENCE}python\n>>> 1 + 1\n2\n{FENCE}"),
        ("===  ===\nA    B\n===  ===\n1    2\n===  ===", "| A | B |\n| --- | --- |\n| 1 | 2 |"),
        (".. note::\n\n   Careful.", "> [!NOTE]\n> Careful."),
        (".. seealso:: that", "**See also** that"),
        (".. versionadded:: 2\n\n   It.", "> [!NOTE]\n> **New 2**\n>\n> It."),
        (".. code-block:: python\n   :linenos:\n\n   x", f"{FENCE}python\nx\n{FENCE}"),
        (".. math::\n   :label: eq-x\n\n   x", '<a id="eq-x"></a>\n\n$$\nx\n$$'),
        (".. toctree::\n   :maxdepth: 2\n\n   two\n\nText.", "Text."),
        (".. tab:: One\n\n   In it.", "**One**\n\nIn it."),
        (".. figure:: p.png\n\n   It.", "![It.](assets/p.png)\n\nIt."),
        (".. literalinclude:: c.py\n   :language: python\n   :lines: 2", f"{FENCE}python\nb\n{FENCE}"),
        (".. include:: part.txt", "From *elsewhere*."),
    ],
)  # fmt: skip
def test_what_pages_hold_becomes_what_ours_has_for_it(written: str, said: str) -> None:
    assert page(f"{written}\n", p__png="x", c__py="a\nb\n", part__txt="From *elsewhere*.\n") == said


def test_nothing_outside_the_source_is_read_and_nothing_raw_is_taken() -> None:
    text = """
        Hello
        =====

        .. csv-table::
           :file: /etc/passwd

        .. raw:: html

           <script>x</script>

        .. include:: /etc/passwd
    """

    made = converted("jupyterbook", {**BOOK, "intro.rst": dedent(text)})

    assert body(made, "01-intro.md") == "# Hello"
    assert [one.name for one in notes(made, "include", Fate.DROPPED)] == ["etc/passwd"]
    assert [one.line for one in notes(made, "text", Fate.APPROXIMATED)] == [4]


def test_what_cannot_be_read_is_told_with_its_line() -> None:
    made = converted("jupyterbook", {**BOOK, "intro.rst": "Hello\n=====\n\nA |gone| thing.\n"})

    assert [(one.line, one.name) for one in notes(made, "text", Fate.APPROXIMATED)] == [
        (4, 'Undefined substitution referenced: "gone".')
    ]
    assert "gone" in body(made, "01-intro.md")


def test_a_part_of_a_page_of_markdown_may_be_written_in_it() -> None:
    files = {**BOOK, "intro.md": f"# Hello\n\n{FENCE}{{eval-rst}}\n.. note:: Careful.\n{FENCE}\n"}
    del files["intro.rst"]

    assert (
        body(converted("jupyterbook", files), "01-intro.md") == "# Hello\n\n> [!NOTE]\n> Careful."
    )


def test_books_without_such_pages_do_not_load_docutils() -> None:
    lines = (
        "import sys",
        "import academy_cli.interchange.families.jupyterbook, academy_cli.interchange.dialects.rst",
        "print('docutils' in sys.modules)",
    )

    told = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True
    )

    assert told.stdout == "False\n"
