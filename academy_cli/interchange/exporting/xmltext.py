"""XML as text: elements with their attributes in a given order, every letter escaped.

Knows what XML 1.0 cannot say; refuses to know which elements there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def element(name: str, /, *inside: str, **attributes: str | None) -> str:
    """An element; what is inside is XML already, and attributes that are None are left out.

    An attribute's ``__`` stands for a colon, and an underscore at its end is left out.
    """
    said = "".join(
        f" {key.rstrip('_').replace('__', ':')}={quoteattr(sayable(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(inside)
    return f"<{name}{said}>{content}</{name}>" if content else f"<{name}{said}/>"


def lines(parts: Iterable[str]) -> str:
    """Elements on lines of their own, to be the inside of another; what is in them stays as it is."""
    listed = "\n".join(parts)
    return f"\n{listed}\n" if listed else ""


def text(words: str) -> str:
    """Words as XML."""
    return escape(sayable(words))


def sayable(words: str) -> str:
    """Words without the control characters that XML has no way to write."""
    return _UNSAYABLE.sub("", words)
