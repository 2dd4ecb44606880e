"""Words of ``academy backup`` that say nothing, too much, or two things at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Set


@pytest.fixture
def kept(academy: Run, home: Path, given: Set) -> Run:
    """An academy with a person, and a place for backups."""
    given(backup_to=home / "backups")
    assert academy("user", "create", "ann@x.org", "--name", "Ann", "--yes").code == 0
    return academy


@pytest.mark.parametrize(
    "words",
    [
        ("verify", "6", "--latest"),
        ("verify", "--quick", "--restore"),
        ("schedule", "--cron", "--systemd"),
        ("schedule", "--cron", "--user"),
        ("create", "--identity", "nowhere.key"),
        ("create", "--identity", ""),
        ("create", "--label", "a" * 201),
        ("keygen", "--out", ""),
        ("alarm", "--unit", ""),
    ],
)
def test_words_that_contradict_or_say_nothing_are_refused(
    kept: Run, words: tuple[str, ...]
) -> None:
    refused = kept("backup", *words)
    assert (refused.code, refused.out) == (2, "")
    assert "“.”" not in refused.err
    assert kept("backup", "list").out == ""


def test_an_id_is_named_by_four_digits_at_least(kept: Run) -> None:
    name = json.loads(kept("backup", "create", "--format", "json").out)["id"]
    assert kept("backup", "show", name[:3]).code == 4
    assert kept("backup", "set", name[:1], "--label", "x").code == 4
    assert kept("backup", "show", name[:4]).code == kept("backup", "show", name).code == 0
    assert kept("backup", "verify", "latest", "--latest").code == 0


def test_a_public_key_may_be_written_in_capitals(kept: Run) -> None:
    key = json.loads(kept("backup", "keygen", "--sign", "--out", "s.pem", "--format", "json").out)
    ran = kept("backup", "verify", "--signed-by", key["public"].upper())
    assert ran.code == 4  # there is no backup, which is all that is wrong


def test_a_folder_where_something_should_lie_beside_an_archive_keeps_nothing_from_coming_back(
    kept: Run, home: Path
) -> None:
    name = json.loads(kept("backup", "create", "--format", "json").out)["archive"]
    beside = home / "backups" / f"{name}.json"
    beside.unlink()
    beside.mkdir()
    assert kept("backup", "verify", f"backups/{name}").code == 0
    assert kept("backup", "restore", f"backups/{name}", "--yes").code == 0


def test_a_bad_rule_ends_with_one_mark(kept: Run) -> None:
    assert kept("backup", "prune", "--keep", "lsat=3").err.splitlines()[0].endswith("last=?")


def test_a_file_that_never_ends_is_not_read(kept: Run, home: Path) -> None:
    (home / "python").mkdir()
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n")
    (home / "python/one.md").write_text("# One\n")
    assert kept("course", "sync", "python", "--yes").code == 0
    refused = kept("lesson", "upload", "python", "one", "/dev/zero")
    assert (refused.code, "it is no regular file" in refused.err) == (3, True)


def test_an_alarm_quotes_what_failed_once(kept: Run) -> None:
    refused = kept("backup", "alarm", "--unit", "trial")
    assert (refused.code, "““" in refused.err) == (6, False)
