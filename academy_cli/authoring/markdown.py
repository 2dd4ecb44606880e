"""What a Markdown text refers to and what can be referred to in it: links, images, headings, anchors.

Knows Markdown as pages show it; refuses to know which targets exist.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from academy_cli.pages.anchors import Heading
from academy_cli.pages.anchors import headings as numbered
from academy_cli.pages.parsing import Event, MarkdownError, contained
from academy_cli.pages.parsing import events as _events

__all__ = [
    "Heading",
    "Link",
    "MarkdownError",
    "Refers",
    "anchors",
    "code_blocks",
    "contained",
    "first_heading",
    "headings",
    "links",
    "spaced_links",
]

_NEAR = re.compile(r"\][(:]\s*+(?!<?https?:)", re.IGNORECASE)
_REFERRING_TAG = re.compile(r"<(?:img|a|video|audio|source|track)\s", re.IGNORECASE)
_IMAGE = re.compile(r"!(?=\[)")
"""What a text with a relative link or an image cannot do without; only with one is it worth parsing.

Each begins with one plain character, which `re` looks for ten times as fast as for anything else.
"""
_TAG = re.compile(r"<([a-z][a-z0-9-]*)\b((?:[^<>\"']++|\"[^\"]*\"|'[^']*')*+)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![a-zA-Z-])([a-zA-Z-]++)\s*+=\s*+(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))"
    r"|(?<=\s)(alt)(?=[\s/>]|$)"
)
_SHOWING = frozenset({"img", "video", "audio", "source", "track"})
_PRE = re.compile(rb" {0,3}<pre\b", re.IGNORECASE)
ALT_TODO = "TODO: describe this picture"
"""What `course fix` writes for a picture without a text, so that its author finds it again."""
_BY_NAME = ("Reference", "Collapsed", "Shortcut")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//")
_LOCAL = re.compile(r"file:|[a-zA-Z]:[/\\]", re.IGNORECASE)
_PARENTHESISED = re.compile(rb"(?<!\\)\]\(([^()<>\n\"]+)\)")
_SUFFIX = re.compile(rb"\.[a-zA-Z][a-zA-Z0-9]{1,4}")
_ATX = re.compile(r"^ {0,3}#{1,6}[ \t]", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Refers(Enum):
    """How a text refers to something: a link to follow, an image to show, a file named by a field."""

    LINK = "link"
    IMAGE = "image"
    FILE = "file"


class Link(NamedTuple):
    """One link or image; ``target`` is as written but for HTML escapes, ``line`` counts from 1."""

    target: str
    line: int
    column: int
    kind: Refers
    has_alt: bool = True

    @property
    def is_external(self) -> bool:
        """Whether it names another place on the web, or a scheme such as mailto."""
        return _SCHEME.match(self.target) is not None

    @property
    def is_local(self) -> bool:
        """Whether it names a file on one computer, most often its author's."""
        return _LOCAL.match(self.target) is not None


def links(text: str) -> tuple[Link, ...]:
    """Every link and image outside code, in order; empty at once for a text without a sign of one."""
    if _NEAR.search(text) or _REFERRING_TAG.search(text) or _IMAGE.search(text):
        return tuple(_links(_Cursor(text.encode()), _events(text)))
    return ()


def every_link(text: str) -> Iterator[Link]:
    """Every link and image outside code, those to the web and bare addresses in ``<>`` included."""
    return _links(_Cursor(text.encode()), _events(text), with_bare=True)


def link_spans(text: str, where: tuple[int, int]) -> Iterator[tuple[int, int, str]]:
    """Where the links and images at a line and column stand, in bytes, with the name a link refers by.

    HTML's are given from their tag to the end of the text.
    """
    data = text.encode()
    cursor = _Cursor(data)
    for event, span in _events(text):
        start = event.get("Start") if isinstance(event, dict) else None
        named = start.get("Image") or start.get("Link") if isinstance(start, dict) else None
        if named is not None and cursor.at(span["start"]) == where:
            name = named["id"] if named["link_type"] in _BY_NAME else ""
            yield span["start"], span["end"], name
        elif isinstance(event, dict) and (event.get("End") == "HtmlBlock" or "InlineHtml" in event):
            for link, begin in _html_links(cursor, span["start"], span["end"]):
                if (link.line, link.column) == where:
                    yield begin, len(data), ""


