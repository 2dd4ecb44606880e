"""``academy course translations``: how far each language of a course has come, and what changed since.

Knows the words of the command and its tables; refuses to read or judge a translation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.fetching import Offline, Places
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.cli.terminal import Ink, Line
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.language import canonical_tag
from academy_cli.kit.record import Record, record
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.authoring.translations.looking import Looked
    from academy_cli.authoring.translations.status import TextView

app = noun("")

LANGUAGES = Columns(
    ("course", "language", "percent", "texts", "stale", "broken", "missing", "orphaned",
     "unsourced"),
    ("course", "language", "percent", "texts", "current", "unsourced", "stale", "broken", "missing",
     "orphaned"),
    reference="language",
)  # fmt: skip
TEXTS = Columns(
    ("course", "language", "state", "original", "file"),
    ("course", "language", "state", "original", "file", "source", "now", "path"),
    reference="path",
)
DIFFED = Columns(TEXTS.shown, (*TEXTS.known, "diff", "diff_unknown"), reference="path")
Language = Annotated[
    str | None,
    typer.Option(
        "--language", metavar="CODE", help="List the texts of one language, each with its state."
    ),
]
State = Annotated[
    Literal["current", "unsourced", "stale", "broken", "missing", "orphaned"] | None,
    typer.Option(
        "--state",
        metavar="STATE",
        help="List only texts in this state; of every language by default.",
    ),
]
Diff = Annotated[
    bool, typer.Option("--diff", help="Show how each original changed since it was translated.")
]


class NoLanguageError(AcademyError):
    """A language that there is no translation into."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        file = say("a translation is a file such as translations/de/LESSON.md or LESSON.de.md.")
        said = (
            say("There are: {}; {}", ", ".join(known), file)
            if known
            else say("There is no translation at all; {}", file)
        )
        super().__init__(
            Kind.MISSING,
            "translation.unknown-language",
            say("There is no translation into “{}”.", code),
            said,
        )


@command(
    app,
    "translations",
    listing=True,
    examples=(
        "academy course translations",
        "academy course translations courses/python --language de",
        "academy course translations --state stale --diff",
        "academy course translations --state missing --format ids",
    ),
)
def translations(
    shell: Shell,
    places: Places = None,
    *,
    language: Language = None,
    state: State = None,
    diff: Diff = False,
    offline: Offline = False,
) -> None:
    """Say how far each translation of a course has come; needs no database.

    A text is stale when its original says something else than when it was translated. Once its translation is
    right again, say so: academy course fix --translated FILE.
    """
    from academy_cli.cli import fetching

    below = shell.academy.courses_below(fetching.folders(shell, places, is_offline=offline))
    looked = []
    for folder in below.folders:
        with shell.terminal.progress(say("Reading {}", shell.academy.called(folder))) as progress:
            looked.append(shell.academy.translations(folder, progress=progress))
    if language is None and state is None and not diff:
        languages = [row for one in looked for row in one.found.languages]
        shell.terminal.show_list(languages, LANGUAGES, empty="There are no translations.")
    else:
        _texts(shell, looked, language, "stale" if diff and state is None else state, diff=diff)
    if below.left_out:
        raise below.left_out


def _texts(
    shell: Shell, looked: Sequence[Looked], language: str | None, state: str | None, *, diff: bool
) -> None:
    """The texts that are asked for, or how their originals changed."""
    known = sorted({row.language for one in looked for row in one.found.languages})
    language = language and (canonical_tag(language) or language)
    if language is not None and language not in known:
        raise NoLanguageError(language, known)
    rows = [(one, text) for one in looked for text in one.found.texts]
    asked = [
        (one, text)
        for one, text in rows
        if language in (None, text.language) and state in (None, text.state)
    ]
    if diff and shell.terminal.format.is_structured:
        shell.terminal.show_list([_diffed(one, text) for one, text in asked], DIFFED)
    elif diff:
        shell.terminal.print_lines(line for one, text in asked for line in _changes(one, text))
    else:
        shell.terminal.show_list([text for _, text in asked], TEXTS, empty="There is none.")


def _diffed(looked: Looked, text: TextView) -> Record:
    """A text with what its original said before and says now, or why nobody can say that."""
    is_stale = text.state == "stale"
    changed = looked.since(text) if is_stale else ()
    return {
        **record(text),
        "diff": [{"file": one.file, "before": one.before, "after": one.now} for one in changed],
        "diff_unknown": _unknown(looked, text) if is_stale and not changed else None,
    }


def _changes(looked: Looked, text: TextView) -> Iterator[Line]:
    """How an original changed since it was translated, under the translation's name."""
    from academy_cli.cli.show import diff

    if not text.file:
        return
    yield (Ink(text.file, "bold"), f"  {text.state}")
    if text.state != "stale":
        return
    changed = looked.since(text)
    for one in changed:
        if len(changed) > 1 or one.file != text.original:
            yield (f"  {one.file}",)
        yield from diff.lines(one.before, one.now)
    if not changed:
        yield ("  ", _unknown(looked, text))


def _unknown(looked: Looked, text: TextView) -> str:
    """Why nobody can say how an original changed."""
    if looked.past.is_shallow:
        return say("What it was made from is not in this shallow clone: git fetch --unshallow")
    if not looked.past.is_repository:
        return say(
            "What {} said before is not known: its folder is in no git repository.", text.original
        )
    return say("No commit of {} says what it was made from.", text.original)
