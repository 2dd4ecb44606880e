"""``academy demo``: a tour through academy on a course of its own.

Knows how to act out a story and which folder is its own; refuses to touch any other, and anybody's
settings.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager, redirect_stderr
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, assert_never

import typer

from academy_cli.cli import moneytour, root, standin, tour
from academy_cli.cli.options import command, single
from academy_cli.cli.shell import Shell
from academy_cli.cli.streams import READER_GONE_EXIT, ReaderGoneError
from academy_cli.cli.terminal import Ink, Terminal
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say, whole
from academy_cli.kit.systemwords import system_words

app = single()

Payments = Annotated[
    bool, typer.Option("--payments", help="The money of an academy, with a stand-in for Stripe.")
]
Folder = Annotated[
    Path,
    typer.Argument(metavar="[DIR]", help="Where; academy-demo by default.", show_default=False),
]

MARKER = ".academy-demo"
MARKED = (
    "Made by `academy demo`, which makes everything beside this file anew when it runs again.\n"
)
OWN = (MARKER, "academy.yaml", "academy.db", "storage", "mail", tour.COURSE)
"""What the tour makes; a database has companions whose names begin with its own."""


class NotItsFolderError(AcademyError):
    """A folder that holds something the tour did not make."""

    def __init__(self, folder: Path, name: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "demo.folder",
            say("“{}” holds “{}”, which the demo did not make. Nothing was changed.", folder, name),
            "Name another folder: academy demo DIR",
        )


class UnwritableError(AcademyError):
    """A folder that cannot be made or emptied."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "demo.unwritable",
            say("“{}” cannot be made: {}.", folder, why),
            "Name another folder: academy demo DIR",
        )


class UnexpectedError(AcademyError):
    """A step of the tour that went another way."""

    def __init__(self, act: str, what: str) -> None:
        super().__init__(
            Kind.INTERNAL,
            "demo.unexpected",
            say("The demo stopped: `{}` {}.", act, what),
            "Report it with what is shown above.",
        )


@command(
    app, "demo", examples=("academy demo", "academy demo somewhere/else", "academy demo --payments")
)
def demo(
    shell: Shell, folder: Folder = Path("academy-demo"), *, payments: Payments = False
) -> None:
    """See what academy does, on a course that is made, changed, broken and mended before your eyes.

    With --payments it is sold, refunded and disputed: a stand-in for Stripe runs beside it, no money is real.

    Everything is in one new folder with its own settings and database. Running it again starts over.
    """
    shell.here()  # where the tour begins, and returns to
    _prepare(folder)
    if payments:
        with _alone(), standin.running() as stripe:
            told = moneytour.story(str(folder), datetime.now(UTC).year)
            play(shell.terminal, told, lambda deed: standin.happen(stripe, deed))
    else:
        with _alone():
            play(shell.terminal, tour.story(str(folder)))
    shell.terminal.print()
    shell.terminal.print(
        Ink(say("That is all."), "bold"),
        " ",
        say("Look around: cd {}", shlex.quote(str(folder))),
    )
    shell.terminal.print(say("A folder of your own becomes a course with: academy course init DIR"))


def play(
    terminal: Terminal,
    story: tuple[tour.Scene, ...],
    happen: Callable[[str], None] = lambda _: None,
) -> None:
    """Act out a story; raises UnexpectedError at the first step that goes another way.

    ``happen`` does what others do meanwhile.
    """
    for number, scene in enumerate(story, 1):
        terminal.print()
        terminal.print(Ink(say("{}. {}", number, whole(scene.title)), "bold"))
        for step in scene.steps:
            terminal.print()
            terminal.print_lines([(whole(step.says),)], hang=0)
            for before, act in zip((None, *step.acts), step.acts, strict=False):
                if isinstance(before, tour.Run):
                    terminal.print()
                if isinstance(act, tour.Happen):
                    terminal.print(Ink(say("({})", whole(act.says)), "dim"))
                    happen(act.deed)
                else:
                    _do(terminal, act)


def _prepare(folder: Path) -> None:
    """An empty folder with the marker in it."""
    try:
        for path in _own(folder):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        folder.mkdir(parents=True, exist_ok=True)
        (folder / MARKER).write_text(MARKED, encoding="utf-8")
    except OSError as error:
        raise UnwritableError(folder, system_words(error)) from error


def _own(folder: Path) -> list[Path]:
    """What an earlier tour left behind. Raises NotItsFolderError for anything else."""
    found = sorted(folder.iterdir()) if folder.exists() else []
    is_marked = (folder / MARKER).is_file()
    for path in found:
        if not is_marked or not (path.name in OWN or path.name.startswith("academy.db")):
            raise NotItsFolderError(folder, path.name)
    return found


@contextmanager
def _alone() -> Iterator[None]:
    """No setting of the user's holds meanwhile, and the working directory is the same afterwards."""
    theirs = {name: text for name, text in os.environ.items() if name.startswith("ACADEMY_")}
    for name in theirs:
        del os.environ[name]
    try:
        with chdir(Path.cwd()):
            yield
    finally:
        os.environ.update(theirs)


def _do(terminal: Terminal, act: tour.OwnAct) -> None:
    match act:
        case tour.Run():
            _run(terminal, act)
        case tour.Enter(folder):
            _type(terminal, f"cd {shlex.quote(folder)}")
            os.chdir(folder)
        case tour.Move(old, new):
            _type(terminal, f"mv {old} {new}")
            Path(old).rename(new)
        case tour.Edit():
            _edit(terminal, act)
        case tour.Remove(file):
            _type(terminal, f"rm {file}")
            Path(file).unlink()
        case _:
            assert_never(act)


def _type(terminal: Terminal, words: str) -> None:
    """Show words as they stand after a prompt."""
    terminal.print(Ink("$ ", "dim"), Ink(words, "cyan"))


def _run(terminal: Terminal, run: tour.Run) -> None:
    """Run a command in this process, on the one stream that the tour is told on."""
    _type(terminal, run.words)
    terminal.out.flush()
    with redirect_stderr(sys.stdout):
        code = root.run([*shlex.split(run.words)[1:], *_manner(terminal)])
    if code == READER_GONE_EXIT:
        raise ReaderGoneError
    if code in (one.exit_code for one in (Kind.INTERRUPTED, Kind.TERMINATED, Kind.HUNG_UP)):
        raise typer.Exit(code)
    if code != run.code:
        raise UnexpectedError(run.words, say("ended with {} instead of {}", code, run.code))
    if code or "--exit-code" in run.words:
        terminal.print(Ink(say("(exit code {})", code), "dim"))


def _manner(terminal: Terminal) -> list[str]:
    """Options nobody types: in a pipe too, the tour is for a person."""
    plain = ["--plain"] if terminal.wish.is_plain else []
    return plain if terminal.out.isatty() else [*plain, "--format", "table"]


def _edit(terminal: Terminal, edit: tour.Edit) -> None:
    """Change a file, and show which lines are others now."""
    _type(terminal, f"$EDITOR {edit.file}")
    path = Path(edit.file)
    text = path.read_text(encoding="utf-8")
    for old, new in edit.changes:
        if old not in text:
            raise UnexpectedError(f"$EDITOR {edit.file}", say("found no “{}”", old))
        text = text.replace(old, new, 1)
        terminal.print_lines((Ink(f"    - {line}", "red"),) for line in old.splitlines())
        terminal.print_lines((Ink(f"    + {line}", "green"),) for line in new.splitlines())
    path.write_text(text, encoding="utf-8")
