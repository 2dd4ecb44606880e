"""What ``academy backup`` says beside its answers: what is no backup, what is not in one, whose it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Set


@pytest.fixture
def kept(academy: Run, home: Path, given: Set) -> Run:
    """An academy with a picture in its course, and a place for backups."""
    given(backup_to=home / "backups")
    folder = home / "python"
    folder.mkdir()
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    (folder / "welcome.md").write_text("# Welcome\n\n![A](a.png)\n", encoding="utf-8")
    (folder / "a.png").write_bytes(b"\x89PNG a picture")
    for words in (("course", "sync", "python"), ("user", "create", "ann@x.org", "--name", "Ann")):
        assert academy(*words, "--yes").code == 0
    return academy


def made(kept: Run, *words: str) -> dict[str, str]:
    """A backup that was made now."""
    ran = kept("backup", "create", *words, "--format", "json")
    assert ran.code == 0, ran.err
    return dict(json.loads(ran.out))


def test_an_archive_that_is_no_backup_is_named_by_all(kept: Run, home: Path) -> None:
    folder = home / "backups"
    lost, unreadable, sound = (made(kept)["archive"] for _ in range(3))
    (folder / f"{lost}.json").unlink()
    (folder / f"{unreadable}.json").write_text("{")
    for ending in ("", ".json"):
        shutil.copy(folder / f"{sound}{ending}", folder / f"renamed.acb{ending}")

    for words in ("list", "status", "verify", "show", "restore --dry-run", "prune --dry-run"):
        told = [one for one in kept("backup", *words.split()).err.splitlines() if "“" in one]
        assert len([one for one in told if f"“{lost}” is in" in one]) == 1, words
        assert len([one for one in told if f"“{unreadable}” is in" in one]) == 1, words
        assert len([one for one in told if "“renamed.acb” is in" in one]) == 1, words
    shutil.copy(folder / sound, home / "copy.acb")
    assert "renamed.acb" not in kept("backup", "verify", "copy.acb").err


def test_what_was_never_finished_is_removed_when_asked_to(kept: Run, home: Path) -> None:
    folder = home / "backups"
    left = made(kept)["archive"].split("-")
    made(kept)
    old = "-".join([*left[:2], "20260101T000000Z", left[3]])
    (folder / "-".join(left)).rename(folder / old)
    (folder / f"{'-'.join(left)}.json").unlink()
    prune = ("backup", "prune", "--orphans", "--fields", "outcome,created_at")

    assert "dropped\t2026-01-01T00:00:00Z" in kept(*prune, "--dry-run").out
    asked = kept(*prune)
    assert (asked.code, "Remove 1 archive that is none for ever?" in asked.err) == (6, True)
    assert kept("backup", "prune", "--yes").code == 0
    assert (folder / old).exists()
    assert kept(*prune, "--yes").code == 0
    assert not (folder / old).exists()
    assert len(kept("backup", "list", "--format", "ids").out.split()) == 1


def test_files_that_are_not_in_it_are_told(kept: Run, home: Path) -> None:
    before = made(kept, "--no-files")["id"]
    [stored] = (home / ".local/share/academy").rglob("assets/*/*")
    stored.unlink()

    ran = kept("backup", "create", "--allow-missing-files")
    assert f"1 file of courses is not in storage, so not in it: {stored.name}" in ran.err
    assert f"({1}), {before} (1)" in kept("backup", "list").err
    for words in ("show", "verify", "restore --dry-run", "restore --yes"):
        ran = kept("backup", *words.split())
        assert "1 file of courses is not in it." in ran.err, words
    assert "is not in storage either: academy storage check" in ran.err


def test_damage_and_a_proof_that_fell_short_are_told(kept: Run, home: Path) -> None:
    key = json.loads(kept("backup", "keygen", "--out", "a.key", "--format", "json").out)
    to = ("--encrypt-to", key["public"])
    assert "It was proved quick only" in kept("backup", "create", *to).err
    proved = kept("backup", "create", *to, "--identity", "a.key", "--fields", "verified")
    assert (proved.out, "quick only" in proved.err) == ("full\n", False)
    newest = json.loads(kept("backup", "show", "--format", "json").out)
    with (home / "backups" / newest["archive"]).open("ab") as file:
        file.write(b"!")

    assert kept("backup", "verify", "--identity", "a.key").code == 3
    assert kept("backup", "show", "--fields", "verified").out == "damaged\n"
    assert f"“{newest['id']}” was found damaged" in kept("backup", "status").err
    ran = kept("backup", "restore", "--dry-run", "--identity", "a.key", "--fields", "backup")
    assert (ran.code, "an older one is taken" in ran.err) == (0, True)
    assert ran.out.strip() != newest["id"]


def test_a_lost_database_is_missed(kept: Run, home: Path) -> None:
    ours = made(kept)["id"]
    [database] = (home / ".local/share/academy").glob("*.db")
    for one in database.parent.glob(f"{database.name}*"):
        one.unlink()

    lost = kept("backup", "status")
    assert (lost.code, "academy backup restore latest" in lost.err) == (9, True)
    new = kept("user", "create", "bo@x.org", "--name", "Bo", "--yes")
    assert "if it was lost, academy backup restore latest" in new.err
    assert "if it was lost" not in kept("user", "list").err
    ran = kept("backup", "create")
    assert (ran.code, f"academy backup restore {ours}" in ran.err) == (0, True)
    listed = kept("backup", "list", "--fields", "whose").out.split()
    assert len(set(listed)) == 2
    part = kept("backup", "restore", ours, "--only", "user:ann@x.org", "--dry-run")
    assert "a backup of another academy" in part.err
    assert "another academy" not in kept("backup", "restore", "--dry-run").err
