"""reStructuredText as Markdown: read by docutils, the reference implementation, without files and raw parts.

The only importer of docutils. Knows how a page is read; what Sphinx adds to it is rewritten before.
"""

from __future__ import annotations

import io
import re
from typing import Any

from academy_cli.interchange.dialects.myst_book import Book
from academy_cli.interchange.dialects.myst_includes import code_of
from academy_cli.interchange.dialects.rewriting import Spot
from academy_cli.interchange.dialects.rst_markdown import Writing
from academy_cli.interchange.dialects.rst_sphinx import plain
from academy_cli.interchange.sources import Source
from academy_cli.kit.saying import say

_WARNING = 2
_SIGNS = re.compile(r"[*`]")
_MOST_SIGNS = 4000
"""In one paragraph: docutils looks for the end of each, through all of the others."""


def converted(text: str, source: Source, file: str, first_line: int, book: Book) -> str:
    """A page or a part of one as Markdown; what could not be read is noted with its line."""
    spot = Spot(source, file, first_line)
    if any(len(_SIGNS.findall(part)) > _MOST_SIGNS for part in re.split(r"\n\s*\n", text)):
        return _as_written(text, spot, "a paragraph has more marks than can be read in time")
    try:
        writing, tree = Writing(spot), _read(plain(text, spot, book))
    except RecursionError:
        return _as_written(text, spot, "it is nested too deep")
    for message in tree.transform_messages:
        writing.told(message)
    return writing.blocks(tree)


def _as_written(text: str, spot: Spot, why: str) -> str:
    """A text that is not read, as it is written."""
    spot.source.approximate(
        "text", spot.file, say("{}; it is shown as it is written", why), line=spot.line
    )
    return "\n".join(code_of(text.split("\n"), "rst"))


def _read(text: str) -> Any:
    """The document tree of a text: nothing is included, nothing raw is taken, no settings are read."""
    from docutils.core import publish_doctree  # a tenth of a second, for books that have such pages

    settings = {
        "file_insertion_enabled": False,
        "raw_enabled": False,
        "halt_level": 5,
        "report_level": _WARNING,
        "warning_stream": io.StringIO(),
        "doctitle_xform": False,
        "syntax_highlight": "none",
        "line_length_limit": 1_000_000,
        "_disable_config": True,
    }
    return publish_doctree(text, settings_overrides=settings)
