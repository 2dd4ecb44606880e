"""Secrets: where they may come from, who may read their files, and how they are never shown.

Knows ``${NAME}`` and ``file:`` references; refuses to print what they hold.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from academy_cli.config.errors import ExposedSecretError, MissingSecretError

REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
FILE = "file:"
MASK = "***"
_PASSWORD = re.compile(r"(://[^:/@?]*:).*@")
_PARAMETER = re.compile(r"((?:password|sslpassword)=)[^&]*")


def masked(value: str) -> str:
    """The text with every password of a URL replaced by ``***``."""
    return _PARAMETER.sub(rf"\g<1>{MASK}", _PASSWORD.sub(rf"\g<1>{MASK}@", value))


def revealed(name: str, value: str, base: Path, environ: Mapping[str, str], origin: str) -> str:
    """Follow the reference a secret setting may be: a variable, a file relative to ``base``.

    A variable inside a longer text is part of a URL, so it is percent-encoded there. Raises
    MissingSecretError and ExposedSecretError.
    """
    if value.startswith(FILE):
        return _file_text(name, base / Path(value.removeprefix(FILE)).expanduser(), origin)

    def variable(match: re.Match[str]) -> str:
        found = environ.get(match[1])
        if found is None:
            raise MissingSecretError(name, f"the variable {match[1]}, which is not set", origin)
        return found if match[0] == value else _quoted(found)

    return REFERENCE.sub(variable, value)


def _file_text(name: str, path: Path, origin: str) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ExposedSecretError(name, path)
            return file.read().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise MissingSecretError(
            name, f"the file “{path}”, which cannot be read", origin
        ) from error


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")
