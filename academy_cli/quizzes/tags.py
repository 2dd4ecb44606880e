"""HTML in the Markdown of a quiz that was meant to be read: “What does <b> do?” shows no <b>.

Knows which tags leave nothing to be seen; refuses to render, and to know which tags pages allow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_CODE = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
"""A span or a block of code, by its backticks (CommonMark 0.31, section 6.1)."""
_TAG = re.compile(r"(?<!\\)<(/?)([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?/?)>")
_BLANK, _CODED = "\0", "\1"
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_ALONE = frozenset({"br", "hr", "img", "wbr"})
"""Elements without an end tag that show something, or make room."""
_SHOWN = frozenset({"audio", "hr", "img", "video"})


def unseen(text: str) -> str:
    """The first tag that leaves nothing where its author wanted it read; empty where there is none.

    It is one that no other one ends, or any where a text shows nothing besides.
    """
    return next((found.group() for found in _unseen(text)), "") if "<" in text else ""


def in_code(text: str) -> str:
    """The same text with such tags in backticks, so that they are read; those side by side together."""
    spans: list[tuple[int, int]] = []
    for found in _unseen(text):
        begin = spans.pop()[0] if spans and spans[-1][1] == found.start() else found.start()
        spans.append((begin, found.end()))
    for begin, end in reversed(spans):
        text = f"{text[:begin]}`{text[begin:end]}`{text[end:]}"
    return text


def _unseen(text: str) -> Iterator[re.Match[str]]:
    plain = _COMMENT.sub(_blanked, _CODE.sub(_kept, text))
    tags = [*_TAG.finditer(plain)]
    is_empty = not _TAG.sub("", plain).replace(_BLANK, "").strip()
    if is_empty and not any(tag[2].lower() in _SHOWN for tag in tags):
        yield from tags
    else:
        yield from _unpaired(tags)


def _unpaired(tags: Iterable[re.Match[str]]) -> Sequence[re.Match[str]]:
    """Those that begin what nothing ends, or end what nothing begins, in the order of the text."""
    alone, begun = [], list[re.Match[str]]()
    for tag in tags:
        name = tag[2].lower()
        if not tag[1]:
            if name not in _ALONE:
                begun.append(tag)
        elif same := [place for place, one in enumerate(begun) if one[2].lower() == name]:
            alone += begun[same[-1] + 1 :]
            del begun[same[-1] :]
        else:
            alone.append(tag)
    return sorted((*alone, *begun), key=lambda tag: tag.start())


def _kept(found: re.Match[str]) -> str:
    """As many characters, so that places stay, none of which is a tag's."""
    return _CODED * len(found.group())


def _blanked(found: re.Match[str]) -> str:
    return _BLANK * len(found.group())
