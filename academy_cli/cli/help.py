"""``academy help``: what a command or a topic means.

Knows the topics; refuses to explain what a command's own help explains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer

from academy_cli.cli import root
from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, single
from academy_cli.cli.shell import Shell
from academy_cli.errors import Kind
from academy_cli.kit.saying import say

app = single()

Words = Annotated[
    list[str] | None, typer.Argument(metavar="TOPIC", help="A noun, a command, or exit-codes.")
]


@dataclass(frozen=True, slots=True)
class ExitCode:
    """One way a command can end."""

    code: int
    kind: str
    meaning: str


EXIT_CODES = (
    ExitCode(0, "done", say("done, or nothing to do")),
    *(ExitCode(kind.exit_code, kind.word, kind.meaning) for kind in Kind),
)


@command(
    app,
    "help",
    examples=(
        "academy help",
        "academy help course",
        "academy help course plan",
        "academy help exit-codes",
    ),
)
def explain(shell: Shell, topic: Words = None) -> None:
    """Explain a noun with examples, a command, or the exit codes; without a word, say who needs what."""
    from academy_cli.cli import helppage

    if not topic:
        shell.terminal.print_lines((line,) for line in helppage.by_people())
        return
    entry = helppage.noun(topic[0]) if len(topic) == 1 else None
    if entry is not None:
        shell.terminal.print_lines((line,) for line in helppage.page(entry))
        return
    if topic == ["exit-codes"]:
        shell.terminal.show_list(EXIT_CODES, Columns.of(ExitCode))
        return
    academy = root.build()
    with academy.make_context("academy", [*topic, "--help"]) as context:
        academy.invoke(context)
