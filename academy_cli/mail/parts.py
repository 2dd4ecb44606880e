"""What is below a message's head: texts, alternatives and files, as MIME writes them.

Pure: knows RFC 2045, 2046, 2183 and 2231; refuses eight bits, long lines and whatever else a server may
alter. The standard library's writer takes thirty times as long, and its releases write different bytes.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from urllib.parse import quote

_PLAIN_NAME = re.compile(r"[\w.()+-](?:[\w .()+-]{0,60}[\w.()+-])?", re.ASCII)


def text_part(kind: str, text: str) -> bytes:
    """A text, with CRLF at its end and instead of other line ends; ``kind`` is plain or html.

    Readable where most of it is ASCII, else short. A line is never as it was: it may be a dot, or too long.
    """
    ended = text if text.endswith(("\n", "\r")) else f"{text}\n"
    lines = ended.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    is_readable = (len(lines) - len(text)) * 6 <= len(text) + 12
    if is_readable:
        encoding, written = "quoted-printable", binascii.b2a_qp(lines)
    else:
        encoding, written = "base64", _base64(lines)
    return _headed(f'text/{kind}; charset="utf-8"', written, encoding)


def file_part(name: str, media_type: str, content: bytes) -> bytes:
    """A file that goes along; its name is written in ASCII (RFC 2231, 4), and text is in UTF-8."""
    is_plain = _PLAIN_NAME.fullmatch(name)
    named = f'filename="{name}"' if is_plain else f"filename*=utf-8''{quote(name, safe='')}"
    disposition = f"Content-Disposition: attachment;\r\n {named}\r\n"
    kind = f'{media_type}; charset="utf-8"' if media_type.startswith("text/") else media_type
    return _headed(kind, _base64(content), "base64", disposition)


def multipart(kind: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    """Several parts as one; the boundary is in none of them."""
    between = f"--{boundary}\r\n".encode()
    head = f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode()
    return b"".join(
        [head, *(between + part + b"\r\n" for part in parts), f"--{boundary}--\r\n".encode()]
    )


def _headed(kind: str, written: bytes, encoding: str, more: str = "") -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{more}\r\n"
    return head.encode() + written


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")
