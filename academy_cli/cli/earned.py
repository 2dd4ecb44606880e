"""What every command does that may complete courses: certificates that were earned are signed at its end.

Knows when; refuses to fail a command for a key that is not at hand, for then they wait.
"""

from __future__ import annotations

from academy_cli.cli.shell import Shell


def sign_earned(shell: Shell) -> None:
    """Sign what was earned, unless nothing was done; of what waits, tell what this command issued."""
    if not shell.is_dry_run:
        shell.academy.sign_what_was_earned(since=shell.started.replace(microsecond=0))
