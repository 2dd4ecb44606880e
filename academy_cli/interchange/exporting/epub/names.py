"""What files are called in a book: names that every reading system takes, each once.

Knows what EPUB's container allows; refuses to know what files hold.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import unicodedata

_UNFIT = re.compile(r"[^\w./~-]")
_LONGEST = 120


class Names:
    """The names in one book, by the address that each file has on the course's site."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}
        self._taken: set[str] = set()

    def of(self, address: str, suffix: str) -> str:
        """The name of a file, the same whenever it is asked for."""
        found = self._of.get(address)
        if found is None:
            found = self._of[address] = self._made(address, suffix)
        return found

    def _made(self, address: str, suffix: str) -> str:
        stem = unicodedata.normalize("NFC", posixpath.splitext(address)[0])
        fit = "/".join(part.strip(".") or "_" for part in _UNFIT.sub("_", stem).split("/"))
        name = fit + suffix
        if fit != stem or len(fit) > _LONGEST or _folded(name) in self._taken:
            mark = hashlib.sha256(address.encode("utf-8", "surrogatepass")).hexdigest()[:8]
            name = f"{fit[:_LONGEST].rstrip('./')}-{mark}{suffix}"
        self._taken.add(_folded(name))
        return name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def relative(name: str, base: str) -> str:
    """The way from one file to another."""
    return posixpath.relpath(name, posixpath.dirname(base) or ".")
