"""What somebody brings to be checked: a PDF, a credential, the text of a scanned code, or a code.

Knows how each looks; refuses to judge it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.compact import BadCodeError, Compact
from academy_cli.certificates.credential.compact import read as read_compact
from academy_cli.certificates.sharing.baking import SIGNATURE
from academy_cli.certificates.verifying.container import LARGEST_PDF
from academy_cli.certificates.verifying.errors import (
    NothingGivenError,
    UnreadableGivenError,
    UnreadableScanError,
)
from academy_cli.kit.saying import said_by, say
from academy_cli.kit.systemwords import system_words

BESIDE = frozenset({"issuer.json", "status.json"})
"""What is published with certificates and is none."""
_PAGE = re.compile(r"https?://[^?#]+/certificates/([0-9A-Za-z-]{16,19})/?(?:index\.html)?")
_SCANNED = re.compile(r"(?:https?://[^\s?#]+/q/|academy:)\S*", re.IGNORECASE)
_BLANK = " \t\r\n\ufeff"
"""What editors and scanners put round a text; the last is the mark of UTF-8."""
_LONGEST_PATH = 1000
_ENDINGS = (".pdf", ".json", ".png")


class Given(NamedTuple):
    """What is to be checked; one of the three is there."""

    name: str
    content: bytes | None = None
    scanned: Compact | None = None
    code: str | None = None

    @property
    def is_png(self) -> bool:
        """Whether it is a badge."""
        return self.content is not None and self.content.startswith(SIGNATURE)

    @property
    def is_pdf(self) -> bool:
        """Whether it is a page; a credential otherwise."""
        return self.content is not None and self.content.startswith(b"%PDF")


def given(word: str) -> Given:
    """What a word stands for. Raises NothingGivenError, UnreadableGivenError and UnreadableScanError."""
    path = Path(word)
    if word and len(word) < _LONGEST_PATH and is_there(path):
        return _opened(path.name, content(path))
    word = word.strip(_BLANK)
    if _SCANNED.fullmatch(word):
        return Given(say("the scanned code"), scanned=_scanned(word))
    page = _PAGE.fullmatch(word)
    typed = page[1] if page else word
    if code := codes.read(typed):
        return Given(codes.shown(code), code=code)
    try:
        return Given(say("the scanned code"), scanned=read_compact(word))
    except BadCodeError as error:
        is_path = "://" not in word and (os.sep in word or word.lower().endswith(_ENDINGS))
        is_misread = codes.is_like(typed)
        raise NothingGivenError(word[:80], is_path=is_path, is_misread=is_misread) from error


def _opened(name: str, found: bytes) -> Given:
    """What is in a file: a scanned text as well, whatever blank lines and marks are round it.

    Raises UnreadableScanError.
    """
    if len(found) <= _LONGEST_PATH:
        text = found.decode("utf-8", errors="replace").strip(_BLANK)
        if _SCANNED.fullmatch(text):
            return Given(name, scanned=_scanned(text))
    return Given(name, found)


def _scanned(text: str) -> Compact:
    try:
        return read_compact(text)
    except BadCodeError as error:
        raise UnreadableScanError(text[:80], said_by(error)) from error


def is_there(path: Path) -> bool:
    """Whether there is anything at a path, or at what may be no path at all."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def content(path: Path, largest: int = LARGEST_PDF) -> bytes:
    """The bytes of a file that is not too large, and a file. Raises UnreadableGivenError."""
    try:
        file = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise UnreadableGivenError(path, system_words(error)) from error
    about = os.fstat(file)
    if not stat.S_ISREG(about.st_mode):
        os.close(file)
        is_folder = stat.S_ISDIR(about.st_mode)
        raise UnreadableGivenError(
            path, say("it is a folder") if is_folder else say("it is no file")
        )
    with os.fdopen(file, "rb") as of:
        if about.st_size > largest:
            raise UnreadableGivenError(path, say("it has more than {:,} bytes", largest))
        return of.read(largest + 1)


def files_in(word: str) -> Sequence[Path] | None:
    """The PDFs and credentials in a folder, by name; None for what is no folder."""
    path = Path(word)
    if not word or len(word) >= _LONGEST_PATH or not is_there(path) or not path.is_dir():
        return None
    return sorted(one for one in path.rglob("*") if _is_certificate(one))


def _is_certificate(path: Path) -> bool:
    """Whether a file may be one: a PDF, a badge, or JSON that is not published beside certificates."""
    if path.suffix.lower() in {".pdf", ".png"}:
        return True
    return path.suffix == ".json" and path.name not in BESIDE and path.parent.name != "status"
