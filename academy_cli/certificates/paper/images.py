"""Images that a page may hold: PNG and JPEG of a size that leaves a certificate small.

Knows their limits and reads no more than their heads to tell; refuses every other format.
"""

from __future__ import annotations

import warnings
from io import BytesIO

from academy_cli.kit.saying import say

LARGEST_BYTES = 5_000_000
LARGEST_PIXELS = 25_000_000


class BadImageError(ValueError):
    """An image that cannot be drawn; says why. ``is_large`` where it has too many bytes or pixels."""

    def __init__(self, why: str, *, is_large: bool = False) -> None:
        super().__init__(why)
        self.is_large = is_large


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises BadImageError."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as image:
                wide, high = image.size
                if wide * high > LARGEST_PIXELS:
                    said = say(
                        "has {} by {} pixels; {:,} in all are allowed", wide, high, LARGEST_PIXELS
                    )
                    raise BadImageError(said, is_large=True)
                image.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError) as error:
        raise BadImageError(say("is no PNG or JPEG image that can be read")) from error
    return wide, high
