"""Which lesson each translated file stands for, by path, and which files stand for a lesson.

Knows a course document; refuses to read anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from academy_cli.authoring.document import LESSON, CourseDocument
from academy_cli.authoring.signposts import joined
from academy_cli.authoring.translations.targets import pairs_of


class TranslatedLessons:
    """The translations of a course's lessons; those of modules and of the course have no page."""

    def __init__(self, document: CourseDocument) -> None:
        self._document = document

    @cached_property
    def originals(self) -> Mapping[str, str]:
        """The paths of lessons by those of their translations."""
        pairs = pairs_of(self._document)
        return {node.path: original.path for node, original in pairs if original.kind is LESSON}

    def of(self, lesson: str) -> Sequence[str]:
        """The paths of the translations of a lesson, by its path."""
        return self._by_lesson.get(lesson, ())

    @cached_property
    def _by_lesson(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path, original in self.originals.items():
            found[original].append(path)
        return found


def leads_to(
    file: str,
    original: str | None,
    target: str,
    paths: Collection[str],
    folders: Collection[str],
) -> str | None:
    """The path that a link of a file means; None when it leads out of the course.

    In a translation of the file ``original`` that is a file from where the translation is, else whatever is
    there from where the original is. So what lies beside a translation wins, nothing has to lie there twice,
    and a folder is the one of the original, which the translation's only mirrors.
    """
    path = joined(file, target)
    if original is None or path in paths:
        return path
    instead = joined(original, target)
    is_there = instead in paths or instead in folders
    return instead if path is None or is_there else path
