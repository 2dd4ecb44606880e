"""Lines of text as PDF's operators: font by font, kerned and tracked, each letter findable again.

Knows how reportlab gives letters their codes; refuses to know what is written, and where lines break.
Source: ISO 32000-2, 9.4.3 (text showing).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from academy_cli.certificates.paper import operators
from academy_cli.typesetting.shaping import Line, Piece
from academy_cli.typesetting.typefaces import registered


def written(
    canvas: Canvas, line: Line, at: tuple[float, float], size: float, tracking: int = 0
) -> str:
    """A line from its left end on a baseline, in points; ``tracking`` in thousandths of the size."""
    between = 0 if line.is_joined else tracking
    document = canvas._doc  # noqa: SLF001 - codes of letters are a document's, and it is not public
    x, y = at
    said = []
    for piece in line.pieces:
        said.append(
            f"BT {operators.numbers(x, y)} Td\n{_shown(document, piece, size, between)}ET\n"
        )
        x += (piece.width + piece.kerns[-1] + between * len(piece.text)) * size / 1000
    return "".join(said)


def _shown(document: Any, piece: Piece, size: float, between: int) -> str:
    font = registered(piece.font)
    letters: Iterator[int] = iter(piece.kerns)
    said = []
    for subset, codes in font.splitString(piece.text, document):
        name = font.getSubsetInternalName(subset, document)
        shown = "".join(_letter(code, next(letters) + between) for code in codes)
        said.append(f"{name} {operators.number(size)} Tf\n[<{shown}>] TJ\n".replace("<>", ""))
    return "".join(said)


def _letter(code: int, moved: int) -> str:
    """A letter within a string in hexadecimal, and how what follows it moves."""
    return f"{code:02x}>{-moved}<" if moved else f"{code:02x}"
