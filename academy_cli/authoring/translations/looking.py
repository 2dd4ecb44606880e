"""The translations of a course folder, looked at: how they stand, and how their originals changed.

Joins what was read with the past; refuses to write.
"""

from __future__ import annotations

from dataclasses import dataclass

from academy_cli.authoring.compile import Compilation
from academy_cli.authoring.translations.past import GitPast
from academy_cli.authoring.translations.status import TextView, Translations, translations_of
from academy_cli.authoring.translations.versions import version_of
from academy_cli.authoring.tree import Limits, UnreadableError


@dataclass(frozen=True)
class Looked:
    """The translations of one course folder."""

    found: Translations
    compiled: Compilation
    limits: Limits = Limits()

    def since(self, text: TextView) -> tuple[str | None, str]:
        """A stale text's original as it was when it was translated, if a commit has that, and now."""
        original = self.found.originals[text.file]
        now = version_of(original, text.original, self._load)
        then = GitPast(self.compiled.folder).find(original, text.source)
        return (then.text if then else None), (now.text if now else "")

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
