"""A page of PDF as a picture.

Knows PDFium; refuses to know what is on the page.
"""

from __future__ import annotations

from io import BytesIO

SCALE = 2
"""Dots for each point: sharp on screens of today."""


def png(content: bytes) -> bytes:
    """The first page of a PDF as PNG on a white ground."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    try:
        image = document[0].render(scale=SCALE, fill_color=(255, 255, 255, 255)).to_pil()
    finally:
        document.close()
    to = BytesIO()
    image.save(to, "PNG", optimize=True)
    return to.getvalue()
