"""Blocks of OLX: where each is defined, what it is called, and what is in it.

Knows how a block names the file it stands in; refuses to know what blocks become.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any, NamedTuple

from academy_cli.interchange import markup
from academy_cli.interchange.markup import Element
from academy_cli.interchange.sources import Source

_TAKEN = frozenset(
    {
        "url_name",
        "display_name",
        "filename",
        "xblock-family",
        "markdown",
        "org",
        "course",
        "slug",
        "editor",
    }
)


class Block(NamedTuple):
    """A block: its kind, its id, its element, and the file and line where that stands."""

    kind: str
    name: str
    element: Element
    file: str
    line: int


class Blocks:
    """The blocks of one course."""

    def __init__(self, source: Source, folder: str, run: str) -> None:
        self.source = source
        self.folder = folder
        self.policy = self._policy(run)
        self._placed: set[str] = set()

    def path(self, name: str) -> str:
        """A file of the course by its name in the course's folder."""
        return posixpath.join(self.folder, name)

    def block(self, element: Element, file: str) -> Block:
        """The block that an element is, or that it points to by ``url_name``."""
        kind, name = markup.name(element), element.get("url_name") or element.get("slug") or ""
        path = self.path(f"{kind}/{name.replace(':', '/')}.xml")
        if name and len(element) == 0 and path in self.source.known and path != file:
            found = markup.xml(self.source, path)
            if found is not None:
                return Block(kind, name, found, path, markup.line(found))
        return Block(kind, name, element, file, markup.line(element))

    def below(self, block: Block) -> Iterator[Block]:
        """The blocks in a block, in order; what is no block (a wiki) is noted."""
        for element in block.element:
            if markup.name(element) == "wiki":
                why = "ours has nothing like it"
                self.source.drop("wiki", block.file, why, line=markup.line(element))
            elif markup.name(element):
                inside = self.block(element, block.file)
                if inside.file != block.file and inside.file in self._placed:
                    why = "it stands in another place already"
                    line = markup.line(element)
                    self.source.drop("reference", block.file, why, line=line, name=inside.name)
                    continue
                self._placed.add(inside.file)
                yield inside

    def title(self, block: Block) -> str:
        """What a block is called."""
        said = self.policy.get(f"{block.kind}/{block.name}")
        other = said.get("display_name") if isinstance(said, dict) else None
        return str(block.element.get("display_name") or other or "")

    def attributes(self, block: Block, *taken: str) -> None:
        """Note every attribute of a block that nothing was made of."""
        for key in block.element.keys():  # noqa: SIM118 - an element is no mapping
            if (
                key not in _TAKEN
                and key not in taken
                and block.element.get(key) not in ("", "null")
            ):
                why = "ours has no such key"
                self.source.drop("key", block.file, why, line=block.line, name=key)

    def drop(self, block: Block, why: str) -> None:
        """Note that a block is not in the course, and all that is in it."""
        name = self.title(block) or block.name
        self.source.drop(block.kind, block.file, why, line=block.line, name=name)
        if block.kind == "html" and (named := block.element.get("filename")):
            self.source.used.add(self.path(f"html/{named}.html"))
        if block.kind in (
            "chapter",
            "sequential",
            "vertical",
            "split_test",
            "library_content",
            "itembank",
        ):
            for inside in self.below(block):
                self.drop(inside, why)

    def _policy(self, run: str) -> dict[str, Any]:
        path = self.path(f"policies/{run}/policy.json")
        said = self.source.json(path) if path in self.source.known else None
        return said if isinstance(said, dict) else {}
