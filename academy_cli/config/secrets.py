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
from academy_cli.kit.paths import expanded
from academy_cli.kit.saying import say

REFERENCE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
FILE = "file:"
MASK = "***"
_PASSWORD = re.compile(r"(://[^:/?]*:).*@", re.DOTALL)
_PATH = re.compile(r"\A((?!sqlite|postgres)[^/]*://[^/?#]*[/?#]).+", re.DOTALL | re.IGNORECASE)
_PARAMETER = re.compile(r"((?:%70|p)(?:%61|a)(?:%73|s){2}word\s*=)[^&]*", re.IGNORECASE)


def masked(value: str) -> str:
    """The text with every password replaced by ``***``; all of it, when it is not clearly a URL.

    The password of a URL ends at its last ``@``: people forget to write ``%40``.
    """
    shown = _PARAMETER.sub(rf"\g<1>{MASK}", _PASSWORD.sub(rf"\g<1>{MASK}@", value))
    return shown if _is_clear(shown) else MASK


def hidden(secret: str) -> str:
    """A secret as a person may see it, so that it is told apart from none.

    Of an address of the web only the host: its path may be what lets in whoever knows it.
    """
    return _PATH.sub(rf"\g<1>{MASK}", masked(secret)) if secret else ""


def quoted(value: str) -> str:
    """A value that is no secret, as a sentence quotes it; an address still loses its password."""
    return masked(value) if "://" in value else value


def _is_clear(shown: str) -> bool:
    """Whether nothing in a masked address could still be a password."""
    scheme, separator, rest = shown.partition("://")
    if not separator:
        return False
    if scheme.startswith("sqlite"):
        return True
    host = rest.rpartition("@")[2].partition("/")[0].partition("?")[0]
    port = host.rpartition("]")[2].partition(":")[2]
    return "=" not in host and (not port or port.isdigit())  # else it is a name with its secret


def revealed(name: str, value: str, base: Path, environ: Mapping[str, str], origin: str) -> str:
    """Follow the reference a secret setting may be: a variable, a file relative to ``base``.

    A variable inside a longer text is part of a URL, so it is percent-encoded there. Raises
    MissingSecretError and ExposedSecretError.
    """
    if value.startswith(FILE):
        return _file_text(name, base / expanded(Path(value.removeprefix(FILE))), origin)

    def variable(match: re.Match[str]) -> str:
        found = environ.get(match[1])
        if found is None:
            raise MissingSecretError(
                name, say("the variable {}, which is not set", match[1]), origin
            )
        return found if match[0] == value else _quoted(found)

    return REFERENCE.sub(variable, value)


def _file_text(name: str, path: Path, origin: str) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise ExposedSecretError(name, path)
            return file.read().strip()
    except (OSError, ValueError) as error:
        raise MissingSecretError(
            name, say("the file “{}”, which cannot be read", path), origin
        ) from error


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text, safe="")
