"""Templates with one thing broken, and the same almost broken: a case for each finding there can be.

Knows what is found and where; refuses to look for it.
"""

from __future__ import annotations

from io import BytesIO
from typing import NamedTuple

from PIL import Image

from academy_cli.typesetting.shelf import FOLDER
from tests.certificates.paper.folders import SOUND, and_, sound_with


def png(width: int = 8, height: int = 8) -> bytes:
    """A white picture."""
    to = BytesIO()
    Image.new("1", (width, height)).save(to, "PNG")
    return to.getvalue()


class Case(NamedTuple):
    """What is broken, on which line it is found and with which words, and what is only almost broken."""

    broken: str
    line: int
    says: str
    near_miss: str


FILES = {
    "images/logo.png": png(),
    "images/notes.txt": b"drawn by Ada",
    "images/empty.png": b"",
    "fonts/brand.ttf": (FOLDER / "manrope.ttf").read_bytes(),
    "fonts/web.ttf": b"wOF2" + bytes(100),
}
IMAGE = "{{image: {}, at: [10, 10], height: 20}}"

CASES: dict[str, Case] = {
    "paper.covered": Case(
        and_('{box: [140, 30, 20, 12], fill: "#ffffff"}'),
        16,
        "line 8",
        and_('{box: [140, 130, 20, 12], fill: "#ffffff"}'),
    ),
    "paper.file-missing": Case(
        and_(IMAGE.format("images/logo.jpg")),
        16,
        "images/logo.jpg",
        and_(IMAGE.format("images/logo.png")),
    ),
    "paper.file-outside": Case(
        and_(IMAGE.format("../logo.png")),
        16,
        "../logo.png",
        and_(IMAGE.format("images/../images/logo.png")),
    ),
    "paper.file-too-large": Case(
        and_(IMAGE.format("images/huge.png")), 16, "5 MB", and_(IMAGE.format("images/large.png"))
    ),
    "paper.not-a-font": Case(
        sound_with("eb-garamond", "fonts/web.ttf"),
        6,
        "fonts/web.ttf",
        sound_with("eb-garamond", "fonts/brand.ttf"),
    ),
    "paper.not-an-image": Case(
        and_(IMAGE.format("images/empty.png")), 16, "no PNG", and_(IMAGE.format("images/logo.png"))
    ),
    "paper.unknown-font": Case(
        sound_with("eb-garamond,", "eb-garamont,"),
        6,
        "eb-garamont",
        sound_with("eb-garamond,", "inter,"),
    ),
    "paper.unknown-typeface": Case(
        sound_with("size: 20,", "size: 20, typeface: txt,"),
        13,
        "txt",
        sound_with("size: 20,", "size: 20, typeface: text,"),
    ),
    "paper.unknown-color": Case(
        sound_with("color: navy", "color: nav"),
        11,
        "nav",
        sound_with("color: navy", 'color: "#102030"'),
    ),
    "paper.unknown-fact": Case(
        and_('{text: "{{ recipient.nam }}", at: [60, 20], size: 9, width: 60}'),
        16,
        "recipient.nam",
        and_('{text: "{{recipient.name}}", at: [60, 20], size: 9, width: 60}'),
    ),
    "paper.bad-placeholder": Case(
        and_('{text: "{ score }", at: [60, 20], size: 9, width: 60}'),
        16,
        "{",
        and_('{text: "(score)", at: [60, 20], size: 9, width: 60}'),
    ),
    "paper.fact-missing": Case(
        sound_with("{{ code }}", "{{ score }}"),
        0,
        "code",
        sound_with("{{ code }}", "No. {{ code }}"),
    ),
    "paper.fact-changed": Case(
        sound_with("size: 20,", "size: 20, upper: true,"),
        13,
        "course.title",
        sound_with("size: 20,", "size: 20, upper: false,"),
    ),
    "paper.language-missing": Case(
        sound_with(", fr: Attestation", ""),
        8,
        "fr",
        sound_with("{en: Certificate, fr: Attestation}", "“Ada”"),
    ),
    "paper.letters-missing": Case(
        and_("{text: Ada क, at: [60, 20], size: 9}"),
        16,
        "U+0915",
        and_("{text: Ada 修, at: [60, 20], size: 9}"),
    ),
    "paper.off-page": Case(
        sound_with("[20, 190]", "[20, 210]"), 14, "210.8", sound_with("[20, 190]", "[20, 205]")
    ),
    "paper.too-long": Case(
        sound_with(
            "en: Certificate",
            "en: Certificate of Mastery",
            "size: 30\n",
            "size: 30\n    width: 60\n",
        ),
        8,
        "Mastery",
        sound_with(
            "en: Certificate",
            "en: Certificate of Mastery",
            "size: 30\n",
            "size: 30\n    min_size: 9\n    width: 60\n",
        ),
    ),
    "paper.no-width": Case(
        sound_with("size: 20, min_size: 10, width: 220", "size: 20, min_size: 10"),
        13,
        "course.title",
        sound_with("size: 20, min_size: 10, width: 220", "size: 20, width: 220"),
    ),
    "paper.overlap": Case(
        sound_with("[148.5, 110]", "[148.5, 86]"),
        13,
        "line 12",
        sound_with("[148.5, 110]", "[148.5, 88]"),
    ),
    "paper.low-contrast": Case(
        sound_with("#1b2a49", "#a0a0a0"), 8, "2.6", sound_with("#1b2a49", "#909090")
    ),
    "paper.qr-too-small": Case(
        sound_with("size: 34}", "size: 30}"), 15, "0.39", sound_with("size: 34}", "size: 31}")
    ),
    "paper.qr-crowded": Case(
        and_("{line: [230, 186, 280, 186]}"), 15, "line 16", and_("{line: [230, 187, 280, 187]}")
    ),
    "paper.qr-unreadable": Case(
        sound_with("size: 34}", 'size: 34, color: "#a0a0a0"}'),
        15,
        "#a0a0a0",
        sound_with("size: 34}", 'size: 34, color: "#505050"}'),
    ),
    "yaml.unknown-key": Case(
        sound_with("lines: 2", "lins: 2"), 12, "lins", sound_with("lines: 2", "x-lins: 2")
    ),
    "yaml.required": Case(
        and_("{txt: Ada}"), 16, "what is to be drawn", and_("{text: Ada, at: [50, 20], size: 9}")
    ),
    "yaml.wrong-type": Case(and_("{line: 190}"), 16, "[x1, y1", and_("{line: [1, 2, 3, 4.5]}")),
    "yaml.bad-value": Case(
        and_('{path: "M 1 1 Q 2 2 3 3"}'), 16, "Q 2 2", and_('{path: "M 1 1 L 2 2 3 3"}')
    ),
    "yaml.duplicate-key": Case(
        sound_with("name: small\n", "name: small\nname: other\n"),
        2,
        "name",
        sound_with("name: small\n", "name: small\ntitle: other\n"),
    ),
    "yaml.syntax": Case(SOUND + "  - {", 17, "parse", SOUND + "  # {"),
    "yaml.bad-key": Case(SOUND + "[a, b]: c\n", 16, "plain text", SOUND + "x-a: c\n"),
}
