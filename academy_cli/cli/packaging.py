"""Carrying out ``academy course export --to``: a course found by its slug or its folder, and its package.

Knows which of the two a word means, and what is said of a package; refuses to know any format.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.preview.errors import SeveralCoursesError
from academy_cli.authoring.repositories.places import place_of
from academy_cli.cli import choose
from academy_cli.cli.exporting import require_file
from academy_cli.cli.fetching import folder_of
from academy_cli.cli.fidelity import COUNTS, show_report, tell_of_details, write_report
from academy_cli.cli.format import Format
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.interchange.exporting.course import course_of
from academy_cli.interchange.exporting.formats import FORMATS
from academy_cli.interchange.exporting.report import ExportReport
from academy_cli.interchange.exporting.report import report as report_of
from academy_cli.interchange.exporting.writing import default_file, export_course
from academy_cli.kit.amount import amount
from academy_cli.kit.paths import is_file
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.authoring.repositories.places import Place
    from academy_cli.interchange.exporting.course import Course, Wanted

_USES = {
    "html": say("unpack it, and open index.html in a browser"),
    "epub": say("open it with a reading system"),
    "scorm": say("upload it to a learning platform"),
}


class Asked(NamedTuple):
    """Where a package goes, and what it is made from."""

    out: Path | None
    revision: int | None
    report: Path | None
    replace: bool
    offline: bool


class RevisionOfFolderError(AcademyError):
    """A revision of a folder, which has none."""

    def __init__(self, word: str) -> None:
        super().__init__(
            Kind.USAGE,
            "export.revision-of-folder",
            say("“{}” is a folder, and revisions are of courses that were synced.", word),
            "Name the course by its slug, or leave --revision out.",
        )


class PackageNamedTwiceError(AcademyError):
    """A second word, where an option says what a package is called."""

    def __init__(self, words: Sequence[str], form: str) -> None:
        course, file, *_ = map(quote, words)
        super().__init__(
            Kind.USAGE,
            "usage.invalid",
            say("“{}” is one word too many: --out says where a package goes.", words[1]),
            say("Run: academy course export {} --to {} --out {}", course, form, file),
        )


def export(shell: Shell, words: Sequence[str], wanted: Wanted, asked: Asked) -> None:
    """Export one course."""
    if len(words) > 1:
        raise PackageNamedTwiceError(words, wanted.format)
    shell.here()  # relative paths start there
    if asked.out is not None:
        require_file(asked.out)
    with _course(shell, words[0] if words else None, asked) as course:
        file = asked.out or default_file(course, wanted)
        with shell.terminal.progress(say("Writing {}", file)):
            made = export_course(
                course, wanted, file, replace=asked.replace, dry_run=shell.is_dry_run
            )
        said = report_of(made)
    if asked.report is not None and not shell.is_dry_run:
        write_report(asked.report, said)
    show_report(shell, said)
    _tell(shell, said, asked)


def known(form: Format) -> tuple[str, ...]:
    """The fields of the answer, as a format has them."""
    return ExportReport._fields if form.is_structured else COUNTS.known


def _tell(shell: Shell, said: ExportReport, asked: Asked) -> None:
    lessons, files = amount(said.lessons, "lesson"), amount(said.files, "file")
    shell.terminal.note(
        say("“{}”, {}, as {}: {}, {}.", said.title, lessons, said.family, said.file, files)
    )
    if said.has_source:
        shell.terminal.note(
            "The course's own files are in it, drafts and answers among them: academy course import has it"
            " back as it was. --no-source leaves them out."
        )
    tell_of_details(shell, asked.report)
    if (said_next := _next(said)) is not None:
        shell.next(said_next)


def _next(said: ExportReport) -> str | None:
    """What people do with a package."""
    if FORMATS[said.family].is_for_instructors or said.has_source:
        return f"academy course import {quote(said.file)} DIR --dry-run"
    return _USES.get(said.family)


# -- the course -----------------------------------------------------------------------------------


@contextmanager
def _course(shell: Shell, word: str | None, asked: Asked) -> Iterator[Course]:
    """The course that a word names: a folder, or what was synced, written to a folder for a while."""
    limits, found = shell.academy.limits, _place(word)
    if found is not None:
        if asked.revision is not None:
            raise RevisionOfFolderError(str(word))
        folders = shell.academy.courses_below(
            [folder_of(shell, found, is_offline=asked.offline)]
        ).folders
        if len(folders) > 1:
            raise SeveralCoursesError(folders, "export")
        yield course_of(shell.academy.look(folders[0]), limits)
        return
    slug = choose.only_course(shell, word)
    with TemporaryDirectory(prefix="academy-export-") as place:
        made = shell.academy.history.export(slug, Path(place) / slug, asked.revision)
        if made.differs:
            shell.terminal.warn(
                say(
                    "{} of “{}” differ from revision {}, because errors held back a part of it when it "
                    "was applied.",
                    amount(made.differs, "part"),
                    slug,
                    made.revision,
                )
            )
        compiled = shell.academy.look(made.folder, is_kept=False)
        yield course_of(
            compiled, limits, hint=say("Write it to a folder: academy course export {} DIR", slug)
        )


def _place(word: str | None) -> Place | None:
    """The folder or repository that a word names; None where it can only be a course's slug.

    Without a word it is the course here, if there is one.
    """
    if not word:
        return Path() if is_file(Path(COURSE_FILE)) else None
    found = place_of(word)
    looks_like_one = re.search(r"[/\\]|^[.~]", word) is not None
    is_slug = isinstance(found, Path) and not looks_like_one and not is_file(found / COURSE_FILE)
    return None if is_slug else found
