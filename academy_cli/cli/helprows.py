"""Rows and titles of a help page, in the language of whoever asks.

Knows what Typer writes behind an option by itself; refuses to know what options do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from academy_cli.cli.language import here
from academy_cli.kit.saying import ENGLISH, Tongue, retold, say

_REQUIRED = say("required")


@contextmanager
def titled(formatter: Any, title: str) -> Iterator[None]:
    """Write a title, and indent for the block what is below it."""
    formatter.write_paragraph()
    formatter.write(f"{here().gettext(title)}\n")
    with formatter.indentation():
        yield


def row(param: Any, context: Any) -> tuple[str, str] | None:
    """How a parameter is written, and what is said of it; None for a hidden one."""
    found: tuple[str, str] | None = param.get_help_record(context)
    language = here()
    if found is None or language is ENGLISH:
        return found
    words, help_text = found
    said, bracket, extras = help_text.rpartition("[")
    if not (bracket and extras.endswith("]")):
        return found
    told = (_extra(one, language) for one in extras.removesuffix("]").split("; "))
    return words, f"{said}[{'; '.join(told)}]"


def _extra(written: str, language: Tongue) -> str:
    what, colon, value = written.partition(": ")
    if colon and what == "default":
        return str(retold(say("default: {}", value), language))
    if colon and what == "env var":
        return str(retold(say("environment variable: {}", value), language))
    return language.gettext(_REQUIRED) if written == _REQUIRED else written
