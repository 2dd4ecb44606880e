"""Placeholders in a template's files: ``{{ title }}`` and, for dates, ``{{ start + 2 weeks }}``.

Knows how a value must be written where it stands, in YAML or in Markdown; refuses to know what the
values are. Pure functions of text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta

_PLACEHOLDER = re.compile(r"\{\{ *([a-z_]+)(?: *\+ *(\d{1,3}) (day|week)s?)? *\}\}")
_FRONT_MATTER = re.compile(r"---\n.*?^---\n", re.DOTALL | re.MULTILINE)
_PLAIN = re.compile(r"(?:[^\W\d_]|/)[\w .;@'’()!/+&-]*[\w)!+/]|[^\W\d_]|\d{4}-\d\d-\d\d")
_NOT_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
"""Words that some YAML reader takes for something else than text."""
_MARKDOWN = re.compile(r"[\\`*_\[\]<>{}~$|]|(?<!\S)#|&(?=#?\w+;)")


def fill(path: str, text: str, values: Mapping[str, str]) -> str:
    """Put values in place of the placeholders of one file, written as its kind of file needs.

    In YAML a placeholder is a whole value; a line whose value is empty is left out. A file that is
    neither YAML nor Markdown is not touched.
    """
    if path.endswith(".yaml"):
        return _filled_yaml(text, values)
    if not path.endswith((".md", ".mdx")):
        return text
    front = _FRONT_MATTER.match(text)
    cut = front.end() if front else 0
    return _filled_yaml(text[:cut], values) + _filled(text[cut:], values, _markdown)


def substituted(text: str, values: Mapping[str, str]) -> str:
    """Put values in place of the placeholders of a text as they are."""
    return _filled(text, values, str)


def names_in(text: str) -> Iterator[str]:
    """The names of the placeholders in a text, in order."""
    return (found[1] for found in _PLACEHOLDER.finditer(text))


def yaml_scalar(text: str) -> str:
    """Write one line of text as a YAML value that every YAML reader takes for that text."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _NOT_TEXT:
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)


def _filled_yaml(text: str, values: Mapping[str, str]) -> str:
    lines = (line for line in text.splitlines(keepends=True) if not _is_void(line, values))
    return _filled("".join(lines), values, yaml_scalar)


def _is_void(line: str, values: Mapping[str, str]) -> bool:
    """Whether a line is there only for a value that is empty."""
    return any(not values.get(name, name) for name in names_in(line))


def _filled(text: str, values: Mapping[str, str], written: Callable[[str], str]) -> str:
    def value(found: re.Match[str]) -> str:
        name, count, unit = found.groups()
        if name not in values:
            return found[0]
        return written(_later(values[name], int(count), unit) if count else values[name])

    return _PLACEHOLDER.sub(value, text)


def _later(day: str, count: int, unit: str) -> str:
    try:
        return str(date.fromisoformat(day) + timedelta(days=count * (7 if unit == "week" else 1)))
    except OverflowError:
        return str(date.max)


def _markdown(text: str) -> str:
    return _MARKDOWN.sub(lambda found: "\\" + found[0], text)
