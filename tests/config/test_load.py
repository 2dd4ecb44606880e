"""Settings: the nearer source wins, and every value knows where it was written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from academy_cli.config.load import describe, examine, load
from academy_cli.db.address import parse, sqlite_file
from academy_cli.errors import AcademyError, Kind


def test_without_anything_written_the_defaults_hold(tmp_path: Path, home: Path) -> None:
    settings = load(tmp_path, {}, {})

    assert settings.path is None
    assert settings.database.url == f"sqlite:///{home}/data/academy/academy.db"
    assert settings.storage.folder == home / "data" / "academy" / "storage"
    assert settings.limits.text_file_kb == 1024
    assert set(settings.origins.values()) == {"default"}


def test_a_file_wins_over_defaults_and_each_value_knows_its_line(project: Path) -> None:
    settings = load(project, {}, {})

    file = project / "academy.yaml"
    assert settings.path == file
    assert (settings.limits.files, settings.limits.depth) == (7, 32)
    assert settings.origins["database.url"] == f"{file}:2"
    assert settings.origins["limits.files"] == f"{file}:6"
    assert settings.origins["limits.depth"] == "default"


def test_the_environment_wins_over_a_file(project: Path) -> None:
    settings = load(project, {"ACADEMY_LIMITS_FILES": "8"}, {})

    assert settings.limits.files == 8
    assert settings.origins["limits.files"] == "environment ACADEMY_LIMITS_FILES"


def test_a_flag_wins_over_the_environment(project: Path) -> None:
    settings = load(
        project,
        {"ACADEMY_DATABASE_URL": "postgresql://environment/academy"},
        {"database_url": "postgresql://flag/academy"},
    )

    assert settings.database.url == "postgresql://flag/academy"
    assert settings.origins["database.url"] == "flag --database"


def test_the_nearest_parent_with_a_file_counts(project: Path) -> None:
    below = project / "courses" / "intro"
    below.mkdir(parents=True)

    assert load(below, {}, {}).path == project / "academy.yaml"


def test_without_one_the_users_own_file_counts(tmp_path: Path, home: Path) -> None:
    own = home / "config" / "academy" / "academy.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("limits: {files: 9}")

    settings = load(tmp_path, {}, {})

    assert (settings.path, settings.limits.files) == (own, 9)


def test_a_named_file_counts_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "other.yaml").write_text("limits: {depth: 3}")

    settings = load(project, {}, {}, file=Path("../other.yaml"))

    assert (settings.limits.depth, settings.limits.files) == (3, 100_000)


def test_a_named_file_must_be_there(project: Path) -> None:
    with pytest.raises(AcademyError) as error:
        load(project, {}, {}, file=Path("absent.yaml"))

    assert (error.value.kind, error.value.code) == (Kind.MISSING, "config.unreadable")


def test_relative_paths_start_where_they_are_written(project: Path, tmp_path: Path) -> None:
    (project / "academy.yaml").write_text(
        "database: {url: 'sqlite:///rows.db?timeout=3'}\nstorage: {folder: ../assets}"
    )
    below = project / "below"
    below.mkdir()

    by_file = load(below, {}, {})
    by_flag = load(below, {}, {"database_url": "sqlite:///rows.db"})

    assert by_file.database.url == f"sqlite:///{project}/rows.db?timeout=3"
    assert by_file.storage.folder.resolve() == tmp_path / "assets"
    assert by_flag.database.url == f"sqlite:///{below}/rows.db"


@pytest.mark.parametrize(
    "url", ["sqlite:////srv/academy.db", "sqlite:///:memory:", "postgresql://h/academy", "nonsense"]
)
def test_other_addresses_stay_as_they_are(project: Path, url: str) -> None:
    assert load(project, {}, {"database_url": url}).database.url == url


@pytest.mark.parametrize("name", ["what?", "50%", "100%25", "a%3Fb", "#1", "a&b=c", "Größe 2"])
def test_a_folder_may_be_called_what_means_something_in_an_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = tmp_path / name
    monkeypatch.setenv("XDG_DATA_HOME", str(folder))

    default = load(tmp_path, {}, {}).database.url
    relative = load(folder, {}, {"database_url": "sqlite:///rows.db?timeout=3"}).database.url

    assert sqlite_file(parse(default)) == folder / "academy" / "academy.db"
    assert sqlite_file(parse(relative)) == folder / "rows.db"
    assert parse(relative).query == {"timeout": "3"}


def test_an_address_may_say_a_character_by_its_number(tmp_path: Path) -> None:
    url = load(tmp_path, {}, {"database_url": "sqlite:///my%20rows%3F.db"}).database.url

    assert sqlite_file(parse(url)) == tmp_path / "my rows?.db"


def test_a_home_that_nobody_has_is_a_name(tmp_path: Path) -> None:
    environ = {"ACADEMY_STORAGE_FOLDER": "~nobody-of-this-name"}

    assert load(tmp_path, environ, {}).storage.folder == tmp_path / "~nobody-of-this-name"


def test_right_settings_have_no_mistakes(project: Path) -> None:
    assert examine(project, {}, {}) == ()


def test_described_settings_hold_no_password(project: Path) -> None:
    flags = {"database_url": "postgresql://ann:geheim@h/academy?sslpassword=geheim"}

    rows = {row.name: row for row in describe(project, {}, flags)}

    assert rows["database.url"].value == "postgresql://ann:***@h/academy?sslpassword=***"
    assert "geheim" in load(project, {}, flags).database.url


def test_a_wrong_setting_is_described_without_a_value(project: Path) -> None:
    rows = {row.name: row for row in describe(project, {"ACADEMY_LIMITS_FILES": "many"}, {})}

    assert (rows["limits.files"].value, rows["limits.files"].origin) == (
        "",
        "environment ACADEMY_LIMITS_FILES",
    )
    assert rows["limits.depth"].value == "32"


def test_loading_without_a_file_imports_no_yaml_and_no_database() -> None:
    code = (
        "import sys, pathlib; from academy_cli.config.load import load; "
        "load(pathlib.Path('/'), {}, {}); "
        "print(*({'yaml', 'sqlalchemy', 'pydantic', 'rich'} & set(sys.modules)))"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == ""
