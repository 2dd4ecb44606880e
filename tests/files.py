"""Files of rows that are imported into a school: written, planned, carried out and undone.

Knows how a file becomes a plan and a plan rows, of whatever kind; refuses to know what the rows are about.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from academy_cli.bulk.importer import Planned, Wish
from academy_cli.bulk.source import source
from academy_cli.bulk.views import BulkView


class Files:
    """A folder of files, and the service that imports them."""

    def __init__(self, folder: Path, imports: Any) -> None:
        self.folder, self.imports = folder, imports

    def write(self, text: str, name: str = "rows.csv") -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    @contextmanager
    def planned(self, path: Path, wish: Wish = Wish()) -> Iterator[Planned]:
        """A plan that can be carried out."""
        with source(str(path)) as given:
            yield self.imports.plan(given, wish)

    def plan(self, text: str, wish: Wish = Wish()) -> BulkView:
        """What would be done."""
        with self.planned(self.write(text), wish) as planned:
            return planned.view

    def run(self, text: str, wish: Wish = Wish(), name: str = "rows.csv") -> BulkView:
        """What was done: exactly what was said beforehand."""
        with self.planned(self.write(text, name), wish) as planned:
            done: BulkView = self.imports.apply(planned)
            assert _counts(done) == _counts(planned.view)
            return done

    def undo(self, reference: str | None) -> BulkView:
        """Go back, as it was said beforehand."""
        planned = self.imports.plan_undo(reference or "")
        done: BulkView = self.imports.apply(planned)
        assert _counts(done) == _counts(planned.view)
        return done


def _counts(view: BulkView) -> tuple[object, ...]:
    numbers = (view.create, view.update, view.unchanged, view.refused)
    return (*numbers, view.mails, view.fields, [one.reason for one in view.refusals])


def reasons(view: BulkView) -> list[str]:
    """Why rows were refused."""
    return [one.reason for one in view.refusals]
