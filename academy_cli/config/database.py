"""The settings of the database, and which one an address names.

Knows where its address is written, and the server and the name in it; refuses to open anything.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from academy_cli.config.field import setting
from academy_cli.config.places import DATA_FOLDER, data_folder
from academy_cli.config.secrets import masked
from academy_cli.config.sqlite import sqlite_url

_HERE = frozenset({"", "localhost", "127.0.0.1", "::1"})
_USUAL_PORT = 5432


@dataclass(frozen=True, slots=True)
class DatabaseSettings:
    """Where the academy's rows are kept."""

    url: str = setting(
        lambda: sqlite_url(data_folder() / "academy.db"),
        "SQLite needs no server; for many people at once: postgresql://user@host/name.",
        shown=f"sqlite:///{DATA_FOLDER}/academy.db",
        flag="--database",
        is_secret=True,
    )

    @property
    def fingerprint(self) -> str:
        """The same for the same database, whoever asks and however; nothing of it lets anybody in."""
        from hashlib import sha256  # most commands never ask

        return sha256(os.fsencode(_named(self.url))).hexdigest()[:32]


def database_url(
    cwd: Path, environ: Mapping[str, str], flags: Mapping[str, str], *, file: Path | None = None
) -> str:
    """The address that ``load`` would give, for whoever has no time to load all settings.

    Where somebody wrote one, whatever else is wrong is not seen. Raises what ``load`` does.
    """
    from academy_cli.config.resolve import DEFAULT, resolve

    found = resolve({"database": DatabaseSettings}, cwd, environ, flags, file)
    if found.errors and found.origins["database.url"] == DEFAULT:
        from academy_cli.config.load import load  # who knows all groups knows which are misspelt

        return load(cwd, environ, flags, file=file).database.url
    if (url := found.values["database"].get("url")) is None:
        raise found.errors[-1]
    return str(url)


def _named(url: str) -> str:
    """The file, or the server and the database on it: no user, no password and no option."""
    from urllib.parse import parse_qs, unquote, urlsplit

    scheme, separator, rest = url.partition(":///")
    if separator and scheme.startswith("sqlite"):
        return os.path.realpath(unquote(rest.partition("?")[0]))
    try:
        parts = urlsplit(url)
        said = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        host = said.get("host", parts.hostname or "").lower()
        port = int(said.get("port", parts.port or _USUAL_PORT))
    except ValueError:  # nothing can be opened by it either
        return masked(url)
    name = said.get("dbname", unquote(parts.path.removeprefix("/")))
    return f"{'' if host in _HERE else host}:{port}/{name}"
