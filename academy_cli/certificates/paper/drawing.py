"""A page as a PDF: the same bytes for the same facts, template and fonts, whenever and wherever.

Knows the order of a page; refuses a clock, settings and whatever would make two drawings differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from itertools import groupby

from reportlab.pdfgen.canvas import Canvas

from academy_cli.certificates.paper import geometry, lettering, operators, painting, stamps, wording
from academy_cli.certificates.paper.attaching import attach
from academy_cli.certificates.paper.errors import (
    CodeTooDenseError,
    LetterMissingError,
    TextTooLongError,
    TooManySignatoriesError,
)
from academy_cli.certificates.paper.geometry import MM, MOST_SIGNATORIES, POINT
from academy_cli.certificates.paper.matrix import LEAST_MODULE_MM, matrix
from academy_cli.certificates.paper.mirroring import mirrored
from academy_cli.certificates.paper.sheet import Sheet, values
from academy_cli.certificates.paper.stamps import Stamp
from academy_cli.certificates.paper.template import (
    Align,
    At,
    Element,
    Picture,
    Scannable,
    Scanned,
    Signatories,
    Template,
    Type,
    Words,
)
from academy_cli.kit.language import is_right_to_left
from academy_cli.typesetting.fitting import Fitted, Room, TooLongError, extent, fitted
from academy_cli.typesetting.shaping import reading
from academy_cli.typesetting.typefaces import MissingLetterError, registered

CREDENTIAL, MEDIA_TYPE = "credential.json", "application/ld+json"


def drawn(template: Template, sheet: Sheet) -> bytes:
    """The PDF, in the language of the course where the template has it.

    Raises LetterMissingError, TextTooLongError, CodeTooDenseError and TooManySignatoriesError.
    """
    language = wording.page_language(template.languages, sheet.language)
    is_rtl = is_right_to_left(language)
    to = BytesIO()
    canvas = _canvas(to, template, sheet, language)
    page = _Page(canvas, template, sheet, language, is_rtl=is_rtl)
    for step in _steps(template, is_mirrored=is_rtl and template.mirrors):
        page.draw(step)
    canvas.showPage()
    stamps.seal(canvas)
    attach(canvas, CREDENTIAL, MEDIA_TYPE, sheet.credential)
    canvas.save()
    return to.getvalue()


def require_name(template: Template, sheet: Sheet) -> None:
    """Insist that whoever the sheet is about can be named on a page; draws nothing.

    Raises LetterMissingError and TextTooLongError.
    """
    language = wording.page_language(template.languages, sheet.language)
    is_rtl = is_right_to_left(language)
    page = _Page(Canvas(BytesIO()), template, sheet, language, is_rtl=is_rtl)
    for one in _steps(template, is_mirrored=is_rtl and template.mirrors):
        if isinstance(one, Element) and isinstance(one.thing, Words):
            page.require_name(one.thing)


def _canvas(to: BytesIO, template: Template, sheet: Sheet, language: str) -> Canvas:
    first = next(iter(template.typefaces.values()))
    canvas = Canvas(
        to,
        pagesize=(template.width * MM, template.height * MM),
        invariant=1,
        pageCompression=1,
        lang=language,
        initialFontName=registered(first.fonts[0]).fontName,
    )
    canvas.setTitle(f"{sheet.title}: {sheet.recipient}")
    canvas.setAuthor(sheet.academy)
    canvas.setCreator("academy")
    canvas.setDateFormatter(lambda *_now: f"D:{sheet.issued:%Y%m%d}000000+00'00'")
    return canvas


@lru_cache(maxsize=32)
def _steps(template: Template, *, is_mirrored: bool) -> tuple[Stamp | Element, ...]:
    """A page as what is the same on each, and what is of each its own, in order."""
    elements = mirrored(template) if is_mirrored else template.elements
    shapes = {id(one): painting.painted(one.thing, template.height) for one in elements}

    def is_same(one: Element) -> bool:
        return not one.if_there and shapes[id(one)] is not None

    found: list[Stamp | Element] = []
    width, height = template.width * MM, template.height * MM
    if paper := painting.paper(template):
        found.append(stamps.form(paper, width, height))
    for same, together in groupby(elements, is_same):
        if same:
            painted = "".join(shapes[id(one)] or "" for one in together)
            found.append(stamps.form(painted, width, height))
        else:
            found += together
    return tuple(found)


class _Page:
    """One page while it is drawn."""

    def __init__(
        self, canvas: Canvas, template: Template, sheet: Sheet, language: str, *, is_rtl: bool
    ) -> None:
        self._canvas, self._template, self._sheet = canvas, template, sheet
        self._language, self._is_rtl = language, is_rtl
        self._values = values(sheet, language)

    def draw(self, step: Stamp | Element) -> None:
        """One step."""
        if isinstance(step, Stamp):
            self._write(stamps.stamped(self._canvas, step))
        elif not step.if_there or self._values[step.if_there]:
            self._element(step)

    def _write(self, written: str) -> None:
        self._canvas._code.append(written)  # noqa: SLF001 - there is no other way to give it operators

    def _element(self, one: Element) -> None:
        match one.thing:
            case Words():
                self._words(one.thing)
            case Picture():
                self._picture(one.thing)
            case Signatories():
                self._signatories(one.thing)
            case Scannable():
                self._scannable(one.thing)
            case shape:
                self._write(painting.painted(shape, self._template.height) or "")

    def require_name(self, one: Words) -> None:
        """Insist that a text has room, and all its letters, if it names a person."""
        said = wording.text_of(one.by_language, self._language)
        text, is_rtl = self._said(one, said)
        if "recipient.name" in wording.places(said) and text:
            self._fitted(text, one, is_rtl=is_rtl)

    def _words(self, one: Words) -> None:
        text, is_rtl = self._said(one, wording.text_of(one.by_language, self._language))
        if text:
            self._text(text, one, is_rtl=is_rtl)

    def _said(self, one: Words, said: str) -> tuple[str, bool]:
        """A text with its values, and whether it runs from right to left."""
        capitals = self._language if one.type.is_upper else None
        text = wording.filled(said, self._values, is_rtl=self._is_rtl, capitals_of=capitals)
        is_latin = set(wording.places(said)) <= wording.LATIN and not wording.has_letters(said)
        speaks = self._is_rtl and wording.has_letters(said)
        return text, speaks or (not is_latin and reading(text, is_rtl=self._is_rtl))

    def _text(self, text: str, one: Words, *, is_rtl: bool) -> Fitted:
        found = self._fitted(text, one, is_rtl=is_rtl)
        self._write(operators.fill(one.type.color))
        stands = geometry.baselines(one, found.size, len(found.lines), found.leading)
        for line, y in zip(found.lines, stands, strict=True):
            wide = extent(line, found.size, one.type.tracking)
            x = (
                one.at.x * MM
                - {Align.LEFT: 0.0, Align.CENTER: wide / 2, Align.RIGHT: wide}[one.align]
            )
            at = (x, (self._template.height - y) * MM)
            self._write(lettering.written(self._canvas, line, at, found.size, one.type.tracking))
        return found

    def _fitted(self, text: str, one: Words, *, is_rtl: bool) -> Fitted:
        letters = one.type
        width = (one.width or self._template.width) * MM
        room = Room(letters.size, letters.least, width, one.lines, letters.tracking)
        try:
            found = fitted(text, self._template.typefaces[letters.typeface], room, is_rtl=is_rtl)
        except TooLongError as error:
            raise TextTooLongError(self._template.name, text, letters.least) from error
        except MissingLetterError as error:
            raise LetterMissingError(
                self._template.name, error.letter, text, letters.typeface
            ) from error
        return geometry.apart(found, one)

    def _picture(self, one: Picture) -> None:
        x, y = one.area.x * MM, (self._template.height - one.area.bottom) * MM
        numbers = operators.numbers(one.area.width * MM, 0, 0, one.area.height * MM, x, y)
        stamp = stamps.image(self._template.images[one.file])
        self._write(f"q\n{numbers} cm\n{stamps.stamped(self._canvas, stamp)}Q\n")

    def _signatories(self, one: Signatories) -> None:
        people = self._sheet.signatories
        if len(people) > MOST_SIGNATORIES:
            raise TooManySignatoriesError(len(people), MOST_SIGNATORIES)
        if not people:
            return
        slots = geometry.slots(one, len(people))
        names, roles = (
            self._alike(texts, one, letters, slots[0].width)
            for texts, letters in (
                ([who.name for who in people], one.name),
                ([who.role for who in people if who.role], one.role),
            )
        )
        for slot, who in zip(reversed(slots) if one.from_right else slots, people, strict=True):
            y = (self._template.height - one.at.y) * MM
            ends = [("M", (slot.x * MM, y)), ("L", ((slot.x + slot.width) * MM, y))]
            self._write(f"{operators.stroke(one.line, 0.5)}{operators.path(ends)}S\n")
            at = At(slot.x + slot.width * _SHARE[one.align], one.at.y)
            below = self._person(who.name, at, one, names, slot.width)
            if who.role:
                self._person(who.role, at._replace(y=below), one, roles, slot.width)

    def _alike(self, texts: Sequence[str], one: Signatories, letters: Type, width: float) -> Type:
        """Letters of the size at which all these texts have room: people side by side are equal."""
        words = Words({}, one.at, letters, one.align, width, geometry.LINES_EACH)
        sizes = [
            self._fitted(text, words, is_rtl=reading(text, is_rtl=self._is_rtl)).size
            for text in texts
        ]
        size = min(sizes, default=letters.size)
        return letters._replace(size=size, least=size)

    def _person(self, text: str, at: At, one: Signatories, letters: Type, width: float) -> float:
        """A name or a role below a height; returns the height below which there is nothing of it."""
        first = at._replace(y=at.y + letters.size * geometry.BELOW * POINT)
        words = Words({}, first, letters, one.align, width, geometry.LINES_EACH)
        found = self._text(text, words, is_rtl=reading(text, is_rtl=self._is_rtl))
        *_, last = geometry.baselines(words, found.size, len(found.lines), found.leading)
        return last

    def _scannable(self, one: Scannable) -> None:
        holds = self._sheet.signed if one.holds is Scanned.SIGNED else self._sheet.url
        if not holds:
            return
        found = matrix(holds)
        if one.size / found.side < LEAST_MODULE_MM:
            raise CodeTooDenseError(self._template.name, one.size / found.side)
        side = one.size * MM / found.side
        x, y = one.at.x * MM, (self._template.height - one.at.y) * MM
        bars = "".join(f"{bar.column} {bar.row} {bar.many} 1 re\n" for bar in found.bars)
        place = f"{side:.6f} 0 0 {-side:.6f} {operators.numbers(x, y)} cm\n"
        self._write(f"q\n{operators.fill(one.color)}{place}{bars}f\nQ\n")


_SHARE = {Align.LEFT: 0.0, Align.CENTER: 0.5, Align.RIGHT: 1.0}
