"""``academy completion``: what a shell needs to complete commands, courses and addresses.

Knows where each shell looks for it; refuses to write there.
"""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from academy_cli.cli.options import command, single
from academy_cli.cli.shell import Shell

app = single()

Which = Annotated[Literal["bash", "zsh", "fish"], typer.Argument(metavar="bash|zsh|fish")]


@command(
    app,
    "completion",
    examples=(
        "academy completion bash > ~/.local/share/bash-completion/completions/academy",
        "academy completion zsh > ~/.zfunc/_academy",
        "academy completion fish > ~/.config/fish/completions/academy.fish",
        'eval "$(academy completion bash)"',
    ),
)
def completion(shell: Shell, which: Which) -> None:
    """Print what a shell needs to complete commands, options, courses and addresses.

    Courses and addresses are those that whoever acts may see; nothing is kept on disk.
    """
    from academy_cli.cli.completing.scripts import SCRIPTS

    for line in SCRIPTS[which].splitlines():
        shell.terminal.print(line)
