"""Importing a file of rows, whatever they are about: said beforehand, agreed to, done, told.

The words that every ``import`` has, and the conversation around them. Knows plans and reports; refuses to
know any kind of row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, Protocol

import typer

from academy_cli.cli.importerrors import (
    BadMappingError,
    RowsRefusedError,
    RowsStayError,
    TwoColumnsError,
    UndoAloneError,
)
from academy_cli.cli.importplan import tell_plan
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.bulk.importer import Planned, Wish
    from academy_cli.bulk.views import BulkView

SHOWN = (
    "reference",
    "rows",
    "create",
    "update",
    "unchanged",
    "refused",
    "gives",
    "mails",
    "failed_file",
)


class ModeWord(Enum):
    """Which rows may do something."""

    CREATE = "create"
    UPDATE = "update"
    UPSERT = "upsert"


class FillWord(Enum):
    """Which fields of what is there a row may set."""

    ALL = "all"
    MISSING = "missing-only"


File = Annotated[
    str | None,
    typer.Argument(metavar="FILE", help="CSV or JSON lines; - is standard input."),
]
Map = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD=COLUMN", help="Which column means a field; repeatable."),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar="NAME", help="What the file is in, if it is not found."),
]
Mode = Annotated[
    ModeWord, typer.Option("--mode", help="Which rows may do something: the new, the known, both.")
]
Fill = Annotated[
    FillWord, typer.Option("--fill", help="Set all that a row names, or only what is empty so far.")
]
Atomic = Annotated[bool, typer.Option("--atomic", help="All rows or none.")]
NoMail = Annotated[bool, typer.Option("--no-mail", help="Send nobody any mail.")]
Failed = Annotated[
    Path | None,
    typer.Option("--failed", metavar="FILE", help="Put refused rows here; NAME.failed.csv."),
]
Resume = Annotated[
    bool, typer.Option("--resume", help="Go on with this file where it was interrupted.")
]
Undo = Annotated[
    str | None,
    typer.Option("--undo", metavar="REFERENCE", help="Undo an import, instead of a file."),
]

Reason = Annotated[
    str | None,
    typer.Option(
        "--reason", metavar="TEXT", help="Why, for the audit log; it stays for good: name nobody."
    ),
]


class Given(NamedTuple):
    """What a person said beside the file."""

    file: str | None
    columns: list[str] | None = None
    encoding: str | None = None
    mode: ModeWord = ModeWord.UPSERT
    fill: FillWord = FillWord.ALL
    atomic: bool = False
    no_mail: bool = False
    failed: Path | None = None
    resume: bool = False
    undo: str | None = None
    reason: str | None = None
    own: Mapping[str, str | None] = {}
    """What the options say that only this kind of rows has."""

    def beside_undo(self) -> str | None:
        """The first thing that is said of a file; None if nothing is."""
        said = {
            str(self.file): self.file,
            "--map": self.columns,
            "--encoding": self.encoding,
            "--mode": self.mode is not ModeWord.UPSERT,
            "--fill": self.fill is not FillWord.ALL,
            "--atomic": self.atomic,
            "--failed": self.failed,
            "--resume": self.resume,
            **self.own,
        }
        return next((option for option, value in said.items() if value), None)


class Imports(Protocol):
    """A service that imports one kind of rows."""

    def plan(self, given: Any, wish: Any, progress: Callable[[int], None]) -> Planned:
        """Say what would be done."""

    def plan_undo(
        self, reference: str, progress: Callable[[int], None], *, sends_mail: bool
    ) -> Planned:
        """Say what undoing would do."""

    def apply(
        self,
        planned: Any,
        progress: Callable[[int], None],
        failed: Path | None,
        *,
        reason: str | None,
    ) -> BulkView:
        """Do it."""


def run_import(
    shell: Shell,
    imports: Imports,
    given: Given,
    after: Callable[[BulkView], None] = lambda _: None,
    beside: Callable[[], None] = lambda: None,
) -> None:
    """Plan, agree, do, and what comes after; tell; ends with 8 when some rows were refused.

    ``beside`` tells what else there is to a plan, before anybody agrees to it.
    """
    with _planned(shell, imports, given) as planned:
        view = planned.view
        tell_plan(shell.terminal, view)
        beside()
        if shell.is_dry_run:
            shell.terminal.note("Nothing was written: it was a dry run.")
            shell.terminal.show_one(view, *SHOWN)
            if view.refused:
                found = RowsRefusedError if given.undo is None else RowsStayError
                raise found(view.refused, view.rows)
            return
        if view.changes and not (given.atomic and view.refused):
            shell.terminal.confirm(say("Do this?"))
        done = _done(shell, imports, planned, given)
        shell.terminal.show_one(done, *SHOWN)
        after(done)
        if done.refused:
            _refuse(shell, done, given)


def _refuse(shell: Shell, done: BulkView, given: Given) -> None:
    from academy_cli.bulk.errors import PartialError, UndonePartlyError

    if given.undo:
        raise UndonePartlyError(given.undo, done.refused, done.rows)
    raise PartialError(done.refused, done.rows, done.failed_file or "")


@contextmanager
def _planned(shell: Shell, imports: Imports, given: Given) -> Iterator[Planned]:
    if given.undo is not None:
        if (said := given.beside_undo()) is not None:
            raise UndoAloneError(said, given.undo)
        with shell.terminal.progress("Looking at what was imported") as progress:
            planned = imports.plan_undo(given.undo, progress, sends_mail=not given.no_mail)
        yield planned
        return
    from academy_cli.bulk.source import source

    name = given.file or shell.terminal.ask("FILE", "Which file?")
    wish = _wish(given)
    with source(name, given.encoding) as found:
        with shell.terminal.progress(say("Reading {}", name), found.survey.rows) as progress:
            planned = imports.plan(found, wish, progress)
        yield planned


def _done(shell: Shell, imports: Imports, planned: Planned, given: Given) -> BulkView:
    view = planned.view
    label = say("Undoing {}", given.undo) if given.undo else say("Importing {}", view.kind)
    try:
        if not view.changes:
            return imports.apply(planned, lambda _: None, given.failed, reason=given.reason)
        with shell.terminal.progress(label, view.rows) as progress:
            return imports.apply(planned, progress, given.failed, reason=given.reason)
    except KeyboardInterrupt:
        how = say("the same command") if given.undo else say("the same command with --resume")
        shell.terminal.warn(say("What is done stays done; {} goes on.", how))
        raise


def _wish(given: Given) -> Wish:
    from academy_cli.bulk.importer import Wish
    from academy_cli.bulk.kinds import Fill, Mode, Policy

    return Wish(
        policy=Policy(Mode(given.mode.value), Fill(given.fill.value)),
        mapped=_mapped(given.columns or []),
        sends_mail=not given.no_mail,
        is_atomic=given.atomic,
        resumes=given.resume,
    )


def _mapped(written: list[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for one in written:
        field, sign, column = (part.strip() for part in one.partition("="))
        if not sign or not field or not column:
            raise BadMappingError(one)
        if found.get(field, column) != column:
            raise TwoColumnsError(field, found[field], column)
        found[field] = column
    return found
