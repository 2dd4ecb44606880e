"""The service by which one actor imports rows of one kind, whatever they are about.

Knows who may: every kind names its own permission. Refuses to know any kind.
"""

from __future__ import annotations

from pathlib import Path

from academy_cli.access.actor import Actor
from academy_cli.access.matrix import Permission
from academy_cli.access.permits import permits
from academy_cli.bulk.engine import Progress
from academy_cli.bulk.importer import Importer, Planned, Wish, silent
from academy_cli.bulk.kinds import Kind
from academy_cli.bulk.longform import Long
from academy_cli.bulk.reading import Limits
from academy_cli.bulk.source import Source
from academy_cli.bulk.views import BulkView
from academy_cli.db.service import Database


class Imports:
    """Importing rows of one kind into one academy, for one actor; ``importing`` is what that takes."""

    importing: Permission

    def __init__(
        self,
        database: Database,
        actor: Actor,
        kind: Kind,
        limits: Limits,
        *,
        long: Long | None = None,
    ) -> None:
        self.actor, self._database = actor, database
        self._importer = Importer(database, actor, kind, limits, long=long)

    @permits("importing")
    def plan(self, given: Source, wish: Wish = Wish(), progress: Progress = silent) -> Planned:
        """Say what would become of each row of a file; raises what ``Importer.plan`` raises."""
        return self._importer.plan(given, wish, progress)

    @permits(Permission.BATCH_UNDO)
    def plan_undo(
        self, reference: str, progress: Progress = silent, *, sends_mail: bool = True
    ) -> Planned:
        """Say what undoing an import would do; raises what ``Importer.plan_undo`` raises."""
        return self._importer.plan_undo(reference, progress, sends_mail=sends_mail)

    @permits("importing", Permission.BATCH_UNDO)
    def apply(
        self,
        planned: Planned,
        progress: Progress = silent,
        failed: Path | None = None,
        *,
        reason: str | None = None,
    ) -> BulkView:
        """Carry out what was planned; raises what ``Importer.apply`` raises."""
        return self._importer.apply(planned, progress, failed, reason=reason)
