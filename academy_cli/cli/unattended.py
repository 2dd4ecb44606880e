"""Work that failed where nobody looks on, told to operators.

Knows when somebody looks on; refuses to let the telling get in the way of the failure.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from academy_cli.cli.shell import Shell
from academy_cli.cli.terminal.errors import ConfirmationNeededError
from academy_cli.errors import AcademyError


@contextmanager
def told(shell: Shell, called: str) -> Iterator[None]:
    """Let operators know of a sync that failed where nobody looks on, as far as they can be told.

    ``called`` is the folder, or the address of what was to be fetched.
    """
    try:
        yield
    except ConfirmationNeededError:
        raise
    except AcademyError as failure:
        if not shell.terminal.can_ask and not shell.is_dry_run:
            with suppress(AcademyError):
                shell.academy.operators.sync_failed(_name(called), called, failure)
        raise


def _name(called: str) -> str:
    """What a folder is called for short; an address is what it is."""
    return called if ":" in called or "#" in called else Path(called).resolve().name
