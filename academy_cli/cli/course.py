"""``academy course``: check, plan, sync and publish courses.

Knows the words of each command and which view answers it; refuses to decide anything about courses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from academy_cli.cli import (
    catalog,
    checking,
    courseexport,
    courseimport,
    courselooking,
    coursepages,
    quiz,
    revisions,
    students,
    translating,
)
from academy_cli.cli.checking import Strict
from academy_cli.cli.fetching import Offline, Places
from academy_cli.cli.format import Format
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import Kind

app = noun("Check, plan, sync and publish courses.")

NewFolder = Annotated[Path | None, typer.Argument(metavar="DIR", help="A new or empty folder.")]
Adopted = Annotated[
    Path, typer.Argument(metavar="[DIR]", help="The folder; here by default.", show_default=False)
]
TemplateName = Annotated[
    str | None, typer.Option("--template", metavar="NAME", help="minimal, self-paced or cohort.")
]
Given = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="An answer to the template; repeatable."),
]
Slug = Annotated[str | None, typer.Argument(metavar="COURSE", help="The course's slug.")]
Partial = Annotated[
    bool, typer.Option("--partial", help="Apply the sound part of a course with errors.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Save the plan here.")]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help="End with 10 when there is something to do.")
]
Diff = Annotated[bool, typer.Option("--diff", help="Show how the texts change, word by word.")]
Impact = Annotated[bool, typer.Option("--impact", help="Show what each change does to learners.")]
PlanFile = Annotated[Path, typer.Argument(metavar="PLANFILE", help="What plan --out saved.")]
Folder = Annotated[
    Path | None,
    typer.Option("--folder", metavar="DIR", help="Where the course is now, if it was moved."),
]


@command(
    app,
    "new",
    changing=True,
    examples=(
        "academy course new python-basics",
        "academy course new python-basics --template minimal --set title=Python --yes",
    ),
)
def new(
    shell: Shell, folder: NewFolder = None, *, template: TemplateName = None, given: Given = None
) -> None:
    """Write a new course from a template; what is not given is asked for on a terminal."""
    from academy_cli.cli import scaffolding

    scaffolding.new(shell, folder, template, given or [])


@command(
    app,
    "init",
    changing=True,
    examples=("academy course init workshop --dry-run", "academy course init workshop"),
)
def init(shell: Shell, folder: Adopted = Path()) -> None:
    """Adopt a folder of Markdown: write the course.yaml that it seems to want, and nothing else."""
    from academy_cli.cli import scaffolding

    scaffolding.adopt(shell, folder)


app.makers.update(checking.app.makers)
app.makers.update(translating.app.makers)


@command(
    app,
    "plan",
    examples=(
        "academy course plan",
        "academy course plan courses/python --diff",
        "academy course plan courses/python --impact",
        "academy course plan courses/ --out plan.json --exit-code",
        "academy course plan courses/ --format markdown > comment.md",
    ),
    reports=(Format.MARKDOWN,),
)
def plan(
    shell: Shell,
    places: Places = None,
    *,
    out: Out = None,
    exit_code: ExitCode = False,
    diff: Diff = False,
    impact: Impact = False,
    strict: Strict = False,
    offline: Offline = False,
) -> None:
    """Show what a sync would change, for whom, and what it would hold back and why."""
    from academy_cli.cli import fetching, planning

    made = planning.show_plans(
        shell,
        fetching.places(places),
        strict=strict,
        diff=diff,
        impact=impact,
        out=out,
        is_offline=offline,
    )
    if exit_code and not all(one.is_empty for one in made):
        raise typer.Exit(Kind.CHANGES.exit_code)


@command(
    app,
    "apply",
    changing=True,
    examples=("academy course apply plan.json", "academy course apply plan.json --yes"),
)
def apply(
    shell: Shell,
    file: PlanFile,
    *,
    folder: Folder = None,
    partial: Partial = False,
    offline: Offline = False,
) -> None:
    """Do exactly what a saved plan says, or nothing if the academy or the files moved since.

    A plan of a repository is carried out with the commit it was made of, whatever was pushed since.
    """
    from academy_cli.cli import planning

    planning.apply(shell, file, folder=folder, partial=partial, is_offline=offline)


@command(
    app,
    "sync",
    changing=True,
    examples=(
        "academy course sync",
        "academy course sync courses/ --dry-run",
        "academy course sync courses/ --yes --format json",
        "academy course sync https://git.example.org/courses.git#main:python --yes",
    ),
)
def sync(
    shell: Shell,
    places: Places = None,
    *,
    strict: Strict = False,
    partial: Partial = False,
    offline: Offline = False,
) -> None:
    """Check, plan, ask and apply: make the academy's courses what the folders say.

    Each course is one transaction; one that fails does not stop the others.
    """
    from academy_cli.cli import fetching, planning

    named = fetching.places(places)
    if shell.is_dry_run:
        planning.show_plans(shell, named, strict=strict, is_offline=offline)
    else:
        planning.sync(shell, named, strict=strict, partial=partial, is_offline=offline)


@command(app, "publish", changing=True, examples=("academy course publish python-basics",))
def publish(shell: Shell, slug: Slug = None) -> None:
    """Let learners see a course."""
    from academy_cli.cli import publishing

    publishing.set_status(shell, slug, "published")


@command(
    app, "unpublish", changing=True, examples=("academy course unpublish python-basics --dry-run",)
)
def unpublish(shell: Shell, slug: Slug = None) -> None:
    """Take a course back from learners' eyes; their progress stays."""
    from academy_cli.cli import publishing

    publishing.set_status(shell, slug, "draft")


app.makers.update(courselooking.app.makers | coursepages.app.makers | courseimport.app.makers)
app.makers.update(catalog.app.makers)
app.makers.update(
    courseexport.app.makers | revisions.app.makers | students.of_course.makers | quiz.app.makers
)
