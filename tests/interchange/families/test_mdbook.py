"""Books of mdBook as people write them: hidden lines, preprocessors, captions, quizzes, other languages."""

from __future__ import annotations

import pytest

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, lesson_paths, notes

FENCE = "`" * 3
BOOK: dict[str, str | bytes] = {
    "book.toml": '[book]\ntitle = "The book"\n',
    "src/SUMMARY.md": "# Summary\n\n- [One](one.md)\n- [Two](two.md)\n",
    "src/one.md": "# One\n",
    "src/two.md": "# Two\n",
}


def chapter(text: str, **files: str) -> str:
    """What a chapter of that text becomes."""
    return body(converted("mdbook", {**BOOK, "src/one.md": text, **files}), "01-one.md")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("rust\n# use std::io;\n#\nlet x = 1;\n  # hidden();", "rust\nlet x = 1;"),
        ("rust,ignore\n## shown\n#[test]\n#![allow(x)]", "rust\n# shown\n#[test]\n#![allow(x)]"),
        ("rust, editable\nx", "rust\nx"),
        ("python\n# a comment\nx", "python\n# a comment\nx"),
        ("python,hidelines=!!\n!!secret\nx", "python\nx"),
        ("\nplain", "\nplain"),
    ],
)  # fmt: skip
def test_lines_that_a_book_hides_are_left_out(written: str, said: str) -> None:
    assert chapter(f"{FENCE}{written}\n{FENCE}\n") == f"{FENCE}{said}\n{FENCE}"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (f'{FENCE}admonish warning title="Take *care*"\nBody.\n\nMore.\n{FENCE}',
         "> [!WARNING]\n> **Take *care***\n>\n> Body.\n>\n> More."),
        (f"{FENCE}admonish\nBody.\n{FENCE}", "> [!NOTE]\n> Body."),
        (f"{FENCE}admonish danger\nBody.\n{FENCE}", "> [!CAUTION]\n> **Danger**\n>\n> Body."),
        (f'{FENCE}admonish example "Old"\nBody.\n{FENCE}', "> [!NOTE]\n> **Old**\n>\n> Body."),
        (f'{FENCE}admonish tip collapsible=true title="Look"\nBody.\n{FENCE}',
         "<details>\n<summary>Look</summary>\n\nBody.\n\n</details>"),
        (f"- a\n\n  {FENCE}admonish tip\n  Body.\n  {FENCE}", "- a\n\n  > [!TIP]\n  > Body."),
        ("[two](/two.html#x) [two](/two.md)", "[two](02-two.md#x) [two](02-two.md)"),
    ],
)  # fmt: skip
def test_admonitions_and_links_from_the_root_become_ours(written: str, said: str) -> None:
    assert chapter(f"{written}\n") == said


def test_a_book_says_which_lines_of_a_language_are_hidden() -> None:
    toml = '[book]\ntitle = "B"\n[output.html.code.hidelines]\npython = "~"\n'
    files = {**BOOK, "book.toml": toml, "src/one.md": f"{FENCE}python\n~x\ny\n{FENCE}\n"}

    made = converted("mdbook", files)

    assert body(made, "01-one.md") == f"{FENCE}python\ny\n{FENCE}"
    assert [(one.file, one.line) for one in notes(made, "hidden code")] == [("src/one.md", 1)]


def test_code_that_is_meant_to_fail_is_told_where_it_stands() -> None:
    files = {**BOOK, "src/one.md": f"# One\n\n{FENCE}rust,compile_fail\nx\n{FENCE}\n"}

    (note,) = notes(converted("mdbook", files), "code", Fate.APPROXIMATED)

    assert (note.line, note.name) == (3, "compile_fail")


def test_components_keep_their_captions_and_what_is_in_them() -> None:
    text = (
        '<Listing number="1-1" file-name="a.rs" caption="How it\nbegins">\n'
        f"{FENCE}rust\nfn f<T>() {{}}\n{FENCE}\n</Listing>\n"
    )

    assert (
        chapter(text)
        == f"**Listing 1-1** · `a.rs` · How it begins\n\n{FENCE}rust\nfn f<T>() {{}}\n{FENCE}"
    )


