"""Archives of every revision that archives can have, kept so that what was backed up once still comes back.

Run as a module, it makes those of the present revision, from SQLite and from PostgreSQL: the academy that
``academy demo --payments`` makes. They are made once, by the version they are of, and never again. Refuses to
restore any.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from academy_cli.db.revision import HEAD, HISTORY
from tests import postgres

FOLDER = Path(__file__).parent / "golden"
FIRST = "0022"
"""The first revision that had backups."""
REVISIONS = HISTORY.revisions[HISTORY.revisions.index(FIRST) :]
ENGINES = ("sqlite", "postgresql")
COMMAND = "python -m tests.backups.golden"


def archive(revision: str, engine: str) -> Path:
    """Where the archive of a revision is, or should be."""
    return FOLDER / f"{revision}-{engine}.acb"


def missing(revisions: Sequence[str], engine: str) -> list[str]:
    """The revisions of which none is kept."""
    return [one for one in revisions if not archive(one, engine).is_file()]


def make(folder: Path) -> None:
    """Make those of this revision, with a place to work in."""
    _run(folder, "demo", "--payments", "academy")
    home = folder / "academy"
    _run(home, "backup", "create", "--to", folder / "sqlite")
    [made] = (folder / "sqlite").glob("*.acb")
    with postgres.running() as server, server.database("golden") as url:
        other = {"ACADEMY_DATABASE_URL": url}
        _run(home, "backup", "restore", made, "--yes", environ=other)
        _run(home, "backup", "create", "--to", folder / "postgresql", environ=other)
    FOLDER.mkdir(exist_ok=True)
    for engine in ENGINES:
        [made] = (folder / engine).glob("*.acb")
        shutil.copyfile(made, archive(HEAD, engine))


def _run(folder: Path, *words: object, environ: Mapping[str, str] | None = None) -> None:
    command = [sys.executable, "-m", "academy_cli", *map(str, words)]
    root = Path(__file__).parents[2]
    settings = {**os.environ, "PYTHONPATH": str(root), **(environ or {})}
    subprocess.run(command, cwd=folder, env=settings, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        make(Path(place))
