"""HTML as Markdown: what Markdown has words for, and of the rest the text or a link.

Knows elements; refuses to know where they come from.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from textwrap import dedent
from typing import TypeAlias

from academy_cli.interchange.markup import Element, line, name, raw, words
from academy_cli.kit.saying import say

Say: TypeAlias = Callable[[str, int, str], None]
"""Told of what is not as it was: its name, its line, and what became of it."""
_MATH = re.compile(
    r"(\$\$.{1,5000}?\$\$|\$[^$\n]{1,2000}\$|\\\(.{1,5000}?\\\)|\\\[.{1,5000}?\\\])", re.DOTALL
)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)
_SPECIAL = re.compile(r"([\\`*_\[\]<])")
_BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "header", "footer", "main", "figure", "figcaption", "center", "dl",
        "dt", "dd", "address", "aside", "nav", "details", "body",
    }
)  # fmt: skip
_MARKS = {"em": "*", "i": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~", "strike": "~~"}
_GONE = frozenset(
    {
        "script", "style", "object", "embed", "form", "input", "button", "select", "textarea", "canvas",
        "applet",
    }
)  # fmt: skip
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def markdown(element: Element, tell: Say) -> str:
    """The content of an element as Markdown."""
    return re.sub(r"\n{3,}", "\n\n", "\n\n".join(_blocks(element, tell))).strip()


def _blocks(element: Element, tell: Say) -> Iterator[str]:
    """Every block in an element; what stands loose between blocks is a paragraph."""
    loose = [_text(element.text)]
    for one in element:
        if (block := _block(one, tell)) is None:
            loose.append(_inline(one, tell))
        else:
            yield from filter(None, (_paragraph(loose), block))
            loose = []
        loose.append(_text(one.tail))
    yield from filter(None, (_paragraph(loose),))


def _paragraph(parts: list[str]) -> str:
    text = "".join(parts).strip()
    return re.sub(r"^(?=[#>+-]\s|\d+[.)]\s)", r"\\", re.sub(r" *\n *", "\n", text))


def _block(one: Element, tell: Say) -> str | None:
    """An element as a block of Markdown; None for one that belongs into a line."""
    kind = name(one)
    if kind in _HEADINGS:
        text = " ".join(_children(one, tell).split())
        return f"{'#' * int(kind[1])} {text}" if text else ""
    if make := _MAKERS.get(kind):
        return make(one, tell)
    return markdown(one, tell) if kind in _BLOCKS or "-" in kind or _holds_blocks(one) else None


def _holds_blocks(one: Element) -> bool:
    """Whether an element that is only there for its looks has blocks in it."""
    blocks = (name(below) in _BLOCKS or name(below) in _MAKERS for below in one)
    return name(one) in ("span", "font") and any(blocks)


def _list(one: Element, tell: Say) -> str:
    return "\n".join(_items(one, tell, is_numbered=name(one) == "ol"))


def _quotation(one: Element, tell: Say) -> str:
    return "\n".join(f"> {text}".rstrip() for text in markdown(one, tell).split("\n"))


def _items(one: Element, tell: Say, *, is_numbered: bool) -> Iterator[str]:
    for number, item in enumerate((item for item in one if name(item) == "li"), 1):
        mark = f"{number}. " if is_numbered else "- "
        yield mark + markdown(item, tell).replace("\n", "\n" + " " * len(mark))


def _markdown(one: Element) -> str:
    """Markdown within HTML, as PrairieLearn has it: it stays as it is."""
    parts = [one.text or ""]
    for below in one:
        parts += [raw(below), below.tail or ""]
    return dedent("".join(parts)).strip()


def _code(one: Element, _say: Say) -> str:
    text = "".join(one.itertext()).strip("\n")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text}\n{fence}"


def _children(one: Element, tell: Say) -> str:
    parts = [_text(one.text)]
    for below in one:
        parts += [_inline(below, tell), _text(below.tail)]
    return "".join(parts)


def _inline(one: Element, tell: Say) -> str:
    """An element within a line."""
    kind = name(one)
    if kind in _GONE:
        tell(kind, line(one), say("nothing of it is in the course"))
        return ""
    if kind == "br":
        return "\\\n"
    if kind == "img":
        alt = " ".join((one.get("alt") or "").split()).replace("]", "\\]")
        return f"![{alt}]({_address(one.get('src'))})"
    if kind in ("code", "tt", "kbd", "samp"):
        text = words(one)
        return f"``{text}``" if "`" in text else f"`{text}`" if text else ""
    if kind in ("iframe", "video", "audio"):
        return _film(one, tell)
    return _span(one, kind, tell)


def _span(one: Element, kind: str, tell: Say) -> str:
    if (block := _block(one, tell)) is not None:
        return f"\n\n{block}\n\n"
    text = _children(one, tell)
    if kind == "a" and one.get("href") and text.strip():
        return f"[{' '.join(text.split())}]({_address(one.get('href'))})"
    if kind in _MARKS and text.strip():
        lead, trail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{lead}{_MARKS[kind]}{text.strip()}{_MARKS[kind]}{trail}"
    if kind in ("sub", "sup") and text.strip():
        return f"<{kind}>{text}</{kind}>"
    return text


def _film(one: Element, tell: Say) -> str:
    inner = next((below.get("src") for below in one.iter() if name(below) == "source"), None)
    address = one.get("src") or inner
    if address and name(one) != "iframe" and not _ELSEWHERE.match(address.strip()):
        return raw(one)
    tell(
        name(one),
        line(one),
        say("it is a link now") if address else say("it shows nothing by itself"),
    )
    title = " ".join((one.get("title") or "").split()) or address
    return f"[{title}]({_address(address)})" if address else ""


def _address(written: str | None) -> str:
    address = re.sub(r"\s", "%20", (written or "").strip())
    return f"<{address}>" if re.search(r"[()]", address) else address


def _text(text: str | None) -> str:
    """Text as Markdown that says the same; mathematics stays, between dollar signs."""
    if not text:
        return ""
    parts = _MATH.split(text)
    for index, part in enumerate(parts):
        if index % 2:
            parts[index] = _dollars(part)
        else:
            parts[index] = _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", part))
    return "".join(parts)


def _dollars(math: str) -> str:
    if math.startswith("\\("):
        return f"${math[2:-2].strip()}$"
    return f"$${math[2:-2]}$$" if math.startswith("\\[") else math


_MAKERS: dict[str, Callable[[Element, Say], str]] = {
    "ul": _list,
    "ol": _list,
    "pre": _code,
    "blockquote": _quotation,
    "hr": lambda _one, _say: "---",
    "table": lambda one, _say: raw(one),
    "markdown": lambda one, _say: _markdown(one),
    "details": lambda one, tell: f"<details>\n\n{markdown(one, tell)}\n\n</details>",
}
