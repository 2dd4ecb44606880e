"""template.yaml, format 1: the keys of a page and of everything that can stand on it.

The one table that reading, the published JSON Schema and docs/certificate-templates.md are made from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from academy_cli.certificates.paper.measures import (
    COLOR,
    FILE,
    NAME,
    RGB,
    Named,
    Numbers,
    Path,
    Wordings,
)
from academy_cli.formats.findings import ABSENT, Findings, wrong_type
from academy_cli.formats.patterns import LANGUAGE, SLUG
from academy_cli.formats.records import Field, Record
from academy_cli.formats.shapes import Boolean, Choice, Either, Integer, List, Number, Text
from academy_cli.formats.yamltext import MappingNode, Node, ScalarNode, SequenceNode, place
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import Vocabulary

FORMAT = 1
MOST_ELEMENTS = 300
SIZES: Mapping[str, tuple[float, float]] = {
    "A4": (210, 297),
    "A5": (148, 210),
    "letter": (215.9, 279.4),
}
"""Upright, in millimetres."""
PLACE = Numbers(("x", "y"))
AREA = Numbers(("x", "y", "width", "height"))
POINTS, MM = Number(4, 200), Number(0.1, 1200)
LINE_WIDTH = Number(0.05, 100)
ALIGN = Choice(("left", "center", "right"))
FONT = List(FILE)

_WHEN = (
    Field(
        "show_if",
        Text(40, is_placed=True),
        "the name of a fact; it is left out where that is empty",
    ),
    Field("stays", Boolean(), "whether it stays where it is when a page is mirrored"),
)
_LETTERS = (
    Field("typeface", NAME, say("one of `typefaces`; `text`, if none is named")),
    Field("size", POINTS, say("the size of letters in points"), required=True),
    Field("min_size", POINTS, say("how small a text may get before it is refused")),
    Field("color", COLOR, say("the colour of letters; black, if none is named")),
)


def _paint(*, needs_line: bool = False) -> tuple[Field, ...]:
    color = Field("color", COLOR, say("the colour of the line"), required=needs_line)
    return (
        *(() if needs_line else (Field("fill", COLOR, say("the colour within")),)),
        color,
        Field("line", LINE_WIDTH, say("how wide the line is, in points; 1, if nothing is said")),
    )


ELEMENTS: Mapping[str, Record] = {
    "text": Record(
        (
            Field(
                "text",
                Wordings(),
                say("what it says, with placeholders; one text, or one for each language"),
                required=True,
            ),
            Field("at", PLACE, say("where its first baseline stands"), required=True),
            *_LETTERS,
            Field("align", ALIGN, say("which part of it stands there; `center`, if nothing is said")),
            Field("width", MM, say("how wide it may be; a text with facts has to say it")),
            Field("lines", Integer(1, 6), say("on how many lines it may stand; 1, if nothing is said")),
            Field("leading", Number(0.8, 3), say("from line to line, in sizes; 1.25")),
            Field(
                "grows",
                Choice(("down", "both", "up")),
                say("where further lines go: below `at`, above it, or both"),
            ),
            Field("tracking", Integer(-100, 1000), say("between letters, in thousandths of the size")),
            Field("upper", Boolean(), say("whether it is set in capitals")),
            *_WHEN,
        ),
        say("a text"),
    ),
    "box": Record(
        (
            Field("box", AREA, say("where it stands"), required=True),
            *_paint(),
            Field("radius", Number(0, 200), say("of its corners, in millimetres")),
            *_WHEN,
        ),
        say("a box"),
    ),
    "line": Record(
        (
            Field("line", Numbers(("x1", "y1", "x2", "y2")), say("from where to where"), required=True),
            Field("color", COLOR, say("its colour; black, if none is named")),
            Field("width", LINE_WIDTH, say("how wide it is, in points; 0.5, if nothing is said")),
            *_WHEN,
        ),
        say("a line"),
    ),
    "path": Record(
        (
            Field("path", Path(), say("as SVG writes it: absolute M, L, C and Z"), required=True),
            *_paint(),
            *_WHEN,
        ),
        say("a path"),
    ),
    "braid": Record(
        (
            Field("braid", AREA, say("the rectangle that it runs along"), required=True),
            Field("depth", Number(0.2, 40), say("how wide the band is"), required=True),
            Field("wave", Number(1, 100), say("how long a wave is, about"), required=True),
            Field("strands", Integer(1, 12), say("how many waves are interlaced; 4")),
            Field("color", COLOR, say("its colour"), required=True),
            Field("width", LINE_WIDTH, say("how wide a strand is, in points; 0.3")),
            *_WHEN,
        ),
        say("a braid"),
    ),
    "rosette": Record(
        (
            Field("rosette", PLACE, say("its middle"), required=True),
            Field("radius", Numbers(("inner", "outer")), say("between which radii"), required=True),
            Field("petals", Integer(3, 60), say("how many waves go round; 12")),
            Field("strands", Integer(1, 12), say("how many of them are interlaced; 6")),
            Field("color", COLOR, say("its colour"), required=True),
            Field("width", LINE_WIDTH, say("how wide a strand is, in points; 0.3")),
            *_WHEN,
        ),
        say("a rosette"),
    ),
    "image": Record(
        (
            Field("image", FILE, say("a PNG or JPEG file of the folder"), required=True),
            Field("at", PLACE, say("its upper left corner"), required=True),
            Field("width", MM, say("how wide it is; else as its height wants")),
            Field("height", MM, say("how high it is; else as its width wants")),
            *_WHEN,
        ),
        say("an image"),
    ),
    "signatures": Record(
        (
            Field(
                "signatures",
                Numbers(("x", "y", "width")),
                say("where the first line stands, and how wide all of them may be"),
                required=True,
            ),
            Field("most", MM, say("how wide each is at most; 60")),
            Field("gap", Number(1, 100), say("between two of them; 12")),
            Field("align", ALIGN, say("where they stand when there are few; `left`")),
            *_LETTERS,
            Field("role_typeface", NAME, say("the typeface of roles; that of names, if none is named")),
            Field("role_color", COLOR, say("the colour of roles; that of names, if none is named")),
            Field("line_color", COLOR, say("the colour of lines; that of names, if none is named")),
            *_WHEN,
        ),
        "signatures",
    ),
    "qr": Record(
        (
            Field(
                "qr",
                Choice(("signed", "url")),
                say("what it holds: the signed certificate, or its address"),
                required=True,
            ),
            Field("at", PLACE, say("its upper left corner, without the quiet zone"), required=True),
            Field("size", Number(10, 200), say("its side, without the quiet zone"), required=True),
            Field("color", COLOR, say("its colour; black, if none is named")),
            *_WHEN,
        ),
        say("a QR code"),
    ),
}  # fmt: skip
_KINDS = Vocabulary(ELEMENTS)


class Located(dict[str, Any]):
    """The values of one element, and the line and column where it begins."""

    line: int = 0
    column: int = 0


class Element:
    """One thing on the page; the key that only its kind has says which."""

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, MappingNode):
            return wrong_type(node, findings, say("one of {}, with its keys", ", ".join(ELEMENTS)))
        keys = [key.value for key, _ in node.value if isinstance(key, ScalarNode)]
        kind = next((one for one in keys if one in ELEMENTS and _is_kind(one, keys)), None)
        if kind is None:
            return self._unknown(node, keys, findings)
        values = ELEMENTS[kind].read(node, findings)
        if values is ABSENT or any(
            one.required and one.name not in values for one in ELEMENTS[kind].fields
        ):
            return ABSENT
        located = Located(values)
        located.line, located.column = place(node)
        located.line += findings.first_line - 1
        return located

    def _unknown(self, node: MappingNode, keys: list[str], findings: Findings) -> Any:
        close = next((found for key in keys if (found := _KINDS.nearest(key))), None)
        some = ", ".join(ELEMENTS)
        hint = say("Did you mean `{}`?", close) if close else say("Begin it with {}.", some)
        message = say("no key of it says what is to be drawn")
        value = keys[0] if keys else ""
        return findings.add("yaml.required", node, value=value, message=message, hint=hint)

    def json_schema(self) -> dict[str, Any]:
        return {"anyOf": [record.json_schema() for record in ELEMENTS.values()]}


class Elements:
    """What is on a page, in order; what cannot be read is left out, and its findings say why."""

    _one = Element()

    def read(self, node: Node, findings: Findings) -> Any:
        if not isinstance(node, SequenceNode):
            return wrong_type(node, findings, say("a list"), say("Begin each element with `- `."))
        if len(node.value) > MOST_ELEMENTS:
            message = say("there are {} elements; {} are allowed", len(node.value), MOST_ELEMENTS)
            return findings.add("yaml.bad-value", node, message=message, hint=say("Draw less."))
        read = (self._one.read(child, findings) for child in node.value)
        return [one for one in read if one is not ABSENT]

    def json_schema(self) -> dict[str, Any]:
        return {"type": "array", "items": self._one.json_schema(), "maxItems": MOST_ELEMENTS}


def _is_kind(word: str, keys: list[str]) -> bool:
    """``line`` is a line's kind, and of a box how wide its line is."""
    return word != "line" or not {"box", "path"} & set(keys)