def unfinished_images(text: str) -> Iterator[tuple[str, int, int]]:
    """Images whose text is still the to-do that `course fix` writes: target, line and column."""
    if ALT_TODO not in text:
        return
    data = text.encode()
    cursor = _Cursor(data)
    for event, span in _events(text):
        start = event.get("Start") if isinstance(event, dict) else None
        if isinstance(start, dict) and "Image" in start:
            if data.startswith(f"![{ALT_TODO}]".encode(), span["start"]):
                yield start["Image"]["dest_url"], *cursor.at(span["start"])
        elif isinstance(event, dict) and (event.get("End") == "HtmlBlock" or "InlineHtml" in event):
            for link, begin in _html_links(cursor, span["start"], span["end"]):
                tag = _TAG.match(data[begin : span["end"]].decode(errors="replace"))
                if tag and dict(_attributes(tag[2])).get("alt") == ALT_TODO:
                    yield link.target, link.line, link.column


def spaced_links(text: str) -> Iterator[tuple[str, int, int]]:
    """What would be a link or an image but for spaces in its path: the path, and where its brackets begin."""
    data = text.encode()
    found = [one for one in _parenthesised(data) if _has_spaces(one[1].strip(b" \t"))]
    if found:
        cursor, plain = _Cursor(data), _plain(text)
        line = before = 0  # looked for from the bracket before: a line may be the whole text
        for one in found:
            line = max(line, data.rfind(b"\n", before, one.start()) + 1)
            before = one.start()
            if one.start() in plain:
                begin = data.rfind(b"[", line, one.start())
                begin = one.start() if begin < 0 else begin - (data[begin - 1 : begin] == b"!")
                yield one[1].decode().strip(" \t"), *cursor.at(begin)


def _parenthesised(data: bytes) -> Iterator[re.Match[bytes]]:
    """What stands in parentheses behind brackets; searched for, since most lessons have few of those."""
    at = data.find(b"](")
    while at >= 0:
        found = _PARENTHESISED.match(data, at)
        if found is not None:
            yield found
        at = data.find(b"](", found.end() if found is not None else at + 1)


def _has_spaces(words: bytes) -> bool:
    """Whether words are a path with spaces, which a remark in brackets has no suffix for."""
    path, _, anchor = words.partition(b"#")
    _, dot, suffix = path[-6:].rpartition(b".")
    return (
        any(sign in path for sign in (b" ", b"\t"))
        and not any(sign in anchor for sign in (b" ", b"\t"))
        and not path.lower().startswith((b"http:", b"https:"))
        and _SUFFIX.fullmatch(dot + suffix) is not None
    )


def _plain(text: str) -> set[int]:
    """Where, in bytes, a bracket stands that is nothing but text."""
    found: set[int] = set()
    in_code = False
    data = text.encode()
    for event, span in _events(text):
        if isinstance(event, dict):
            start = event.get("Start")
            in_code |= isinstance(start, dict) and "CodeBlock" in start
            in_code &= event.get("End") != "CodeBlock"
            if "Text" in event and not in_code:
                at = data.find(b"]", span["start"], span["end"])
                while at >= 0:
                    found.add(at)
                    at = data.find(b"]", at + 1, span["end"])
    return found


def headings(text: str) -> tuple[Heading, ...]:
    """Every heading in order, with anchors as GitHub makes them, numbered when they repeat."""
    return tuple(numbered(_events(text)))


