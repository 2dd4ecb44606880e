"""A letter as plain text: lines of 72 characters, links written out, lists and quotes as people type them.

Refuses to break an address, whatever its length.
"""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from academy_cli.mail.templates.direction import isolated
from academy_cli.mail.templates.filling import Filled
from academy_cli.mail.templates.page import is_button
from academy_cli.mail.templates.parts import (
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
            yield from _leaf(block, max(width, _NARROWEST), letter)
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


def _leaf(leaf: Leaf, width: int, letter: Filled) -> Iterator[str]:
    if leaf.tag == "pre":
        yield from (f"    {line}" for line in plain(leaf.inside).rstrip("\n").split("\n"))
        return
    if is_button(leaf):
        link = leaf.inside[0]
        assert isinstance(link, Link)
        yield from _wrapped(_words(link.inside, letter), width)
        yield str(link.address[0])
        return
    lines = list(_wrapped(_words(leaf.inside, letter), width))
    yield from lines
    if leaf.tag in _UNDERLINES:
        yield _UNDERLINES[leaf.tag] * max(map(len, lines), default=1)


def _wrapped(words: str, width: int) -> Iterator[str]:
    for line in words.split("\n"):
        if len(line) <= width:
            yield line
            continue
        yield from wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def _words(inside: tuple[Inline, ...], letter: Filled) -> str:
    return "".join(_word(one, letter) for one in inside)


def _word(one: Inline, letter: Filled) -> str:
    match one:
        case Said():
            return isolated(one.text, is_rtl=letter.is_rtl) if one.is_words else one.text
        case Break():
            return "\n"
        case Styled("strong" | "em"):
            return _words(one.inside, letter)
        case Link():
            return _link(str(one.address[0]), _words(one.inside, letter))
    return plain((one,))


def _link(address: str, said: str) -> str:
    bare = address.removeprefix("mailto:")
    return said if said in (address, bare) else f"{said} <{bare}>"
