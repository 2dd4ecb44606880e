"""One setting as a field of its group: its default, its reason, and what it may be.

Knows how a field is described; refuses to know any setting.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from academy_cli.kit.saying import say


@dataclass(frozen=True, slots=True)
class Bounds:
    """The numbers a setting may be; beyond the upper one academy could not keep its word."""

    least: int
    most: int

    @property
    def said(self) -> str:
        """As a sentence has it."""
        return say("from {:,} to {:,}", self.least, self.most)

    def __str__(self) -> str:
        return self.said


def setting(
    default: object,
    why: str,
    *,
    shown: str | None = None,
    flag: str | None = None,
    is_secret: bool = False,
    is_path: bool = False,
    bounds: Bounds | None = None,
    flaw: Callable[[str], str | None] | None = None,
) -> Any:
    """A field of a group of settings; ``default`` may be a function, and ``shown`` is then how it is written.

    ``is_path`` is for a file that need not be named, or a place that may be an address as well. ``flaw``
    says what a text has to be instead; None where it will do.
    """
    metadata: dict[str, object] = {"why": why, "shown": shown or said(default), "flag": flag}
    metadata |= {"bounds": bounds, "is_secret": is_secret, "flaw": flaw}
    metadata["is_path"] = is_path
    if callable(default):
        return field(default_factory=default, metadata=metadata)
    return field(default=default, metadata=metadata)


def said(value: object) -> str:
    """A value as files write it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def on(why: str) -> Any:
    """A switch that is on unless somebody says no."""
    return setting(default=True, why=why)


def off(why: str) -> Any:
    """A switch that is off unless somebody says yes."""
    return setting(default=False, why=why)
