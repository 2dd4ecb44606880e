"""The command reference: ``python -m academy_cli.cli.reference`` writes docs/cli.md.

Knows how to walk the command tree and to set it as Markdown; refuses to know any command.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import cleandoc
from typing import Any

from academy_cli.cli import root
from academy_cli.cli.lazy import Entry, load
from academy_cli.cli.options import GLOBAL

HEADING = """\
# Commands

<!-- no block of this page is run: they are the examples of each command's help, of many academies -->

Written by `python -m academy_cli.cli.reference`; `academy help COMMAND` says the same. How output,
errors and exit codes work for scripts is in [scripting.md](scripting.md).
"""
OPTIONS = """\
## Options of every command

They stand after the verb, or before the noun.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """An option or argument."""

    written: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Documented:
    """One command: its words after ``academy``, and everything its help says."""

    words: tuple[str, ...]
    usage: str
    help: str
    arguments: tuple[Row, ...]
    options: tuple[Row, ...]
    flags: frozenset[str]
    examples: tuple[str, ...]

    @property
    def path(self) -> str:
        """The command as it is typed."""
        return " ".join(("academy", *self.words))

    @property
    def does(self) -> str:
        """What it does, in one sentence."""
        return self.help.partition("\n")[0]

    @property
    def verb(self) -> str:
        """The last word."""
        return self.words[-1]


def commands() -> tuple[Documented, ...]:
    """Every command, nouns in the root's order, verbs in the order of their module."""
    return tuple(found for entry in root.ENTRIES for found in documented(entry))


def documented(entry: Entry) -> Iterator[Documented]:
    """The commands of a noun, or a command of the root."""
    context = root.build().make_context("academy", ["help"])
    for words, command, its_context in visited(load(entry), context, (entry.name,)):
        yield _documented(command, its_context, words)


def markdown() -> str:
    """The whole page: a list of all commands, the options they share, then each in detail."""
    found = commands()
    shared = [Row(option.written, option.help) for option in GLOBAL]
    contents = (
        f"- [`{one.path}`](#{'-'.join(('academy', *one.words))}): {one.does}" for one in found
    )
    sections = (line for one in found for line in _section(one))
    parts = [HEADING, *contents, "", OPTIONS, *_table(shared), "", *sections]
    return "\n".join(parts).rstrip("\n") + "\n"


def visited(
    command: Any, parent: Any, words: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """A command, or each one below it: its words, itself, and its context."""
    context = command.context_class(command, info_name=words[-1], parent=parent)
    for name, verb in getattr(command, "commands", {}).items():
        yield from visited(verb, context, (*words, name))
    if not hasattr(command, "commands"):
        yield words, command, context


def _documented(command: Any, context: Any, words: tuple[str, ...]) -> Documented:
    params = command.get_params(context)
    arguments = [param for param in params if param.param_type_name == "argument"]
    options = [param for param in params if param.param_type_name == "option"]
    return Documented(
        words=words,
        usage=context.get_usage().removeprefix("Usage: "),
        help=cleandoc(command.help or ""),
        arguments=tuple(_row(param, context) for param in arguments),
        options=tuple(_row(param, context) for param in options if not _is_global(param)),
        flags=frozenset(flag for param in options for flag in (*param.opts, *param.secondary_opts)),
        examples=command.examples,
    )


def _is_global(param: Any) -> bool:
    return param.name == "help" or param.opts[0] in {option.flag for option in GLOBAL}


def _row(param: Any, context: Any) -> Row:
    written, meaning = param.get_help_record(context)
    return Row(written, meaning)


def _section(command: Documented) -> Iterator[str]:
    yield f"## {command.path}\n"
    yield f"{command.help}\n"
    yield f"    {command.usage}\n"
    rows = (*command.arguments, *command.options)
    if rows:
        yield from _table(list(rows))
        yield ""
    yield "```console"
    yield from (f"$ {example}" for example in command.examples)
    yield "```\n"


def _table(rows: list[Row]) -> Iterator[str]:
    yield "| | |"
    yield "| --- | --- |"
    yield from (f"| `{row.written}` | {row.meaning} |" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(markdown())