def kind_of(values: Mapping[str, Any]) -> str:
    """The kind of an element that was read."""
    return next(one for one in values if one in ELEMENTS and _is_kind(one, list(values)))


TEMPLATE = Record(
    (
        Field("name", SLUG, say("its name, as courses say it"), required=True),
        Field("title", Text(100), say("what it is called in lists")),
        Field(
            "page",
            Record(
                (
                    Field("size", Choice(tuple(SIZES)), say("of the paper; `A4`")),
                    Field("orientation", Choice(("landscape", "portrait")), say("which way it lies")),
                    Field("width", Number(50, 1200), say("of paper that has no name")),
                    Field("height", Number(50, 1200), say("of paper that has no name")),
                    Field("color", COLOR, say("of the paper; white, if none is named")),
                ),
                say("the page"),
            ),
            say("the paper"),
        ),
        Field("languages", List(LANGUAGE), say("the languages that its texts are in"), required=True),
        Field("mirror", Boolean(), say("whether pages are mirrored that run right to left; `true`")),
        Field("colors", Named(RGB, say("`name: color` lines")), say("colours by names of your own")),
        Field(
            "typefaces",
            Named(Either(FILE, FONT), say("`name: fonts` lines")),
            say("fonts by names of your own: files, or names of fonts that come along; the next one"
            " draws the letters that the ones before do not have"),
            required=True,
        ),
        Field("elements", Elements(), say("what is on the page, in order"), required=True),
    ),
    "template.yaml",
)  # fmt: skip


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of template.yaml, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"academy certificate template, format {FORMAT}",
        **TEMPLATE.json_schema(),
    }
