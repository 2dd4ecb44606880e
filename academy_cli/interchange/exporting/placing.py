"""Where something stands in a file of a course, for the notes about it.

Knows the text of one file; refuses to read more of it than lines.
"""

from __future__ import annotations

import re
from functools import cached_property

from academy_cli.authoring.tree import UnreadableError
from academy_cli.interchange.exporting.course import Course
from academy_cli.interchange.sources import line_of


class Placing:
    """One file of a course."""

    def __init__(self, course: Course, path: str) -> None:
        self.path = path
        self._course = course

    @cached_property
    def _text(self) -> str:
        sketch = self._course.sketch
        try:
            data = sketch.tree.load(self.path, sketch.limits.text_bytes)
        except UnreadableError:
            return ""
        return data.decode("utf-8", "replace").replace("\r\n", "\n")

    def key(self, name: str) -> int:
        """The line on which a key stands; the first where it is not found."""
        found = re.search(rf"^\s*{re.escape(name)}\s*:", self._text, re.MULTILINE)
        return self._text.count("\n", 0, found.start() + len(found[0])) + 1 if found else 1

    def line(self, words: str) -> int:
        """The line on which some text begins, found by its first line that says something."""
        before = len(words) - len(words.lstrip())
        first = next(iter(words[before:].splitlines()), "").strip()
        above = words.count("\n", 0, before)
        return max(1, line_of(self._text, first) - above) if first else 1
