"""Exports to files: of the kinds that are named, and of no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize("name", ["nov.txt", "nov", "nov.csv.gz"])
def test_an_export_is_only_a_file_of_a_kind_that_is_named(
    staffed: Run, home: Path, name: str
) -> None:
    ran = staffed("invoice", "export", name)

    assert (ran.code, ran.out) == (2, "")
    assert f"An export cannot be “{name}”" in ran.err
    assert not (home / name).exists()


@pytest.mark.parametrize("name", ["nov.csv", "nov.JSONL", "nov.ndjson"])
def test_an_export_is_a_file_of_a_kind_that_is_named(staffed: Run, home: Path, name: str) -> None:
    assert staffed("invoice", "export", name).code == 0
    assert (home / name).exists()
