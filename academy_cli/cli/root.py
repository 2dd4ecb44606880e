"""The root command: which nouns exist, and the options that may stand before one.

Knows the map of the command line and how a line of words is run; refuses to import any part of the map
before it is asked for.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer

from academy_cli import __version__
from academy_cli.cli.exits import ended
from academy_cli.cli.lazy import Entry, LazyGroup
from academy_cli.cli.options import with_globals
from academy_cli.kit.saying import say

ENTRIES = (
    Entry("course", "academy_cli.cli.course", "Check, plan, sync and publish courses."),
    Entry("ci", "academy_cli.cli.ci", "Let a code host check, plan and sync courses."),
    Entry(
        "lesson", "academy_cli.cli.lesson", "Look into the lessons of a course, and attach files."
    ),
    Entry("storage", "academy_cli.cli.storage", "Look after the stored files of courses."),
    Entry("user", "academy_cli.cli.user", "Look after people, their accounts and roles."),
    Entry("mail", "academy_cli.cli.mail", "Send mail, and see what became of it."),
    Entry("invoice", "academy_cli.cli.invoice", "See invoices and credit notes, and prove them."),
    Entry("batch", "academy_cli.cli.batches", "See what was done in bulk, and prove it."),
    Entry("enrollment", "academy_cli.cli.enrollment", "Let people into courses, and out."),
    Entry("progress", "academy_cli.cli.progress", "See how far learners have come, and set it."),
    Entry("certificate", "academy_cli.cli.certificate", "Issue certificates, and check anybody's."),
    Entry("review", "academy_cli.cli.review", "See what learners say of courses, and moderate it."),
    Entry("price", "academy_cli.cli.price", "See what courses cost, and set it."),
    Entry("coupon", "academy_cli.cli.coupon", "Make coupons, and see who used them."),
    Entry("order", "academy_cli.cli.order", "Let people buy courses, and see what they bought."),
    Entry("payment", "academy_cli.cli.payment", "See what came in, and read Stripe."),
    Entry("subscription", "academy_cli.cli.subscription", "Let people subscribe to courses."),
    Entry("refund", "academy_cli.cli.refund", "Give money back, exactly once."),
    Entry("stats", "academy_cli.cli.stats", "See the academy in figures, and what each means."),
    Entry("audit", "academy_cli.cli.audit", "See who did what, and prove it."),
    Entry("backup", "academy_cli.cli.backup", "Make backups, prove them, and bring them back."),
    Entry("worker", "academy_cli.cli.worker", "Keep going what is done by itself."),
    Entry("db", "academy_cli.cli.db", "Look after the database, and copy it elsewhere."),
    Entry("config", "academy_cli.cli.config", "Show settings and where each one comes from."),
    Entry("init", "academy_cli.cli.init", "Make a settings file and a database.", is_noun=False),
    Entry("status", "academy_cli.cli.status", "See where the academy stands.", is_noun=False),
    Entry("doctor", "academy_cli.cli.doctor", "Find what is wrong with a machine.", is_noun=False),
    Entry("demo", "academy_cli.cli.demo", "See it all on a course of its own.", is_noun=False),
    Entry("completion", "academy_cli.cli.completion", "Let a shell complete.", is_noun=False),
    Entry("help", "academy_cli.cli.help", "Explain a command or a topic.", is_noun=False),
    Entry("version", "academy_cli.cli.version", "Show the version.", is_noun=False),
)

Version = Annotated[bool, typer.Option("--version", help="Show the version and stop.")]
ABOUT = say("Run an online academy from the terminal: courses are folders of Markdown and YAML.")
HELP = {"help_option_names": ["-h", "--help"]}
NAME = "academy"
ABOUT = say("Run an online academy from the terminal: courses are folders of Markdown and YAML.")


class Root(LazyGroup):
    """``academy`` itself."""

    entries = ENTRIES


def run(words: Sequence[str]) -> int:
    """Run one line of words to its end and return its exit code."""
    return ended(lambda: _invoked(list(words)), words)


def _invoked(words: list[str]) -> None:
    command = build()
    with command.make_context(NAME, words) as context:
        command.invoke(context)


def build() -> Any:
    """Build the root command; costs no import beyond typer."""
    app = typer.Typer(cls=Root, rich_markup_mode=None, context_settings=HELP, add_completion=False)
    app.callback(invoke_without_command=True, help=ABOUT)(with_globals(_root))
    return typer.main.get_command(app)


def _root(context: typer.Context, *, version: Version = False) -> None:
    if version:
        typer.echo(f"academy {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        _alone(context)


def _alone(context: typer.Context) -> None:
    """``academy`` without a command: a menu where somebody can choose, else what there is."""
    from academy_cli.cli.shell import open_shell

    shell = open_shell({}, context.params, NAME)
    if not (shell.terminal.can_ask and sys.stdout.isatty()):
        typer.echo(context.get_help())
        return
    from academy_cli.cli.menu import chosen

    with shell.opened:
        words = chosen(shell)
    if words:
        raise typer.Exit(run([*_carried(context.params), *words]))


def _carried(given: Mapping[str, Any]) -> list[str]:
    """The options that stood before: they hold for what is chosen as well."""
    named = {"--config": given.get("config"), "--database": given.get("database")}
    named["--as"] = given.get("actor")
    said = [word for flag, value in named.items() if value for word in (flag, str(value))]
    return [*said, *(["--plain"] if given.get("plain") else [])]
