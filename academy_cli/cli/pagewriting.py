"""Carrying out ``academy course preview`` and ``build``.

Knows what is said meanwhile and afterwards; refuses to know what is on a page.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import NamedTuple

from academy_cli.authoring.preview.errors import (
    LessonsLeftOutError,
    NoOutError,
    SeveralCoursesError,
)
from academy_cli.cli.interrupts import as_a_wish
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say
from academy_cli.kit.stopping import Stop


class Served(NamedTuple):
    """A course that is served, and where."""

    folder: str
    url: str


WRITTEN = ("course", "folder", "pages", "files", "written", "removed", "left_out")


def preview(shell: Shell, path: Path, port: int, *, is_opened: bool, is_learner: bool) -> None:
    """Serve a course until somebody ends it."""
    from academy_cli.authoring.preview.looking import View
    from academy_cli.authoring.preview.previewing import preview as serve

    workshop = shell.academy.workshop(_only_course(shell, path, "preview"))
    stop = Stop()

    def ready(url: str) -> None:
        if shell.terminal.format.is_structured:
            shell.terminal.show_one(Served(str(workshop.folder), url))
        else:
            shell.terminal.print(url)
        shell.terminal.out.flush()
        shell.terminal.note("Ctrl-C ends it.")
        if is_opened:
            import webbrowser

            webbrowser.open(url)

    with as_a_wish(stop.wish, "Ending; once more to end at once."):
        view = View.LEARNER if is_learner else View.AUTHOR
        serve(workshop, port, view, ready=ready, is_over=lambda: stop.is_wished)


def build(shell: Shell, path: Path, out: Path | None, *, with_drafts: bool) -> None:
    """Write a course as pages."""
    if out is None:
        raise NoOutError
    folder = _only_course(shell, path, "build")
    builder = shell.academy.builder(folder, out, with_drafts=with_drafts)
    with shell.terminal.progress("Building") as progress:
        built = builder.plan(progress) if shell.is_dry_run else builder.build(progress)
    shell.terminal.show_one(built, *WRITTEN)
    if built.left_out:
        raise LessonsLeftOutError(folder, built.left_out)
    shell.next(say("open {} in a browser", quote(built.home)))


def _only_course(shell: Shell, path: Path, command: str) -> Path:
    folders = shell.academy.courses_below([path]).folders
    if len(folders) > 1:
        raise SeveralCoursesError(folders, command)
    return folders[0]
