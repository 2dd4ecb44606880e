"""Text finds its room, or is refused: whatever it says, it never runs over."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.typesetting import shelf
from academy_cli.typesetting.fitting import Room, TooLongError, extent, fitted, on_more
from academy_cli.typesetting.typefaces import MissingLetterError, Typeface
from tests.authoring.chance import often

NAMES = ("eb-garamond", "amiri", "frank-ruhl-libre", "droid-sans-fallback")
FACE = Typeface(tuple(map(shelf.named, NAMES)))
ROOM = Room(30, 12, 300, lines=2)
LETTERS = "aeéłżſΩαжщёمحادשלוםץ王小あ한 -'.()12"


def lines(text: str, room: Room = ROOM) -> tuple[int, float]:
    found = fitted(text, FACE, room)
    return len(found.lines), found.size


def test_a_short_text_is_as_large_as_is_wanted() -> None:
    assert lines("Ada Lovelace") == (1, 30)


def test_a_longer_one_gets_smaller_first() -> None:
    many, size = lines("Ada Augusta Byron Lovelace")

    assert many == 1
    assert 21 <= size < 30


def test_a_long_one_goes_on_two_lines_rather_than_getting_tiny() -> None:
    many, size = lines("Augusta Ada King, Countess of Lovelace, née Byron")

    assert many == 2
    assert size > 21


def test_lines_are_filled_evenly() -> None:
    found = fitted("one two three four five six seven eight nine ten", FACE, ROOM)
    first, second = (extent(line, found.size) for line in found.lines)

    assert min(first, second) > 0.8 * max(first, second)


def test_chinese_breaks_between_letters_and_never_before_a_comma() -> None:
    found = fitted("可持续农业工程理论与实践，面向半干旱地区的小农户", FACE, ROOM)

    assert len(found.lines) == 2
    assert found.lines[1].pieces[0].text[0] not in "，。、"


def test_what_has_no_room_at_the_least_size_is_refused() -> None:
    with pytest.raises(TooLongError):
        fitted("A" * 200, FACE, ROOM)


def test_a_letter_that_is_missing_is_named_before_anything_else() -> None:
    with pytest.raises(MissingLetterError, match=r"U\+0915"):
        fitted("क" + "A" * 200, FACE, ROOM)


def test_joined_letters_are_not_spaced_out() -> None:
    room = Room(30, 30, 300, tracking=300)
    joined, single = fitted("محمد", FACE, room).lines[0], fitted("Anna", FACE, room).lines[0]

    assert extent(joined, 30, 300) == extent(joined, 30)
    assert extent(single, 30, 300) > extent(single, 30)


@often(150, torture=20_000)
@given(
    st.text(LETTERS, min_size=1, max_size=120),
    st.integers(1, 3),
    st.integers(0, 300),
    st.booleans(),
)
def test_no_text_is_ever_wider_than_its_room(
    text: str,
    many: int,
    tracking: int,
    is_rtl: bool,  # noqa: FBT001
) -> None:
    room = Room(30, 6, 200, many, tracking)
    try:
        found = fitted(text, FACE, room, is_rtl=is_rtl)
    except TooLongError:
        return

    assert len(found.lines) <= many
    assert room.least <= found.size <= (room.size if len(found.lines) == 1 else on_more(30, 6))
    for line in found.lines:
        assert extent(line, found.size, tracking) <= room.width + 1e-6


@often(100, torture=20_000)
@given(st.text(LETTERS, min_size=1, max_size=80), st.integers(1, 3))
def test_no_letter_is_lost_between_lines(text: str, many: int) -> None:
    try:
        found = fitted(text, FACE, Room(10, 1, 100, many))
    except TooLongError:
        return
    seen = sum(line.letters for line in found.lines)
    whole = fitted(text, FACE, Room(10, 0.001, 10_000)).lines[0].letters

    assert whole - (len(found.lines) - 1) * len(text) <= seen <= whole
