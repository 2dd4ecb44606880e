"""One command's help: its own options first, the shared ones after, examples last.

Knows the order of a help page; refuses to know what the options do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperCommand

from academy_cli.cli.language import here, paragraphs
from academy_cli.kit.saying import ENGLISH, say, say_joined, sentence

OUTPUT, GENERAL, ARGUMENTS, OPTIONS = (
    say("Output"),
    say("General"),
    say("Arguments"),
    say("Options"),
)
"""Sections of the options that every command has."""
BY_CLICK = say("Show this message and exit.")
"""What Click itself says of --help."""


class Command(TyperCommand):
    """A command whose epilog is its examples, one per line."""

    @property
    def examples(self) -> tuple[str, ...]:
        """The examples, as a person would type them."""
        return tuple((self.epilog or "").splitlines())

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words, and let every refusal know which command it is about."""
        try:
            return super().parse_args(ctx, args)
        except typer.TyperException as error:
            error.ctx = getattr(error, "ctx", None) or ctx  # type: ignore[attr-defined]
            raise

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write all of it in the language of whoever asks."""
        with retold(self, ctx):
            super().format_help(ctx, formatter)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how it is typed."""
        write_usage(self, ctx, formatter)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options in titled sections, in the order they were declared."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            row = param.get_help_record(ctx)
            if row is not None:
                sections.setdefault(_section(param), []).append(explained(row))
        for title, rows in sections.items():
            with formatter.section(titled(title)):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples unwrapped: they are to be copied."""
        with formatter.section(titled(say("Examples"))):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def titled(title: str) -> str:
    """A title of a section in the language of whoever asks; Click writes its colon."""
    language = here()
    return sentence(say("{}:", language.gettext(title)), language).removesuffix(":")


def explained(row: tuple[str, str]) -> tuple[str, str]:
    """What an option or an argument is called and means, with what Click adds to it in the same language."""
    language = here()
    name, meaning = row
    text, mark, more = meaning.rpartition("[")
    if language is ENGLISH or not mark or not more.endswith("]"):
        return row
    added = say_joined("; ", [_added(one) for one in more.removesuffix("]").split("; ")])
    return name, f"{text}[{sentence(added, language)}]"


def _added(text: str) -> str:
    what, _, value = text.partition(": ")
    match what:
        case "required":
            return say("required")
        case "default":
            return say("default: {}", value)
        case "env var":
            return say("env var: {}", value)
        case _:
            return text


@contextmanager
def retold(command: Any, ctx: Any) -> Iterator[None]:
    """Let a command and its options explain themselves for the block in the language of whoever asks."""
    language, params = here(), command.get_params(ctx)
    if language is ENGLISH:
        yield
        return
    before = command.help, [getattr(one, "help", None) for one in params]
    command.help = paragraphs(command.help or "", language)
    for one in params:
        one.help = sentence(getattr(one, "help", None) or "", language)
    try:
        yield
    finally:
        command.help = before[0]
        for one, said in zip(params, before[1], strict=True):
            one.help = said


def write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    """Write how a command is typed, in the language of whoever asks."""
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, here().gettext(say("Usage: ")))


def _section(param: Any) -> str:
    if param.param_type_name == "argument":
        return ARGUMENTS
    if param.name == "help":
        return GENERAL
    return getattr(param, "rich_help_panel", None) or OPTIONS
