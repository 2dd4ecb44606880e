"""What a review may be, and in which state what is written ends up.

Values alone.
"""

from __future__ import annotations

import unicodedata
from typing import NamedTuple, Protocol

from academy_cli.catalog.errors import NoStarsError, TooLongReviewError

SHOWN, WAITING, HIDDEN = "shown", "waiting", "hidden"
LONGEST = 5000
NOBODY = "Somebody"
"""What an author without a name is called."""


class Given(NamedTuple):
    """Stars, and words if there are any."""

    stars: int
    text: str


class Before(Protocol):
    """A review as it was."""

    @property
    def stars(self) -> int:
        """From 1 to 5."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def state(self) -> str:
        """Who reads it."""


def given(stars: int, text: str) -> Given:
    """A review as it is kept, without letters that do something to a terminal.

    Raises NoStarsError and TooLongReviewError.
    """
    if not 1 <= stars <= 5:
        raise NoStarsError(stars)
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").split("\n")
    said = "\n".join("".join(filter(_is_shown, line)).rstrip() for line in lines).strip()
    if len(said) > LONGEST:
        raise TooLongReviewError(len(said), LONGEST)
    return Given(stars, said)


def _is_shown(letter: str) -> bool:
    return unicodedata.category(letter) not in {"Cc", "Cs"} or letter == "\t"


def outcome(before: Before | None, now: Given) -> str:
    """What writing it does: ``added``, ``changed`` or ``unchanged``."""
    if before is None:
        return "added"
    return "unchanged" if (before.stars, before.text) == now else "changed"


def state_after(before: Before | None, now: Given, *, approves: bool) -> str:
    """Who reads it then: words that staff have not seen wait, where they hid some or want to see all."""
    if before is not None and (before.stars, before.text) == now:
        return before.state
    if before is not None and before.state == HIDDEN:
        return WAITING
    is_new = bool(now.text) and (before is None or before.text != now.text)
    if approves and is_new:
        return WAITING
    return before.state if before is not None else SHOWN


def public_name(name: str | None) -> str:
    """An author as strangers read it: the first name, and how the last one begins."""
    words = (name or "").split()
    if not words:
        return NOBODY
    return words[0] if len(words) == 1 else f"{words[0]} {words[-1][0]}."
