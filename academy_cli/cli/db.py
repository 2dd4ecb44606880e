"""``academy db``: the database's schema and its health.

Knows how to show what the database service answers; refuses to touch a table.
"""

from __future__ import annotations

from academy_cli.cli import dbcopy
from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say_so_many

app = noun("Bring the database up to date, look at its state, and copy it elsewhere.")

FINDING = Columns(("code", "table", "message"), ("code", "table", "message", "hint"))


class UnsoundDatabaseError(AcademyError):
    """A database with findings."""

    def __init__(self, count: int) -> None:
        super().__init__(
            Kind.INVALID,
            "database.unsound",
            say_so_many("The database has {} finding.", "The database has {} findings.", count),
            "Make a copy of it before anything else.",
        )


@command(
    app,
    "upgrade",
    changing=True,
    examples=(
        "academy db upgrade --dry-run",
        "academy db upgrade --database postgresql:///academy",
    ),
)
def upgrade(shell: Shell) -> None:
    """Create the tables, or bring them up to this version of academy."""
    report = shell.academy.database.upgrade(dry_run=shell.is_dry_run)
    if not report.revisions:
        shell.terminal.note("The database is up to date.")
    shell.terminal.show_one(report)


@command(app, "status", examples=("academy db status", "academy db status --format json"))
def status(shell: Shell) -> None:
    """Show which database is used and whether it is up to date."""
    shell.terminal.show_one(shell.academy.database.status())


@command(app, "check", listing=True, examples=("academy db check && echo sound",))
def check(shell: Shell) -> None:
    """Check that the tables are as this version expects and that every reference holds.

    In SQLite, which takes any text for a date, also that every date is one.
    """
    findings = shell.academy.database.check()
    shell.terminal.show_list(findings, FINDING, empty="The database is sound.")
    if findings:
        raise UnsoundDatabaseError(len(findings))


app.makers.update(dbcopy.app.makers)
