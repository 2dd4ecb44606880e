"""``academy ci``: pipeline files that check, plan and sync courses on a code host.

Knows the words of the command; refuses to know what a pipeline does.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

app = noun("Let a code host check, plan and sync courses.")

Platform = Annotated[
    Literal["github", "gitlab", "pre-commit"],
    typer.Argument(metavar="PLATFORM", help="github, gitlab or pre-commit."),
]
Folder = Annotated[
    Path,
    typer.Argument(metavar="[DIR]", help="The repository; here by default.", show_default=False),
]
Branch = Annotated[str, typer.Option("--branch", metavar="NAME", help="The branch that is synced.")]
Courses = Annotated[
    str, typer.Option("--courses", metavar="PATH", help="Where the courses are in the repository.")
]
Package = Annotated[
    str | None,
    typer.Option(
        "--package",
        metavar="SPEC",
        help="What pip installs; this version of academy by default.",
        show_default=False,
    ),
]
ToStdout = Annotated[
    bool, typer.Option("--stdout", help="Write the file to standard output, and nothing else.")
]
WRITTEN = Columns(("platform", "file", "next"), ("platform", "file", "next"), reference="file")


@command(
    app,
    "init",
    changing=True,
    examples=(
        "academy ci init github --dry-run",
        "academy ci init gitlab --courses courses/ --branch trunk",
        "academy ci init pre-commit --stdout",
    ),
)
def init(
    shell: Shell,
    platform: Platform,
    folder: Folder = Path(),
    *,
    branch: Branch = "main",
    courses: Courses = ".",
    package: Package = None,
    stdout: ToStdout = False,
) -> None:
    """Write a working pipeline file: a check and a plan for each pull request, a sync of the main branch.

    What is there already is never overwritten; GitLab's is then a file to include.
    """
    from academy_cli.authoring.pipelines import files

    made = files.pipeline(
        platform, folder, branch=branch, courses=courses, package=package or files.PACKAGE
    )
    if stdout:
        shell.terminal.print(made.text.removesuffix("\n"))
        return
    if shell.is_dry_run:
        files.require_absent(made)
    else:
        files.write(made)
    told = {"platform": made.platform, "file": made.file, "next": made.next}
    shell.terminal.show_one(told, *WRITTEN.shown)
    shell.next(made.next)
