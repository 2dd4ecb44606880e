"""Lines as they stand on paper, in every script and with several in one."""

from __future__ import annotations

import unicodedata

import pytest

from academy_cli.typesetting import shelf
from academy_cli.typesetting.shaping import shaped
from academy_cli.typesetting.typefaces import Typeface

NAMES = ("eb-garamond", "amiri", "frank-ruhl-libre", "droid-sans-fallback")
FACE = Typeface(tuple(map(shelf.named, NAMES)))


def stands(text: str, *, is_rtl: bool = False) -> str:
    return "".join(piece.text for piece in shaped(text, FACE, is_rtl=is_rtl).pieces)


def test_latin_stands_as_it_is_written() -> None:
    line = shaped("Żółć 王", FACE)

    assert [piece.text for piece in line.pieces] == ["Żółć ", "王"]
    assert not line.is_joined


def test_arabic_is_joined_and_turned_and_can_be_read_back() -> None:
    seen = stands("محمد", is_rtl=True)

    assert seen == "\ufeaa\ufee4\ufea4\ufee3"
    assert unicodedata.normalize("NFKC", seen[::-1]) == "محمد"


def test_hebrew_is_turned_and_not_joined() -> None:
    line = shaped("דוד לוי", FACE, is_rtl=True)

    assert "".join(piece.text for piece in line.pieces) == "יול דוד"
    assert not line.is_joined


def test_numbers_and_names_of_another_script_keep_their_way() -> None:
    assert stands("כיתה 12 Python", is_rtl=True) == "Python 12 התיכ"


def test_brackets_are_mirrored_where_text_runs_from_the_right() -> None:
    assert stands("אב (גד)", is_rtl=True) == "(דג) בא"


@pytest.mark.parametrize("unseen", ["\u200d", "\u200c", "\u202a", "\u2066"])
def test_what_only_joins_or_turns_is_not_drawn(unseen: str) -> None:
    assert unseen not in stands(f"می{unseen}خواهم", is_rtl=True)


def test_what_keeps_letters_apart_does_so() -> None:
    assert stands("می\u200cخواهم", is_rtl=True) != stands("میخواهم", is_rtl=True)


def test_widths_add_up_with_kerning() -> None:
    line = shaped("AVATAR", FACE)

    assert line.width == sum(piece.width for piece in line.pieces)
    assert line.width < sum(shaped(letter, FACE).width for letter in "AVATAR")
