"""Loading all settings: as one value, as rows for people, and everything that is wrong with them.

Knows every setting there is; refuses to know how one becomes a value.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from academy_cli.config.resolve import resolve
from academy_cli.config.settings import GROUPS, Settings, table
from academy_cli.config.sources import strangers
from academy_cli.config.table import Described
from academy_cli.errors import AcademyError


def load(
    cwd: Path, environ: Mapping[str, str], flags: Mapping[str, str], *, file: Path | None = None
) -> Settings:
    """The settings that hold in a folder; ``file`` is used instead of searching for one.

    ``flags`` holds values by option name (``database_url``). Raises the first of ``examine``.
    """
    result = resolve(GROUPS, cwd, environ, flags, file)
    if result.errors:
        raise result.errors[0]
    groups: dict[str, Any] = {group: kind(**result.values[group]) for group, kind in GROUPS.items()}
    return Settings(**groups, path=result.path, origins=result.origins)


def examine(
    cwd: Path, environ: Mapping[str, str], flags: Mapping[str, str], *, file: Path | None = None
) -> tuple[AcademyError, ...]:
    """Everything wrong with the settings, not only the first, and variables that set nothing."""
    return (*resolve(GROUPS, cwd, environ, flags, file).errors, *strangers(table(), environ))


def describe(
    cwd: Path, environ: Mapping[str, str], flags: Mapping[str, str], *, file: Path | None = None
) -> tuple[Described, ...]:
    """Every setting, secrets masked, and its origin; one that is wrong has no value."""
    result = resolve(GROUPS, cwd, environ, flags, file)
    return tuple(
        setting.described(
            result.values[setting.group].get(setting.key), result.origins[setting.name]
        )
        for setting in table()
    )
