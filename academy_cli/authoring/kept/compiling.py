"""Compiling a folder with pages that were read before, and with a second process for those that were not.

Joins the file of kept pages with the compiler; refuses to find another course than reading all of it would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from academy_cli.authoring import names
from academy_cli.authoring.compile import Compilation, compile_course
from academy_cli.authoring.document import Node, Page
from academy_cli.authoring.kept.file import PageFile
from academy_cli.authoring.kept.rows import Row, page_of, row_of
from academy_cli.authoring.ledger import Ledger
from academy_cli.authoring.schema import COURSE
from academy_cli.authoring.source import FolderTree, scan
from academy_cli.authoring.tree import Limits

LEAST = 300
"""Lessons; fewer are read in less time than a file of them takes."""
WORTH_ANOTHER = 1500
"""Lessons that are read now; for fewer, a second process is there too late."""
FEW = 32
"""New pages that are rather read again than all of them written."""


class KeptPages:
    """What is known of pages: from the file, and from the process beside."""

    def __init__(self, tag: str, kept: Mapping[str, Row], told: Mapping[str, Row]) -> None:
        self._tag, self._kept, self._told = tag, kept, told

    def node(self, path: str, source: str, tag: str) -> Node | None:
        """No lesson: where a page stood before is not kept."""

    def page(self, source: str, tag: str) -> Page | None:
        """What a file with this sha256 said to a reader of this tag."""
        row = (self._kept.get(source) or self._told.get(source)) if tag == self._tag else None
        return page_of(row) if row is not None else None


def compile_kept(
    folder: Path,
    root: Callable[[], Path] | None,
    *,
    limits: Limits = Limits(),
    strict: bool = False,
    progress: Callable[[int], None] | None = None,
) -> Compilation:
    """Read and check a folder as ``compile_course`` does, and keep its pages in a file below ``root``,
    which is asked for a large course only.

    Without ``root`` nothing is kept or looked up. The texts of lessons are not in the result.
    """
    tree = scan(folder, limits=limits)
    lessons = [path for path in tree.paths if names.is_lesson_name(path)]
    if len(lessons) < LEAST:
        return compile_course(folder, limits=limits, strict=strict, progress=progress, tree=tree)
    ledger = _graded(tree, limits)
    file = PageFile(root(), folder, ledger.tag, ledger.yaml) if root else None
    kept = file.load() if file else {}
    with _helped(
        tree, lessons, ledger, is_needed=len(lessons) - len(kept) >= WORTH_ANOTHER
    ) as told:
        known = KeptPages(ledger.tag, kept, told)
        compiled = compile_course(
            folder, limits=limits, known=known, strict=strict, progress=progress, tree=tree
        )
    if file:
        _keep(file, compiled, kept)
    return compiled


def _graded(tree: FolderTree, limits: Limits) -> Ledger:
    """A ledger that knows which findings the author switched off, as the reader's will."""
    ledger = Ledger(tree, limits)
    if names.COURSE_FILE in tree.paths:
        _, said, _ = ledger.mapping(names.COURSE_FILE, COURSE)
        values = said or {}
        ledger.grade_by(values.get("checks", {}), is_named="id" in values)
    return ledger


@contextmanager
def _helped(
    tree: FolderTree, lessons: list[str], ledger: Ledger, *, is_needed: bool
) -> Iterator[Mapping[str, Row]]:
    """Rows that come from a second process while the block reads, where there is a core for it."""
    if not is_needed:
        yield {}
        return
    from academy_cli.authoring.kept import beside  # few courses are so large
    from academy_cli.authoring.kept.worker import Task

    if not beside.has_free_core():
        yield {}
        return
    folder, most = str(tree.folder.absolute()), ledger.limits.text_bytes
    other = beside.Beside(Task(folder, lessons, ledger.off, ledger.yaml, most))
    try:
        yield other.rows
    finally:
        other.end()


def _keep(file: PageFile, compiled: Compilation, kept: Mapping[str, Row]) -> None:
    """Write the pages of the course, unless the file has nearly all of them."""
    contents = compiled.reading.draft.contents
    pages = [node.page for node in contents if node.page and not node.page.is_unreadable]
    new = sum(page.source not in kept for page in pages)
    if new > max(FEW, len(pages) // 100) or (new and not kept):
        file.save(kept.get(page.source) or row_of(page) for page in pages)
