"""Groups of settings as rows: what each setting is called, what it may be, and what it is without being set.

Knows how a group describes its fields; refuses to know which groups there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any, NamedTuple

from academy_cli.config.field import Bounds, said
from academy_cli.config.secrets import hidden


@dataclass(frozen=True, slots=True)
class Described:
    """One setting as a person sees it; secrets are masked."""

    name: str
    value: str
    origin: str
    default: str
    why: str


class Setting(NamedTuple):
    """One row of the table."""

    group: str
    key: str
    kind: str
    """``str``, ``int``, ``bool`` or ``Path``."""
    default: Callable[[], object]
    shown: str
    """The default as it is written."""
    why: str
    flag: str
    is_secret: bool
    is_path: bool
    bounds: Bounds | None
    """Of a number."""
    flaw: Callable[[str], str | None] | None
    """What a text has to be that it is not."""

    @property
    def name(self) -> str:
        """As files nest it: ``database.url``."""
        return f"{self.group}.{self.key}"

    @property
    def flag_key(self) -> str:
        """As options are called in code: ``database_url``."""
        return f"{self.group}_{self.key}"

    @property
    def variable(self) -> str:
        """The environment variable: ``ACADEMY_DATABASE_URL``."""
        return f"ACADEMY_{self.flag_key.upper()}"

    def described(self, value: object, origin: str) -> Described:
        """The setting as a person may see it; a value that is none is empty."""
        text = "" if value is None else hidden(str(value)) if self.is_secret else said(value)
        return Described(self.name, text, origin, self.shown, self.why)


def rows(groups: Mapping[str, type]) -> Iterator[Setting]:
    """Every setting of some groups, in their order."""
    for group, kind in groups.items():
        for item in fields(kind):
            told = item.metadata
            yield Setting(
                group=group,
                key=item.name,
                kind=str(item.type),
                default=_default(item.default, item.default_factory),
                shown=told["shown"],
                why=told["why"],
                flag=told["flag"] or f"--{group}-{item.name}".replace("_", "-"),
                is_secret=told["is_secret"],
                is_path=told["is_path"] or item.type == "Path",
                bounds=told["bounds"],
                flaw=told["flaw"],
            )


def _default(value: object, factory: Any) -> Callable[[], object]:
    return factory if callable(factory) else lambda: value
