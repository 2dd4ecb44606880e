"""A lesson's Markdown as the HTML that a page shows: rendered, put in its place, and then sanitised.

Knows the order of the three; refuses to know what each does. Whatever comes out is safe on any page of ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from academy_cli.pages.allowed import sanitised
from academy_cli.pages.anchors import Heading
from academy_cli.pages.dressing import Where, card, dressed
from academy_cli.pages.markup import markup
from academy_cli.pages.parsing import MarkdownError
from academy_cli.pages.wording import words


class Body(NamedTuple):
    """What a page shows of a text: safe HTML, and its headings in order."""

    html: str = ""
    headings: Sequence[Heading] = ()


def rendered(
    text: str, where: Where, *, title: str = "", language: str = "en", is_coloured: bool = True
) -> Body:
    """A text as safe HTML; where the parser gives up on it, as it was written.

    ``title`` is what the page says already, and ``language`` what it says it in. Code ``is_coloured`` by
    classes, for pages that know them.
    """
    try:
        found = markup(text, title=title, told=words(language), is_coloured=is_coloured)
    except MarkdownError:
        return Body(f"<pre>{escape(text)}</pre>")
    return Body(sanitised(dressed(found.html, found.blocks, where)), found.headings)


def video(address: str, own: str | None, hosts: frozenset[str], *, title: str = "") -> str:
    """A lesson's video as safe HTML: the course's ``own``, or a card that leads to another place's."""
    if own is not None:
        return sanitised(f'<video src="{escape(own)}" controls preload="metadata"></video>')
    return sanitised(card(address, title, hosts))
