"""Which lesson each translated file stands for, by path, and which files stand for a lesson.

Knows a course document; refuses to read anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from academy_cli.authoring.document import LESSON, CourseDocument


class TranslatedLessons:
    """The translations of a course's lessons; those of modules and of the course have no page."""

    def __init__(self, document: CourseDocument) -> None:
        self._document = document

    @cached_property
    def originals(self) -> Mapping[str, str]:
        """The paths of lessons by those of their translations."""
        if not self._document.translations:
            return {}
        lessons = {n.key: n.path for n in self._document.contents if n.kind is LESSON}
        return {
            node.path: lessons[node.parent]
            for node in self._document.translations
            if node.values["of"] == LESSON.value and node.parent in lessons
        }

    def of(self, lesson: str) -> Sequence[str]:
        """The paths of the translations of a lesson, by its path."""
        return self._by_lesson.get(lesson, ())

    @cached_property
    def _by_lesson(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path, original in self.originals.items():
            found[original].append(path)
        return found
