"""What is the same on every page of a template, compressed once: painted shapes and images.

Knows PDF's objects that are drawn by name, for which reportlab compresses anew every time, and into text;
refuses to know what they show. Source: ISO 32000-2, 8.10 (forms) and 8.9 (images).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFName,
    PDFStream,
    PDFZCompress,
    xObjectName,
)
from reportlab.pdfgen.canvas import Canvas

_BEST = 9
_SPACES = {"L": "DeviceGray", "RGB": "DeviceRGB"}


class Stamp(NamedTuple):
    """Something to be drawn by name: its entries, its compressed bytes, and what of it is transparent."""

    name: str
    entries: Mapping[str, Any]
    content: bytes
    mask: Stamp | None = None


def form(operators: str, width: float, height: float) -> Stamp:
    """Painted shapes on a page of some size in points."""
    content = operators.encode("ascii")
    box = (0, 0, round(width, 2), round(height, 2))
    entries = {"Subtype": "Form", "BBox": box}
    return Stamp(_name(content), entries, zlib.compress(content, _BEST))


@lru_cache(maxsize=32)
def image(content: bytes) -> Stamp:
    """A PNG or JPEG file that was found to be sound; it fills a square of one point."""
    from PIL import Image

    with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as opened:
        if opened.format == "JPEG" and opened.mode in _SPACES:
            return _pixels(_name(content), opened.mode, opened.size, content, "DCTDecode")
        has_alpha = opened.mode in {"RGBA", "LA", "PA"} or "transparency" in opened.info
        whole = opened.convert("RGBA" if has_alpha else "RGB")
    mask = _mask(content, whole) if has_alpha else None
    seen = zlib.compress(whole.convert("RGB").tobytes(), _BEST)
    found = _pixels(_name(content), "RGB", whole.size, seen, "FlateDecode")
    return found._replace(mask=mask)


def stamped(canvas: Canvas, stamp: Stamp) -> str:
    """The operator that draws a stamp, which the document then holds."""
    document = canvas._doc  # noqa: SLF001 - reportlab's canvas does so itself; there is no other way
    name = xObjectName(stamp.name)
    if name not in document.idToObject:
        document.Reference(_stream(document, stamp), name)
    canvas._formsinuse.append(stamp.name)  # noqa: SLF001 - as above
    return f"/{name} Do\n"


def seal(canvas: Canvas) -> None:
    """Let the last page be compressed and no more, whatever reportlab's settings say."""
    page = canvas._doc.Pages.pages[-1]  # noqa: SLF001 - as above
    content = page.stream.encode("latin-1")
    page.Contents = PDFStream(content=content, filters=[PDFZCompress])


def _stream(document: Any, stamp: Stamp) -> PDFStream:
    entries = {key: _value(value) for key, value in stamp.entries.items()}
    if stamp.mask is not None:
        mask = _stream(document, stamp.mask)
        entries["SMask"] = document.Reference(mask, xObjectName(stamp.mask.name))
    whole = {"Type": PDFName("XObject"), "Filter": PDFName("FlateDecode"), **entries}
    return PDFStream(PDFDictionary(whole), stamp.content, [])


def _value(value: Any) -> Any:
    if isinstance(value, str):
        return PDFName(value)
    return PDFArray(value) if isinstance(value, tuple) else value


def _mask(content: bytes, whole: Any) -> Stamp:
    shade = whole.getchannel("A")
    seen = zlib.compress(shade.tobytes(), _BEST)
    return _pixels(f"{_name(content)}m", "L", shade.size, seen, "FlateDecode")


def _pixels(name: str, mode: str, size: tuple[int, int], content: bytes, packed: str) -> Stamp:
    entries = {
        "Subtype": "Image",
        "Width": size[0],
        "Height": size[1],
        "ColorSpace": _SPACES[mode],
        "BitsPerComponent": 8,
        "Filter": packed,
    }
    return Stamp(name, entries, content)


def _name(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
