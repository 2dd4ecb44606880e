"""A PDF from a stranger: the credential that is attached to it, taken out without harm.

Reads nothing but what academy writes: plain objects, one attached file, deflated, small. Knows bytes; refuses
encryption, objects within streams, and whatever grows beyond a credential's size.
"""

from __future__ import annotations

import re
import zlib

from academy_cli.formats.strictjson import LARGEST_BYTES
from academy_cli.kit.saying import say

LARGEST_PDF = 8 * 1024 * 1024
_ATTACHED = re.compile(rb"/Type\s*/EmbeddedFile(?![A-Za-z])")
_BEGINS = re.compile(rb">>\s*stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d{1,8})(?!\s+\d+\s+R)")
_FILTER = re.compile(rb"/Filter\s*(?:\[\s*)?/FlateDecode\b")
_NONE_OF_OURS = (b"/Encrypt", b"/ObjStm", b"/XRef")
_FARTHEST = 1024
"""Bytes from the word that says what a stream is to its beginning."""


class BadPdfError(ValueError):
    """A PDF that is none of academy's; says why."""


def attached(pdf: bytes) -> bytes:
    """The one file that is attached to a PDF. Raises BadPdfError."""
    if not pdf.startswith(b"%PDF-"):
        raise BadPdfError(say("it is no PDF"))
    if len(pdf) > LARGEST_PDF:
        raise BadPdfError(say("it has more than {:,} bytes", LARGEST_PDF))
    for word in _NONE_OF_OURS:
        if word in pdf:
            raise BadPdfError(
                say("it has {}, which academy's pages have not", word.decode("ascii")[1:])
            )
    found = list(_ATTACHED.finditer(pdf))
    if not found:
        raise BadPdfError(say("no credential is attached to it"))
    if len(found) > 1:
        raise BadPdfError(say("more than one file is attached to it"))
    return _inflated(*_stream(pdf, found[0].start()))


def _stream(pdf: bytes, at: int) -> tuple[bytes, bytes]:
    """The dictionary and the bytes of the stream round a place."""
    begin = pdf.rfind(b" obj", max(0, at - _FARTHEST), at)
    opened = _BEGINS.search(pdf, at, at + _FARTHEST)
    if begin < 0 or opened is None:
        raise BadPdfError(say("what is attached to it cannot be read"))
    about = pdf[begin : opened.end()]
    length = _LENGTH.search(about)
    if length is None:
        raise BadPdfError(say("what is attached to it has no length"))
    end = opened.end() + int(length[1])
    if not pdf[end : end + 12].lstrip(b"\r\n").startswith(b"endstream"):
        raise BadPdfError(say("what is attached to it has another length than it says"))
    return about, pdf[opened.end() : end]


def _inflated(about: bytes, content: bytes) -> bytes:
    if _FILTER.search(about) is None or b"/DecodeParms" in about:
        raise BadPdfError(say("what is attached to it is packed in another way than academy's"))
    reader = zlib.decompressobj()
    try:
        whole = reader.decompress(content, LARGEST_BYTES + 1)
    except zlib.error as error:
        raise BadPdfError(say("what is attached to it cannot be unpacked")) from error
    if len(whole) > LARGEST_BYTES:
        raise BadPdfError(say("what is attached to it has more than {:,} bytes", LARGEST_BYTES))
    if not reader.eof or reader.unused_data.strip(b"\r\n"):
        raise BadPdfError(say("what is attached to it is cut, or has a tail"))
    return whole
