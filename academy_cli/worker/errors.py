"""What a worker cannot do, each with its own sentence."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, say_joined


class UnknownJobError(AcademyError):
    """A name that no job has."""

    def __init__(self, name: str, near: str | None, known: Sequence[str]) -> None:
        hint = say("Did you mean {}?", near) if near else say("Choose from: {}", ", ".join(known))
        super().__init__(Kind.USAGE, "worker.unknown-job", say("There is no job “{}”.", name), hint)


class WorkerBusyError(AcademyError):
    """Another worker, or something that one began and left behind when it was killed."""

    def __init__(self, file: Path, process: int | None, *, is_ours: bool = True) -> None:
        who = say("process {}", process) if process else say("a process")
        ours = say(
            "A worker of this academy is at work already ({}), or what one began is still going on.",
            who,
        )
        others = say("The worker of another academy, at work here, writes to “{}”.", file)
        super().__init__(
            Kind.CONFLICT,
            "worker.busy",
            ours if is_ours else others,
            say(
                "Look at it: academy worker list, or set worker.state to another file than {}", file
            ),
        )


class WorkerFileError(AcademyError):
    """The file in which a worker writes how things stand cannot be written."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            Kind.UNAVAILABLE,
            "worker.file",
            say("How things stand cannot be written to “{}”: {}.", file, why),
            "Let its folder be writable, or name another file: worker.state",
        )


class NothingToDoError(AcademyError):
    """No job has anything to do here."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(
            Kind.INVALID,
            "worker.nothing",
            say("There is nothing to do by itself: {}.", say_joined("; ", reasons)),
            "See what each job needs: academy worker list",
        )


class NoWorkerError(AcademyError):
    """Nobody does what has to be done by itself."""

    def __init__(self, since: str) -> None:
        said = (
            say("No worker is at work. The last one was seen at {}.", since)
            if since
            else say("No worker is at work. None has been here yet.")
        )
        super().__init__(
            Kind.ATTENTION,
            "worker.away",
            said,
            "Start one: academy worker run, or see docs/deploy.md",
        )


class JobsFailError(AcademyError):
    """Jobs that failed the last times they were done."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            Kind.ATTENTION,
            "worker.failing",
            say("What should be done by itself fails: {}.", ", ".join(names)),
            "See how each ended: academy worker list; what it said is in the log of the worker.",
        )
