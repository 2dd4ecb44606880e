"""``academy course check`` and ``fix``: what is wrong with courses, and what can be mended for their authors.

Knows the words of both commands; refuses to find or mend anything itself.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.fetching import Offline, Places
from academy_cli.cli.format import Format
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.kit.saying import say, say_so_many

if TYPE_CHECKING:
    from academy_cli.authoring.compile import Compilation

app = noun("")
FEW = 5_000
"""So many findings are tried to be mended in less time than anybody notices."""

Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[PATH]...", help="Course folders, or folders of them; here by default."
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Take warnings for errors.")]
Whole = Annotated[
    bool, typer.Option("--all", help="Show every finding, not the first few of each kind.")
]
Since = Annotated[
    str | None,
    typer.Option(
        "--changed-since",
        metavar="REV",
        help="Only findings about what git says changed since a commit, branch or tag.",
    ),
]
Links = Annotated[
    bool, typer.Option("--links", help="Also ask the web whether links to it still lead somewhere.")
]
Refresh = Annotated[
    bool,
    typer.Option(
        "--refresh", help="Believe nothing that was found before: read and ask everything anew."
    ),
]
Ids = Annotated[
    bool, typer.Option("--ids", help="Give an id to every lesson and module.yaml without one.")
]
Code = Annotated[
    list[str] | None,
    typer.Option("--code", metavar="CODE", help="Only findings of this code; repeatable."),
]
LinksToo = Annotated[
    bool, typer.Option("--links", help="Mend links to the web that have moved, by asking it.")
]
Tidy = Annotated[
    bool,
    typer.Option("--tidy", help="Also what is no finding: order of keys, quotes, ends, numbers."),
]
Translated = Annotated[
    list[Path] | None,
    typer.Option(
        "--translated",
        metavar="FILE",
        help="Write into a translation that it says what its original says now; repeatable.",
    ),
]
Patch = Annotated[
    bool, typer.Option("--diff", help="Answer with the diff, as `git apply` reads it.")
]


@command(
    app,
    "check",
    listing=True,
    examples=(
        "academy course check",
        "academy course check courses/python --all",
        "academy course check courses/ --strict --format json",
        "academy course check --sort code --fields code,file,line",
        "academy course check --changed-since origin/main --format github",
        "academy course check --links --all",
        "academy course check --format sarif > findings.sarif",
        "academy course check https://git.example.org/courses.git#main:python",
    ),
    reports=(Format.SARIF, Format.GITHUB, Format.JUNIT),
)
def check(
    shell: Shell,
    places: Places = None,
    *,
    strict: Strict = False,
    whole: Whole = False,
    since: Since = None,
    links: Links = False,
    refresh: Refresh = False,
    offline: Offline = False,
) -> None:
    """Check courses and name everything that is wrong, with file, line and fix; needs no database.

    With --links, each address is asked once and politely: what answers is believed for a week, what does not
    for a day. Nobody on a private network is asked unless the setting links.allow names them.
    """
    from academy_cli.cli import fetching
    from academy_cli.cli.show import checked

    paths = fetching.folders(shell, places, is_offline=offline)
    found, below = [], shell.academy.courses_below(paths)
    for folder in below.folders:
        called = shell.academy.called(folder)
        with shell.terminal.progress(say("Checking {}", called)) as progress:
            compiled = shell.academy.look(
                folder, strict=strict, is_kept=not refresh, progress=progress
            )
        if links:
            with shell.terminal.progress(say("Asking the links of {}", called)) as progress:
                compiled = shell.academy.with_links(
                    compiled, strict=strict, refresh=refresh, progress=progress
                )
        if since is not None:
            compiled = _changed(shell, compiled, since)
        mendable = shell.academy.mendable(compiled) if _are_asked_for(shell, compiled) else {}
        found.append(checked.Checked(compiled, mendable))
    checked.show(shell.terminal, found, is_whole=whole, left_out=below.left_out)


def _are_asked_for(shell: Shell, compiled: Compilation) -> bool:
    """Whether it is worth knowing which findings can be mended: of very many, where the answer says it."""
    if not compiled.problems:
        return False
    wish, form = shell.terminal.wish, shell.terminal.format
    is_said = form.is_structured or form.is_report or "fixable" in wish.fields
    return is_said or len(compiled.problems) <= FEW


def _changed(shell: Shell, compiled: Compilation, since: str) -> Compilation:
    """The same with the findings about what changed, once it is said how many are left out."""
    kept = shell.academy.problems_since(compiled, since)
    left = len(compiled.problems) - len(kept)
    if left:
        about = say_so_many(
            "{:,} finding is about what is as it was in {}.",
            "{:,} findings are about what is as it was in {}.",
            left,
            since,
        )
        shell.terminal.note(say("{}: {}", compiled.course, about))
    return replace(compiled, problems=kept)


@command(
    app,
    "fix",
    changing=True,
    listing=True,
    examples=(
        "academy course fix",
        "academy course fix --dry-run --diff > fix.patch",
        "academy course fix courses/python --code link.case --code image.case --yes",
        "academy course fix --tidy --dry-run",
        "academy course fix courses/python --ids --yes --format json",
        "academy course fix --translated translations/de/01-start/01-hello.md",
    ),
)
def fix(
    shell: Shell,
    paths: Paths = None,
    *,
    ids: Ids = False,
    code: Code = None,
    tidy: Tidy = False,
    links: LinksToo = False,
    translated: Translated = None,
    diff: Patch = False,
) -> None:
    """Mend what needs no author: show it as a diff, ask once, and write it.

    Every repair is proved by checking again before it is shown; every other byte stays as it was. Needs no
    database; where there is one, no id is given that ever belonged to another lesson of the course.
    """
    from academy_cli.cli import fixing, mending

    if ids:
        fixing.give_ids(shell, paths or [Path()])
    else:
        wish = mending.Wish(code or (), translated or (), tidies=tidy, links=links)
        mending.mend(shell, paths or [Path()], wish, diff=diff)
