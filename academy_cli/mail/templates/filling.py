"""A template with its values: every place is a value, another text, or gone with its paragraph.

Pure. Values stay values, so whoever writes HTML or text knows what to escape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from academy_cli.kit.language import is_right_to_left
from academy_cli.kit.saying import say, say_joined
from academy_cli.mail.templates import addresses
from academy_cli.mail.templates.catalog import ACADEMY, SITE, event_of
from academy_cli.mail.templates.direction import isolated
from academy_cli.mail.templates.errors import AddressError, Place
from academy_cli.mail.templates.parts import (
    SHARED,
    Block,
    Break,
    Group,
    Inline,
    Leaf,
    Link,
    Said,
    Slot,
    Styled,
    plain,
    slots_in,
)
from academy_cli.mail.templates.source import Template
from academy_cli.mail.templates.values import Values


class Filled(NamedTuple):
    """A letter that is to be written as HTML and as text; ``site`` is empty without one."""

    language: str
    is_rtl: bool
    subject: str
    academy: str
    site: str
    body: tuple[Block, ...]


def filled(template: Template, values: Mapping[str, object]) -> Filled:
    """Fill a template. Raises a TemplateError, and UnknownTemplateError."""
    event, is_rtl = event_of(template.name), is_right_to_left(template.language)
    filling = _Filling(Values(event, values, template.path, template.language), template.path)
    subject = (
        isolated(one.text, is_rtl=is_rtl) if isinstance(one, Said) and one.is_words else plain((one,))
        for one in filling.inside(template.subject)
    )  # fmt: skip
    academy = filling.inside((Slot(ACADEMY.name, 0),))
    site = filling.address(Link((Slot(SITE.name, 0, is_optional=True),), (), 0))
    body = tuple(filling.blocks(template.body))
    return Filled(template.language, is_rtl, "".join(subject).strip(), plain(academy), site, body)


class _Filling:
    def __init__(self, values: Values, path: str) -> None:
        self._values, self._path = values, path

    def blocks(self, found: tuple[Block, ...]) -> Iterator[Block]:
        """Parts with their values, without those that are left out."""
        for one in found:
            if isinstance(one, Leaf):
                yield from self._leaf(one)
            elif isinstance(one, Group):
                inside = tuple(self.blocks(one.inside))
                if inside:
                    yield one._replace(inside=inside)
            else:
                yield one

    def inside(self, found: tuple[Inline, ...]) -> tuple[Inline, ...]:
        """Words with their values."""
        return tuple([self._word(one) for one in found])

    def address(self, link: Link) -> str:
        """Where a link leads; values behind its beginning end no part of it. Raises AddressError."""
        parts = []
        for number, piece in enumerate(link.address):
            said = self._values.said(piece) if isinstance(piece, Slot) else piece
            text = said.text if isinstance(said, Said) else said or ""
            parts.append(addresses.part(text) if number and isinstance(piece, Slot) else text)
        written = "".join(parts)
        if written and not addresses.is_address(written):
            raise AddressError(Place(self._path, link.line), self._bad(link, written))
        return written

    def _bad(self, link: Link, written: str) -> str:
        named = say_joined(", ", (say("“{}”", one.name) for one in slots_in(link.address)))
        return (
            say("{}, from {},", addresses.shown(written), named)
            if named
            else addresses.shown(written)
        )

    def _leaf(self, leaf: Leaf) -> Iterator[Leaf]:
        alone = leaf.inside[0] if len(leaf.inside) == 1 and leaf.tag == "p" else None
        lines = self._values.paragraphs(alone) if isinstance(alone, Slot) else None
        if lines is not None:
            yield from (Leaf("p", tuple(_broken(one))) for one in lines)
            return
        slots = _slots(leaf)
        if not slots:
            yield leaf
        elif None not in map(self._values.said, slots):
            yield Leaf(leaf.tag, self.inside(leaf.inside))

    def _word(self, one: Inline) -> Inline:
        match one:
            case Slot():
                return self._values.said(one) or ""
            case Styled():
                return Styled(one.tag, self.inside(one.inside))
            case Link():
                return Link((self.address(one),), self.inside(one.inside), one.line)
        return one


@lru_cache(maxsize=SHARED)
def _slots(leaf: Leaf) -> tuple[Slot, ...]:
    """Places for values in a template's part, which is the same for each letter."""
    return tuple(slots_in(leaf.inside))


def _broken(lines: list[str]) -> Iterator[Inline]:
    for number, line in enumerate(lines):
        if number:
            yield Break.HARD
        yield Said(line)
