"""A badge: a small picture of an achievement, in which its credential travels.

It is a page like any other, drawn by a template of its own, and rendered; the same each time.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from academy_cli.certificates.credential.facts import Facts
from academy_cli.certificates.paper import templates
from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.errors import TextTooLongError
from academy_cli.certificates.paper.library import sheet_of
from academy_cli.certificates.paper.packing import unpacked
from academy_cli.certificates.paper.preview import picture
from academy_cli.certificates.paper.template import Template
from academy_cli.certificates.sharing.baking import baked

FOLDER = Path(__file__).parent / "badge_page"
DPI = 203
"""Eight hundred pixels on a side of ten centimetres."""
_CUTS = (120, 90, 60, 40)
"""Letters of a title: so many of whatever width and script find room."""


def badge(facts: Facts, credential: str) -> bytes:
    """The badge of a credential as PNG, with the credential baked in. Raises what ``drawn`` raises.

    A title that has no room is shown cut: nobody can edit this page or a signed title, and the credential has
    all of it.
    """
    page = _page(facts, credential)
    return baked(picture(page, DPI, is_clear=True), credential)


def _page(facts: Facts, credential: str) -> bytes:
    whole = sheet_of(facts, "", credential, ())
    for most in (len(whole.title), *_CUTS):
        cut = whole.title if len(whole.title) <= most else f"{whole.title[: most - 1].rstrip()}…"
        try:
            return drawn(_template(), whole._replace(title=cut))
        except TextTooLongError:
            if most == _CUTS[-1]:
                raise
    raise AssertionError


@lru_cache(maxsize=1)
def _template() -> Template:
    return unpacked(templates.packed(FOLDER))
