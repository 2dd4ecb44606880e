"""``academy mail preview``: a mail as it will be, in the terminal, a page or a picture.

Knows the words of the command and where its answer goes; refuses to send anything.
"""

from __future__ import annotations

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell

if TYPE_CHECKING:
    from academy_cli.mail.previews import Preview

app = noun("See mail before anybody gets it.")

Template = Annotated[
    str | None, typer.Argument(metavar="[TEMPLATE]", help="Which mail; without it, see which.")
]
For = Annotated[
    str | None, typer.Option("--for", metavar="EMAIL", help="With somebody's name and language.")
]
Language = Annotated[
    str | None, typer.Option("--language", metavar="TAG", help="In this language.")
]
Png = Annotated[Path | None, typer.Option("--png", metavar="FILE", help="As a picture.")]
Html = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="As a page.")]
Open = Annotated[bool, typer.Option("--open", help="In the browser.")]
Check = Annotated[
    bool, typer.Option("--check", help="Only say what is wrong with your own templates.")
]

LISTED = Columns(("template", "what"), ("template", "what", "variables"))
FINDINGS = Columns(("path", "line", "message", "hint"), ("path", "line", "code", "message", "hint"))


@command(
    app,
    "preview",
    listing=True,
    examples=(
        "academy mail preview",
        "academy mail preview invitation --language fr",
        "academy mail preview enrolled --for ann@example.org --png enrolled.png",
    ),
)
def preview(
    shell: Shell,
    template: Template = None,
    *,
    whom: For = None,
    language: Language = None,
    png: Png = None,
    html: Html = None,
    in_browser: Open = False,
    check: Check = False,
) -> None:
    """See a mail as it will be: filled with samples, or with somebody's own name and language.

    A template that could not be sent is an error here, with its file and line; --check looks at all of yours.
    """
    previews = shell.academy.previews
    if check:
        _check(shell)
        return
    if template is None:
        shell.terminal.show_list(previews.find(), LISTED, empty="There is no template.")
        return
    values: dict[str, str] = {}
    if whom is not None:
        person = shell.academy.people.show(whom)
        values, language = {"name": person.name}, language or person.language
    found = previews.show(template, language, values)
    if not _kept(found, png, html) and not in_browser:
        _show(shell, found)
    if in_browser:
        _open(found)


def _show(shell: Shell, found: Preview) -> None:
    """Show a mail as it is read; a program gets its parts."""
    if shell.terminal.format is not Format.TABLE:
        shell.terminal.show_one(found, "subject", "text")
        return
    lines = (f"Subject: {found.subject}", "", *found.text.splitlines())
    shell.terminal.print_lines(((line,) for line in lines), hang=0)


def _check(shell: Shell) -> None:
    from academy_cli.mail.errors import TemplateFindingsError

    found = shell.academy.previews.check()
    shell.terminal.show_list(found, FINDINGS, empty="Nothing is wrong with your templates.")
    if found:
        raise TemplateFindingsError(len(found))


def _kept(found: Preview, png: Path | None, html: Path | None) -> bool:
    """Whether it went into files."""
    from academy_cli.cli.exporting import kept  # which few previews need

    if html is not None:
        kept(html, found.html.encode())
    if png is not None:
        from academy_cli.mail.picture import png_of

        kept(png, png_of(found.html))
    return png is not None or html is not None


def _open(found: Preview) -> None:
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", suffix=".html", prefix="academy-", delete=False, encoding="utf-8"
    ) as page:
        page.write(found.html)
    webbrowser.open(Path(page.name).as_uri())
