"""XML and HTML from strangers as trees of elements, which know their lines.

The only importer of lxml (libxml2). Entities are not expanded, nothing is fetched, documents may not grow
beyond libxml2's limits. Refuses to know what elements mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any, TypeAlias

from lxml import etree

from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

Element: TypeAlias = Any
"""An element of lxml, which has no types of its own."""
_DEEPEST = 200
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|&#xFFFD;")
"""What XML 1.0 cannot say, and what a parser of HTML makes of it."""


def xml(source: Source, path: str) -> Element | None:
    """The root of a file of XML; None, with a note, where it cannot be read."""
    text = source.text(path)
    if text is None:
        return None
    try:
        root = etree.fromstring(text.encode(), _parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        line = getattr(error, "lineno", 1) or 1
        source.drop(
            "file", path, say("this is no XML: {}", getattr(error, "msg", error)), line=line
        )
        return None
    if _is_too_deep(root):
        source.drop("file", path, say("its elements are nested deeper than {}", _DEEPEST))
        return None
    return root


def document(data: bytes) -> Element | None:
    """The root of some XML; None where it cannot be read, or is nested too deep; no note is made."""
    try:
        root = etree.fromstring(data, _parser())
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if _is_too_deep(root) else root


def raw_document(root: Element) -> bytes:
    """A root as a document of XML."""
    data: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return data


def _parser() -> Any:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip


def html(text: str) -> Element:
    """A text of HTML as the element ``body``, however broken it is; empty where it is nested too deep."""
    parser = etree.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    root = etree.fromstring(f"<html><body>{text}</body></html>".encode(), parser)
    body = root.find("body") if root is not None else None
    return etree.Element("body") if body is None or _is_too_deep(body) else body


_NEEDLESS = re.compile(r"</(?:source|track|wbr)>")
"""Ends of elements that have none, which libxml2 does not know."""


def raw(element: Element) -> str:
    """An element as HTML in one block, without the empty lines that would end it in Markdown."""
    text: str = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    text = _NEEDLESS.sub("", text)
    return "\n".join(line.strip() for line in text.splitlines() if line.strip())


def xhtml(text: str) -> str:
    """HTML as XML says it: every tag ended, every letter itself; only its words where it is too deep."""
    body = html(text)
    if not len(body) and not body.text and text.strip():
        return escape(re.sub(r"<[^>]*>", " ", text))
    inside = "".join(etree.tostring(one, encoding="unicode", method="xml") for one in body)
    return _UNSAYABLE.sub("", escape(body.text or "") + inside)


def name(element: Element) -> str:
    """An element's name in lower case, without its namespace; empty for an entity and such."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def words(element: Element) -> str:
    """All the text in an element, its spaces as one."""
    return " ".join("".join(element.itertext()).split())


def named(element: Element, *names: str) -> Iterator[Element]:
    """Every element of some names at or below one, in order."""
    return (one for one in element.iter() if name(one) in names)


def has(element: Element, *names: str) -> bool:
    """Whether an element of some name is at or below one."""
    return next(named(element, *names), None) is not None


def child(element: Element, *names: str) -> Element | None:
    """The first child of some name."""
    return next((one for one in element if name(one) in names), None)


def line(element: Element) -> int:
    """The line on which an element begins."""
    return element.sourceline or 1


def _is_too_deep(root: Element) -> bool:
    """Whether elements are nested deeper than anybody writes; counted without recursion."""
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False
