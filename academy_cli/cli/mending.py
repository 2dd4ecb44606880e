"""Mending courses: findings that need no author, shown as a diff, agreed to and written.

Knows the order of showing, asking and writing; refuses to know how anything is mended.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from academy_cli.cli.answer import Columns
from academy_cli.cli.shell import Shell
from academy_cli.cli.show.checked import words_for
from academy_cli.cli.show.plan import near
from academy_cli.cli.terminal import Ink, Line
from academy_cli.cli.terminal.ink import Style
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import real
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest

if TYPE_CHECKING:
    from academy_cli.authoring.discovery import Discovery
    from academy_cli.authoring.repair.carryout import Repairs, RepairView

_ENOUGH = 400
"""So many lines of a diff are shown before the question; --diff --dry-run shows all of them."""
REPAIRS = Columns(
    ("course", "file", "line", "code", "what", "reason"),
    ("course", "file", "line", "code", "what", "is_written", "reason"),
    reference="file",
)
_STYLES: dict[str, Style] = {"+": "green", "-": "red", "@": "cyan"}


class UnfixableCodeError(AcademyError):
    """A code that nothing mends, or that is none."""

    def __init__(self, code: str, known: Sequence[str], *, is_code: bool) -> None:
        close = nearest(code, known)
        said = (
            say("“{}” is found by `course check`, but only you can mend it.", code)
            if is_code
            else say("“{}” is no code.", code)
        )
        super().__init__(
            Kind.USAGE,
            "fix.unknown-code",
            said,
            say("Did you mean {}?", close)
            if close
            else say("The codes are in docs/course-format.md."),
        )


class NoTranslationError(AcademyError):
    """A file that is no translation of anything in these courses."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            Kind.MISSING,
            "fix.no-translation",
            say("“{}” is no translation of anything in the course.", file),
            "See which files are: academy course translations --language CODE",
        )


class Wish(NamedTuple):
    """What is to be mended: by code, or those translations; with links, and what is no finding."""

    codes: Sequence[str] = ()
    translated: Sequence[Path] = ()
    tidies: bool = False
    links: bool = False


def mend(shell: Shell, paths: Sequence[Path], wish: Wish, *, diff: bool) -> None:
    """Show what mends the courses below the paths, ask once, and write it."""
    wanted = _wanted(wish)
    found = shell.academy.courses_below(paths)
    files = _translated(shell, wish.translated, found)
    proposed = []
    for folder in found.folders:
        with shell.terminal.progress(say("Reading {}", folder)) as progress:
            mended = shell.academy.repairs(
                folder,
                wanted,
                links=wish.links,
                translated=files.get(folder, ()),
                progress=progress,
            )
            proposed.append(mended)
    if shell.is_dry_run:
        told = [view for one in proposed for view in one.told()]
        shell.terminal.note("Nothing was written: it was a dry run.")
    else:
        _ask(shell, proposed, shows=not diff)
        told = _written(shell, proposed)
    if diff:
        is_read = shell.terminal.out.isatty()
        found_lines = (line for one in proposed for line in _diff(one, for_people=is_read))
        shell.terminal.print_lines(found_lines)
    else:
        shell.terminal.show_list(told, REPAIRS, empty="There is nothing to mend.")
    _say_what_is_left(shell, proposed)
    _require_all(shell, found, told)


def _wanted(wish: Wish) -> set[str] | None:
    """The codes that were asked for; None for the usual ones. Raises UnfixableCodeError."""
    from academy_cli.authoring.codes import CODES
    from academy_cli.authoring.repair.fixes import FIXES, OF_SOURCES, TIDY, USUAL

    known = (*FIXES, *TIDY)
    for code in wish.codes:
        if code not in known:
            raise UnfixableCodeError(code, known, is_code=code in CODES)
    if wish.tidies:
        return {*(wish.codes or USUAL), *TIDY}
    if wish.translated:
        return {*wish.codes, *OF_SOURCES}
    return set(wish.codes) or None


