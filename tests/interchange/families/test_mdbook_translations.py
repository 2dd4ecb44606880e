"""Catalogues of gettext beside a book become translations of its chapters, message by message."""

from __future__ import annotations

import pytest

from academy_cli.interchange.notes import Fate
from tests.interchange.converted import body, converted, front, notes

FENCE = "`" * 3
BOOK: dict[str, str | bytes] = {
    "book.toml": '[book]\ntitle = "The book"\n[preprocessor.gettext]\nafter = ["links"]\n',
    "src/SUMMARY.md": "# Summary\n\n- [One *way*](one.md)\n- [More](more.md)\n  - [Two](more/two.md)\n",
    "src/one.md": "# One *way*\n\nA [link](more/two.md) to\nfollow.\n",
    "src/more.md": "# More\n",
    "src/more/two.md": "# Two\n",
}
HEADER = """
msgid ""
msgstr ""
"POT-Creation-Date: 2024-01-24T13:24:49+01:00\\n"
"Language: LANG\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=COUNT; plural=0;\\n"
""".strip()
ONE = "translations/de/01-one.md"


def catalogue(*messages: str, language: str = "de", count: str = "2") -> str:
    """A catalogue with some messages."""
    header = HEADER.replace("LANG", language).replace("COUNT", count)
    return "\n\n".join((header, *messages)) + "\n"


def message(text: str, said: str, comment: str = "#: src/one.md:1") -> str:
    """A message, whose quotation marks are escaped already."""
    return f'{comment}\nmsgid "{text}"\nmsgstr "{said}"'


CODE = f"{FENCE}rust\nlet a = {{}}; // {{}}\n{FENCE}"
WHOLE = (
    message("One _way_", "Ein _Weg_", "#: src/SUMMARY.md:3 src/one.md:1"),
    message("A [link](more/two.md) to follow.", "Ein [Link](more/two.md) zum Folgen."),
)


def german(text: str, *messages: str) -> str:
    """What a chapter of that text becomes in German."""
    files = {**BOOK, "src/one.md": text, "po/de.po": catalogue(*messages)}
    return body(converted("mdbook", files), ONE)


def test_a_catalogue_makes_a_translation_of_each_chapter_that_it_has_words_for() -> None:
    made = converted("mdbook", {**BOOK, "po/de.po": catalogue(*WHOLE)})

    assert body(made, ONE) == "# Ein _Weg_\n\nEin [Link](02-more/02-two.md) zum Folgen."
    assert front(made, ONE)["title"] == "Ein Weg"
    assert [one for one in made.files if one.startswith("translations/")] == [ONE]
    (note,) = notes(made, "translation")
    assert (note.fate, note.file, note.name, note.to) == (Fate.KEPT, "po/de.po", "de", ONE)
    (told,) = notes(made, "catalogue")
    assert told.why == "2 of 2 messages are translated"


def test_a_whole_translation_is_current_and_a_part_of_one_is_not() -> None:
    whole = converted("mdbook", {**BOOK, "po/de.po": catalogue(*WHOLE)})
    part = converted("mdbook", {**BOOK, "po/de.po": catalogue(WHOLE[0])})

    assert front(whole, ONE)["source"] != front(part, ONE)["source"]
    assert body(part, ONE) == "# Ein _Weg_\n\nA [link](02-more/02-two.md) to\nfollow."
    (note,) = notes(part, "translation", Fate.APPROXIMATED)
    assert note.why == "1 of 2 parts are as in the original"


def test_a_fuzzy_message_stays_in_the_original_and_is_told() -> None:
    fuzzy = message("A [link](more/two.md) to follow.", "Alt.", "#: src/one.md:3\n#, fuzzy")
    old = message("Long gone.", "Lange her.")

    made = converted("mdbook", {**BOOK, "po/de.po": catalogue(WHOLE[0], fuzzy, old)})

    assert "A [link](02-more/02-two.md)" in body(made, ONE)
    found = {
        (one.name, one.line, one.why.split(":")[0]) for one in notes(made, "message", Fate.DROPPED)
    }
    assert found == {
        ("A [link](more/two.md) to follow.", 14, "it is marked as fuzzy"),
        ("Long gone.", 18, "nothing in the course says this now"),
    }


