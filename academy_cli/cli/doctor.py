"""``academy doctor``: what is wrong with the machine, the settings and the services, each with the fix.

Knows which checks are asked for and how they are shown; refuses to mend anything.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from academy_cli.cli.answer import Columns
from academy_cli.cli.format import Format
from academy_cli.cli.options import command, single
from academy_cli.cli.shell import Shell

if TYPE_CHECKING:
    from academy_cli.health.checking.service import Wish
    from academy_cli.health.checking.views import Finding

app = single()

FINDINGS = Columns(("check", "state", "said", "next"), ("check", "state", "said", "fix", "next"))
Checks = Annotated[
    list[str] | None,
    typer.Argument(metavar="CHECK", help="Only these, such as stripe; none is all."),
]
Offline = Annotated[bool, typer.Option("--offline", help="Ask no other machine.")]
Strict = Annotated[bool, typer.Option("--strict", help="End with 9 for warnings, too.")]
Timeout = Annotated[
    int,
    typer.Option(
        "--timeout", metavar="SECONDS", min=1, max=600, help="Seconds that each check may take."
    ),
]


@command(
    app,
    "doctor",
    listing=True,
    examples=(
        "academy doctor",
        "academy doctor stripe mail",
        "academy doctor --offline --format json",
        "academy doctor --strict --quiet || echo 'somebody has to look'",
    ),
)
def doctor(
    shell: Shell,
    checks: Checks = None,
    *,
    offline: Offline = False,
    strict: Strict = False,
    timeout: Timeout = 15,
) -> None:
    """Check the database, storage, mail, Stripe, clock, disks, fonts and backups; each finding has its fix.

    Ends with 9 where a check failed. Nothing is changed or sent anywhere: servers are asked whether they let
    us in, and a restricted key of Stripe's what it may do. Secrets are never shown.
    """
    from academy_cli.health.checking.service import Wish, require_known
    from academy_cli.health.checking.views import FAILING, WARNING
    from academy_cli.health.errors import UnsoundError

    wish = Wish(tuple(checks or ()), offline, timeout)
    require_known(wish.names)
    found = _found(shell, wish)
    _show(shell, found)
    failing = sum(one.state == FAILING for one in found)
    warnings = sum(one.state == WARNING for one in found) if strict else 0
    if failing or warnings:
        raise UnsoundError(failing, warnings)


def _found(shell: Shell, wish: Wish) -> Sequence[Finding]:
    from academy_cli.errors import AcademyError
    from academy_cli.health.checking.service import unsettled

    errors, encoding = shell.examine(), sys.stdout.encoding
    with shell.terminal.progress("Looking at everything"):
        try:
            settings = shell.settings
        except AcademyError:
            if shell.acting_as is not None:  # nobody knows who that is without a database
                raise
            return unsettled(errors, encoding, os.environ, wish)
        return shell.open(settings).doctor.examine(wish, errors, encoding)


def _show(shell: Shell, found: Sequence[Finding]) -> None:
    from academy_cli.cli.show.checkup import show

    terminal, wish = shell.terminal, shell.terminal.wish
    is_chosen = wish.fields or wish.page.sort or wish.page.limit is not None
    if terminal.format is Format.TABLE and not is_chosen:
        show(terminal, found)
    else:
        terminal.show_list(found, FINDINGS)
