"""What a translation is called, and what it translates.

Knows a node's key and fields; refuses to read anything.
"""

from __future__ import annotations

from collections.abc import Iterator

from academy_cli.authoring.document import CourseDocument, Kind, Node


def key_of(original: Node, language: str) -> str:
    """What a translation is called: the key of what it translates, `@` and the language."""
    return f"{original.key if original.kind is not Kind.COURSE else ''}@{language}"


def language_of(translation: Node) -> str:
    """The language of a translation."""
    return translation.key.rpartition("@")[2]


def target_of(translation: Node) -> tuple[Kind, str]:
    """The kind and key of what a translation translates; the course itself has no key here."""
    return Kind(translation.values["of"]), translation.parent


def pairs_of(document: CourseDocument) -> Iterator[tuple[Node, Node]]:
    """Each translation of a course with what it translates."""
    if not document.translations:
        return
    nodes = {(node.kind, node.key): node for node in document.contents}
    nodes[Kind.COURSE, ""] = document.root
    for translation in document.translations:
        original = nodes.get(target_of(translation))
        if original is not None:
            yield translation, original
