"""The front half of the compiler: a folder in, a checked course document out, without any database.

Joins source, read and check; refuses to know what the course was before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePath

from academy_cli.authoring.document import Applied, CourseDocument, Kind
from academy_cli.authoring.examine import examine
from academy_cli.authoring.hindsight import problems_at_plan
from academy_cli.authoring.read import NOTHING_KNOWN, Known, Reading
from academy_cli.authoring.repositories.fetched import Fetched
from academy_cli.authoring.source import FolderTree, read_assets, scan
from academy_cli.authoring.tree import Limits, UnreadableError
from academy_cli.formats.problems import Problem, count, has_errors, ordered
from academy_cli.kit.paths import real


@dataclass(frozen=True)
class Compilation:
    """A course folder, read and checked. ``document`` is None when course.yaml gives not even an id.

    ``fetched`` is the commit that the folder holds, where it came from a repository.
    """

    folder: Path
    tree: FolderTree
    reading: Reading
    document: CourseDocument | None
    problems: tuple[Problem, ...]
    fetched: Fetched | None = None

    @property
    def place(self) -> PurePath:
        """Where its files are for whoever looks for them: the folder, or that of the repository."""
        return self.fetched.place if self.fetched else self.folder

    @property
    def course(self) -> str:
        """The course's short name, or its folder's name where it has none yet."""
        return self.document.slug if self.document else real(self.folder).name

    @property
    def has_errors(self) -> bool:
        """Whether a finding is an error."""
        return has_errors(self.problems)

    @property
    def counts(self) -> dict[str, int]:
        """How many findings of each severity, and how many modules and lessons."""
        contents = self.document.contents if self.document else ()
        lessons = sum(1 for node in contents if node.kind is Kind.LESSON)
        return {**count(self.problems), "modules": len(contents) - lessons, "lessons": lessons}

    def problems_since(
        self, before: Applied, found: Iterable[Problem], limits: Limits
    ) -> Iterator[Problem]:
        """Every finding of a plan: the folder's, and those ``found`` against what was applied before."""

        def load(path: str) -> bytes:
            try:
                return self.tree.load(path, limits.text_bytes)
            except UnreadableError:
                return b""  # it is gone meanwhile: then it is the whole file that is meant

        return problems_at_plan(self.problems, found, self.reading, before, load)


def compile_course(
    folder: Path,
    *,
    limits: Limits = Limits(),
    known: Known = NOTHING_KNOWN,
    strict: bool = False,
    progress: Callable[[int], None] | None = None,
    tree: FolderTree | None = None,
) -> Compilation:
    """Read and check one course folder; every finding is in the result, none is raised.

    ``known`` gives pages that were read before; ``strict`` makes errors of warnings; ``tree`` is the folder
    where it was scanned already.
    """
    tree = tree or scan(folder, limits=limits)
    found = examine(tree, known=known, limits=limits, progress=progress)
    assets, unreadable = read_assets(tree, found.assets)
    named = found.reading.document
    document = replace(named, assets=assets) if named is not None else None
    problems = ordered((*found.problems, *unreadable), strict=strict)
    return Compilation(folder, tree, found.reading, document, problems)
