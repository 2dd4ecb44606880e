"""The starter file: every setting explained, only the wanted ones set."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from academy_cli.config.load import load
from academy_cli.config.starter import create_file, text
from academy_cli.errors import AcademyError, Kind


def test_a_starter_file_sets_nothing_by_itself(tmp_path: Path) -> None:
    create_file(tmp_path / "academy.yaml")

    settings = load(tmp_path, {}, {})

    assert settings.path == tmp_path / "academy.yaml"
    assert set(settings.origins.values()) == {"default"}


def test_given_values_are_set_in_it(tmp_path: Path) -> None:
    values = {"database.url": "sqlite:///academy.db", "storage.folder": "a b: #c"}
    create_file(tmp_path / "academy.yaml", values)

    settings = load(tmp_path, {}, {})

    assert settings.database.url == f"sqlite:///{tmp_path}/academy.db"
    assert settings.storage.folder == tmp_path / "a b: #c"


def test_every_setting_can_be_uncommented(tmp_path: Path) -> None:
    uncommented = re.sub(r"^  # (\w+:)", r"  \1", text({}), flags=re.MULTILINE)
    (tmp_path / "academy.yaml").write_text(uncommented)

    settings = load(tmp_path, {}, {})

    assert "default" not in settings.origins.values()
    assert settings.limits == load(tmp_path.parent, {}, {}).limits


def test_a_starter_file_is_only_for_its_owner(tmp_path: Path) -> None:
    create_file(tmp_path / "academy.yaml")

    assert (tmp_path / "academy.yaml").stat().st_mode & 0o777 == 0o600


def test_an_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "academy.yaml"
    path.write_text("mine")

    with pytest.raises(AcademyError) as error:
        create_file(path)

    assert (error.value.kind, error.value.code) == (Kind.CONFLICT, "config.exists")
    assert path.read_text() == "mine"
