"""Undoing an import as a person sees it: which rows stay, why, and what to do about it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.imports import told, with_people
from tests.cli.snapshots import Snapshots

THREE = 'email,name,bio\nno address,No,\nann@x.org,Ann,"Two\nlines"\nbo@x.org,Bo,\n'
LEFT = "“bo@x.org” was changed since"


@pytest.fixture
def academy(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy into which two of three were imported, one of whom was renamed since."""
    with_people(academy, home, snapshots)
    (home / "three.csv").write_text(THREE, encoding="utf-8")
    academy("user", "import", "three.csv", "--yes")
    academy("user", "set", "bo@x.org", "--name", "Bodo")
    return academy


def test_rows_that_stay_are_called_by_the_number_that_the_journal_has(academy: Run) -> None:
    shown = academy("batch", "show", "B-2026-000001", "--rows", "--format", "json")
    numbers = [one["number"] for one in json.loads(shown.out) if one["outcome"] == "create"]

    tried = academy("user", "import", "--undo", "B-2026-000001", "--dry-run", "--format", "json")
    ran = academy("user", "import", "--undo", "B-2026-000001", "--yes", "--format", "json")

    assert numbers == [2, 3]
    for one in (tried, ran):
        assert [(each["line"], each["number"]) for each in told(one)["refusals"]] == [(None, 3)]
    assert f"row 3: {LEFT}" in tried.err


def test_what_cannot_be_undone_has_no_file_to_mend(academy: Run) -> None:
    ran = academy("user", "import", "--undo", "B-2026-000001", "--dry-run")

    assert ran.code == 3
    assert "1 of 2 rows would be left as they are." in ran.err
    assert "hint: Look at each; without --dry-run the others are undone." in ran.err


def test_a_list_of_batches_tells_an_undoing_from_an_import(academy: Run) -> None:
    academy("user", "import", "--undo", "B-2026-000001", "--yes")

    listed = academy("batch", "list", "--format", "tsv").out.splitlines()

    assert [line.split("\t")[-1] for line in listed] == ["B-2026-000001", ""]


def test_a_dry_run_of_a_file_still_names_its_lines(academy: Run) -> None:
    ran = academy("user", "import", "three.csv", "--dry-run")

    assert "line 2: “no address”" in ran.err
    assert "mend the file that they go to" in ran.err


@pytest.mark.parametrize(
    ("noun", "words", "named"),
    [
        ("user", ["three.csv"], "three.csv"),
        ("user", ["--atomic"], "--atomic"),
        ("user", ["--resume"], "--resume"),
        ("user", ["--mode", "update"], "--mode"),
        ("user", ["--fill", "missing-only"], "--fill"),
        ("user", ["--map", "name=bio"], "--map"),
        ("user", ["--encoding", "utf-8"], "--encoding"),
        ("user", ["--failed", "x.csv"], "--failed"),
        ("user", ["--enroll", "python"], "--enroll"),
        ("enrollment", ["--course", "python"], "--course"),
        ("progress", ["--course", "python"], "--course"),
    ],
)
def test_what_is_said_of_a_file_is_not_passed_over_by_an_undoing(
    academy: Run, noun: str, words: list[str], named: str
) -> None:
    before = academy("user", "list").out

    ran = academy(noun, "import", *words, "--undo", "B-2026-000001", "--yes")

    assert (ran.code, academy("user", "list").out) == (2, before)
    assert f"“{named}” is about a file, and --undo about a batch." in ran.err
