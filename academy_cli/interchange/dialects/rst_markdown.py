"""A document tree of docutils as Markdown.

Knows the nodes by their names (https://docutils.sourceforge.io/docs/ref/doctree.html); refuses to read text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeAlias

from academy_cli.interchange.dialects.myst_book import anchor
from academy_cli.interchange.dialects.myst_tables import table
from academy_cli.interchange.dialects.rewriting import Spot, alert

Node: TypeAlias = Any
"""A node of docutils, by the protocol of all of them."""
_SPECIAL = re.compile(r"([\\`*_\[\]<])")
_ALERTS = {
    "note": "NOTE", "tip": "TIP", "hint": "TIP", "important": "IMPORTANT", "warning": "WARNING",
    "attention": "WARNING", "caution": "CAUTION", "danger": "CAUTION", "error": "CAUTION",
}  # fmt: skip
_MARKS = {"emphasis": "*", "strong": "**", "title_reference": "*", "term": "**"}
_QUIET = frozenset(
    {"comment", "substitution_definition", "target", "pending", "decoration", "colspec", "raw"}
)
_DEEPEST = 100
_WARNING = 2


class Writing:
    """The writing of one tree; notes are made at the lines of its file."""

    def __init__(self, spot: Spot) -> None:
        self.spot = spot
        self.depth = 0
        self.level = 0

    def blocks(self, node: Node) -> str:
        """The blocks in a node, one after another."""
        if self.depth > _DEEPEST:
            return _escaped(node.astext())
        self.depth += 1
        found = [self._anchors(one) + block for one in node.children if (block := self._block(one))]
        self.depth -= 1
        return "\n\n".join(found)

    def _anchors(self, node: Node) -> str:
        """Anchors for what a node is called by in the text; those of headings are made of their words."""
        is_called = hasattr(node, "get") and node.tagname not in (
            "footnote",
            "citation",
            "reference",
        )
        names = node.get("names", []) if is_called else []
        title = (
            ""
            if node.tagname != "section"
            else re.sub(r"\s+", " ", node.children[0].astext().lower())
        )
        labels = [anchor(name) for name in names if name != title]
        return "".join(f'<a id="{label}"></a>\n\n' for label in labels)

    def _block(self, node: Node) -> str:
        kind = node.tagname
        if kind in _QUIET:
            return ""
        if make := _BLOCKS.get(kind):
            return make(self, node)
        if kind in _ALERTS:
            return "\n".join(alert(_ALERTS[kind], self.blocks(node).split("\n")))
        return self._inline(node) if kind in _INLINE or kind == "#text" else self.blocks(node)

    def told(self, node: Node) -> str:
        """Note what docutils could not read; nothing is shown of its message."""
        if int(node.get("level") or 0) >= _WARNING:
            line = self.spot.line + max(0, int(node.get("line") or 1) - 1)
            why = "it could not be read as it was meant"
            said = " ".join(node.astext().partition(") ")[2].split())[:80]
            self.spot.source.approximate("text", self.spot.file, why, line=line, name=said)
        return ""

    # -- blocks ---------------------------------------------------------------------------------

    def section(self, node: Node) -> str:
        """A section with its heading."""
        self.level += 1
        text = self.blocks(node)
        self.level -= 1
        return text

    def title(self, node: Node) -> str:
        """A heading, at the depth of its section."""
        return f"{'#' * min(6, max(1, self.level))} {self.line(node)}"

    def bold(self, node: Node) -> str:
        """A title that is no heading: of a topic, a table, a rubric."""
        return f"**{self.line(node)}**"

    def listed(self, node: Node) -> str:
        """A list and its items."""
        first = int(node.get("start") or 1)
        is_numbered = node.tagname == "enumerated_list"
        items = []
        for number, item in enumerate(node.children, first):
            mark = f"{number}. " if is_numbered else "- "
            items.append(mark + self.blocks(item).replace("\n", "\n" + " " * len(mark)))
        return re.sub(r"(?m)^[ ]+$", "", "\n".join(items))

    def code(self, node: Node) -> str:
        """A block of code, in its language."""
        text = node.astext()
        names = [name for name in node.get("classes", []) if name != "code"]
        language = names[0] if "code" in node.get("classes", []) and names else ""
        language = "python" if node.tagname == "doctest_block" else language
        longest = max((len(run) for run in re.findall(r"`{3,}", text)), default=2)
        fence = "`" * (longest + 1)
        return f"{fence}{'' if language == 'text' else language}\n{text}\n{fence}"

    def math(self, node: Node) -> str:
        """An equation by itself."""
        self.spot.source.keep("mathematics", self.spot.file, line=self.spot.line)
        lines = [line for line in node.astext().split("\n") if line.strip()]
        return "\n".join(["$$", *lines, "$$"])

    def admonition(self, node: Node) -> str:
        """An alert with a title of its own."""
        title, rest = self.line(node.children[0]), self._rest(node)
        return "\n".join(alert("NOTE", [f"**{title}**", "", *rest.split("\n")]))

    def _rest(self, node: Node) -> str:
        return "\n\n".join(filter(None, (self._block(one) for one in node.children[1:])))

    def quotation(self, node: Node) -> str:
        """A quotation."""
        return "\n".join(f"> {line}".rstrip() for line in self.blocks(node).split("\n"))

    def lines(self, node: Node) -> str:
        """Lines that end where they end."""
        texts = (
            self.lines(one) if one.tagname == "line_block" else self.line(one)
            for one in node.children
        )
        return "\\\n".join(text or "&nbsp;" for text in texts)

    def defined(self, node: Node) -> str:
        """Terms and what they mean, or fields and what they say."""
        parts = []
        for item in node.children:
            term, *rest = item.children
            said = "\n\n".join(
                filter(None, (self.blocks(one) for one in rest if one.tagname != "classifier"))
            )
            parts.append(f"- **{self.line(term)}**\n\n{said}".rstrip().replace("\n", "\n  "))
        return re.sub(r"(?m)^[ ]+$", "", "\n\n".join(parts))

    def picture(self, node: Node) -> str:
        """A picture."""
        target = str(node.get("uri", ""))
        self.spot.source.keep("figure", self.spot.file, line=self.spot.line, name=target)
        alt = re.sub(r"[\[\]]", "", str(node.get("alt", "")))
        is_odd = re.search(r"[\s()]", target)
        return f"![{alt}](<{target}>)" if is_odd else f"![{alt}]({target})"

    def figured(self, node: Node) -> str:
        """A picture and what stands below it."""
        below = [one for one in node.children if one.tagname in ("caption", "legend")]
        for one in node.findall(lambda one: one.tagname == "image"):
            if not one.get("alt") and below:
                one["alt"] = " ".join(below[0].astext().split())
        return self.blocks(node)

    def tabled(self, node: Node) -> str:
        """A table; one with cells over several columns or blocks keeps what they say."""
        title = next(
            (self.bold(one) + "\n\n" for one in node.children if one.tagname == "title"), ""
        )
        rows, heads = [], 0
        for row in node.findall(lambda one: one.tagname == "row"):
            heads += row.parent.tagname == "thead"
            rows.append([_cell(self.blocks(entry)) for entry in row.children])
        if any("morecols" in entry or "morerows" in entry for entry in node.findall(_is_entry)):
            why = "cells over several rows or columns stand in the first of them"
            self.spot.source.approximate("table", self.spot.file, why, line=self.spot.line)
        return title + "\n".join(table(rows, heads)).strip("\n") if rows else title

    def footnote(self, node: Node) -> str:
        """What a number in the text refers to."""
        label, rest = node.children[0].astext(), self._rest(node)
        return f"[^{anchor(label)}]: " + rest.replace("\n", "\n    ")

    # -- within lines ---------------------------------------------------------------------------

    def line(self, node: Node) -> str:
        """What stands in a node, as one line."""
        return " ".join("".join(self._inline(one) for one in node.children).split())

    def paragraph(self, node: Node) -> str:
        """A paragraph, its lines as they were."""
        text = "".join(self._inline(one) for one in node.children)
        return re.sub(r"(?m)^(?=[#>+-]\s|\d+[.)]\s)", r"\\", text)

    def _inline(self, node: Node) -> str:
        kind = node.tagname
        if kind == "#text":
            return _escaped(str(node.astext()))
        if make := _INLINE.get(kind):
            return make(self, node)
        text = "".join(self._inline(one) for one in node.children)
        if kind in _MARKS and text.strip():
            return f"{_MARKS[kind]}{text.strip()}{_MARKS[kind]}"
        return text

    def literal(self, node: Node) -> str:
        """Code within a line."""
        text = " ".join(node.astext().split())
        return f"`` {text} ``" if "`" in text else f"`{text}`"

    def formula(self, node: Node) -> str:
        """An equation within a line."""
        return f"${node.astext()}$"

    def link(self, node: Node) -> str:
        """A link, to an address or to a place of the page."""
        target = (
            node.get("refuri") or f"#{anchor(str(node.get('refid') or node.get('refname') or ''))}"
        )
        if any(one.tagname == "image" for one in node.children):
            return f"[{''.join(self._inline(one) for one in node.children)}](<{target}>)"
        words = self.line(node)
        return (
            f"<{target}>"
            if "://" in target and words == _escaped(target)
            else f"[{words}](<{target}>)"
        )

    def marked(self, node: Node) -> str:
        """Letters above or below the line."""
        kind = "sub" if node.tagname == "subscript" else "sup"
        return f"<{kind}>{_escaped(node.astext())}</{kind}>"

    def noted(self, node: Node) -> str:
        """The number of a footnote."""
        return f"[^{anchor(node.astext())}]"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _cell(text: str) -> str:
    return "<br>".join(part for part in text.split("\n") if part.strip())


def _is_entry(node: Node) -> bool:
    return bool(node.tagname == "entry")


def _nothing(_writing: Writing, _node: Node) -> str:
    return ""


def _rule(_writing: Writing, _node: Node) -> str:
    return "---"


_BLOCKS: dict[str, Callable[[Writing, Node], str]] = {
    "system_message": Writing.told,
    "section": Writing.section,
    "title": Writing.title,
    "rubric": Writing.bold,
    "subtitle": Writing.bold,
    "paragraph": Writing.paragraph,
    "bullet_list": Writing.listed,
    "enumerated_list": Writing.listed,
    "literal_block": Writing.code,
    "doctest_block": Writing.code,
    "math_block": Writing.math,
    "admonition": Writing.admonition,
    "block_quote": Writing.quotation,
    "line_block": Writing.lines,
    "definition_list": Writing.defined,
    "field_list": Writing.defined,
    "option_list": Writing.defined,
    "docinfo": _nothing,
    "transition": _rule,
    "table": Writing.tabled,
    "figure": Writing.figured,
    "footnote": Writing.footnote,
    "citation": Writing.footnote,
    "caption": Writing.paragraph,
    "attribution": Writing.paragraph,
}
_INLINE: dict[str, Callable[[Writing, Node], str]] = {
    "literal": Writing.literal,
    "math": Writing.formula,
    "reference": Writing.link,
    "image": Writing.picture,
    "subscript": Writing.marked,
    "superscript": Writing.marked,
    "footnote_reference": Writing.noted,
    "citation_reference": Writing.noted,
    "target": _nothing,
    "system_message": _nothing,
}
