"""Sources of a few lines, converted: what tests of imports start from.

Knows how a tree is made of texts; refuses to know any format.
"""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import dedent

import yaml

from academy_cli.authoring.examine import examine
from academy_cli.authoring.parts import split
from academy_cli.authoring.tree import MemoryTree
from academy_cli.formats.problems import Severity
from academy_cli.interchange.converting import Converted, convert
from academy_cli.interchange.notes import Fate, Note


def tree(files: Mapping[str, str | bytes]) -> MemoryTree:
    """A tree of texts, without the indentation that they have in a test."""
    return MemoryTree(
        {
            path: text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode()
            for path, text in files.items()
        }
    )


def converted(family: str, files: Mapping[str, str | bytes], **wanted: str) -> Converted:
    """A source in a format, converted, of which every file has a note and no finding is an error."""
    source = tree(files)
    made = convert(source, family, name="a-course", **wanted)
    assert {note.file for note in made.notes} == set(files)
    written = MemoryTree({**dict.fromkeys(made.assets, b""), **made.files})
    errors = [one for one in examine(written).problems if one.severity is Severity.ERROR]
    assert not errors
    return made


def body(made: Converted, path: str) -> str:
    """The text of a lesson, without its front matter."""
    return split(made.files[path]).body.decode().strip()


def front(made: Converted, path: str) -> dict[str, object]:
    """The front matter of a lesson, or what a file of YAML says."""
    data = made.files[path]
    said = yaml.safe_load(data if path.endswith(".yaml") else split(data).front or b"{}")
    assert isinstance(said, dict)
    return said


def notes(made: Converted, what: str, fate: Fate | None = None) -> list[Note]:
    """The notes of one word, and of one fate if it is named."""
    return [one for one in made.notes if one.what == what and fate in (None, one.fate)]


def lesson_paths(made: Converted) -> list[str]:
    """The files that are lessons, in the order of their names."""
    return sorted(
        path
        for path in made.files
        if path.endswith((".md", ".quiz.yaml")) and not path.startswith("_")
    )
