"""A file with an `id:` line that it did not have: that one line more, every other byte as it was.

Knows where the line may stand; refuses a file that would then say anything else. Pure functions of bytes.
"""

from __future__ import annotations

import re

from academy_cli.authoring import names
from academy_cli.authoring.document import Page
from academy_cli.authoring.page import read_mapping, read_page
from academy_cli.authoring.parts import split
from academy_cli.authoring.schema import MODULE
from academy_cli.formats.records import Record
from academy_cli.formats.yamltext import YamlLimits
from academy_cli.quizzes.schema import QUIZ

_BOM = b"\xef\xbb\xbf"
_FIRST_IN_FILE = re.compile(rb"(?:(?:%|---|#[ \t]*yaml-language-server:).*\r?\n)*")
"""Lines that have to stay the first ones of a YAML file: directives, its beginning, a word to editors."""
_MARGIN = re.compile(rb"(?:[ \t]*(?:#.*)?\r?\n)*([ ]*)")
"""How far the first key is indented; all keys of a mapping have to be alike."""


def lesson_with_id(data: bytes, name: str, *, limits: YamlLimits = YamlLimits()) -> bytes | None:
    """A lesson's file with an id, in a front matter of its own where it has none.

    None where it would not be read as the same lesson with this id.
    """
    mark, text = _cut(data)
    end = _line_end(text)
    front = split(text).front
    if front is None:
        made = mark + b"---" + end + _line(name, end) + b"---" + end + text
    else:
        at = text.index(b"\n") + 1
        made = mark + text[:at] + _inserted(text[at:], name, end)
    before, after = read_page(data, "", limits=limits), read_page(made, "", limits=limits)
    return made if _is_same(before, after, name) else None


def with_id(
    path: str, data: bytes, name: str, *, limits: YamlLimits = YamlLimits()
) -> bytes | None:
    """A lesson, a quiz or a module.yaml with an id; None where it would not be the same with this id."""
    if names.is_markdown_name(path):
        return lesson_with_id(data, name, limits=limits)
    return yaml_with_id(data, name, QUIZ if names.is_quiz_name(path) else MODULE, limits=limits)


def yaml_with_id(
    data: bytes, name: str, record: Record, *, limits: YamlLimits = YamlLimits()
) -> bytes | None:
    """A file of YAML with an id; None where it would not say the same with this id."""
    at = beginning(data)
    made = data[:at] + _inserted(data[at:], name, _line_end(data))
    before, found = read_mapping(data, "", record, limits=limits)
    after, found_after = read_mapping(made, "", record, limits=limits)
    is_same = after == {**(before or {}), "id": name} and "id" not in (before or {})
    return made if is_same and len(found) == len(found_after) else None


def beginning(data: bytes) -> int:
    """Where the first key of a YAML file may stand: behind a byte order mark and what has to come first."""
    start = len(_BOM) if data.startswith(_BOM) else 0
    first = _FIRST_IN_FILE.match(data, start)
    return first.end() if first else start


def _is_same(before: Page, after: Page, name: str) -> bool:
    said = (before.body, before.title, before.fields, [one.code for one in before.problems])
    says = (after.body, after.title, after.fields, [one.code for one in after.problems])
    return before.id is None and after.id == name and said == says and not after.is_unreadable


def _inserted(yaml: bytes, name: str, end: bytes) -> bytes:
    margin = _MARGIN.match(yaml)
    return (margin[1] if margin else b"") + _line(name, end) + yaml


def _line(name: str, end: bytes) -> bytes:
    return b"id: " + name.encode() + end


def _cut(data: bytes) -> tuple[bytes, bytes]:
    """A byte order mark, which has to stay first, and the rest."""
    return (_BOM, data[len(_BOM) :]) if data.startswith(_BOM) else (b"", data)


def _line_end(text: bytes) -> bytes:
    """How the first line of a text ends, and so the new ones."""
    first, newline, _ = text.partition(b"\n")
    return b"\r\n" if newline and first.endswith(b"\r") else b"\n"
