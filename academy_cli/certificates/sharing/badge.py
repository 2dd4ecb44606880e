"""A badge: a small picture of an achievement, in which its credential travels.

It is a page like any other, drawn by a template of its own, and rendered; the same each time.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from academy_cli.certificates.credential.facts import Facts
from academy_cli.certificates.paper import templates
from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.library import sheet_of
from academy_cli.certificates.paper.packing import unpacked
from academy_cli.certificates.paper.preview import picture
from academy_cli.certificates.paper.template import Template
from academy_cli.certificates.sharing.baking import baked

FOLDER = Path(__file__).parent / "badge_page"
DPI = 203
"""Eight hundred pixels on a side of ten centimetres."""


def badge(facts: Facts, credential: str) -> bytes:
    """The badge of a credential as PNG, with the credential baked in. Raises what ``drawn`` raises."""
    page = drawn(_template(), sheet_of(facts, "", credential, ()))
    return baked(picture(page, DPI, is_clear=True), credential)


@lru_cache(maxsize=1)
def _template() -> Template:
    return unpacked(templates.packed(FOLDER))
