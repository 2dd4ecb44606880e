"""The translations of a course folder, looked at: how they stand, and how their originals changed.

Joins what was read with the past; refuses to write.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import NamedTuple

from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.translations.past import GitPast
from academy_cli.authoring.translations.status import TextView, Translations, translations_of
from academy_cli.authoring.translations.versions import version_of
from academy_cli.authoring.tree import Limits, UnreadableError


class Changed(NamedTuple):
    """A file of an original that changed since it was translated."""

    file: str
    before: str
    now: str


@dataclass(frozen=True)
class Looked:
    """The translations of one course folder."""

    found: Translations
    compiled: Compilation
    limits: Limits = Limits()

    @cached_property
    def past(self) -> GitPast:
        """What git knows of the course's files."""
        return GitPast(self.compiled.folder)

    def since(self, text: TextView) -> tuple[Changed, ...]:
        """The files of a stale text's original as they were when it was translated, and as they are now.

        None at all where no commit has what it was made from.
        """
        original = self.found.originals[text.file]
        then = self.past.find(original, text.source)
        now = version_of(original, text.original, self._load)
        if then is None or now is None:
            return ()
        pairs = zip_longest(then.texts, now.texts, fillvalue=("", ""))
        changed = (Changed(new[0] or old[0], old[1], new[1]) for old, new in pairs)
        return tuple(one for one in changed if one.before != one.now)

    def _load(self, path: str) -> bytes | None:
        try:
            return self.compiled.tree.load(path, self.limits.text_bytes)
        except UnreadableError:
            return None


def look(compiled: Compilation, limits: Limits = Limits()) -> Looked:
    """Look at the translations of a course that was read; of one that does not even name itself, none."""
    document = compiled.document
    if document is None:
        return Looked(Translations(compiled.course), compiled, limits)
    paths = [*compiled.tree.paths]
    found = translations_of(compiled.course, document, compiled.problems, paths)
    return Looked(found, compiled, limits)
