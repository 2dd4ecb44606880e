"""What names in a template stand for: colours, typefaces, fonts, images, facts; or else a finding.

Knows what is declared and which files are there; refuses to know where on a page anything stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from academy_cli.certificates.paper import images
from academy_cli.certificates.paper.codes import CODES
from academy_cli.certificates.paper.wording import FACTS, own_words, places
from academy_cli.formats.findings import Placed
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest
from academy_cli.typesetting import shelf
from academy_cli.typesetting.typefaces import BadFontError, Font, Typeface, font, registered

BLACK = "#000000"
DEFAULT_TYPEFACE = "text"
FILE = "template.yaml"


class Names:
    """What one template declares, and the findings of looking names up in it.

    ``opened`` gives the bytes of a file, or None with a finding of its own.
    """

    def __init__(
        self,
        values: Mapping[str, Any],
        opened: Callable[[Placed], bytes | None],
        shelved: Callable[[str], Font] = shelf.named,
    ) -> None:
        self.problems: list[Problem] = []
        self.colors: Mapping[str, str] = values.get("colors", {})
        self.languages = tuple(dict.fromkeys(values.get("languages", ())))
        self.images: dict[str, bytes] = {}
        self._opened, self._shelved = opened, shelved
        self._told: set[tuple[str, tuple[int, int]]] = set()
        self.typefaces = {
            name: Typeface(tuple(filter(None, map(self._font, _listed(fonts)))))
            for name, fonts in values.get("typefaces", {}).items()
        }

    def add(self, code: str, at: Placed, message: str, hint: str = "") -> None:
        """Record a finding at a text's place."""
        found = CODES[code].found(FILE, *place_of(at), value=at, message=message, hint=hint)
        self.problems.append(found)

    def color(self, said: Placed | None, default: str = BLACK) -> str:
        """A colour as ``#rrggbb``."""
        if said is None or said.startswith("#"):
            return said.lower() if said else default
        if said not in self.colors:
            none = say("there is no colour “{}”", said)
            self._unknown("paper.unknown-color", said, none, self.colors)
        return self.colors.get(said, default)

    def typeface(self, said: Placed | None) -> str:
        """The name of a typeface that is declared; ``text`` where none is said."""
        wanted = said or Placed(DEFAULT_TYPEFACE)
        if wanted not in self.typefaces and (wanted, place_of(wanted)) not in self._told:
            self._told.add((wanted, place_of(wanted)))
            none = say("there is no typeface “{}”", wanted)
            self._unknown("paper.unknown-typeface", wanted, none, self.typefaces)
        return str(wanted) if wanted in self.typefaces else next(iter(self.typefaces), "")

    def fact(self, said: Placed | None) -> str:
        """The name of a fact; empty where none is said."""
        if said is not None and said not in FACTS:
            self._unknown("paper.unknown-fact", said, say("there is no fact “{}”", said), FACTS)
        return str(said or "")

    def wording(self, texts: Mapping[str, Placed], at: tuple[int, int]) -> Mapping[str, str]:
        """The texts of an element, each with facts that there are, in every language of the template."""
        for text in texts.values():
            for fact in places(text):
                if fact not in FACTS:
                    none = say("there is no fact “{}”", fact)
                    self._unknown("paper.unknown-fact", _at(text, fact), none, FACTS)
            if found := re.search(r"\{\{?|\}\}?", own_words(text)):
                message = say("“{}” in “{}” is part of no placeholder", found[0], text)
                self.add("paper.bad-placeholder", text, message)
        missing = [one for one in self.languages if one not in texts]
        if missing and "" not in texts:
            message = say("the text is not there in {}", ", ".join(missing))
            found_at = CODES["paper.language-missing"].found(FILE, *at, message=message)
            self.problems.append(found_at)
        return {language: str(text) for language, text in texts.items()}

    def image(self, said: Placed) -> tuple[str, tuple[int, int]]:
        """An image's file and its size in pixels; 1 by 1 where it cannot be used."""
        content = self._opened(said)
        if content is None:
            return str(said), (1, 1)
        try:
            size = images.size(content)
        except images.BadImageError as error:
            code = "paper.file-too-large" if error.is_large else "paper.not-an-image"
            self.add(code, said, say("“{}” {}", said, error))
            return str(said), (1, 1)
        self.images[str(said)] = content
        return str(said), size

    def _font(self, said: Placed) -> Font | None:
        if "." not in said and "/" not in said:
            try:
                return self._shelved(said)
            except KeyError:
                known = [one.name for one in shelf.SHELF]
                none = say("there is no font of academy's called “{}”", said)
                self._unknown("paper.unknown-font", said, none, known)
                return None
        content = self._opened(said)
        if content is None:
            return None
        found = font(content)
        try:
            registered(found)
        except BadFontError as error:
            self.add("paper.not-a-font", said, say("“{}” cannot be drawn with: {}", said, error))
            return None
        return found

    def _unknown(self, code: str, said: Placed, message: str, known: Iterable[str]) -> None:
        words = list(known)
        close = nearest(said, words)
        hint = say("There are {}.", ", ".join(words)) if words else say("There are none.")
        self.add(code, said, message, say("Did you mean `{}`?", close) if close else hint)


def place_of(text: str) -> tuple[int, int]:
    """Line and column of a text; 0 where it does not know."""
    return (text.line, text.column) if isinstance(text, Placed) else (0, 0)


def _listed(fonts: Any) -> list[Placed]:
    return fonts if isinstance(fonts, list) else [fonts]


def _at(text: Placed, part: str) -> Placed:
    """A part of a text, at that text's place."""
    placed = Placed(part)
    placed.line, placed.column = place_of(text)
    return placed
