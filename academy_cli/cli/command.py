"""One command's help: its own options first, the shared ones after, examples last.

Knows the order of a help page; refuses to know what the options do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from typer.core import TyperCommand

from academy_cli.cli.helprows import row, titled
from academy_cli.cli.language import here, paragraphs
from academy_cli.kit.saying import ENGLISH, say, sentence

OUTPUT, GENERAL, ARGUMENTS, OPTIONS = (
    say("Output:"),
    say("General:"),
    say("Arguments:"),
    say("Options:"),
)
"""Sections of the options that every command has."""
BY_CLICK = say("Show this message and exit.")
"""What Click itself says of --help."""


class Translated:
    """A page of help in the language of whoever asks; it stands before Typer's own class."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write all of it."""
        with retold(self, ctx):
            super().format_help(ctx, formatter)  # type: ignore[misc]  # Typer's class has it

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how it is typed."""
        pieces = " ".join(self.collect_usage_pieces(ctx))  # type: ignore[attr-defined]  # so has it this
        formatter.write_usage(ctx.command_path, pieces, here().gettext(say("Usage: ")))


class Command(Translated, TyperCommand):
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

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options in titled sections, in the order they were declared."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            found = row(param, ctx)
            if found is not None:
                sections.setdefault(_section(param), []).append(found)
        for title, rows in sections.items():
            with titled(formatter, title):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples unwrapped: they are to be copied."""
        with titled(formatter, say("Examples:")):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


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


def _section(param: Any) -> str:
    if param.param_type_name == "argument":
        return ARGUMENTS
    if param.name == "help":
        return GENERAL
    return getattr(param, "rich_help_panel", None) or OPTIONS
