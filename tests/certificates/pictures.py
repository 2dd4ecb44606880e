"""Small pictures for tests of what is within them."""

from __future__ import annotations

import io

from PIL import Image


def png(width: int, height: int, rows: bytes) -> bytes:
    """A picture of RGBA rows."""
    to = io.BytesIO()
    Image.frombytes("RGBA", (width, height), rows).save(to, "PNG")
    return to.getvalue()
