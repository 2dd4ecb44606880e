"""One command's help: its own options first, the shared ones after, examples last.

Knows the order of a help page; refuses to know what the options do.
"""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperCommand

OUTPUT, GENERAL = "Output", "General"
"""Sections of the options that every command has."""


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

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options in titled sections, in the order they were declared."""
        sections: dict[str, list[tuple[str, str]]] = {}
        for param in self.get_params(ctx):
            row = param.get_help_record(ctx)
            if row is not None:
                sections.setdefault(_section(param), []).append(row)
        for title, rows in sections.items():
            with formatter.section(title):
                formatter.write_dl(rows)

    def format_epilog(self, ctx: Any, formatter: Any) -> None:
        """Write the examples unwrapped: they are to be copied."""
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':>{formatter.current_indent}}{example}\n")


def _section(param: Any) -> str:
    if param.param_type_name == "argument":
        return "Arguments"
    if param.name == "help":
        return GENERAL
    return getattr(param, "rich_help_panel", None) or "Options"
