"""``academy course export``: a course as a folder, or as a package that other platforms take.

Knows the words of the command; refuses to know any format.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated, Literal

import typer

from academy_cli.cli import choose
from academy_cli.cli.fetching import Offline, place
from academy_cli.cli.options import command, noun
from academy_cli.cli.revisions import Revision
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

app = noun("Take courses elsewhere.")

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[COURSE] [DIR]",
        parser=place,
        help="The course's slug, and a new or empty folder; with --to the slug, a folder, or a git repository"
        " (URL#BRANCH:FOLDER).",
    ),
]
To = Annotated[
    Literal["common-cartridge", "olx", "html", "epub", "scorm"] | None,
    typer.Option(
        "--to",
        metavar="FORMAT",
        help="Another format than ours: common-cartridge, olx, html, epub or scorm.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="The package; named after the course by default."),
]
Replace = Annotated[bool, typer.Option("--replace", help="Even if the file is there.")]
Drafts = Annotated[
    bool,
    typer.Option("--drafts", help="Take along drafts and what is not released yet, as they are."),
]
Source = Annotated[
    bool | None,
    typer.Option(
        "--source/--no-source",
        help="Put the course's own files in the package, quizzes with their answers among them, so that"
        " course import has it back as it was.",
        show_default=False,
    ),
]
Scorm = Annotated[
    Literal["1.2", "2004"] | None,
    typer.Option(
        "--scorm",
        metavar="VERSION",
        help="The version of SCORM: 1.2, which is the default, or 2004.",
    ),
]
WithAnswers = Annotated[
    bool,
    typer.Option(
        "--with-answers",
        help="Let SCORM grade every quiz, also those whose answers learners never see: who looks finds"
        " them in the package.",
    ),
]
Language = Annotated[
    str,
    typer.Option(
        "--language",
        metavar="LANG",
        help="Which of the course's languages the package is in, such as de; what is not translated stands as"
        " it is. Its own without it; html has every one.",
        show_default=False,
    ),
]
ReportFile = Annotated[
    Path | None, typer.Option("--report", metavar="FILE", help="Write every note here, as JSON.")
]


class NoFormatError(AcademyError):
    """Words about a package, where none is asked for."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "export.no-format",
            "--out, --replace, --drafts, --source, --language and --report are about packages of another"
            " format.",
            "Say which: --to FORMAT",
        )


class EveryLanguageError(AcademyError):
    """A language of a site, which has all of them."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "export.every-language",
            "A package of html has the course in every language it is in.",
            "Leave --language out, or name a format that has one: --to epub",
        )


class NotScormError(AcademyError):
    """Words about SCORM, of an export that is none."""

    def __init__(self) -> None:
        super().__init__(
            Kind.USAGE,
            "export.not-scorm",
            "--scorm and --with-answers are for packages of SCORM.",
            "Say --to scorm, or leave them out.",
        )


@command(
    app,
    "export",
    changing=True,
    examples=(
        "academy course export python-basics out/",
        "academy course export python-basics out/ --revision 3",
        "academy course export python-basics --to common-cartridge",
        "academy course export courses/python --to olx --out python.tar.gz --report python.json",
        "academy course export python-basics --to epub --language de",
        "academy course export python-basics --to scorm --scorm 2004 --with-answers",
    ),
)
def export(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    words: Words = None,
    *,
    revision: Revision = None,
    to: To = None,
    out: Out = None,
    replace: Replace = False,
    drafts: Drafts = False,
    source: Source = None,
    scorm: Scorm = None,
    with_answers: WithAnswers = False,
    language: Language = "",
    report: ReportFile = None,
    offline: Offline = False,
) -> None:
    """Write a course back to a folder, byte for byte as it was read; or as a package of another format.

    What is no part of the course (a licence, ignored files) is not in the academy and cannot be written.
    The same course makes the same package, whether it was synced or is a folder; what became of everything
    in it is said, with file and line as JSON.
    """
    if to != "scorm" and (scorm or with_answers):
        raise NotScormError
    if to == "html" and language:
        raise EveryLanguageError
    if to is not None:
        from academy_cli.cli import packaging
        from academy_cli.interchange.exporting.course import Wanted

        asked = packaging.Asked(out, revision, report, replace=replace, offline=offline)
        hosts = shell.academy.settings.pages.hosts
        wanted = Wanted(to, drafts, source, hosts, scorm or "1.2", with_answers, language)
        packaging.export(shell, words or [], wanted, asked)
    elif out or report or replace or drafts or language or source is not None:
        raise NoFormatError
    else:
        _folder(shell, words or [""], revision)


def _folder(shell: Shell, words: list[str], revision: int | None) -> None:
    from academy_cli.cli.show import history as views

    *named, target = words
    if len(named) > 1:
        raise choose.TooManyWordsError(words[2], say("course export"))
    course = choose.only_course(shell, named[0] if named else None)
    shell.here()  # a relative folder starts there
    folder = Path(target or shell.terminal.ask("DIR", "Which folder?"))
    with shell.terminal.progress(say("Writing {}", folder)) as progress:
        made = shell.academy.history.export(
            course, folder, revision, dry_run=shell.is_dry_run, progress=progress
        )
    views.show_export(shell.terminal, made)
    shell.next(f"academy course check {quote(str(folder))}")
