"""Sanitised HTML as a tree, and the tree as XML.

Knows what a sanitiser writes: every tag ended, every attribute quoted. Refuses to mend anything else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from typing import TypeAlias
from xml.sax.saxutils import escape, quoteattr

from academy_cli.interchange.exporting.xmltext import sayable

VOID = frozenset(("br", "col", "hr", "img", "wbr", "link", "meta", "source", "track"))


class Element:
    """An element that is put in order before it is written."""

    __slots__ = ("attributes", "children", "tag")

    def __init__(
        self, tag: str, attributes: dict[str, str] | None = None, children: list[Node] | None = None
    ) -> None:
        self.tag = tag
        self.attributes: dict[str, str] = attributes if attributes is not None else {}
        self.children: list[Node] = children if children is not None else []

    @property
    def elements(self) -> Iterator[Element]:
        """The elements right below it."""
        return (one for one in self.children if isinstance(one, Element))

    def all(self) -> Iterator[Element]:
        """It, and every element below it, in order."""
        waiting = [self]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(reversed(list(one.elements)))

    def text(self) -> str:
        """All the text in it."""
        return "".join(one if isinstance(one, str) else one.text() for one in self.children)


Node: TypeAlias = Element | str


def parsed(html: str) -> Element:
    """Sanitised HTML as the children of an element ``div``."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("div")
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        named = {name: value or "" for name, value in reversed(attrs)}
        one = Element(tag, named)
        self._open[-1].children.append(one)
        if tag not in VOID:
            self._open.append(one)

    def handle_endtag(self, tag: str) -> None:
        """End an element, and whatever was left open in it."""
        tags = [one.tag for one in self._open[1:]]
        if tag in tags:
            place = len(tags) - tags[::-1].index(tag)
            del self._open[place:]

    def handle_data(self, data: str) -> None:
        """Take over a text."""
        self._open[-1].children.append(data)


def written(nodes: list[Node]) -> str:
    """Elements and texts as XML, within the namespace of whatever is around them."""
    pieces: list[str] = []
    for node in nodes:
        _write(node, pieces)
    return "".join(pieces)


def _write(node: Node, pieces: list[str]) -> None:
    if isinstance(node, str):
        pieces.append(escape(sayable(node)))
        return
    pieces.append(f"<{node.tag}{_attributes(node.attributes)}")
    if node.tag in VOID:
        pieces.append("/>")
        return
    pieces.append(">")
    for child in node.children:
        _write(child, pieces)
    pieces.append(f"</{node.tag}>")


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(sayable(value))}" for name, value in attributes.items())
