"""What a template consists of once it is read, and once it is filled: text, values, links, paragraphs.

Values alone; refuses to know Markdown, HTML, and what a variable means.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple, TypeAlias

SHARED = 256
"""Parts kept as they are written: letters that leave together have most of theirs in common."""


class Slot(NamedTuple):
    """A place for a value. Without one ``fallback`` stands there, or the paragraph goes: ``is_optional``."""

    name: str
    line: int
    fallback: str = ""
    is_optional: bool = False


class Said(NamedTuple):
    """A value in its place, as one line of text; ``is_words`` says that it is read, not copied."""

    text: str
    is_words: bool = True


class Break(Enum):
    """A line that ends where the author ended it."""

    HARD = "hard"


class Styled(NamedTuple):
    """Words that are set apart: ``tag`` is ``strong``, ``em`` or ``code``."""

    tag: str
    inside: tuple[Inline, ...]


class Link(NamedTuple):
    """Words that lead somewhere; ``address`` is one text once it is filled."""

    address: tuple[Piece, ...]
    inside: tuple[Inline, ...]
    line: int


class Leaf(NamedTuple):
    """Text that stands by itself: ``tag`` is ``p``, ``h2`` to ``h4``, ``pre``, or empty in a tight list."""

    tag: str
    inside: tuple[Inline, ...]


class Group(NamedTuple):
    """Parts that belong together: ``tag`` is ``ul``, ``ol``, ``li`` or ``blockquote``."""

    tag: str
    inside: tuple[Block, ...]
    start: int = 1


class Rule(Enum):
    """A line across the page."""

    LINE = "line"


Piece: TypeAlias = "str | Slot"
Inline: TypeAlias = "str | Slot | Said | Break | Styled | Link"
Block: TypeAlias = "Leaf | Group | Rule"


def slots_in(inside: tuple[Inline, ...]) -> Iterator[Slot]:
    """Every place for a value, those of addresses included."""
    for one in inside:
        match one:
            case Slot():
                yield one
            case Styled():
                yield from slots_in(one.inside)
            case Link():
                yield from slots_in(one.address)
                yield from slots_in(one.inside)


def plain(inside: tuple[Inline, ...]) -> str:
    """The words of a filled text, without anything else."""
    return "".join([_plain(one) for one in inside])


def _plain(one: Inline) -> str:
    match one:
        case str():
            return one
        case Said():
            return one.text
        case Styled() | Link():
            return plain(one.inside)
        case Break():
            return "\n"
        case Slot():
            return ""
