"""Settings files to start from, written out of the table of settings; also config.example.yaml.

Knows how a setting is explained in YAML; refuses to overwrite a file.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

from academy_cli.config.errors import SettingsExistError, UnreadableError
from academy_cli.config.settings import GROUPS, table
from academy_cli.config.table import Setting
from academy_cli.kit.systemwords import system_words

HEADING = """\
# Settings of academy. A line that is commented out shows its default.
# A variable wins over this file (ACADEMY_DATABASE_URL over database.url), a flag over both.
# Relative paths start from this file. A secret may be ${NAME} or file:/path/to/secret.
# What holds here, and why: academy config show
"""

PLAIN = re.compile(r"[A-Za-z0-9/][A-Za-z0-9/_.:@-]*[A-Za-z0-9/_-]")


def create_file(path: Path, values: Mapping[str, str] | None = None) -> None:
    """Write a commented settings file, readable only for its owner; ``values`` are set in it.

    Raises SettingsExistError rather than overwrite one.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise SettingsExistError(path) from error
    except OSError as error:
        raise UnreadableError(path, system_words(error)) from error
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text(values or {}))


def text(values: Mapping[str, str]) -> str:
    """A settings file that sets ``values`` and explains the rest."""
    return "\n".join([HEADING, *_groups(values)])


def _groups(values: Mapping[str, str]) -> Iterator[str]:
    for group, settings in groupby(table(), key=lambda setting: setting.group):
        lines = [line for setting in settings for line in _lines(setting, values)]
        yield "\n".join([f"# {GROUPS[group].__doc__}", f"{group}:", *lines, ""])


def _lines(setting: Setting, values: Mapping[str, str]) -> Iterator[str]:
    yield f"  # {setting.why}"
    value = values.get(setting.name)
    yield f"  {setting.key}: {_scalar(value)}" if value else f"  # {setting.key}: {setting.shown}"


def _scalar(value: str) -> str:
    """Text as YAML, quoted where it could mean something else."""
    return value if PLAIN.fullmatch(value) else json.dumps(value, ensure_ascii=False)
