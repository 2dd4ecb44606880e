"""``academy certificate template``: the pages that certificates are drawn by.

Knows the words of the command; refuses to decide what is wrong with one.
"""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import Annotated, Literal

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.choose import TooManyWordsError
from academy_cli.cli.exporting import FileTakenError, kept
from academy_cli.cli.moneywords import DRY
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_taken
from academy_cli.kit.saying import say

app = noun("Templates.")

Verb = Annotated[
    Literal["list", "new", "check", "preview"],
    typer.Argument(metavar="list|new|check|preview", help="What to do."),
]
Which = Annotated[
    str | None, typer.Argument(metavar="[NAME|FOLDER]", help="Which template, or its folder.")
]
FromName = Annotated[
    str, typer.Option("--from", metavar="NAME", help="Begin as this one that comes along.")
]
Sample = Annotated[
    list[str] | None,
    typer.Option("--sample", metavar="NAME", help="Only this sample; repeatable. All else."),
]
Out = Annotated[
    Path, typer.Option("--out", metavar="FOLDER", help="Where the pictures go; here by default.")
]
Dpi = Annotated[
    int, typer.Option("--dpi", metavar="N", min=20, max=600, help="Dots per inch of the pictures.")
]
LISTED = Columns(("name", "from", "folder"), ("name", "from", "folder"))
PNG = b"\x89PNG\r\n\x1a\n"
PICTURES = Columns(("file", "sample"), ("file", "sample"))


class UnknownSampleError(AcademyError):
    """A sample that is not there."""

    def __init__(self, name: str, known: str) -> None:
        super().__init__(
            Kind.USAGE,
            "certificate.unknown-sample",
            say("There is no sample “{}”.", name),
            say("There are: {}.", known),
        )


@command(
    app,
    "template",
    changing=True,
    examples=(
        "academy certificate template list",
        "academy certificate template new our-own --from modern",
        "academy certificate template check our-own",
        "academy certificate template preview our-own --sample arabic --out pictures/",
    ),
)
def template(
    shell: Shell,
    verb: Verb,
    which: Which = None,
    *,
    from_name: FromName = "classic",
    sample: Sample = None,
    out: Out = Path(),
    dpi: Dpi = 110,
) -> None:
    """See the templates there are, begin one of your own, find what is wrong with it, and look at it.

    Put a folder of your own into certificates.templates, and name it in course.yaml: certificate.template.
    """
    if verb == "list":
        if which is not None:
            raise TooManyWordsError(which, say("certificate template"))
        library = shell.academy.library
        rows = [
            {"name": name, "from": whose, "folder": str(library.place(name))}
            for name, whose in library.names()
        ]
        shell.terminal.show_list(rows, LISTED)
    elif verb == "new":
        _new(shell, Path(which or shell.terminal.ask("FOLDER", "Into which folder?")), from_name)
    elif verb == "check":
        _check(shell, _folder(shell, which))
    else:
        _preview(shell, _folder(shell, which), sample or [], out, dpi)


def _replaced(path: Path, picture: bytes) -> None:
    """Let a picture take the place of an older one, and of nothing else. Raises FileTakenError."""
    if is_taken(path) and not _is_picture(path):
        raise FileTakenError(path)
    partial = path.with_name(f"{path.name}.partial")
    partial.unlink(missing_ok=True)
    kept(partial, picture)
    partial.replace(path)


def _is_picture(path: Path) -> bool:
    """Whether it is a file that begins as PNG does, and no link to one."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(len(PNG)) == PNG


def _folder(shell: Shell, which: str | None) -> Path:
    """The folder of a word: a folder that is there, or a template's name."""
    word = which or shell.terminal.ask("NAME", "Which template?")
    path = Path(word)
    return path if path.is_dir() else shell.academy.library.place(word)


def _new(shell: Shell, folder: Path, from_name: str) -> None:
    from academy_cli.certificates.paper import templates

    source = templates.folder_of(from_name)
    if shell.is_dry_run:
        shell.terminal.note(say("A copy of “{}” would be made in “{}”.", source.name, folder))
        shell.terminal.note(DRY)
        shell.terminal.show_one({"folder": str(folder), "from": source.name})
        return
    written = templates.new(folder, from_name)
    shell.terminal.show_one({"folder": str(folder), "files": len(written)})
    shell.next(f"academy certificate template preview {quote(str(folder))}")


def _check(shell: Shell, folder: Path) -> None:
    from academy_cli.certificates.paper import templates
    from academy_cli.certificates.paper.errors import InvalidTemplateError
    from academy_cli.cli.show.template import show_findings

    found, findings = templates.read(folder)
    show_findings(shell.terminal, findings, folder)
    if found is None:
        raise InvalidTemplateError(str(folder), findings, are_shown=True)


def _preview(shell: Shell, folder: Path, samples: list[str], out: Path, dpi: int) -> None:
    from academy_cli.certificates.paper import templates
    from academy_cli.certificates.paper.errors import InvalidTemplateError
    from academy_cli.certificates.paper.preview import previews
    from academy_cli.certificates.paper.samples import SAMPLES
    from academy_cli.cli.show.template import show_findings

    for name in samples:
        if name not in SAMPLES:
            raise UnknownSampleError(name, ", ".join(SAMPLES))
    found, findings = templates.read(folder)
    if found is None:
        show_findings(shell.terminal, findings, folder)
        raise InvalidTemplateError(str(folder), findings, are_shown=True)
    written = []
    for name, picture in previews(found, samples or tuple(SAMPLES), dpi):
        path = out / f"{found.name}-{name}.png"
        if not shell.is_dry_run:
            out.mkdir(parents=True, exist_ok=True)
            _replaced(path, picture)
        written.append({"file": str(path), "sample": name})
    if shell.is_dry_run:
        shell.terminal.note(DRY)
    shell.terminal.show_list(written, PICTURES)
