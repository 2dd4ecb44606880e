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
from academy_cli.cli.misuse import MisuseError
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.mail.previews import Preview

app = noun("See mail before anybody gets it.")

Template = Annotated[
    str | None,
    typer.Argument(
        metavar="[TEMPLATE]", help="Which mail, or a message's number; without it, see which."
    ),
]
For = Annotated[
    str | None, typer.Option("--for", metavar="EMAIL", help="With somebody's name and language.")
]
Language = Annotated[
    str | None, typer.Option("--language", metavar="TAG", help="In this language.")
]
Png = Annotated[Path | None, typer.Option("--png", metavar="FILE", help="As a picture.")]
Width = Annotated[
    int,
    typer.Option(
        "--width",
        metavar="PIXELS",
        min=200,
        max=2000,
        help="How wide the picture is; 360 is a phone.",
    ),
]
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
        "academy mail preview campaign --png phone.png --width 360",
        "academy mail preview 12",
    ),
)
def preview(  # noqa: PLR0913 - a command has as many words as it needs
    shell: Shell,
    template: Template = None,
    *,
    whom: For = None,
    language: Language = None,
    png: Png = None,
    width: Width = 640,
    html: Html = None,
    in_browser: Open = False,
    check: Check = False,
) -> None:
    """See a mail as it will be: filled with samples, with somebody's own name and language, or as it waits.

    A template that could not be sent is an error here, with its file and line; --check looks at all of yours.
    """
    if check:
        _check(shell)
        return
    if template is None:
        found = shell.academy.previews.find()
        shell.terminal.show_list(found, LISTED, empty="There is no template.")
        return
    seen = _found(shell, template, whom, language)
    if not seen.is_wanted_language:
        told = say("There are no words in “{}”: it is sent in “{}”.", seen.wanted, seen.language)
        shell.terminal.note(told)
    if not _kept(shell, seen, png, html, width) and not in_browser:
        _show(shell, seen)
    if in_browser:
        _open(seen)


def _found(shell: Shell, template: str, whom: str | None, language: str | None) -> Preview:
    """A template with samples, for somebody, or a message by its number."""
    if template.isdecimal():
        if whom is not None:
            raise MisuseError(
                "value.invalid",
                say("“{}” is somebody's message already.", template),
                say("Leave out --for."),
            )
        message = shell.academy.post_office.show(int(template))
        return shell.academy.previews.of_message(message, language)
    if whom is None:
        return shell.academy.previews.show(template, language)
    person = shell.academy.people.show(whom)
    told = {"name": person.name}
    return shell.academy.previews.show(template, language or person.language, told)


def _show(shell: Shell, found: Preview) -> None:
    """Show a mail as it is read; a program gets its parts."""
    if shell.terminal.format is not Format.TABLE:
        shell.terminal.show_one(found, "subject", "text")
        return
    lines = (say("Subject: {}", found.subject), "", *found.text.splitlines())
    shell.terminal.print_lines(((line,) for line in lines), hang=0)


def _check(shell: Shell) -> None:
    from academy_cli.mail.errors import TemplateFindingsError

    previews = shell.academy.previews
    found, folder = previews.check(), previews.folder
    if folder.exists():
        shell.terminal.note(
            say_so_many(
                "{:,} template of yours in “{}”.",
                "{:,} templates of yours in “{}”.",
                previews.own,
                folder,
            )
        )
    else:
        shell.terminal.warn(
            say("There is no folder “{}”: all mail is in the shipped words.", folder)
        )
    shell.terminal.show_list(found, FINDINGS, empty="Nothing is wrong with your templates.")
    if found:
        raise TemplateFindingsError(len(found))


def _kept(shell: Shell, found: Preview, png: Path | None, html: Path | None, width: int) -> bool:
    """Whether it went into files."""
    from academy_cli.cli.exporting import kept  # which few previews need

    if html is not None:
        kept(html, found.html.encode())
        shell.terminal.note(say("Wrote “{}”.", html))
    if png is not None:
        from academy_cli.mail.picture import png_of

        kept(png, png_of(found.html, width))
        shell.terminal.note(say("Wrote “{}”.", png))
    return png is not None or html is not None


def _open(found: Preview) -> None:
    import tempfile

    with tempfile.NamedTemporaryFile(
        "w", suffix=".html", prefix="academy-", delete=False, encoding="utf-8"
    ) as page:
        page.write(found.html)
    webbrowser.open(Path(page.name).as_uri())
