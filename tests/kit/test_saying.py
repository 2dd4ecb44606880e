"""A sentence is its English text, and can be told in another language with all that was said in it."""

from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path

import pytest

from academy_cli.kit.amount import amount
from academy_cli.kit.saying import (
    ENGLISH,
    NUMBER,
    put_together,
    retold,
    said_by,
    say,
    say_joined,
    say_quoted,
    say_so_many,
    sentence,
    taken_apart,
    unstopped,
    whole,
)

THIN = "\N{NARROW NO-BREAK SPACE}"
FRENCH = {
    "“{}” is {} already.": "{1} : « {0} », déjà.",
    "a draft": "un brouillon",
    "There is nothing.": "Il n’y a rien.",
    " and ": " et ",
    "it is empty": "il est vide",
    "“{}” cannot be used: {}.": "« {} » ne peut pas servir : {}.",
    "{:,} row": "{:,} ligne",
    NUMBER: f"1{THIN}234,5",
    "“{}”": "« {} »",
}


class Tongue:
    """A language with a few words."""

    def gettext(self, message: str, /) -> str:
        return FRENCH.get(message, message)

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        told = FRENCH.get(one)
        return (told if count < 2 else told.replace("ligne", "lignes")) if told else many


def test_a_sentence_is_its_english_text() -> None:
    said = say("“{}” is {} already.", "bread", say("a draft"))

    assert said == "“bread” is a draft already."
    assert json.dumps({"said": said}) == '{"said": "\\u201cbread\\u201d is a draft already."}'


@pytest.mark.parametrize(
    "said",
    [
        say("“{}” is {} already.", "bread", say("a draft")),
        say("“{}” cannot be used: {}.", "x", ValueError(say("it is empty"))),
        say("{:,} of {:.1f}", 1200, 2.5),
        amount(2, "row"),
        say_joined(" and ", [say("a draft"), "bread"]),
        "There is nothing.",
        say("{:%Y} {}", date(2026, 1, 1), Path("a draft")),
        say("{} {}", date(2026, 1, 1), Path("a draft")),
        say_quoted(["a draft", "bread"]),
        unstopped(say("“{}” is {} already.", "bread", say("a draft"))),
        unstopped("There is nothing."),
        whole("There is nothing."),
        say("“{}” cannot be used: {}.", "x", unstopped("There is nothing.")),
    ],
)
def test_kept_and_pickled_it_can_still_be_told(said: str) -> None:
    for again in (
        pickle.loads(pickle.dumps(said)),
        put_together(json.loads(json.dumps(taken_apart(said)))),
    ):
        assert again == said
        assert retold(again, Tongue()) == retold(said, Tongue())


def test_what_was_said_in_it_is_told_as_well_and_nothing_else() -> None:
    """A course may be called as a sentence reads."""
    said = say("“{}” is {} already.", "a draft", say("a draft"))

    assert retold(said, Tongue()) == "un brouillon : « a draft », déjà."
    assert retold(said, ENGLISH) == said


def test_a_reason_that_an_error_carried_is_told() -> None:
    said = say("“{}” cannot be used: {}.", "x", ValueError(say("it is empty")))

    assert retold(said, Tongue()) == "« x » ne peut pas servir : il est vide."


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [(0, "0 rows", "0 ligne"), (1, "1 row", "1 ligne"), (1200, "1,200 rows", f"1{THIN}200 lignes")],
)
def test_amounts_have_the_plurals_of_each_language(count: int, english: str, french: str) -> None:
    said = amount(count, "row")

    assert (said, retold(said, Tongue())) == (english, french)


def test_of_so_many_other_values_stand_behind_the_count() -> None:
    assert say_so_many("{} course of “{}”", "{} courses of “{}”", 2, "Ann") == "2 courses of “Ann”"


def test_texts_are_joined_each_in_its_language() -> None:
    said = say_joined(" and ", [say("a draft"), "bread"])

    assert (said, retold(said, Tongue())) == ("a draft and bread", "un brouillon et bread")


def test_a_sentence_within_another_loses_its_stop_in_each_language() -> None:
    said = unstopped("There is nothing.")

    assert (said, retold(said, Tongue())) == ("There is nothing", "Il n’y a rien")


def test_a_sentence_of_a_table_is_told_as_it_stands_braces_and_all() -> None:
    said = whole("There is nothing.")

    assert (said, retold(said, Tongue())) == ("There is nothing.", "Il n’y a rien.")
    assert retold(whole("Write {a: b}."), Tongue()) == "Write {a: b}."


def test_an_exception_says_what_was_said() -> None:
    assert retold(said_by(ValueError(say("it is empty"))), Tongue()) == "il est vide"
    assert said_by(ValueError("a", 2)) == "('a', 2)"


def test_quotes_are_those_of_the_language() -> None:
    said = say_quoted(["a draft", "bread"])

    assert (said, retold(said, Tongue())) == ("“a draft”, “bread”", "« a draft », « bread »")


def test_a_whole_sentence_may_be_literal() -> None:
    assert sentence("There is nothing.", Tongue()) == "Il n’y a rien."
    assert sentence("", Tongue()) == ""


def test_whatever_is_made_of_it_knows_nothing() -> None:
    assert type(say("a draft") + "!") is str
    assert retold(say("a draft") + "!", Tongue()) == "a draft!"


def test_numbers_with_a_form_are_written_as_the_language_does() -> None:
    said = say("{:,} of {:.1f}, {} and {!r}", 1234567, 2.5, 1234.5, "1,2.5")

    assert said == "1,234,567 of 2.5, 1234.5 and '1,2.5'"
    assert sentence(said, Tongue()) == f"1{THIN}234{THIN}567 of 2,5, 1234.5 and '1,2.5'"
    assert sentence(amount(1200, "row"), Tongue()) == f"1{THIN}200 lignes"


def test_days_codes_and_what_was_typed_keep_their_points_and_commas() -> None:
    said = say("{:%Y.%m.%d} {:04o} {:>5}", date(2026, 11, 28), 0o640, "1,5")

    assert sentence(said, Tongue()) == "2026.11.28 0640   1,5"


def test_a_language_that_says_nothing_of_numbers_writes_them_as_english_does() -> None:
    """The control."""
    assert sentence(say("{:,} of {:.1f}", 1200, 2.5), ENGLISH) == "1,200 of 2.5"
    assert retold(say("{:,}", 1200), Silent()) == "1,200"


class Silent(Tongue):
    """One whose numbers nobody translated into numbers."""

    def gettext(self, message: str, /) -> str:
        return f"[{message}]" if message == NUMBER else message
