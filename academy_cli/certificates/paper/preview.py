"""A page as a picture, to look at a template before anybody's certificate is drawn with it.

Knows PDFium; refuses pages that would make pictures nobody can open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO

from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.samples import SAMPLES
from academy_cli.certificates.paper.template import Template
from academy_cli.kit.saying import say

DPI = 110
MOST_DPI = 600


def picture(content: bytes, dpi: int = DPI, *, is_clear: bool = False) -> bytes:
    """The first page of a PDF as PNG, at so many dots per inch; ValueError for more than ``MOST_DPI``.

    What is not drawn on is white, or nothing where ``is_clear``.
    """
    import pypdfium2

    if not 10 <= dpi <= MOST_DPI:
        raise ValueError(say("{} dots per inch are not between 10 and {}", dpi, MOST_DPI))
    document = pypdfium2.PdfDocument(content)
    try:
        ground = (255, 255, 255, 0 if is_clear else 255)
        image = document[0].render(scale=dpi / 72, fill_color=ground).to_pil()
    finally:
        document.close()
    to = BytesIO()
    image.save(to, "PNG", optimize=True)
    return to.getvalue()


def previews(
    template: Template, samples: Sequence[str] = tuple(SAMPLES), dpi: int = DPI
) -> Iterator[tuple[str, bytes]]:
    """The names of samples (``samples.SAMPLES``), each with its page as PNG. Raises what ``drawn`` raises."""
    for name in samples:
        yield name, picture(drawn(template, SAMPLES[name]), dpi)
