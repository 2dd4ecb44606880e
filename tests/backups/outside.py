"""An academy and its backups seen from outside: commands in a harder world, and what they said of it.

Knows quotas, small disks and how errors are told; refuses to know which trouble is expected.
"""

from __future__ import annotations

import json
import resource
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from tests import child
from tests.backups.vaults import Safe
from tests.reliability import stage
from tests.reliability.academy import Academy

JSON = ("--format", "json")
CREATE = ("backup", "create", "--yes", *JSON)
RESTORE = ("backup", "restore", "latest", "--yes", *JSON)
PAGE = 4096
_SCRIPT = """
import io, json, os, sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from academy_cli.__main__ import main
disk, said = Path(sys.argv[1]), []
for name in json.loads(os.environ["COPIED"]):
    (disk / Path(name).name).write_bytes(Path(name).read_bytes())
for pages, words in json.loads(os.environ["TRIES"]):
    free = os.statvfs(disk)
    filled = (free.f_bavail - pages) * free.f_frsize if pages is not None else 0
    (disk / "filler").write_bytes(bytes(max(0, filled)))
    with redirect_stdout(io.StringIO()) as out, redirect_stderr(io.StringIO()) as err:
        code = main(words)
    (disk / "filler").unlink()
    left = sorted(one.name for one in disk.rglob("*") if one.is_file())
    said.append([code, out.getvalue(), err.getvalue(), left])
print(json.dumps(said))
"""


class Try(NamedTuple):
    """A command, and how many pages are free on the disk when it begins; None for all there are."""

    words: Sequence[str]
    pages: int | None = None


class Tried(NamedTuple):
    """How it ended, and what was on the disk then."""

    ended: stage.Ended
    left: Sequence[str]

    @property
    def code(self) -> int:
        """Its exit code."""
        return self.ended.code


def academy(safe: Safe, **settings: object) -> Academy:
    """The same academy, seen from outside."""
    said = {"BACKUP_TO": safe.folder, "STORAGE_FOLDER": safe.storage, **settings}
    named = {f"ACADEMY_{name}": str(value) for name, value in said.items()}
    return Academy(safe.storage.parent.parent, safe.url, named)


def at(found: Academy, file: Path) -> Academy:
    """The same whose database is another file."""
    return replace(found, url=f"sqlite:///{file}")


def with_setting(found: Academy, name: str, value: object) -> Academy:
    """The same with another variable in its environment."""
    return replace(found, settings={**found.settings, name: str(value)})


def told(ended: stage.Ended) -> tuple[int, str]:
    """An exit code, and the code of the one error, which is a sentence with a hint."""
    assert "Traceback" not in ended.err
    [error] = [json.loads(one)["error"] for one in ended.err.splitlines() if one[:1] == "{"]
    assert error["message"].endswith(".")
    assert error["hint"]
    return ended.code, error["code"]


def largest_file(size: int) -> Callable[[], None]:
    """What makes every file end at some size, as a quota does."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


class SmallDisk:
    """A folder that is a disk of its own while commands run."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        folder.mkdir()
        self.folder, self._monkeypatch = folder, monkeypatch

    def run(
        self, found: Academy, *tries: Try, size_kb: int, copied: Sequence[Path] = ()
    ) -> list[Tried]:
        """Run commands one after the other, where some files were copied to it before."""
        said = {
            "TRIES": json.dumps([(one.pages, one.words) for one in tries]),
            "COPIED": json.dumps([*map(str, copied)]),
        }
        with self._monkeypatch.context() as patch:
            for name, value in {**found.environ, **said}.items():
                patch.setenv(name, value)
            out = child.run_on_small_disk(_SCRIPT, self.folder, size_kb=size_kb)
        ended = json.loads(out.splitlines()[-1])
        return [Tried(stage.Ended(*one[:3]), one[3]) for one in ended]
