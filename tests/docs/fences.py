"""What the site's builder reads otherwise than everybody else who shows our pages.

Knows its hook; refuses to change what a page says.
"""

from __future__ import annotations

import re
from typing import Any

_TITLE = re.compile(r"^( *`{3,}\w+) ([\w./-]+)$", re.MULTILINE)
_NESTED = re.compile(r"^(?P<indent>(?: {2})+)(?P<rest>\S)", re.MULTILINE)
_FENCED = re.compile(
    r"(^(?P<at> *)(?P<fence>`{3,})[^\n]*\n.*?^ *(?P=fence)$)", re.MULTILINE | re.DOTALL
)


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Give files' names to blocks as titles, and two spaces of a list's depth as four."""
    return deepened(_TITLE.sub(r'\1 title="\2"', markdown))


def deepened(markdown: str) -> str:
    """A page whose lists are nested by four spaces; blocks in lists go along, others stay as they are."""
    parts, end = [], 0
    for found in _FENCED.finditer(markdown):
        parts.append(_NESTED.sub(_doubled, markdown[end : found.start()]))
        depth = len(found["at"])
        block = found[0]
        parts.append(re.sub(r"^(?=.)", " " * depth, block, flags=re.MULTILINE))
        end = found.end()
    return "".join((*parts, _NESTED.sub(_doubled, markdown[end:])))


def _doubled(found: re.Match[str]) -> str:
    depth = len(found["indent"])
    return " " * (depth if depth >= 4 else 2 * depth) + found["rest"]
