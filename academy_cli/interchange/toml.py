"""Front matter of TOML between lines ``+++``, which Hugo and Zola write.

Knows where it ends and what it says; refuses to know which of its keys mean something.
"""

from __future__ import annotations

import json
import re
import tomllib
from typing import NamedTuple

from academy_cli.kit.saying import say

_FENCED = re.compile(
    r"\+\+\+[ \t]*\n(?P<front>.*?)^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)


class Front(NamedTuple):
    """Front matter as YAML, why it is none, and the text behind it with the line where that begins."""

    as_yaml: str
    problem: str
    body: str
    body_line: int


def front_of(text: str) -> Front | None:
    """The front matter of a text; None where it begins with none."""
    found = _FENCED.match(text)
    if found is None:
        return None
    said, problem = "{}", ""
    try:
        said = json.dumps(tomllib.loads(found["front"]), default=str, ensure_ascii=False)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        problem = say("TOML does not parse: {}", error)
    return Front(said, problem, text[found.end() :], text.count("\n", 0, found.end()) + 1)
