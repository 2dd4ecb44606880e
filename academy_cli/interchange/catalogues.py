"""Catalogues of gettext (`po` files) as messages: what says what in another language, and on which line.

Knows Babel's reader, and what a hostile header could do with it; refuses to know what is translated.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog
    from babel.messages.catalog import Message as ReadMessage

_DAMAGED = (ValueError, TypeError, IndexError, AttributeError, AssertionError)
"""What Babel raises of its own for a catalogue whose parts do not follow each other as they have to."""
LARGEST = 32 * 1024 * 1024
"""A catalogue holds a whole book twice, so it may be larger than a lesson."""


class Message(NamedTuple):
    """A message: ``said`` is empty where nobody translated it; ``files`` are those that it stands in.

    One that ``is_fuzzy`` was taken over from another text, and nobody has looked at it since.
    """

    text: str
    said: str
    line: int
    files: frozenset[str]
    is_fuzzy: bool

    @property
    def is_current(self) -> bool:
        """Whether it says in the other language what its text says now."""
        return bool(self.said.strip()) and not self.is_fuzzy


class Catalogue(NamedTuple):
    """A catalogue: the language that its header names, empty where it names none, and its messages."""

    path: str
    language: str
    messages: tuple[Message, ...]


def catalogue(source: Source, path: str) -> Catalogue | None:
    """A catalogue of a source; None, with a note, where it cannot be read."""
    from babel.messages.pofile import PoFileError, PoFileParser

    text = source.text(path, LARGEST)
    if text is None:
        return None
    read, headers = _without_header()
    try:
        PoFileParser(read, ignore_obsolete=True, abort_invalid=True).parse(StringIO(text))
    except (
        PoFileError,
        ValueError,
        TypeError,
        IndexError,
        AttributeError,
        AssertionError,
    ) as error:
        line = getattr(error, "lineno", 0) + 1
        why = str(error).rpartition(" on ")[0] or str(error)
        source.drop("translation", path, say("this is no catalogue: {}", why), line=line)
        return None
    said = dict(headers).get("Language", "").strip()
    return Catalogue(
        path, said, tuple(_message(one) for one in read if isinstance(one.id, str) and one.id)
    )


def _without_header() -> tuple[Catalog, list[tuple[str, str]]]:
    """A catalogue of Babel's to read into, and where its header will be.

    By itself it would take dates for what they are not, as mdBook's tools write them, and set up as many
    plural forms as a header names.
    """
    from babel.messages.catalog import Catalog

    headers: list[tuple[str, str]] = []

    class Headless(Catalog):
        """A catalogue whose header is kept apart."""

        mime_headers = property(lambda _: [], lambda _, said: headers.extend(said))

    return Headless(), headers


def _message(read: ReadMessage) -> Message:
    files = frozenset(file.replace("\\", "/") for file, _ in read.locations)
    return Message(str(read.id), str(read.string or ""), read.lineno or 1, files, bool(read.fuzzy))
