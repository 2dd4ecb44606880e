"""Pictures that a text or a notebook carries within itself, taken out as files of their own.

Knows how they are written (base64, data URIs); refuses to know where they are shown.
"""

from __future__ import annotations

import base64
import binascii
import posixpath
import re

from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_SUFFIXES = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/gif": ".gif",
    "image/webp": ".webp", "image/svg+xml": ".svg",
}  # fmt: skip
_URI = re.compile(
    r"(?P<before>\]\(\s*<?|\bsrc\s*=\s*[\"'])data:(?P<kind>image/[\w.+-]+);base64,"
    r"(?P<data>[A-Za-z0-9+/=]+)"
)
PICTURES = tuple(_SUFFIXES)
"""Kinds of pictures that can be taken out."""


def taken_out(text: str, source: Source, file: str, line: int = 1) -> str:
    """A text with each picture that stands in a link of its own as a link to a file."""
    if "data:image/" not in text:
        return text

    def one(found: re.Match[str]) -> str:
        at = line + text.count("\n", 0, found.start())
        path = picture(source, file, found["kind"], found["data"], line=at)
        if path is None:
            return found[0]
        return found["before"] + posixpath.basename(path)

    return _URI.sub(one, text)


def picture(source: Source, file: str, kind: str, data: str, *, line: int = 1) -> str | None:
    """A picture as a file beside the one it stood in; None, noted, where it is none."""
    suffix, held = _SUFFIXES.get(kind), b""
    try:
        held = data.encode() if data.lstrip().startswith("<") else base64.b64decode(data)
    except (binascii.Error, ValueError):
        suffix = None
    if suffix is None:
        source.drop(
            "picture", file, say("it cannot be taken out of the text"), line=line, name=kind
        )
        return None
    if len(held) > source.limits.asset_bytes:
        source.drop("picture", file, say("it is larger than settings allow"), line=line, name=kind)
        return None
    return source.make(file, suffix, held, line=line)
