"""A letter as plain text: lines of 72 characters, links written out, lists and quotes as people type them.

Refuses to break an address, whatever its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from academy_cli.mail.templates.direction import isolated
from academy_cli.mail.templates.filling import Filled
from academy_cli.mail.templates.page import is_button
from academy_cli.mail.templates.parts import (
    SHARED,
    Block,
    Break,
    Group,
    Inline,
    Leaf,
    Link,
    Rule,
    Said,
    Styled,
    plain,
)

WIDTH = 72
"""Characters in a line (RFC 3676 advises no more than 78)."""
_NARROWEST = 24
_UNDERLINES = {"h2": "=", "h3": "-"}


def text(letter: Filled) -> str:
    """The whole letter; it ends with the academy's name as a signature."""
    body = "\n\n".join("\n".join(_block(one, WIDTH, letter)) for one in letter.body)
    signature = "\n".join(filter(None, ("-- ", letter.academy, letter.site)))
    return f"{body}\n\n{signature}\n"


def _block(block: Block, width: int, letter: Filled) -> Iterator[str]:
    match block:
        case Rule():
            yield "-" * min(width, WIDTH // 2)
        case Leaf():
            yield from _leaf(block, max(width, _NARROWEST), is_rtl=letter.is_rtl)
        case Group("blockquote"):
            yield from _prefixed(_joined(block, width - 2, letter), "> ", "> ")
        case Group("li"):
            yield from _joined(block, width, letter)
        case Group():
            for number, item in enumerate(block.inside, block.start):
                mark = f"{number}. " if block.tag == "ol" else "- "
                lines = list(_block(item, width - len(mark), letter))
                yield from _prefixed(lines, mark, " " * len(mark))


def _joined(group: Group, width: int, letter: Filled) -> list[str]:
    lines: list[str] = []
    is_tight = all(not (isinstance(one, Leaf) and one.tag) for one in group.inside)
    for one in group.inside:
        if lines and not is_tight:
            lines.append("")
        lines.extend(_block(one, width, letter))
    return lines


def _prefixed(lines: list[str], first: str, rest: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{rest if number else first}{line}".rstrip()


@lru_cache(maxsize=SHARED)
def _leaf(leaf: Leaf, width: int, *, is_rtl: bool) -> tuple[str, ...]:
    if leaf.tag == "pre":
        return tuple(f"    {line}" for line in plain(leaf.inside).rstrip("\n").split("\n"))
    if is_button(leaf):
        link = leaf.inside[0]
        assert isinstance(link, Link)
        return (*_wrapped(_words(link.inside, is_rtl=is_rtl), width), str(link.address[0]))
    lines = tuple(_wrapped(_words(leaf.inside, is_rtl=is_rtl), width))
    if leaf.tag in _UNDERLINES:
        return (*lines, _UNDERLINES[leaf.tag] * max(map(len, lines), default=1))
    return lines


def _wrapped(words: str, width: int) -> Iterator[str]:
    """Lines that are no longer than a width, but for a word that is."""
    for line in words.split("\n"):
        rest = line
        while len(rest) > width:
            end = rest.rfind(" ", 0, width + 1)
            if end < 1:
                end = rest.find(" ", width)
            if end < 1:
                break
            yield rest[:end].rstrip(" ")
            rest = rest[end:].lstrip(" ")
        yield rest


def _words(inside: tuple[Inline, ...], *, is_rtl: bool) -> str:
    return "".join([_word(one, is_rtl=is_rtl) for one in inside])


def _word(one: Inline, *, is_rtl: bool) -> str:
    match one:
        case Said():
            return isolated(one.text, is_rtl=is_rtl) if one.is_words else one.text
        case Break():
            return "\n"
        case Styled("strong" | "em"):
            return _words(one.inside, is_rtl=is_rtl)
        case Link():
            return _link(str(one.address[0]), _words(one.inside, is_rtl=is_rtl))
    return plain((one,))


def _link(address: str, said: str) -> str:
    bare = address.removeprefix("mailto:")
    return said if said in (address, bare) else f"{said} <{bare}>"
