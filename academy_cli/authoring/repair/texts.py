"""Files that are no UTF-8, or begin with what nobody sees: their bytes as they were meant.

Knows which other encodings can be told for certain; refuses to guess.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe
from academy_cli.formats.problems import Problem
from academy_cli.formats.reading import BOM
from academy_cli.kit.saying import say

_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_WESTERN = re.compile(r"[\x00-\x7fÀ-ÖØ-öø-ÿŒœŠšŽžŸ€‚„…‘’“”•–—™«»°·§¡¿£©®´¨ºª½¼¾×÷ \x85]*")
"""What Western European texts hold; other signs of Windows-1252 mean that it is another encoding."""
_SEQUENCE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]")
MOST_NULS = 3


def without_mark(finding: Problem, bench: Bench) -> Offer:
    """A file without the byte order mark."""
    if not bench.data(finding.file).startswith(BOM):
        return None
    return Mended(say("the byte order mark goes"), (Edit(finding.file, 0, len(BOM), b""),))


class Recoded(NamedTuple):
    """The text of bytes that are no UTF-8, and the encoding that they can only be."""

    text: str
    encoding: str


def as_utf8(finding: Problem, bench: Bench) -> Offer:
    """A file as UTF-8 that is UTF-16 by its mark, or can only be Windows-1252."""
    data = bench.data(finding.file)
    found = recoded(data)
    if isinstance(found, str):
        return Unsafe(found)
    edit = Edit(finding.file, 0, len(data), found.text.encode())
    return Mended(say("written as UTF-8 instead of {}", found.encoding), (edit,))


def recoded(data: bytes) -> Recoded | str:
    """What bytes that are no UTF-8 say; why nobody knows, where nobody does."""
    if (encoding := _UTF16.get(data[:2])) is not None:
        return _decoded(data, encoding, "UTF-16")
    if _SEQUENCE.search(data):
        return say("parts of it are UTF-8 and others are not")
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return say("nobody can say in which encoding it is")
    foreign = [sign for sign in text if ord(sign) > 127]
    is_western = _WESTERN.fullmatch(text) is not None
    if not is_western or sum(map(str.isalpha, foreign)) * 2 < len(foreign):
        return say("nobody can say in which encoding it is")
    return _decoded(data, "cp1252", "Windows-1252")


def without_nuls(finding: Problem, bench: Bench) -> Offer:
    """A text that is UTF-16 as UTF-8, or without the few NUL characters that strayed into it."""
    data = bench.data(finding.file)
    if data[:2] in _UTF16:
        return as_utf8(finding, bench)
    if data.count(b"\0") > MOST_NULS or len(data) < 20 * data.count(b"\0"):
        return Unsafe(say("it holds too many of them to be a text"))
    edits = (Edit(finding.file, m.start(), m.end(), b"") for m in re.finditer(b"\0", data))
    return Mended(say("the NUL character goes"), tuple(edits))


def _decoded(data: bytes, encoding: str, name: str) -> Recoded | str:
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return say("it begins as {}, and is none", name)
    return say("it is {} with NUL characters", name) if "\0" in text else Recoded(text, name)
