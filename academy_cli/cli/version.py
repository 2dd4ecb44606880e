"""``academy version``: what is running.

Knows how to name the parts of this program; refuses to look for newer ones.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass

from academy_cli import __version__
from academy_cli.cli.options import command, single
from academy_cli.cli.shell import Shell

app = single()


@dataclass(frozen=True, slots=True)
class Version:
    """The versions a report of a problem should name."""

    academy: str
    python: str
    system: str


@command(app, "version", examples=("academy version", "academy version --format json"))
def show(shell: Shell) -> None:
    """Show the version of academy, of Python and of the system."""
    system = f"{platform.system()} {platform.machine()}"
    shell.terminal.show_one(Version(__version__, platform.python_version(), system))
