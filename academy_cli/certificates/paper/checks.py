"""What is wrong with a template as a page: off it, on top of each other, too pale, without letters.

Knows the page at its fullest; refuses to draw it, and to know where its files lie.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from academy_cli.certificates.paper import contrast, geometry, matrix
from academy_cli.certificates.paper.alphabets import letters_of
from academy_cli.certificates.paper.codes import CODES
from academy_cli.certificates.paper.naming import FILE
from academy_cli.certificates.paper.template import (
    Area,
    Box,
    Braid,
    Curve,
    Element,
    Rosette,
    Scannable,
    Scanned,
    Signatories,
    Template,
    Type,
    Words,
)
from academy_cli.certificates.paper.wording import FACTS, NEEDED, filled, own_words, places, upper
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say, say_joined
from academy_cli.typesetting import fitting
from academy_cli.typesetting.shaping import reading
from academy_cli.typesetting.typefaces import MissingLetterError, has

CODE, WIDEST_CODE = "code", "WWWW-WWWW-WWWW-WWWW"
"""Codes differ in width, and every one of them needs its room."""
_SLACK = 0.01
"""Millimetres by which a text may meet another one: rounding."""


def check(template: Template, places_of: Sequence[tuple[int, int]]) -> list[Problem]:
    """Every finding about a page; ``places_of`` says where each element begins in its file."""
    return list(_Check(template, places_of).findings())


class _Check:
    def __init__(self, template: Template, places_of: Sequence[tuple[int, int]]) -> None:
        self._template = template
        self._all = list(zip(template.elements, places_of, strict=True))

    def findings(self) -> Iterator[Problem]:
        yield from self._facts()
        yield from self._letters()
        for one, at in self._all:
            yield from self._on_page(one, at)
            match one.thing:
                case Words():
                    yield from self._words(one.thing, at)
                case Scannable():
                    yield from self._code(one, at)
        yield from self._overlaps()
        yield from self._covers()

    def _found(
        self, code: str, at: tuple[int, int], message: str, value: str = "", hint: str = ""
    ) -> Problem:
        return CODES[code].found(FILE, *at, value=value, message=message, hint=hint)

    def _facts(self) -> Iterator[Problem]:
        """Facts that a page has to show in every language, as they are."""
        words = [one.thing for one, _ in self._all if isinstance(one.thing, Words)]
        for fact in NEEDED:
            showing = [
                all(fact in places(text) for text in one.by_language.values()) for one in words
            ]
            if not any(showing):
                message = say("no text shows {{{{ {} }}}} ({})", fact, FACTS[fact])
                yield self._found("paper.fact-missing", (0, 0), message)
        for one, at in self._all:
            if isinstance(one.thing, Words) and one.thing.type.is_upper:
                said = " ".join(one.thing.by_language.values())
                for fact in set(places(said)) & set(NEEDED):
                    message = say("{{{{ {} }}}} would be set in capitals", fact)
                    yield self._found("paper.fact-changed", at, message, fact)

    def _letters(self) -> Iterator[Problem]:
        """Letters that names and texts of its languages have, and no font of a typeface that shows them."""
        used = {
            (one.thing.type.typeface, one.thing.type.is_upper): at
            for one, at in reversed(self._all)
            if isinstance(one.thing, Words) and places(" ".join(one.thing.by_language.values()))
        }
        for (name, _), at in used.items():
            face = self._template.typefaces.get(name)
            for language in self._template.languages if face else ():
                assert face is not None
                missing = [
                    letter
                    for letter in letters_of(language)
                    if not any(has(font, letter) for font in face.fonts)
                ]
                if missing:
                    said = "".join(missing[:10])
                    message = say("`{}` has no letters “{}”, which {} has", name, said, language)
                    yield self._found("paper.letters-missing", at, message, said)

    def _on_page(self, one: Element, at: tuple[int, int]) -> Iterator[Problem]:
        if isinstance(one.thing, (Box, Braid, Curve, Rosette)):
            return  # what is painted may run off, as printers want it
        room = geometry.area(one.thing, self._template)
        if not self._template.page.grown(_SLACK).holds(room):
            said = say(
                "it reaches from {:.1f}, {:.1f} to {:.1f}, {:.1f} mm",
                room.x,
                room.y,
                room.right,
                room.bottom,
            )
            page = say("the page is {:g} by {:g} mm", self._template.width, self._template.height)
            yield self._found("paper.off-page", at, say_joined("; ", (said, page)))

    def _words(self, one: Words, at: tuple[int, int]) -> Iterator[Problem]:
        said = list(one.by_language.items())
        if any(places(text) for _, text in said) and not one.width:
            yield self._found(
                "paper.no-width", at, say("“{}” has no `width:`", said[0][1]), said[0][1]
            )
        for language, text in said:
            if not places(text):
                yield from self._own_text(one, language, text, at)
            else:
                yield from self._own_letters(one, own_words(text), at)
            if set(places(text)) == {CODE}:
                widest = filled(text, {CODE: WIDEST_CODE}, is_rtl=False)
                yield from self._own_text(one, language, widest, at)
        yield from self._contrast(one.type, geometry.area(one, self._template), at)

    def _own_text(
        self, one: Words, language: str, text: str, at: tuple[int, int]
    ) -> Iterator[Problem]:
        """Whether a text without facts can be drawn as it is."""
        face = self._template.typefaces.get(one.type.typeface)
        if face is None:
            return
        shown = upper(text, language) if one.type.is_upper else text
        width = (one.width or self._template.width) / geometry.POINT
        room = fitting.Room(one.type.size, one.type.least, width, one.lines, one.type.tracking)
        try:
            fitting.fitted(shown, face, room, is_rtl=reading(shown, is_rtl=False))
        except fitting.TooLongError:
            message = say("“{}” has no room in {:g} mm", text, one.width or self._template.width)
            yield self._found("paper.too-long", at, message, text)
        except MissingLetterError as error:
            yield self._found(
                "paper.letters-missing", at, say("{}: “{}”", error, text), error.letter
            )

    def _own_letters(self, one: Words, text: str, at: tuple[int, int]) -> Iterator[Problem]:
        face = self._template.typefaces.get(one.type.typeface)
        try:
            for letter in text if face else "":
                assert face is not None
                face.font_of(letter)
        except MissingLetterError as error:
            yield self._found(
                "paper.letters-missing", at, say("{}: “{}”", error, text), error.letter
            )

    def _contrast(self, letters: Type, room: Area, at: tuple[int, int]) -> Iterator[Problem]:
        below = self._paper_at(room)
        ratio = contrast.ratio(letters.color, below)
        is_large = letters.size >= contrast.LARGE_POINTS
        least = contrast.LEAST_LARGE if is_large else contrast.LEAST
        if ratio < least:
            message = say(
                "{} on {} has a contrast of {:.1f}; {:g} is legible",
                letters.color,
                below,
                ratio,
                least,
            )
            yield self._found("paper.low-contrast", at, message, letters.color)

    def _paper_at(self, room: Area) -> str:
        """The colour below an area: of the last box that holds it, or of the paper."""
        found = self._template.paper
        for one, _ in self._all:
            if isinstance(one.thing, Box) and one.thing.paint.fill and one.thing.area.holds(room):
                found = one.thing.paint.fill
        return found

    def _code(self, code: Element, at: tuple[int, int]) -> Iterator[Problem]:
        one = code.thing
        assert isinstance(one, Scannable)
        fewest, most = matrix.SIGNED if one.holds is Scanned.SIGNED else matrix.URL
        if one.size / most < matrix.LEAST_MODULE_MM:
            least = matrix.LEAST_MODULE_MM * most
            said = say(
                "{:g} mm leave {:.2f} mm for each of {} squares", one.size, one.size / most, most
            )
            hint = say("Give it {:.0f} mm.", least)
            if one.holds is Scanned.SIGNED:
                hint = say("Give it {:.0f} mm, or `qr: url`, which holds less.", least)
            yield self._found("paper.qr-too-small", at, said, f"{one.size:g}", hint)
        zone = geometry.quiet(one, fewest)
        for other, (line, _) in self._all:
            if other is not code and self._crowds(other, zone):
                message = say("what begins on line {} stands in it", line)
                yield self._found("paper.qr-crowded", at, message)
        below = self._paper_at(zone)
        is_dark = contrast.luminance(one.color) < contrast.luminance(below)
        if not is_dark or contrast.ratio(one.color, below) < contrast.LEAST:
            yield self._found(
                "paper.qr-unreadable", at, say("it is {} on {}", one.color, below), one.color
            )

    def _crowds(self, other: Element, zone: Area) -> bool:
        """Whether something stands in a zone; what is filled and holds all of it is paper."""
        match other.thing:
            case Box() as box if box.area.holds(zone):
                return False
            case Braid() as braid if braid.area.grown(-braid.depth / 2).holds(zone):
                return False
        return geometry.area(other.thing, self._template).meets(zone.grown(-_SLACK))

    def _overlaps(self) -> Iterator[Problem]:
        rooms = [
            (geometry.area(one.thing, self._template).grown(-_SLACK), at, one)
            for one, at in self._all
            if isinstance(one.thing, (Words, Signatories))
        ]
        for (first, at, _), (second, later, other) in combinations(rooms, 2):
            if first.meets(second):
                message = say("it can meet what begins on line {}", at[0])
                yield self._found("paper.overlap", later, message, _shown(other))

    def _covers(self) -> Iterator[Problem]:
        """Filled boxes that are drawn after a text or a code, over all or some of it."""
        for number, (below, (line, _)) in enumerate(self._all):
            if not isinstance(below.thing, (Words, Signatories, Scannable)):
                continue
            room = geometry.area(below.thing, self._template).grown(-_SLACK)
            for above, at in self._all[number + 1 :]:
                box = above.thing
                if isinstance(box, Box) and any(one.meets(room) for one in _filled(box)):
                    message = say("it is filled, and drawn over what begins on line {}", line)
                    yield self._found("paper.covered", at, message, _shown(below))


def _filled(box: Box) -> Sequence[Area]:
    """Where a box surely hides what is below it: without its rounded corners."""
    if not box.paint.fill:
        return ()
    area, round_ = box.area, min(box.radius, box.area.width / 2, box.area.height / 2)
    across = Area(area.x, area.y + round_, area.width, area.height - 2 * round_)
    down = Area(area.x + round_, area.y, area.width - 2 * round_, area.height)
    return [one for one in (across, down) if one.width > 0 and one.height > 0]


def _shown(one: Element) -> str:
    if isinstance(one.thing, Words):
        return next(iter(one.thing.by_language.values()))
    return ""
