"""Code in colours: each word in a span whose class says what it is.

Knows the lexers of Pygments by their names; refuses to guess a language.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape
from typing import Any

_NAME = re.compile(r"[A-Za-z0-9_+#.-]+")
_LONGEST = 100_000
"""In letters; longer code is a file, and takes seconds to colour."""


def language_of(info: str) -> str:
    """The language that a fence names: the first word of ``python {1,3}`` or ``{.python}``."""
    found = _NAME.search(info)
    return found[0].lstrip(".").lower() if found else ""


def coloured(code: str, language: str) -> str:
    """Code as HTML: in spans where the language is known, else as it is."""
    lexer = _lexer(language) if len(code) <= _LONGEST else None
    if lexer is None:
        return escape(code, quote=False)
    pieces: list[str] = []
    for kind, text in _merged(lexer.get_tokens_unprocessed(code)):
        told = escape(text, quote=False)
        pieces.append(f'<span class="{kind}">{told}</span>' if kind else told)
    return "".join(pieces)


def _merged(tokens: Any) -> list[tuple[str, str]]:
    """Neighbours of one class as one."""
    found: list[tuple[str, str]] = []
    for _, token, text in tokens:
        kind = _class(token)
        if found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + text)
        else:
            found.append((kind, text))
    return found


KINDS = frozenset(
    ["k", "nf", "nc", "nb", "nt", "na", "nv", "s", "mi", "c", "o", "gi", "gd", "gh", "er"]
)
"""The classes there are: few, so that a page can show each of them in both its colours."""
_CLASSES = {
    "Keyword": "k", "Operator.Word": "k", "Name.Function": "nf", "Name.Class": "nc", "Name.Builtin": "nb",
    "Name.Exception": "nc", "Name.Decorator": "nf", "Name.Tag": "nt", "Name.Attribute": "na",
    "Name.Property": "na", "Name.Variable": "nv", "Name.Constant": "nv", "Name.Entity": "s",
    "Literal.String": "s", "Literal.Number": "mi", "Literal": "s", "Comment": "c", "Comment.Preproc": "k",
    "Generic.Inserted": "gi", "Generic.Deleted": "gd", "Generic.Heading": "gh", "Generic.Prompt": "c",
    "Generic.Output": "c",
}  # fmt: skip


@lru_cache(maxsize=512)
def _class(token: Any) -> str:
    parts = str(token).split(".")[1:]
    while parts:
        if (kind := _CLASSES.get(".".join(parts))) is not None:
            return kind
        parts.pop()
    return ""


@lru_cache(maxsize=256)
def _lexer(language: str) -> Any:
    """The lexer of that name; none of a plug-in, which would be looked for on this machine."""
    from pygments.lexers import get_all_lexers, get_lexer_by_name

    known = any(language in aliases for _, aliases, _, _ in get_all_lexers(plugins=False))
    return get_lexer_by_name(language) if language and known else None
