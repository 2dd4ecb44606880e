"""Where values are written: a settings file, the environment, flags.

Knows how each source is found, and the place of every value; refuses to know types.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from academy_cli.config.errors import UnknownKeyError
from academy_cli.config.places import APPLICATION
from academy_cli.config.table import Setting
from academy_cli.kit.paths import is_file
from academy_cli.kit.saying import say

FILE_NAME = "academy.yaml"


class Written(NamedTuple):
    """A value as somebody wrote it."""

    text: str
    origin: str
    base: Path
    """The folder that relative paths in it start from."""


def find_file(cwd: Path) -> Path | None:
    """The settings file that holds here: in the folder or a parent, else the user's own."""
    for folder in (cwd, *cwd.parents):
        if is_file(folder / FILE_NAME):
            return folder / FILE_NAME
    from platformdirs import user_config_path

    path = user_config_path(APPLICATION, appauthor=False) / FILE_NAME
    return path if is_file(path) else None


def from_flags(
    settings: Sequence[Setting], flags: Mapping[str, str], cwd: Path
) -> dict[str, Written]:
    """Values given on the command line, by ``Setting.flag_key``."""
    return {
        setting.name: Written(flags[setting.flag_key], say("flag {}", setting.flag), cwd)
        for setting in settings
        if setting.flag_key in flags
    }


def from_environment(
    settings: Sequence[Setting], environ: Mapping[str, str], cwd: Path
) -> dict[str, Written]:
    """Values from ``ACADEMY_…`` variables; an empty one sets nothing."""
    return {
        setting.name: Written(
            environ[setting.variable], say("environment {}", setting.variable), cwd
        )
        for setting in settings
        if environ.get(setting.variable)
    }


def strangers(settings: Sequence[Setting], environ: Mapping[str, str]) -> Iterator[UnknownKeyError]:
    """Variables that are called as those of a group of settings are, and are none: a word is misspelt."""
    known = {setting.variable for setting in settings}
    groups = tuple({f"ACADEMY_{setting.group.upper()}_" for setting in settings})
    for name in sorted(environ):
        if name.startswith(groups) and name not in known:
            yield UnknownKeyError(name, known, say("environment"))
