"""``academy course preview`` and ``build``: a course as pages, while it is written and as files.

Knows the words of both commands; refuses to know what is on a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

app = noun("Show a course as pages.")

OneCourse = Annotated[
    Path,
    typer.Argument(
        metavar="[PATH]", help="The course's folder; here by default.", show_default=False
    ),
]
Port = Annotated[
    int,
    typer.Option(
        "--port",
        metavar="PORT",
        min=0,
        max=65535,
        help="A port of this machine; any by default.",
        show_default=False,
    ),
]
Open = Annotated[bool, typer.Option("--open", help="Open it in the browser.")]
AsLearner = Annotated[
    bool,
    typer.Option("--as-learner", help="Begin with what learners see; both views are a click away."),
]
OutFolder = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="A new or empty folder, or that of the last build."),
]
Drafts = Annotated[
    bool,
    typer.Option(
        "--drafts", help="Show drafts and what is not released yet, as their authors see it."
    ),
]


@command(
    app,
    "preview",
    examples=(
        "academy course preview",
        "academy course preview courses/python --open",
        "academy course preview courses/python --port 8000 --as-learner",
    ),
)
def preview(
    shell: Shell,
    path: OneCourse = Path(),
    *,
    port: Port = 0,
    open_it: Open = False,
    as_learner: AsLearner = False,
) -> None:
    """Show a course in the browser while you write it, until Ctrl-C; needs no database.

    Each page is as the files are now: it is loaded again whenever a save changes it, with what check finds
    beside the lesson it is in. Only this machine can look.
    """
    from academy_cli.cli import pagewriting

    pagewriting.preview(shell, path, port, is_opened=open_it, is_learner=as_learner)


@command(
    app,
    "build",
    changing=True,
    examples=(
        "academy course build --out ../site",
        "academy course build courses/python --out site --dry-run",
        "academy course build courses/python --out review --drafts",
    ),
)
def build(
    shell: Shell, path: OneCourse = Path(), *, out: OutFolder = None, drafts: Drafts = False
) -> None:
    """Write a course as pages that any web server, or a browser alone, can show; needs no database.

    They are what learners see: without drafts, and without what is not released yet. The same course makes
    the same bytes; pages of the last build that are gone are removed, and nothing else is touched.
    """
    from academy_cli.cli import pagewriting

    pagewriting.build(shell, path, out, with_drafts=drafts)
