"""Which format a folder is in, by files that only this format has.

Knows the signs; refuses to read more than names, and of pages what their first lines say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from academy_cli.authoring.tree import Tree, UnreadableError

FAMILIES = (
    "markdown", "mdbook", "carpentries", "mslearn", "freecodecamp", "prairielearn", "olx",
    "jupyterbook", "huggingface", "common-cartridge",
)  # fmt: skip
"""Every format there is, by the word it is called by."""


class Sign(NamedTuple):
    """A format that a folder may be in, and the file that says so."""

    family: str
    file: str


def signs(tree: Tree) -> tuple[Sign, ...]:
    """Every format that a folder shows a sign of; Markdown alone only where there is no other."""
    paths = sorted(tree.paths, key=lambda path: (path.count("/"), path))
    found = [
        Sign(family, file)
        for family, sign in _SIGNS.items()
        if (file := sign(tree, paths)) is not None
    ]
    if not found:
        page = next((path for path in paths if path.endswith((".md", ".mdx"))), None)
        found = [Sign("markdown", page)] if page else []
    return tuple(found)


def _named(pattern: str) -> Callable[[Tree, Collection[str]], str | None]:
    name = re.compile(pattern)
    return lambda _tree, paths: next(filter(name.search, paths), None)


def _saying(pattern: str, words: str) -> Callable[[Tree, Collection[str]], str | None]:
    """A file of some name whose beginning says something."""
    name, said = re.compile(pattern), re.compile(words, re.MULTILINE)

    def sign(tree: Tree, paths: Collection[str]) -> str | None:
        for path in filter(name.search, paths):
            try:
                text = tree.load(path, 1 << 20).decode("utf-8", "replace")
            except UnreadableError:
                continue
            if said.search(text):
                return path
        return None

    return sign


_SIGNS: dict[str, Callable[[Tree, Collection[str]], str | None]] = {
    "mdbook": _named(r"(?:^|/)book\.toml$"),
    "carpentries": _saying(r"^(?:config\.yaml|_config\.yml)$", r"^(?:carpentry|episodes)\s*:"),
    "mslearn": _saying(r"(?:^|/)index\.yml$", r"^### YamlMime:\s*(?:Module|LearningPath)\b"),
    "freecodecamp": _named(r"(?:^|/)challenges/_meta/[^/]+/meta\.json$"),
    "prairielearn": _named(r"^infoCourse\.json$"),
    "olx": _saying(r"(?:^|/)course\.xml$", r"<course\b"),
    "jupyterbook": _saying(
        r"(?:^|/)(?:_toc\.yml|myst\.yml)$",
        r"^(?:format\s*:\s*jb|root\s*:|project\s*:|-\s*file\s*:)",
    ),
    "huggingface": _saying(r"(?:^|/)_toctree\.yml$", r"^\s*-?\s*(?:title|sections)\s*:"),
    "common-cartridge": _saying(r"^imsmanifest\.xml$", r"(?i:imscc|common cartridge)"),
}
