"""Markdown as a stream of events, for whoever renders it and for whoever only looks at it.

Knows the dialect, which is one for all: CommonMark with tables, footnotes, task lists, math, ids of
headings and GitHub's alerts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from typing import Any, TypeAlias

Event: TypeAlias = tuple[Any, dict[str, int]]
"""One event of the parser with its span in bytes."""


class MarkdownError(ValueError):
    """The parser gave up on a text."""


def events(text: str) -> Iterator[Event]:
    """The events of a text. Raises MarkdownError where the parser gives up."""
    return contained(_parser(), text)


@cache
def _parser() -> Callable[[str], Any]:
    """The parser, loaded for the first text that has something to parse."""
    from pyromark import Options, events_with_range

    options = (
        Options.ENABLE_TABLES
        | Options.ENABLE_FOOTNOTES
        | Options.ENABLE_STRIKETHROUGH
        | Options.ENABLE_TASKLISTS
        | Options.ENABLE_HEADING_ATTRIBUTES
        | Options.ENABLE_MATH
        | Options.ENABLE_GFM
    )
    return partial(events_with_range, options=options)


def contained(parse: Callable[[str], Iterable[Event]], text: str) -> Iterator[Event]:
    """The events of a text, whatever the parser does. Raises MarkdownError where it gives up."""
    try:
        yield from parse(text)
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # a Rust panic derives from BaseException
        raise MarkdownError(str(error)) from error