@pytest.mark.parametrize(
    ("text", "messages", "said"),
    [
        ("- one\n  - *two*", (message("_two_", "_zwei_"),), "- one\n  - _zwei_"),
        ("> 1. a\n>    b", (message("a b", "c\\nd"),), "> 1. c\n>    d"),
        ("| a | b |\n|---|---|\n| a | c |", (message("a", "x|y"),),
         "| x\\|y | b |\n|---|---|\n| x\\|y | c |"),
        ("a **[b][c]**.\n\n[c]: http://d", (message("a **[b](http://d)**.", "e"),), "e\n\n[c]: http://d"),
        ("## A {#b}", (message("A", "C\\nD"),), "## C D {#b}"),
        ("*n<sub>1</sub>* is", (message("_n", "_m"), message("_ is", "_ ist")), "_m<sub>1</sub>_ ist"),
        (CODE.format('"b"', "c"), (message("// c\\n", "// d\\n"), message('\\"b\\"', '\\"e\\"')),
         CODE.format('"e"', "d")),
        (f"{FENCE}\na b\n{FENCE}", (message(f"{FENCE}\\na b\\n{FENCE}", f"{FENCE}\\nc\\n{FENCE}"),),
         f"{FENCE}\nc\n{FENCE}"),
        ("<!-- i18n:skip -->\n\nb\n\nb", (message("b", "c"),), "<!-- i18n:skip -->\n\nb\n\nc"),
        ("<!-- i18n:skip-start -->\n\nb\n\n<!-- i18n:skip-end -->\n\nb", (message("b", "c"),),
         "<!-- i18n:skip-start -->\n\nb\n\n<!-- i18n:skip-end -->\n\nc"),
    ],
)  # fmt: skip
def test_messages_stand_where_their_text_stood(
    text: str, messages: tuple[str, ...], said: str
) -> None:
    assert german(f"{text}\n", *messages) == said


@pytest.mark.parametrize(
    ("code", "where"), [("f(); // a", "src/more/two.md:1"), ("f(); // a b", "src/one.md:1")]
)
def test_comments_that_only_resemble_a_message_stay(code: str, where: str) -> None:
    text = f"# One\n\n{FENCE}rust\n{code}\n{FENCE}\n"
    other = message("// a\\n", "// z\\n", f"#: {where}")

    assert code in german(text, message("One", "Eins"), other)


def test_modules_are_called_as_the_summary_is_translated() -> None:
    more = message("More", "Mehr", "#: src/SUMMARY.md:4 src/more.md:1")

    made = converted("mdbook", {**BOOK, "po/de.po": catalogue(more)})

    assert front(made, "translations/de/02-more/module.yaml")["title"] == "Mehr"
    assert body(made, "translations/de/02-more/01-more.md") == "# Mehr"


@pytest.mark.parametrize(
    ("header", "name", "tag"),
    [("zh_TW", "zh-TW-chrome", "zh-TW"), ("", "pt-BR", "pt-BR"), ("!!", "pt_BR", "pt-BR"),
     ("en", "de", "de"), ("uk", "ua", "uk")],
)  # fmt: skip
def test_the_header_says_the_language_and_else_the_files_name(
    header: str, name: str, tag: str
) -> None:
    files = {**BOOK, f"po/{name}.po": catalogue(*WHOLE, language=header)}

    assert f"translations/{tag}/01-one.md" in converted("mdbook", files).files


def test_two_catalogues_of_one_language_do_not_overwrite_each_other() -> None:
    files = {**BOOK, "po/de.po": catalogue(*WHOLE), "po/deu.po": catalogue(*WHOLE)}

    made = converted("mdbook", files)

    assert [one.file for one in notes(made, "translation", Fate.DROPPED)] == ["po/deu.po"]


def test_a_file_that_is_no_catalogue_is_told_with_its_line() -> None:
    made = converted("mdbook", {**BOOK, "po/de.po": 'msgid "a"\nmsgstr "b"\n\nnonsense\n'})

    (note,) = notes(made, "translation", Fate.DROPPED)
    assert note.line == 4


def test_a_header_with_endless_plural_forms_costs_nothing() -> None:
    said = catalogue(*WHOLE, count="9999999999")

    made = converted("mdbook", {**BOOK, "po/de.po": said})

    assert ONE in made.files


def test_catalogues_may_be_elsewhere_and_templates_are_none() -> None:
    toml = '[book]\ntitle = "B"\nlanguage = "en"\n[preprocessor.gettext]\npo-dir = "languages"\n'
    files = {**BOOK, "book.toml": toml, "languages/de.po": catalogue(*WHOLE)}

    made = converted("mdbook", {**files, "languages/messages.pot": catalogue(), "po/fr.po": "x"})

    assert ONE in made.files
    assert {one.file for one in made.notes if one.fate is Fate.DROPPED} == {
        "languages/messages.pot",
        "po/fr.po",
    }
