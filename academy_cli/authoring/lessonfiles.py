"""A lesson's file, whichever kind its name says it is: cut in two, and read.

The one place that knows which reader a name has; refuses to open a file.
"""

from __future__ import annotations

import json

from academy_cli.authoring import names
from academy_cli.authoring.document import Page
from academy_cli.authoring.page import read_page
from academy_cli.authoring.parts import Parts, split, whole
from academy_cli.formats.yamltext import YamlLimits

_IS_QUIZ = '"kind":"quiz"'


def parts_of(path: str, data: bytes) -> Parts:
    """What a lesson's file says before its text, and its text; all of a quiz is text."""
    return whole(data) if names.is_quiz_name(path) else split(data)


def read_lesson(
    path: str,
    data: bytes,
    source: str,
    *,
    parts: Parts | None = None,
    off: frozenset[str] = frozenset(),
    limits: YamlLimits = YamlLimits(),
) -> Page:
    """Read a lesson whose bytes have the sha256 ``source``; of its path only the suffix counts."""
    if names.is_quiz_name(path):
        from academy_cli.authoring.quizpage import read_quiz  # many courses have none

        return read_quiz(data, source, off=off, limits=limits)
    return read_page(data, source, parts=parts, off=off, limits=limits)


def is_of_kind(path: str, page: Page) -> bool:
    """Whether a page was read as a file of this name is: by its suffix it may be another lesson."""
    return _is_quiz(page) is names.is_quiz_name(path)


def _is_quiz(page: Page) -> bool:
    """Whether a page was read from a file that is a quiz."""
    return _IS_QUIZ in page.fields and json.loads(page.fields).get("kind") == "quiz"
