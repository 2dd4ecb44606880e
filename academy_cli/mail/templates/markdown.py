"""A template's body: CommonMark as pyromark parses it, as paragraphs, lists, quotes and links.

Refuses raw HTML, images, and addresses that mail does not lead to, each with its line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from academy_cli.kit.saying import say
from academy_cli.mail.templates import addresses
from academy_cli.mail.templates.errors import AddressError, MarkupError, Place
from academy_cli.mail.templates.parts import (
    Block,
    Break,
    Group,
    Inline,
    Leaf,
    Link,
    Piece,
    Rule,
    Slot,
    Styled,
)
from academy_cli.mail.templates.placeholders import pieces

DEEPEST = 12
"""Lists and quotes within one another; deeper ones are a slip, and narrower than a telephone shows."""
_HEADINGS = {"H1": "h2", "H2": "h3"}
_GROUPS = {"Item": "li", "List": "list", "BlockQuote": "blockquote"}
_STYLES = {"Strong": "strong", "Emphasis": "em"}


def blocks(text: str, slots: Sequence[Slot], place: Place) -> tuple[Block, ...]:
    """The parts of a body with marks; ``place`` is where it begins. Raises MarkupError and AddressError."""
    builder = _Builder(text, slots, place)
    for event, span in _events(text, place):
        builder.take(event, span["start"])
    return tuple(builder.done())


def _events(text: str, place: Place) -> Iterator[Any]:
    from pyromark import events_with_range

    try:
        yield from events_with_range(text)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a Rust panic derives from BaseException
        raise MarkupError(place, say("the parser of Markdown gives up on it.")) from error


class _Open:
    """Something that has begun and not ended."""

    def __init__(self, kind: str, about: Any, line: int) -> None:
        self.kind, self.about, self.line = kind, about, line
        self.inside: list[Any] = []


class _Builder:
    """Puts events together, without recursion."""

    def __init__(self, text: str, slots: Sequence[Slot], place: Place) -> None:
        self._text, self._slots, self._place = text.encode(), slots, place
        self._stack = [_Open("", None, place.line)]

    def done(self) -> list[Block]:
        """What came of it."""
        return list(self._stack[0].inside)

    def take(self, event: Any, offset: int) -> None:
        """Take the next event."""
        kind, about = _named(event)
        if kind == "Start":
            self._begin(about, self._line(offset))
        elif kind == "End":
            self._end()
        elif kind == "Text":
            self._add(about)
        elif kind == "SoftBreak":
            self._add(" ")
        elif kind == "HardBreak":
            self._stack[-1].inside.append(Break.HARD)
        elif kind == "Rule":
            self._stack[-1].inside.append(Rule.LINE)
        elif kind == "Code":
            inside = pieces(about, self._slots, self._here(self._line(offset)))
            self._stack[-1].inside.append(Styled("code", inside))
        else:  # Html, InlineHtml, and what is not switched on
            raise self._raw(self._line(offset))

    def _begin(self, tag: Any, line: int) -> None:
        kind, about = _named(tag)
        if kind == "Image":
            why = say(
                "“{}” is an image: many mail programs show none.", str(about["dest_url"])[:60]
            )
            raise MarkupError(self._here(line), why, say("Say it in words, or link to it."))
        if len(self._stack) > DEEPEST * 2:
            raise MarkupError(
                self._here(line), say("lists and quotes are too deep within each other.")
            )
        self._stack.append(_Open(kind, about, line))

    def _end(self) -> None:
        one = self._stack.pop()
        self._stack[-1].inside.append(self._made(one))

    def _made(self, one: _Open) -> Any:
        inside = self._inside(one)
        if one.kind == "Link":
            return Link(self._address(one), inside, one.line)
        if one.kind in _STYLES:
            return Styled(_STYLES[one.kind], inside)
        if one.kind == "Heading":
            return Leaf(_HEADINGS.get(one.about["level"], "h4"), inside)
        if one.kind == "CodeBlock":
            return Leaf("pre", inside)
        if one.kind == "Paragraph":
            return Leaf("p", inside)
        tag = _GROUPS[one.kind]
        if tag == "list":
            tag = "ul" if one.about is None else "ol"
        start = one.about if isinstance(one.about, int) else 1
        return Group(tag, tuple(_as_blocks(one.inside, self._split)), start)

    def _inside(self, one: _Open) -> tuple[Inline, ...]:
        return () if one.kind in _GROUPS else tuple(self._split(one.inside, one.line))

    def _split(self, inside: Sequence[Any], line: int = 0) -> Iterator[Inline]:
        for one in inside:
            if isinstance(one, str):
                yield from pieces(one, self._slots, self._here(line or self._place.line))
            else:
                yield one

    def _address(self, one: _Open) -> tuple[Piece, ...]:
        written = one.about["dest_url"]
        if one.about["link_type"] == "Email":
            written = f"mailto:{written}"
        found, place = pieces(written, self._slots, self._here(one.line)), self._here(one.line)
        first = found[0] if found else ""
        if isinstance(first, str):
            sample = "".join(part if isinstance(part, str) else "x" for part in found)
            if not addresses.is_address(sample):
                raise AddressError(place, say("“{}”", sample[:60]))
        return found

    def _add(self, text: str) -> None:
        inside = self._stack[-1].inside
        if inside and isinstance(inside[-1], str):
            inside[-1] += text
        else:
            inside.append(text)

    def _raw(self, line: int) -> MarkupError:
        why = say("HTML does not belong into a template.")
        return MarkupError(
            self._here(line), why, say("Write it in Markdown; a < by itself is \\<.")
        )

    def _here(self, line: int) -> Place:
        return Place(self._place.path, line)

    def _line(self, offset: int) -> int:
        return self._place.line + self._text.count(b"\n", 0, offset)


def _named(said: Any) -> tuple[str, Any]:
    """The name of an event or tag, and what it says beside that."""
    return next(iter(said.items())) if isinstance(said, dict) else (said, None)


def _as_blocks(inside: Sequence[Any], split: Any) -> Iterator[Block]:
    """The parts of a group; words that stand free in a tight list become a part of their own."""
    words: list[Any] = []
    for one in inside:
        if isinstance(one, Leaf | Group | Rule):
            if words:
                yield Leaf("", tuple(split(words)))
                words = []
            yield one
        else:
            words.append(one)
    if words:
        yield Leaf("", tuple(split(words)))
