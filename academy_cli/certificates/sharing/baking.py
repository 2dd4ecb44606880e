"""A credential within a picture: a PNG that shows a badge and can be checked like any file.

Knows PNG's chunks; refuses to know what is drawn, and to read what is too large.
Source: w3.org/TR/png-3, sections 5 and 11.3.3.4 (iTXt); imsglobal.org/spec/ob/v3p0, section 5.3.1 (baking).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from academy_cli.kit.saying import say

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"openbadgecredential"
LARGEST_BYTES = 256 * 1024
MOST_CHUNKS = 1000


class BadPngError(ValueError):
    """A picture that holds no credential, or cannot be read; says why."""


def baked(picture: bytes, credential: str) -> bytes:
    """A picture with a credential in it, right behind its header. Raises BadPngError."""
    header, *rest = _chunks(picture)
    text = KEYWORD + b"\0\0\0\0\0" + credential.encode()
    return SIGNATURE + b"".join(
        (_chunk(*header), _chunk(b"iTXt", text), *(_chunk(*one) for one in rest))
    )


def unbaked(picture: bytes) -> bytes:
    """The credential in a picture. Raises BadPngError."""
    found = [
        content for kind, content in _chunks(picture)
        if kind == b"iTXt" and content.startswith(KEYWORD + b"\0")
    ]  # fmt: skip
    if len(found) != 1:
        raise BadPngError(
            say("no credential is in it") if not found else say("it holds several credentials")
        )
    rest = found[0][len(KEYWORD) + 1 :]
    if rest[:2] != b"\0\0":
        raise BadPngError(say("its credential is packed, which it must not be"))
    _, _, text = rest[2:].split(b"\0", 2) if rest.count(b"\0", 2) >= 2 else (b"", b"", b"")
    if not text or len(text) > LARGEST_BYTES:
        raise BadPngError(say("its credential is empty, or too large"))
    return text


def _chunks(picture: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a picture, each proved by its checksum. Raises BadPngError."""
    if not picture.startswith(SIGNATURE):
        raise BadPngError(say("it is no PNG"))
    at = len(SIGNATURE)
    for _ in range(MOST_CHUNKS):
        if at + 12 > len(picture):
            raise BadPngError(say("it is cut"))
        length, kind = struct.unpack_from(">I4s", picture, at)
        content = picture[at + 8 : at + 8 + length]
        check = picture[at + 8 + length : at + 12 + length]
        if len(content) != length or check != _checksum(kind, content):
            raise BadPngError(say("it is damaged"))
        yield kind, content
        at += 12 + length
        if kind == b"IEND":
            if at != len(picture):
                raise BadPngError(say("something was put behind its end"))
            return
    raise BadPngError(say("it has too many parts"))


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + _checksum(kind, content)


def _checksum(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", zlib.crc32(kind + content))
