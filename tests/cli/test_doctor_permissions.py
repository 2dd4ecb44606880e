"""``academy doctor`` sees who may read and write what, and advises nothing that locks academy out."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from academy_cli.config.load import load
from academy_cli.health.checking import settings
from tests.cli.conftest import Run, Set
from tests.cli.doctoring import found

SECRET = "sk_test_very_secret_indeed"
OURS = 65534
"""Whoever is nobody, and their group."""


def test_secrets_in_a_file_that_others_can_read_are_told_and_not_shown(
    well: Run, home: Path
) -> None:
    file = home / "academy.yaml"
    file.write_text(f"database:\n  url: sqlite:///academy.db\nstripe:\n  api_key: {SECRET}\n")
    file.chmod(0o644)

    ran = well("doctor", "settings", "--format", "json")

    last = json.loads(ran.out)[-1]
    assert (ran.code, last["state"], last["next"]) == (9, "failing", f"chmod 600 {file}")
    assert "stripe.api_key" in last["said"]
    assert SECRET not in ran.out + ran.err

    file.chmod(0o600)
    assert well("doctor", "settings").code == 0


def test_variables_beside_the_settings_that_others_can_read_are_told(well: Run, home: Path) -> None:
    (home / "academy.yaml").write_text("database:\n  url: sqlite:///academy.db\n")
    file = home / "academy.env"
    file.write_text(f"ACADEMY_STRIPE_API_KEY='{SECRET}'\n")
    file.chmod(0o644)

    ran = well("doctor", "settings", "--format", "json")

    last = json.loads(ran.out)[-1]
    assert (ran.code, last["state"], last["next"]) == (9, "failing", f"chmod 600 {file}")
    assert SECRET not in ran.out + ran.err

    file.chmod(0o600)
    assert well("doctor", "settings").code == 0


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks is root, who alone can give files away, and is told to be nobody."""
    monkeypatch.setattr(os, "geteuid", lambda: OURS)
    monkeypatch.setattr(os, "getegid", lambda: OURS)
    monkeypatch.setattr(os, "getgroups", list)


@pytest.mark.usefixtures("nobody")
@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
@pytest.mark.parametrize(
    ("owner", "group", "mode", "is_kept_well"),
    [
        (0, OURS, 0o640, True),
        (0, OURS, 0o600, True),
        (0, OURS, 0o644, False),
        (0, 0, 0o640, False),
        (65533, OURS, 0o600, False),
    ],
)
def test_what_root_keeps_for_our_group_is_kept_well_and_nothing_else_of_others(
    tmp_path: Path, owner: int, group: int, mode: int, *, is_kept_well: bool
) -> None:
    (tmp_path / "academy.yaml").write_text("{}")
    file = tmp_path / "academy.env"
    file.touch()
    os.chown(file, owner, group)
    file.chmod(mode)

    seen = [one.next for one in settings.secrets(load(tmp_path, {}, {}))]

    assert seen == ([] if is_kept_well else [f"chown nobody {file} && chmod 600 {file}"])


def test_a_key_folder_that_others_can_look_into_is_told(well: Run, home: Path) -> None:
    assert well("certificate", "key", "init", "--yes").code == 0
    (folder,) = {one.parent for one in home.rglob("*.pem")}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    folder.chmod(0o755)

    assert found(well, "folders")["folders"][0]["next"] == f"chmod 700 {folder}"


def test_a_file_where_a_folder_should_be_is_told(well: Run, home: Path, given: Set) -> None:
    (home / "taken").write_text("x")
    given(storage_folder=home / "taken")

    assert found(well, "folders")["folders"][0]["state"] == "failing"
