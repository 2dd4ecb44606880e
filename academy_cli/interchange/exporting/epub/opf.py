"""The package document of a book: what it is called, what is in it, and in which order it is read.

By EPUB 3.3 and EPUB Accessibility 1.1 (W3C). Refuses the clock: the same course is the same book, by the
same identifier.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote
from xml.sax.saxutils import escape

from academy_cli.interchange.exporting.epub.leaves import Spoken
from academy_cli.interchange.exporting.xmltext import sayable

_XHTML = "application/xhtml+xml"
CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n<rootfiles>\n'
    '<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>\n'
    "</rootfiles>\n</container>\n"
)


class Senses(NamedTuple):
    """What a book needs of its reader, and what it does for one who lacks it."""

    has_pictures: bool = False
    has_sounds: bool = False
    has_videos: bool = False
    lacks_words: bool = False

    def together(self, other: Senses) -> Senses:
        """What two parts of a book need."""
        return Senses(*(one or two for one, two in zip(self, other, strict=True)))


class About(NamedTuple):
    """What is said of a book; ``modified`` is an ISO 8601 time in UTC."""

    course: str
    title: str
    language: Spoken
    modified: str
    summary: str = ""
    subjects: Sequence[str] = ()
    cover: str = ""


class Item(NamedTuple):
    """A file of a book; what is ``read`` comes in the order that it is listed in."""

    name: str
    type: str
    properties: str = ""
    is_read: bool = False


def identifier(course: str) -> str:
    """A course's identifier as a book: the same wherever it is made, by RFC 9562 (version 5)."""
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'academy:course:{course}')}"


def package_document(about: About, items: Sequence[Item], senses: Senses) -> str:
    """The package document."""
    numbered = list(enumerate(items))
    files = "".join(_item(number, one, about.cover) for number, one in numbered)
    spine = "".join(f'<itemref idref="i{number}"/>\n' for number, one in numbered if one.is_read)
    side = "rtl" if about.language.is_right_to_left else "ltr"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang="{escape(about.language.tag)}" dir="{side}">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{_metadata(about, senses)}</metadata>\n'
        f"<manifest>\n{files}</manifest>\n"
        f'<spine page-progression-direction="{side}">\n{spine}</spine>\n</package>\n'
    )


def _item(number: int, item: Item, cover: str) -> str:
    said = [item.properties] if item.properties else []
    said += ["cover-image"] if item.name == cover else []
    properties = f' properties="{" ".join(said)}"' if said else ""
    return (
        f'<item id="i{number}" href="{quote(item.name)}" media-type="{item.type}"{properties}/>\n'
    )


def _metadata(about: About, senses: Senses) -> str:
    told = [
        f'<dc:identifier id="id">{identifier(about.course)}</dc:identifier>',
        f"<dc:title>{_text(about.title)}</dc:title>",
        f"<dc:language>{_text(about.language.tag)}</dc:language>",
    ]
    if about.summary.strip():
        told.append(f"<dc:description>{_text(about.summary)}</dc:description>")
    told += [f"<dc:subject>{_text(one)}</dc:subject>" for one in about.subjects]
    told.append(_meta("dcterms:modified", about.modified))
    return "\n".join((*told, *_accessibility(senses))) + "\n"


def _accessibility(senses: Senses) -> list[str]:
    modes = ["textual", *_where(visual=senses.has_pictures or senses.has_videos,
                                auditory=senses.has_sounds or senses.has_videos)]  # fmt: skip
    is_text_enough = not (senses.lacks_words or senses.has_sounds or senses.has_videos)
    features = [
        "tableOfContents",
        "readingOrder",
        "structuralNavigation",
        "displayTransformability",
    ]
    features += ["alternativeText"] if senses.has_pictures and not senses.lacks_words else []
    told = [_meta("schema:accessMode", mode) for mode in modes]
    enough = ["textual"] if is_text_enough else []
    told += [_meta("schema:accessModeSufficient", mode) for mode in (*enough, ",".join(modes))]
    told += [_meta("schema:accessibilityFeature", one) for one in features]
    told.append(_meta("schema:accessibilityHazard", "unknown"))
    return list(dict.fromkeys(told))


def _where(**modes: bool) -> list[str]:
    return [name for name, is_so in modes.items() if is_so]


def _meta(name: str, value: str) -> str:
    return f'<meta property="{name}">{_text(value)}</meta>'


def _text(text: str) -> str:
    return escape(sayable(" ".join(text.split())))
