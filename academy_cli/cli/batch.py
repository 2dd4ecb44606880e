"""Several things done one after the other, where one that fails does not stop the rest.

Knows how many were done and how the failures decide the exit code; refuses to know what was done.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from academy_cli.cli.streams import UnwritableOutputError
from academy_cli.cli.terminal import Terminal
from academy_cli.cli.terminal.errors import ConfirmationNeededError
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say


class SomeFailedError(AcademyError):
    """Some or all of several things were not done; each was told when it failed."""

    def __init__(self, failures: list[AcademyError], done: int) -> None:
        kinds = {failure.kind for failure in failures}
        super().__init__(
            Kind.PARTIAL if done or Kind.PARTIAL in kinds else failures[0].kind,
            "batch.failed",
            say("{} of {} courses failed.", len(failures), done + len(failures)),
            "Mend what is named above, then run the same command again; what is done stays done.",
        )


class Batch:
    """One run over several courses.

    Each goes into a ``with batch.one():`` block; ``finish`` raises what the failures amount to.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._failures: list[AcademyError] = []
        self._done = 0

    @contextmanager
    def one(self, *, counts: bool = True) -> Iterator[None]:
        """Keep a refusal of this one; what concerns them all, such as a full disk, goes on up.

        What only comes before doing one does not count as done.
        """
        try:
            yield
        except (ConfirmationNeededError, UnwritableOutputError):
            raise
        except AcademyError as failure:
            self._failures.append(failure)
        else:
            self._done += counts

    def finish(self) -> None:
        """Tell the failures and raise; a single one that was all there was to do is raised itself."""
        if self._failures and self._done + len(self._failures) == 1:
            raise self._failures[0]
        for failure in self._failures:
            self._terminal.fail(failure)
        if self._failures:
            raise SomeFailedError(self._failures, self._done)
