"""``academy course``: check, plan, sync and publish courses.

Knows the words of each command and which view answers it; refuses to decide anything about courses.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from academy_cli.cli import choose, courseimport, revisions, students
from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import Kind

app = noun("Check, plan, sync and publish courses.")

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...", help="Course folders, or folders of them; here by default."
    ),
]
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
Whole = Annotated[
    bool, typer.Option("--all", help="Show every finding, not the first few of each kind.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")]
Partial = Annotated[
    bool, typer.Option("--partial", help="Apply the sound part of a course with errors.")
]
Out = Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Save the plan here.")]
ExitCode = Annotated[
    bool, typer.Option("--exit-code", help="End with 10 when there is something to do.")
]
Diff = Annotated[bool, typer.Option("--diff", help="Show how the texts change, word by word.")]
Impact = Annotated[bool, typer.Option("--impact", help="Show what each change does to learners.")]
Ids = Annotated[
    bool, typer.Option("--ids", help="Give an id to every lesson and module.yaml without one.")
]
PlanFile = Annotated[Path, typer.Argument(metavar="PLANFILE", help="What plan --out saved.")]
Folder = Annotated[
    Path | None,
    typer.Option("--folder", metavar="DIR", help="Where the course is now, if it was moved."),
]
Status = Annotated[
    Literal["draft", "published", "archived"] | None,
    typer.Option("--status", metavar="STATUS", help="Only draft, published or archived ones."),
]
Part = Annotated[
    Literal["course", "module", "lesson", "quiz"],
    typer.Argument(
        metavar="[PART]",
        help="course, module, lesson or quiz; course by default.",
        show_default=False,
    ),
]

SUMMARY = Columns(
    ("slug", "title", "status", "lessons", "revision", "updated_at"),
    ("slug", "title", "status", "language", "level", "category", "modules", "lessons", "revision",
     "updated_at", "publish_at"),
)  # fmt: skip


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


@command(
    app,
    "check",
    listing=True,
    examples=(
        "academy course check",
        "academy course check courses/python --all",
        "academy course check courses/ --strict --format json",
        "academy course check --sort code --fields code,file,line",
    ),
)
def check(
    shell: Shell, paths: Paths = None, *, strict: Strict = False, whole: Whole = False
) -> None:
    """Check courses and name everything that is wrong, with file, line and fix; needs no database."""
    from academy_cli.cli.show import checked

    found, below = [], shell.academy.courses_below(paths or [Path()])
    for folder in below.folders:
        with shell.terminal.progress(f"Checking {folder}") as progress:
            found.append(shell.academy.check(folder, strict=strict, progress=progress))
    checked.show(shell.terminal, found, is_whole=whole, left_out=below.left_out)


@command(
    app,
    "fix",
    changing=True,
    listing=True,
    examples=(
        "academy course fix",
        "academy course fix --ids --dry-run",
        "academy course fix courses/python --ids --yes --format json",
    ),
)
def fix(shell: Shell, paths: Paths = None, *, ids: Ids = False) -> None:
    """Write into a course's files what can be written for you; without an option, say what that is.

    Only the line named is added: every other byte of a file stays as it was. Needs no database; where there
    is one, no id is given that ever belonged to another lesson of the course.
    """
    from academy_cli.cli import fixing

    (fixing.give_ids if ids else fixing.offer)(shell, paths or [Path()])


@command(
    app,
    "plan",
    examples=(
        "academy course plan",
        "academy course plan courses/python --diff",
        "academy course plan courses/python --impact",
        "academy course plan courses/ --out plan.json --exit-code",
    ),
)
def plan(
    shell: Shell,
    paths: Paths = None,
    *,
    out: Out = None,
    exit_code: ExitCode = False,
    diff: Diff = False,
    impact: Impact = False,
    strict: Strict = False,
) -> None:
    """Show what a sync would change, for whom, and what it would hold back and why."""
    from academy_cli.cli import planning

    made = planning.show_plans(
        shell, paths or [Path()], strict=strict, diff=diff, impact=impact, out=out
    )
    if exit_code and not all(one.is_empty for one in made):
        raise typer.Exit(Kind.CHANGES.exit_code)


@command(
    app,
    "apply",
    changing=True,
    examples=("academy course apply plan.json", "academy course apply plan.json --yes"),
)
def apply(shell: Shell, file: PlanFile, *, folder: Folder = None, partial: Partial = False) -> None:
    """Do exactly what a saved plan says, or nothing if the academy or the files moved since."""
    from academy_cli.cli import planning

    planning.apply(shell, file, folder=folder, partial=partial)


@command(
    app,
    "sync",
    changing=True,
    examples=(
        "academy course sync",
        "academy course sync courses/ --dry-run",
        "academy course sync courses/ --yes --format json",
    ),
)
def sync(
    shell: Shell, paths: Paths = None, *, strict: Strict = False, partial: Partial = False
) -> None:
    """Check, plan, ask and apply: make the academy's courses what the folders say.

    Each course is one transaction; one that fails does not stop the others.
    """
    from academy_cli.cli import planning

    if shell.is_dry_run:
        planning.show_plans(shell, paths or [Path()], strict=strict)
    else:
        planning.sync(shell, paths or [Path()], strict=strict, partial=partial)


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


@command(
    app,
    "list",
    listing=True,
    examples=(
        "academy course list",
        "academy course list --status draft --sort -updated_at --limit 5",
        "academy course list --format ids",
    ),
)
def list_courses(shell: Shell, *, status: Status = None) -> None:
    """List the academy's courses."""
    empty = f"There is no {status} course." if status else "There are no courses yet."
    shell.terminal.show_list(shell.academy.catalog.list(status=status), SUMMARY, empty=empty)


@command(
    app,
    "show",
    examples=(
        "academy course show python-basics --fields slug,title",
        "academy course show python-basics --revision 3",
    ),
)
def show(shell: Shell, slug: Slug = None, *, revision: revisions.Revision = None) -> None:
    """Show a course and its outline, as it is or as it was."""
    from academy_cli.cli.show import course

    name, academy = choose.only_course(shell, slug), shell.academy
    view = academy.history.show(name, revision) if revision else academy.catalog.show(name)
    course.show(shell.terminal, view)


@command(
    app,
    "schema",
    examples=("academy course schema > course.schema.json", "academy course schema lesson"),
)
def schema(shell: Shell, part: Part = "course") -> None:
    """Write the JSON Schema of course.yaml, module.yaml, a lesson or a quiz, for editors."""
    from academy_cli.authoring.schema import json_schema
    from academy_cli.cli.jsonrows import json_text

    if shell.terminal.format.is_structured:
        shell.terminal.show_documents([json_schema(part)])
    else:
        shell.terminal.print(json_text(json_schema(part)))


app.makers.update(courseimport.app.makers | revisions.app.makers | students.of_course.makers)
