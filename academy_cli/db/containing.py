"""Text found within a column whatever the case of its letters, alike on both engines and in every locale.

Knows that databases themselves only agree on the letters of ASCII; refuses to know what is searched.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from sqlalchemy import ColumnElement, Connection, SQLColumnExpression, and_, collate

_WILD = re.compile(r"[%_/]")


def containing(
    connection: Connection, column: SQLColumnExpression[Any], text: str
) -> ColumnElement[bool]:
    """Whether a column that holds text in Unicode's form C has some in it.

    ``%`` and ``_`` are characters like all others. Where there are letters beyond ASCII, what has any
    character in their places is found first, and of that what has the same letter, in either case.
    """
    found = unicodedata.normalize("NFC", text)
    is_sqlite = connection.dialect.name == "sqlite"
    wild = "".join(_wild(char) for char in found)
    if is_sqlite:
        # It ignores the case of ASCII by itself, thrice as fast as with lower() around both.
        is_like = column.like(f"%{wild}%", escape="/" if "/" in wild else None)
    else:
        # Where nothing else is said, PostgreSQL takes a backslash for the sign before wild characters.
        is_like = collate(column, "C").ilike(f"%{wild}%", escape="/")
    if found.isascii():
        return is_like
    if is_sqlite:
        return and_(is_like, column.op("glob")(f"*{''.join(map(_glob, found))}*"))
    return and_(is_like, collate(column, "C").op("~")("".join(map(_regular, found))))


def _wild(char: str) -> str:
    if not char.isascii():
        return "_"
    return f"/{char}" if _WILD.match(char) else char


def _glob(char: str) -> str:
    return _cases(char) or (f"[{char}]" if char in "*?[" else char)


def _regular(char: str) -> str:
    return _cases(char) or re.escape(char)


def _cases(char: str) -> str:
    """A letter in either case, as GLOB and regular expressions both say it; nothing for what has one form."""
    cases = {one for one in (char, char.lower(), char.upper(), char.title()) if len(one) == 1}
    return f"[{''.join(sorted(cases))}]" if len(cases) > 1 else ""
