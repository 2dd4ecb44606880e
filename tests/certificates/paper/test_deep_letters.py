"""Letters that reach far above and below the line, on more lines than one: they never meet."""

from __future__ import annotations

import pytest

from academy_cli.certificates.paper import geometry, templates, wording
from academy_cli.certificates.paper.template import Words
from academy_cli.typesetting.fitting import Fitted, Room, fitted, on_more
from academy_cli.typesetting.leading import GAP, needed
from academy_cli.typesetting.typefaces import reaches

LONG = "محمد ابن موسى الخوارزمي ابن عبد الله ابن عبد العزيز ابن سعود آل سعود الكبير"
LATIN = "Maximiliana-Josephine Ǻngström von Hohenlohe-Waldenburg-Schillingsfürst zu Lippe"


def named(template: str, name: str, *, is_rtl: bool) -> tuple[Words, Fitted]:
    """The text of a template that names the person, and a name in its room."""
    found = templates.named(template)
    [one] = [
        each.thing
        for each in found.elements
        if isinstance(each.thing, Words)
        and any(
            "recipient.name" in wording.places(text) for text in each.thing.by_language.values()
        )
    ]
    type_ = one.type
    room = Room(type_.size, type_.least, one.width * geometry.MM, one.lines, type_.tracking)
    return one, fitted(name, found.typefaces[type_.typeface], room, is_rtl=is_rtl)


def free(found: Fitted, leading: float) -> float:
    """What is left free between two lines, in thousandths of the size."""
    upper, lower = found.lines
    depth = max(reaches(piece.font, piece.text)[1] for piece in upper.pieces)
    height = max(reaches(piece.font, piece.text)[0] for piece in lower.pieces)
    return leading * 1000 - depth - height


@pytest.mark.parametrize("template", templates.shipped())
def test_lines_of_deep_letters_never_meet(template: str) -> None:
    one, plain = named(template, LONG, is_rtl=True)
    found = geometry.apart(plain, one)

    assert free(plain, one.type.leading) < GAP, "as the template has it, they would be too near"
    assert free(found, found.leading) >= GAP - 0.001


@pytest.mark.parametrize("template", templates.shipped())
def test_they_take_no_more_room_than_others(template: str) -> None:
    one, plain = named(template, LONG, is_rtl=True)
    found = geometry.apart(plain, one)

    most = on_more(one.type.size, one.type.least) * one.type.leading
    assert one.type.least <= found.size <= plain.size
    assert found.size * found.leading <= most


@pytest.mark.parametrize("template", templates.shipped())
def test_other_letters_stand_as_the_template_has_it(template: str) -> None:
    one, plain = named(template, LATIN, is_rtl=False)

    assert len(plain.lines) == 2
    assert needed(plain.lines) == 0
    assert geometry.apart(plain, one) == plain
