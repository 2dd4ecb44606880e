"""Which encoding a file of rows is in, found by reading all of its bytes once.

Knows byte order marks, UTF-8, UTF-16 and Windows-1252; refuses to guess where two of them are mixed.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from academy_cli.bulk.file_errors import (
    MixedEncodingsError,
    NotTextError,
    UnknownEncodingError,
    WrongEncodingError,
)
from academy_cli.kit.saying import say

UTF_8, WINDOWS = "utf-8", "windows-1252"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = {
    b"PK\x03\x04": say("a workbook"),
    b"\xd0\xcf\x11\xe0": say("a workbook"),
    b"%PDF-": say("a PDF"),
    b"\x89PNG": say("a picture"),
    b"\xff\xd8\xff": say("a picture"),
}
"""How files begin that people take for lists; the first two are of Excel and LibreOffice, new and old."""
_HEAD = 4096
_BEFORE_JSON = b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"
"""Marks of encodings and blanks, before the first object of a file of JSON lines."""
_LETTER_IN_UTF_8 = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")


class Survey(NamedTuple):
    """What reading all bytes of a file said: how it is encoded, its digest, and how much there is."""

    encoding: str
    sha256: str
    size: int
    lines: int
    """About how many lines it has; the last one may lack an end."""
    rows: int = 0
    """About how many rows that is: without the header of a CSV file; a cell may have several lines."""


class _Decoder:
    """Tries one encoding on bytes as they come, and remembers the line of the first that do not fit."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._line = 1
        self.broken_line: int | None = None

    def show(self, chunk: bytes, *, is_last: bool = False) -> None:
        if self.broken_line is not None:
            return
        try:
            text = self._decoder.decode(chunk, final=is_last)
        except UnicodeDecodeError as error:
            self.broken_line = self._line + chunk[: error.start].count(b"\n")
        else:
            self._line += text.count("\n")


def survey(chunks: Iterable[bytes], name: str, said: str | None = None) -> Survey:
    """Read all bytes and say what they are; ``said`` is the encoding that a person named.

    Raises UnknownEncodingError, WrongEncodingError, MixedEncodingsError and NotTextError.
    """
    digest, size, line_feeds, returns, has_letters = sha256(), 0, 0, 0, False
    encoding, decoder, has_end, is_json = "", None, True, False
    for chunk in chunks:
        if decoder is None:
            encoding = _known(said) if said else _by_head(chunk[:_HEAD], name)
            decoder = _Decoder(encoding)
            is_json = chunk[:_HEAD].lstrip(_BEFORE_JSON).startswith(b"{")
        digest.update(chunk)
        size += len(chunk)
        line_feeds, returns = line_feeds + chunk.count(b"\n"), returns + chunk.count(b"\r")
        has_letters = has_letters or (
            not chunk.isascii() and _LETTER_IN_UTF_8.search(chunk) is not None
        )
        decoder.show(chunk)
        has_end = chunk.rstrip(b"\0").endswith((b"\n", b"\r"))
    if decoder is not None:
        decoder.show(b"", is_last=True)
        encoding = _settled(encoding, decoder.broken_line, name, said, has_letters=has_letters)
    ends = max(line_feeds, returns)
    rows = ends + (not has_end) - (not is_json)
    return Survey(encoding or UTF_8, digest.hexdigest(), size, ends + 1, max(0, rows))


def _known(said: str) -> str:
    try:
        found = codecs.lookup(said)
    except LookupError as error:
        raise UnknownEncodingError(said) from error
    if not getattr(found, "_is_text_encoding", True):
        raise UnknownEncodingError(said)
    return "utf-8-sig" if found.name == "utf-8" else found.name


def _by_head(head: bytes, name: str) -> str:
    """The encoding that the first bytes tell; without a mark, UTF-16 is known by its zero bytes."""
    for beginning, what in _OTHERS.items():
        if head.startswith(beginning):
            raise NotTextError(name, what=what)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > half / 3:
        return "utf-16-le"
    if head[::2].count(0) > half / 3:
        return "utf-16-be"
    return UTF_8


def _settled(
    encoding: str, broken_line: int | None, name: str, said: str | None, *, has_letters: bool
) -> str:
    if broken_line is None:
        return encoding
    if said:
        raise WrongEncodingError(name, said, broken_line)
    if encoding != UTF_8:
        raise NotTextError(name)
    if has_letters:
        raise MixedEncodingsError(name, broken_line)
    return WINDOWS
