"""``academy backup`` where what lies beside archives was lost or is wrong, and where a path is mistyped."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Set


@pytest.fixture
def kept(academy: Run, home: Path, given: Set) -> Run:
    """An academy with a person, and a place for backups with a space in its name."""
    given(backup_to=home / "my backups")
    assert academy("user", "create", "ann@x.org", "--name", "Ann", "--yes").code == 0
    return academy


@pytest.fixture
def archive(kept: Run, home: Path) -> Path:
    """The archive of its only backup."""
    ran = kept("backup", "create", "--format", "json")
    return home / "my backups" / json.loads(ran.out)["archive"]


def test_where_all_that_lay_beside_archives_was_lost_the_hint_brings_the_newest_back(
    kept: Run, archive: Path
) -> None:
    Path(f"{archive}.json").unlink()
    assert kept("user", "create", "bo@x.org", "--name", "Bo", "--yes").code == 0

    for words, code in (("restore --yes", 4), ("verify", 4), ("status", 9)):
        refused = kept("backup", *words.split())
        assert (refused.code, "academy backup restore" in refused.err) == (code, True)
        assert f"academy backup restore {shlex.quote(str(archive))}" in refused.err

    assert kept("backup", "restore", str(archive), "--yes").code == 0
    assert kept("user", "list", "--format", "ids").out == "ann@x.org\n"


@pytest.mark.parametrize("by", ["path", "name"])
def test_proving_an_archive_writes_again_what_lay_beside_it(
    kept: Run, archive: Path, by: str
) -> None:
    Path(f"{archive}.json").unlink()

    proved = kept("backup", "verify", str(archive) if by == "path" else archive.name)

    assert (proved.code, "was lost, and is there again" in proved.err) == (0, True)
    assert kept("backup", "list", "--fields", "archive,verified").out == f"{archive.name}\tfull\n"


def test_a_path_that_leads_to_no_archive_is_told_as_a_path(kept: Run, home: Path) -> None:
    os.mkfifo(home / "pipe.acb")
    for word in ("./nosuch.acb", "people.csv", "nosuch.acb.age", "s3://bucket/nosuch.acb"):
        refused = kept("backup", "restore", word, "--yes")
        assert (refused.code, f"There is no file “{word}”" in refused.err) == (4, True)
    for word, what in ((".", "a folder"), ("/", "a folder"), ("./pipe.acb", "no regular file")):
        refused = kept("backup", "verify", word)
        assert (refused.code, f"“{word}” is {what}, and no archive" in refused.err) == (3, True)


def test_what_is_said_wrong_beside_an_archive_is_set_right_by_proving_it(
    kept: Run, archive: Path
) -> None:
    beside = Path(f"{archive}.json")
    right = beside.read_text()
    said = json.loads(right)
    beside.write_text(json.dumps({**said, "rows": 10**6, "revision": "0000", "label": "mine"}))

    proved = kept("backup", "verify", "--format", "json")

    assert (proved.code, "revision, rows" in proved.err) == (0, True)
    assert json.loads(proved.out)["rows"] == said["rows"]
    shown = json.loads(kept("backup", "show", "--format", "json").out)
    assert (shown["revision"], shown["label"]) == (said["revision"], "mine")
    assert "wrong" not in kept("backup", "verify").err


def test_an_archive_that_is_gone_is_named(kept: Run, archive: Path) -> None:
    assert kept("backup", "create").code == 0
    archive.unlink()

    for words in ("list", "status", "prune --dry-run", "prune --orphans --yes", "verify"):
        told = kept("backup", *words.split())
        assert (told.code, f"“{archive.name}” is gone" in told.err) == (0, True), words
