"""Groups of commands that import and build a command only when it is run.

Knows names, one-line summaries and module paths; refuses to import a module to list, complete or
suggest it.
"""

from __future__ import annotations

from collections import UserDict
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, ClassVar, NamedTuple

from typer.core import TyperCommand, TyperGroup

from academy_cli.cli.command import OPTIONS, Translated
from academy_cli.cli.helprows import row, titled
from academy_cli.cli.language import here
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say

NOUNS, COMMANDS = say("Nouns:"), say("Commands:")


class Entry(NamedTuple):
    """A command or noun of the root: ``module`` holds the Noun named ``app``."""

    name: str
    module: str
    summary: str
    is_noun: bool = True


class Noun(NamedTuple):
    """What one module adds to the command line: its help, and how each of its verbs is built."""

    help: str
    makers: dict[str, Callable[[], Any]]


class Verbs(UserDict[str, Any]):
    """The verbs of a noun by name, each built when it is looked up: one command runs one of them."""

    def __getitem__(self, name: str) -> Any:
        return super().__getitem__(name)()


class UnknownCommandError(AcademyError):
    """A word that names no command, with the nearest one that does."""

    def __init__(self, word: str, path: str, known: Iterable[str]) -> None:
        from academy_cli.kit.spelling import nearest

        close = nearest(word, known)
        hint = say("Did you mean `{} {}`?", path, close) if close else say("Run: {} --help", path)
        super().__init__(
            Kind.USAGE, "command.unknown", say("There is no command “{}” in {}.", word, path), hint
        )


class MissingVerbError(AcademyError):
    """A noun alone says nothing to do."""

    def __init__(self, path: str, verbs: Iterable[str]) -> None:
        super().__init__(
            Kind.USAGE,
            "command.missing",
            say("{} needs a verb: {}.", path, ", ".join(verbs)),
            say("Run: {} --help", path),
        )


class Group(Translated, TyperGroup):
    """A group whose mistakes are told in academy's own words."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Refuse a noun without a verb, instead of succeeding at nothing."""
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            raise MissingVerbError(ctx.command_path, self.commands)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command a word names; suggest the nearest when there is none."""
        word = args[0]
        if word not in self.commands and not word.startswith("-") and not ctx.resilient_parsing:
            raise UnknownCommandError(word, ctx.command_path, self.commands)
        return super().resolve_command(ctx, args)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write its few options, and its commands below."""
        rows = [found for one in self.get_params(ctx) if (found := row(one, ctx))]
        with titled(formatter, OPTIONS):
            formatter.write_dl(rows)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write each verb with the whole of its first sentence; typer would cut it short."""
        told = here().gettext
        with titled(formatter, COMMANDS):
            rows = [(name, told(_first_line(verb))) for name, verb in self.commands.items()]
            formatter.write_dl(rows)


class LazyGroup(Group):
    """The root: its commands are placeholders until one is resolved to be run."""

    entries: ClassVar[tuple[Entry, ...]] = ()

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = {entry.name: _placeholder(entry) for entry in self.entries}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command a word names and import it."""
        name, command, rest = super().resolve_command(ctx, args)
        found = command and load(next(entry for entry in self.entries if entry.name == name))
        return name, found, rest

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the two lists of the root's help from the summaries alone."""
        told = here().gettext
        for title, is_noun in ((NOUNS, True), (COMMANDS, False)):
            rows = [(e.name, told(e.summary)) for e in self.entries if e.is_noun is is_noun]
            with titled(formatter, title):
                formatter.write_dl(rows)


def _first_line(command: Any) -> str:
    return (command.help or "").strip().partition("\n")[0]


def load(entry: Entry) -> Any:
    """Import an entry's module and give its command, or its group of verbs."""
    added: Noun = import_module(entry.module).app
    verbs = Verbs(added.makers)
    if entry.is_noun:
        group = Group(name=entry.name, help=added.help, rich_markup_mode=None)
        group.commands = verbs
        return group
    return verbs[entry.name]


def _placeholder(entry: Entry) -> TyperCommand:
    return TyperCommand(entry.name, short_help=entry.summary, help=entry.summary)
