"""A template and its values as a mail: subject, text, HTML.

Joins the parts; refuses to know where templates come from and how mail leaves.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from academy_cli.mail.templates.filling import filled
from academy_cli.mail.templates.letters import text
from academy_cli.mail.templates.page import html
from academy_cli.mail.templates.source import Template


class Rendered(NamedTuple):
    """What a mail says; ``subject`` is one line, ``language`` is a BCP 47 tag."""

    subject: str
    text: str
    html: str
    language: str


def rendered(template: Template, values: Mapping[str, object]) -> Rendered:
    """Fill a template. ``values`` are those of the event and ``academy``, perhaps ``site``.

    Raises a TemplateError, which names file, line and variable, and UnknownTemplateError.
    """
    letter = filled(template, values)
    return Rendered(letter.subject, text(letter), html(letter), letter.language)
