"""Which font draws a letter, how wide it is there, and what moves it."""

from __future__ import annotations

from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from academy_cli.typesetting import shelf, typefaces
from academy_cli.typesetting.typefaces import BadFontError, MissingLetterError, Typeface

SERIF, ARABIC = shelf.named("eb-garamond"), shelf.named("amiri")


def test_the_first_font_that_has_a_letter_draws_it() -> None:
    face = Typeface((SERIF, ARABIC))

    assert [face.font_of(letter) for letter in "aяش"] == [SERIF, SERIF, ARABIC]


def test_a_letter_that_no_font_has_is_named_with_its_code_point() -> None:
    with pytest.raises(MissingLetterError, match=r"“王” \(U\+738B\)"):
        Typeface((SERIF, ARABIC)).font_of("王")


@pytest.mark.parametrize("letter", "सสကអ")
def test_a_script_that_is_not_set_is_refused_whatever_font_has_it(letter: str) -> None:
    """One by one its letters would stand in the wrong places; without the rule they are drawn."""
    grown = TTFont(BytesIO(SERIF.content))
    for table in grown["cmap"].tables:
        table.cmap[ord(letter)] = table.cmap[ord("A")]
    to = BytesIO()
    grown.save(to)
    font = typefaces.font(to.getvalue())

    assert typefaces.has(font, letter)
    with pytest.raises(MissingLetterError):
        Typeface((font,)).font_of(letter)


def test_of_a_joined_letter_the_one_that_was_written_is_named() -> None:
    with pytest.raises(MissingLetterError) as caught:
        Typeface((SERIF,)).font_of("\ufeb7")

    assert caught.value.letter == "ش"


def test_kerning_brings_letters_together() -> None:
    assert typefaces.kerns(SERIF, "AV")[0] < 0
    assert typefaces.kerns(SERIF, "nn") == (0, 0)


def test_two_files_of_one_face_are_two_fonts() -> None:
    bold = shelf.named("eb-garamond-semibold")

    assert typefaces.registered(SERIF).fontName != typefaces.registered(bold).fontName
    assert typefaces.advances(SERIF, "m") != typefaces.advances(bold, "m")


@pytest.mark.parametrize("content", [b"", b"no font", SERIF.content[:5000], b"OTTO" + bytes(200)])
def test_what_is_no_font_is_refused(content: bytes) -> None:
    with pytest.raises(BadFontError):
        typefaces.registered(typefaces.font(content))
