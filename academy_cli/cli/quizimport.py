"""Answers of many learners on the command line, out of one file.

Knows what a person is told besides what every import tells; refuses to know what becomes of a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from academy_cli.cli import choose
from academy_cli.cli.earned import sign_earned
from academy_cli.cli.importing import Given, run_import
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_joined, say_so_many

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from academy_cli.attempts.importing.service import AttemptImports
    from academy_cli.bulk.importer import Planned
    from academy_cli.bulk.views import BulkView

MOST_TOLD = 10
"""Of the questions without a column, so many are named."""
NO_SEED = say(
    "Sheets of this quiz differ, and the file does not say which one each learner had: "
    "numbers of questions and letters are read by that of seed 0. If it is another, say --seed, "
    "or add a column seed."
)


class Telling(NamedTuple):
    """An import that says of questions that no column answers, before anybody agrees to it."""

    shell: Shell
    imports: AttemptImports
    seed: int | None
    """Which sheet was named, if one was."""

    def plan(self, given: Any, wish: Any, progress: Callable[[int], None]) -> Planned:
        """Say what would be done."""
        planned = self.imports.plan(given, wish, progress)
        missing = self.imports.unasked(planned)
        if missing:
            quoted = (say("“{}”", one) for one in missing[:MOST_TOLD])
            self.shell.terminal.warn(
                say_so_many(
                    "{:,} question without a column, so not answered: {}{}",
                    "{:,} questions without a column, so not answered: {}{}",
                    len(missing),
                    say_joined(", ", quoted),
                    " …" if len(missing) > MOST_TOLD else ".",
                )
            )
        if self.seed is None and self.imports.is_guessed(planned):
            self.shell.terminal.warn(NO_SEED)
        return planned

    def plan_undo(
        self, reference: str, progress: Callable[[int], None], *, sends_mail: bool
    ) -> Planned:
        """Say what undoing would do."""
        return self.imports.plan_undo(reference, progress, sends_mail=sends_mail)

    def apply(
        self,
        planned: Any,
        progress: Callable[[int], None],
        failed: Path | None,
        *,
        reason: str | None,
    ) -> BulkView:
        """Do it."""
        return self.imports.apply(planned, progress, failed, reason=reason)


def run(
    shell: Shell, course: str | None, lesson: str | None, seed: int | None, given: Given
) -> None:
    """Record what a file says that learners answered to a quiz, or take that back."""
    if given.undo is not None:
        imports = shell.academy.attempt_imports()
    else:
        slug = choose.course(shell, course)
        imports = shell.academy.attempt_imports(slug, choose.lesson(shell, slug, lesson), seed or 0)
    run_import(shell, Telling(shell, imports, seed), given, after=lambda _: sign_earned(shell))