def test_programs_that_change_chapters_are_told_and_not_run() -> None:
    toml = (
        '[book]\ntitle = "B"\n\n[preprocessor.toc]\ncommand = "x"\n'
        "[preprocessor.links]\n\n[output.html]\na = 1\n"
    )

    made = converted("mdbook", {**BOOK, "book.toml": toml})

    assert [(one.name, one.line, one.fate) for one in notes(made, "preprocessor")] == [
        ("toc", 4, Fate.DROPPED),
        ("links", 6, Fate.KEPT),
    ]
    assert [(one.name, one.line) for one in notes(made, "settings")] == [("output", 8)]


def test_nothing_stands_below_a_chapter_without_a_number() -> None:
    summary = "# Summary\n\n[Before](before.md)\n\n- [One](one.md)\n  - [Two](two.md)\n\n[After](after.md)\n"

    made = converted(
        "mdbook",
        {**BOOK, "src/SUMMARY.md": summary, "src/before.md": "# B\n", "src/after.md": "# A\n"},
    )

    assert lesson_paths(made) == [
        "01-before.md",
        "02-one/01-one.md",
        "02-one/02-two.md",
        "03-after.md",
    ]


def test_comments_in_a_summary_are_no_chapters() -> None:
    summary = "# Summary\n\n- [One](one.md)\n<!--\n- [Two](two.md)\n-->\n- [Gone](gone.md)\n"

    made = converted("mdbook", {**BOOK, "src/SUMMARY.md": summary})

    assert lesson_paths(made) == ["01-one.md"]
    assert [one.line for one in notes(made, "reference")] == [7]


def test_alerts_that_ours_has_not_are_quotations() -> None:
    assert chapter("> [!EDITION-2024]\n> New.\n") == "> **Edition-2024**\n>\n> New."


def test_formulas_are_mathematics_where_the_book_says_so() -> None:
    toml = '[book]\ntitle = "B"\n[output.html]\nmathjax-support = true\n'
    text = {"src/one.md": "It is \\\\( x^2 \\\\).\n\n\\\\[ y \\\\]\n"}

    made = converted("mdbook", {**BOOK, "book.toml": toml, **text})

    assert body(made, "01-one.md") == "It is $ x^2 $.\n\n$$ y $$"


def test_an_address_of_a_chapter_is_no_guess() -> None:
    made = converted("mdbook", {**BOOK, "src/one.md": "[two](two.html#x)\n"})

    assert [one.fate for one in notes(made, "link")] == [Fate.KEPT]


def test_front_matter_of_preprocessors_is_no_text() -> None:
    text = "---\nminutes: 5\ncourse: A\n---\n# One\n\n{{%segment outline}}\n\nText.\n"

    made = converted("mdbook", {**BOOK, "src/one.md": text})

    assert front(made, "01-one.md") == {"title": "One", "minutes": 5}
    assert body(made, "01-one.md") == "# One\n\n\n\nText."
    assert [(one.name, one.line) for one in notes(made, "key") if one.file == "src/one.md"] == [
        ("course", 3)
    ]
    assert [one.line for one in notes(made, "helper", Fate.DROPPED)] == [7]


QUIZ = """
    [[questions]]
    id = "a-1"
    type = "MultipleChoice"
    prompt.prompt = "Which?"
    prompt.distractors = ["B", "C"]
    answer.answer = "A"
    context = "Because."

    [[questions]]
    type = "MultipleChoice"
    prompt.prompt = "Which ones?"
    prompt.distractors = ["C"]
    answer.answer = ["A", "B"]

    [[questions]]
    type = "ShortAnswer"
    prompt.prompt = "Who?"
    answer.answer = "Ada"
    answer.alternatives = ["Lovelace"]

    [[questions]]
    type = "Tracing"
    prompt.program = "fn main() {}"
    answer.doesCompile = true
"""


def test_quizzes_that_a_chapter_names_are_below_its_text() -> None:
    files = {
        **BOOK,
        "src/one.md": "# One\n\n{{#quiz ../quizzes/a.toml}}\n\nAfter.\n",
        "quizzes/a.toml": QUIZ,
    }

    made = converted("mdbook", files)

    quiz = front(made, "01-one.md")["quiz"]
    assert isinstance(quiz, dict)
    assert [(one["kind"], one["id"], one["text"]) for one in quiz["questions"]] == [
        ("single", "a-1", "Which?"),
        ("multiple", "q2", "Which ones?"),
        ("short", "q3", "Who?"),
    ]
    assert quiz["questions"][0]["explanation"] == "Because."
    assert "quiz" not in body(made, "01-one.md")
    assert [(one.line, one.why) for one in notes(made, "question", Fate.DROPPED)] == [
        (23, "there is nothing like Tracing")
    ]
