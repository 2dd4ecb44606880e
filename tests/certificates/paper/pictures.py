"""What is on a drawn page, as other tools see it: where words begin, and what it is made of."""

from __future__ import annotations

import hashlib
from io import BytesIO

import pikepdf
import pypdfium2
from PIL import Image


def opened(content: bytes) -> pikepdf.Pdf:
    """A PDF, read by a strict reader."""
    return pikepdf.Pdf.open(BytesIO(content))


def places(content: bytes) -> dict[str, float]:
    """Every run of text with the millimetres from the left edge at which its middle stands."""
    document = pypdfium2.PdfDocument(content)
    text = document[0].get_textpage()
    found = {}
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        said = text.get_text_bounded(left - 0.5, bottom - 0.5, right + 0.5, top + 0.5).strip()
        found[said] = (left + right) / 2 * 25.4 / 72
    document.close()
    return found


def sizes(content: bytes) -> dict[str, float]:
    """How large the letters of every word are, in points."""
    document = pypdfium2.PdfDocument(content)
    text = document[0].get_textpage()
    whole = text.get_text_range()
    found = {
        word: round(pypdfium2.raw.FPDFText_GetFontSize(text, whole.index(word)), 2)
        for word in whole.split()
    }
    document.close()
    return found


def fingerprint(content: bytes) -> str:
    """A digest of what a page draws, whichever zlib compressed it."""
    with opened(content) as pdf:
        page = pdf.pages[0]
        parts = [page.Contents.read_bytes()]
        parts += [one.read_bytes() for _, one in sorted(page.Resources.XObject.items())]
        parts += [
            one.FontDescriptor.FontFile2.read_bytes()
            for _, one in sorted(page.Resources.Font.items())
        ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:16]


def logo() -> bytes:
    """An image that is red on the left and nothing on the right."""
    image = Image.new("RGBA", (60, 20), (0, 0, 0, 0))
    image.paste((200, 30, 30, 255), (0, 0, 30, 20))
    to = BytesIO()
    image.save(to, "PNG")
    return to.getvalue()
