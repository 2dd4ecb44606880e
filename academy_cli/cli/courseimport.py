"""``academy course import``: a course of another format, made into one of ours.

Knows the words of the command and how its report is told; refuses to know any format.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli.fetching import Offline, place
from academy_cli.cli.fidelity import COUNTS, show_report, tell_of_details, write_report
from academy_cli.cli.format import Format
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.cli.terminal import Ink, Line
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.amount import amount
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.interchange.report import Report
    from academy_cli.interchange.writing import Imported

app = noun("Bring courses from elsewhere.")

Family = Literal[
    "auto", "markdown", "mdbook", "carpentries", "mslearn", "freecodecamp", "prairielearn", "olx",
    "jupyterbook", "huggingface", "common-cartridge",
]  # fmt: skip
SourceOf = Annotated[
    str,
    typer.Argument(
        metavar="SOURCE",
        parser=place,
        help="The course's folder, a cartridge (.imscc), or a git repository (URL#BRANCH:FOLDER).",
    ),
]
NewFolder = Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]
From = Annotated[
    Family,
    typer.Option("--from", metavar="FORMAT", help="Its format; by default what its files say."),
]
Language = Annotated[
    str,
    typer.Option(
        "--language", metavar="LANG", help="Which of its languages; the main one by default."
    ),
]
Slug = Annotated[str, typer.Option("--id", metavar="SLUG", help="The course's short name.")]
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write every note here, as JSON.")
]


class NoSlugError(AcademyError):
    """A short name that a course cannot have."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            Kind.USAGE,
            "value.invalid",
            say("--id: “{}” is no short name of lower-case letters, digits and hyphens.", slug),
            "Write it like --id intro-to-rust",
        )


@command(
    app,
    "import",
    changing=True,
    examples=(
        "academy course import learn-pr/ azure-course --dry-run",
        "academy course import freeCodeCamp/ fcc --from freecodecamp --language english",
        "academy course import course.imscc history --id history-101 --report history.json",
        "academy course import https://git.example.org/book.git#main:book rust-book --from mdbook",
    ),
)
def import_course(
    shell: Shell,
    source: SourceOf,
    folder: NewFolder,
    *,
    family: From = "auto",
    language: Language = "",
    slug: Slug = "",
    report: ReportFile = None,
    offline: Offline = False,
) -> None:
    """Convert a course of another format, and say what was kept, approximated and dropped.

    The source is only read. Nothing in it is run, and nothing is dropped without a note: as JSON the answer
    has one for everything, with file and line.
    """
    from academy_cli.cli.fetching import folder_of, places
    from academy_cli.interchange.report import report as report_of
    from academy_cli.interchange.writing import Wanted, import_course
    from academy_cli.kit.slugs import is_slug

    if slug and not is_slug(slug):
        raise NoSlugError(slug)
    shell.here()  # relative folders start there
    [named] = places([source])
    found = folder_of(shell, named, is_offline=offline)
    with shell.terminal.progress(say("Reading {}", source)):
        made = import_course(
            found,
            folder,
            Wanted(family, language, slug),
            limits=shell.academy.limits,
            dry_run=shell.is_dry_run,
        )
    said = report_of(made)
    if report is not None and not shell.is_dry_run:
        write_report(report, said)
    show_report(shell, said)
    _tell(shell, made, said, report)


def known(form: Format) -> tuple[str, ...]:
    """The fields of the answer, as a format has them."""
    from academy_cli.interchange.report import Report

    return Report._fields if form.is_structured else COUNTS.known


def _tell(shell: Shell, made: Imported, said: Report, report: Path | None) -> None:
    from academy_cli.cli.show.checked import FaultyCoursesError
    from academy_cli.cli.show.problems import summary

    shell.terminal.note_lines(_story(said))
    tell_of_details(shell, report)
    if said.problems["error"]:
        raise FaultyCoursesError([said.course])
    shell.next(say("academy course check {} ({})", quote(str(made.folder)), summary(made.problems)))


def _story(said: Report) -> Iterator[Line]:
    """What a person wants to know beside the counts."""
    by = say("as {} says", said.sign) if said.sign else say("as you said")
    if said.family == "markdown" and said.sign:
        by = say("which shows no sign of another format")
    lessons = amount(said.lessons, "lesson")
    yield (say("“{}”, {}, from {}  ", said.title, lessons, said.family), Ink(by, "dim"))
    yield (say("Order: {}", said.order or say("the source states none, so it goes by name")),)
    changed = [str(note["file"]) for note in said.notes if note["what"] == "changed"]
    if changed:
        yield (
            say_so_many(
                "A package of academy's, of which {:,} file changed since ({}):"
                " read as {}, by what is in it now",
                "A package of academy's, of which {:,} files changed since, such as {}:"
                " read as {}, by what is in it now",
                len(changed),
                changed[0],
                said.family,
            ),
        )
    for language, number in sorted(said.later.items()):
        yield (say("Left out in {}: {} files, whose originals are no lessons", language, number),)
