"""Where the texts and files of a plan come from: a folder that was read, or the database itself.

Knows where each is kept; refuses to know what becomes of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple, Protocol

from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.conventions import join
from academy_cli.authoring.document import Kind, Node, Page
from academy_cli.authoring.git import GitState
from academy_cli.authoring.names import COURSE_FILE, MODULE_FILE

NO_PAGES: Mapping[str, Page] = {}


class Origin(Protocol):
    """Gives what a plan's nodes are made of; what the database has already need not be given."""

    @property
    def tag(self) -> str:
        """Names how the files were read."""
        ...

    @property
    def pages(self) -> Mapping[str, Page]:
        """The pages that were read now, by the sha256 of their file."""
        ...

    def head(self, node: Node) -> bytes | None:
        """What stands in a node's file before its body: all of it for YAML; None when it was not read now."""
        ...

    def body(self, node: Node) -> bytes | None:
        """The text behind a node's body in UTF-8; None when it was not read now."""
        ...

    def first_line(self, node: Node) -> int:
        """The line of its file on which a node's text begins; 1 where the file was not read now."""
        ...

    def file(self, node: Node) -> Path | None:
        """The file of an asset; None where only storage can have it."""
        ...


class Git(Protocol):
    """The state of a repository, asked for now and answered later."""

    def answer(self) -> GitState:
        """Wait for the answer."""
        ...

    def cancel(self) -> None:
        """Stop asking."""
        ...


class FolderOrigin(NamedTuple):
    """A course folder that was read."""

    compilation: Compilation

    @property
    def tag(self) -> str:
        """Names how the files were read."""
        return self.compilation.reading.tag

    @property
    def pages(self) -> Mapping[str, Page]:
        """The pages that were read now, by the sha256 of their file."""
        compiled = self.compilation
        document, fresh = compiled.document, compiled.reading.texts
        nodes = (*document.contents, *document.translations) if document else ()
        return {node.source: node.page for node in nodes if node.page and node.path in fresh}

    def head(self, node: Node) -> bytes | None:
        """What stands in a node's file before its body."""
        reading = self.compilation.reading
        if node.kind is Kind.TRANSLATION and node.path in reading.headers:
            return reading.headers[node.path]
        if node.kind not in (Kind.LESSON, Kind.TRANSLATION):
            folder = "" if node.kind is Kind.COURSE else node.path
            return reading.headers.get(join(folder, MODULE_FILE if folder else COURSE_FILE))
        parts = reading.texts.get(node.path)
        return parts.head if parts is not None else None

    def body(self, node: Node) -> bytes | None:
        """The text behind a node's body."""
        reading = self.compilation.reading
        if node.kind is Kind.COURSE:
            return reading.description.encode()
        if node.path in reading.descriptions:
            return reading.descriptions[node.path].encode()
        if node.path in reading.headers:
            return str(node.values.get("description", "")).encode()
        parts = reading.texts.get(node.path)
        return parts.body if parts is not None else None

    def first_line(self, node: Node) -> int:
        """The line of its file on which a node's text begins."""
        parts = self.compilation.reading.texts.get(node.path)
        return parts.body_line if parts is not None else 1

    def file(self, node: Node) -> Path | None:
        """The file of an asset."""
        return self.compilation.folder / node.path


class DatabaseOrigin(NamedTuple):
    """An earlier revision: all of it is in the database and in storage already."""

    tag: str
    pages: Mapping[str, Page] = NO_PAGES

    def head(self, _: Node) -> None:
        """Nothing that is new."""

    def body(self, _: Node) -> None:
        """Nothing that is new."""

    def first_line(self, _: Node) -> int:
        """Nobody counted the lines before it."""
        return 1

    def file(self, _: Node) -> None:
        """Only storage has it."""
