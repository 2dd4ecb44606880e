"""The digest of what is to be translated of a text: what a translation names as its `source:`.

Knows which of a lesson's, module's or course's words learners read; refuses files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from academy_cli.authoring.document import Node
from academy_cli.kit.jsontext import canonical

_DIGEST = re.compile(r"[0-9a-f]{64}")
_WORDS = ("summary", "objectives", "tags")


def is_digest(written: str) -> bool:
    """Whether a `source:` is one: 64 hexadecimal digits in lower case."""
    return _DIGEST.fullmatch(written) is not None


def wording(node: Node) -> str:
    """The sha256 of everything that a translation of a node has to say in other words.

    That is, as canonical JSON (RFC 8785): its title, the digest of its text, its summary, objectives, tags,
    titles of resources and headings of lists, and its quiz. What is no matter of language is not in it.
    """
    said = node.values
    words: dict[str, Any] = {name: said[name] for name in _WORDS if said.get(name)}
    words["title"], words["text"] = node.title, node.body
    titles = [one["title"] for one in said.get("resources", ()) if _is_titled(one)]
    if titles:
        words["resources"] = titles
    if headings := headings_of(said.get("content") or ()):
        words["headings"] = headings
    if quiz := said.get("quiz"):
        words["quiz"] = quiz["sha256"]
    return hashlib.sha256(canonical(words).encode()).hexdigest()


def headings_of(entries: Any) -> list[str]:
    """The names in a list that may be headings: those with lists of their own."""
    found: list[str] = []
    for entry in entries:
        if isinstance(entry, Mapping):
            for name, children in entry.items():
                found += [str(name), *headings_of(children)]
    return found


def _is_titled(resource: object) -> bool:
    return isinstance(resource, Mapping) and bool(resource.get("title"))