def _translated(
    shell: Shell, files: Sequence[Path], found: Discovery
) -> Mapping[Path, Sequence[str]]:
    """Translations by their course's folder, as paths in it. Raises NoTranslationError."""
    if not files:
        return {}
    named: dict[Path, list[str]] = {folder: [] for folder in found.folders}
    for folder in found.folders:
        known = shell.academy.translations(folder).found.originals
        named[folder] = [one for one in map(_within(folder), files) if one in known]
    there = sum(map(len, named.values()))
    if there < len(files):
        lost = (f for f in files if not any(_within(at)(f) in named[at] for at in named))
        raise NoTranslationError(next(lost, files[0]))
    return named


def _within(folder: Path) -> Callable[[Path], str]:
    """Gives a file's path in a folder: of one that is there, or that is said from the folder."""
    base = real(folder)

    def within(file: Path) -> str:
        there = real(file)
        return (there.relative_to(base) if there.is_relative_to(base) else file).as_posix()

    return within


def _ask(shell: Shell, proposed: Sequence[Repairs], *, shows: bool) -> None:
    repairs = sum(len(one.result.repairs) for one in proposed)
    if not repairs:
        return
    if shell.terminal.can_ask and not shell.terminal.wish.is_yes and shows:
        lines = [line for one in proposed for line in _diff(one, for_people=True)]
        shell.terminal.note_lines(islice(lines, _ENOUGH))
        if len(lines) > _ENOUGH:
            more = len(lines) - _ENOUGH
            shell.terminal.note(say("… {:,} lines more; --diff --dry-run shows them", more))
    number = sum(one.files for one in proposed)
    files = say("1 file") if number == 1 else say("{:,} files", number)
    what = say("1 repair") if repairs == 1 else say("{:,} repairs", repairs)
    shell.terminal.confirm(say("Make {} in {}?", what, files))


def _diff(one: Repairs, *, for_people: bool) -> Iterator[Line]:
    from academy_cli.authoring.repair.diffs import unified

    folder = PurePath(near(one.folder))
    prefix = "" if str(folder) == "." else f"{folder.as_posix().lstrip('/')}/"
    for line in unified(one.result, prefix, for_people=for_people):
        is_file = line.startswith(("diff ", "--- ", "+++ ", "rename "))
        style = "bold" if is_file else _STYLES.get(line[:1])
        yield (Ink(line, style),) if style else (line,)


def _written(shell: Shell, proposed: Sequence[Repairs]) -> list[RepairView]:
    from academy_cli.authoring.repair import carryout

    told: list[RepairView] = []
    for one in proposed:
        if not one.files:
            told += one.told()
            continue
        with shell.terminal.progress(say("Writing {}", one.folder), one.files) as progress:
            told += carryout.write(one, progress)
    return told


def _say_what_is_left(shell: Shell, proposed: Sequence[Repairs]) -> None:
    from academy_cli.formats.problems import Severity

    found = [p for one in proposed for p in one.result.after if p.severity is not Severity.NOTE]
    if found:
        number = say("1 finding is") if len(found) == 1 else say("{:,} findings are", len(found))
        places = words_for([one.folder for one in proposed if one.result.after])
        shell.terminal.note(say("{} left for you to mend: academy course check{}", number, places))


def _require_all(shell: Shell, found: Discovery, told: Sequence[RepairView]) -> None:
    """Raise for files that changed meanwhile and for folders that were left out."""
    from academy_cli.authoring.repair.writing import MEANWHILE
    from academy_cli.cli.fixing import FilesLeftError

    left = {(one.course, one.file) for one in told if one.reason == MEANWHILE}
    refusal = FilesLeftError(len(left), sum(one.is_written for one in told)) if left else None
    if refusal and found.left_out:
        shell.terminal.fail(found.left_out)
    if why := refusal or found.left_out:
        raise why