def code_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Where fenced and indented code and HTML's ``<pre>`` begin and end, in bytes of UTF-8."""
    data = text.encode()
    for event, span in _events(text):
        start = event.get("Start") if isinstance(event, dict) else None
        is_code = isinstance(start, dict) and "CodeBlock" in start
        if is_code or (start == "HtmlBlock" and _PRE.match(data, span["start"])):
            yield span["start"], span["end"]


def anchors(text: str) -> frozenset[str]:
    """Every place in a text that ``#name`` can lead to: headings, and ``id`` or ``name`` in HTML."""
    found = {heading.anchor for heading in headings(text)}
    for event, _ in _events(text):
        raw = (event.get("Html") or event.get("InlineHtml")) if isinstance(event, dict) else None
        found.update(_named_places(raw or ""))
    return frozenset(found)


def _named_places(raw: str) -> Iterator[str]:
    for tag in _TAG.finditer(raw):
        yield from (value for name, value in _attributes(tag[2]) if name in ("id", "name"))


def first_heading(text: str) -> str | None:
    """The text of the first heading, or None."""
    if not _ATX.search(text) and "\n==" not in text and "\n--" not in text:
        return None
    found = headings(text)
    return next((heading.text for heading in found if heading.text), None)


class _Cursor:
    """Says where an offset is in a text; asked in order, it looks at no byte twice."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._offset, self._line, self._column = 0, 1, 1

    def at(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1."""
        if offset < self._offset:
            self._offset, self._line, self._column = 0, 1, 1
        passed = self.data[self._offset : offset]
        lines, _, rest = passed.rpartition(b"\n")
        if len(rest) < len(passed):
            self._line += lines.count(b"\n") + 1
            self._column = 1
        self._column += len(rest.decode(errors="replace"))
        self._offset = offset
        return self._line, self._column


def _links(cursor: _Cursor, events: Iterator[Event], *, with_bare: bool = False) -> Iterator[Link]:
    image: list[tuple[str, tuple[int, int]]] = []
    alt = ""
    for event, span in events:
        if "Start" in event:
            start = event["Start"]  # a bare word, where there is no more to say
            if "Image" in start:
                image.append((start["Image"]["dest_url"], cursor.at(span["start"])))
                alt = ""
            elif "Link" in start and (
                with_bare or start["Link"]["link_type"] not in ("Autolink", "Email")
            ):
                place = cursor.at(span["start"])
                yield Link(start["Link"]["dest_url"].strip(), *place, Refers.LINK)
        elif "End" in event:
            if event["End"] == "Image":
                target, place = image.pop()
                yield Link(target.strip(), *place, Refers.IMAGE, bool(alt.strip()))
            elif event["End"] == "HtmlBlock":
                yield from (link for link, _ in _html_links(cursor, span["start"], span["end"]))
        elif "InlineHtml" in event:
            yield from (link for link, _ in _html_links(cursor, span["start"], span["end"]))
        elif image and isinstance(event, dict):
            alt += str(event.get("Text") or event.get("Code") or "")


def _html_links(cursor: _Cursor, begin: int, end: int) -> Iterator[tuple[Link, int]]:
    """The links of some HTML, each with where its tag begins, in bytes."""
    raw = cursor.data[begin:end].decode(errors="replace")
    seen, offset = 0, begin
    for tag in _TAG.finditer(_COMMENT.sub(lambda comment: " " * len(comment[0]), raw)):
        name, named = tag[1].lower(), dict(_attributes(tag[2]))
        offset += len(raw[seen : tag.start()].encode())
        seen = tag.start()
        by = "href" if name == "a" else "src" if name in _SHOWING else ""
        if by in named:
            kind = Refers.IMAGE if name == "img" else Refers.LINK
            has_alt = name != "img" or "alt" in named
            yield Link(named[by].strip(), *cursor.at(offset), kind, has_alt), offset


def _attributes(raw: str) -> Iterator[tuple[str, str]]:
    from html import unescape  # its table of names is long

    for match in _ATTRIBUTE.finditer(raw):
        if match[5]:
            yield "alt", ""
        else:
            yield match[1].lower(), unescape(match[2] or match[3] or match[4] or "")
