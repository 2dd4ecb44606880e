"""Settings: the nearer source wins, and every value knows where it was written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from academy_cli.config import describe, examine, load
from academy_cli.config.settings import Setting, table
from academy_cli.db.address import parse, sqlite_file
from academy_cli.errors import AcademyError, Kind

FILE = """\
database:
  url: postgresql://file/academy
storage:
  folder: assets
limits:
  files: 7
sync:
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a settings file."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "academy.yaml").write_text(FILE)
    return folder


def refusal(text: str, folder: Path, **environ: str) -> AcademyError:
    (folder / "academy.yaml").write_text(text)
    with pytest.raises(AcademyError) as error:
        load(folder, environ, {})
    return error.value


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


@pytest.mark.parametrize(
    "text",
    ['storage: {folder: "a\\0b"}', 'database: {url: "postgresql://ann:geheim@h/a\\0b"}'],
)
def test_a_nul_character_is_refused(project: Path, text: str) -> None:
    error = refusal(text, project)

    assert (error.kind, error.code) == (Kind.INVALID, "config.wrong-type")
    assert "must be text without a NUL character" in error.message
    assert "geheim" not in error.message


def test_a_secret_file_with_an_impossible_name_is_missing(project: Path) -> None:
    assert refusal('database: {url: "file:a\\0b"}', project).code == "config.secret-missing"


def test_an_unknown_key_is_refused_with_its_line_and_the_nearest_name(project: Path) -> None:
    error = refusal("limits:\n  flies: 3\n", project)

    assert (error.kind, error.code) == (Kind.INVALID, "config.unknown-key")
    assert error.message == f"{project}/academy.yaml:2: “flies” is not a setting."
    assert "“files”" in error.hint


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("databse: {}", "config.unknown-key", 1),
        ("limits: {files: many}", "config.wrong-type", 1),
        ("limits:\n\n  files: 0", "config.wrong-type", 3),
        ("limits:\n  files: [1]", "config.wrong-type", 2),
        ("limits:\n  files: {a: 1}", "config.wrong-type", 2),
        ("limits:\n  files:", "config.wrong-type", 2),
        ("limits:\n  files: ~", "config.wrong-type", 2),
        ("limits: 3", "config.wrong-type", 1),
        ("- a", "config.wrong-type", 1),
        ("limits:\n  files: 1\n  files: 2", "config.duplicate-key", 3),
        ("limits: {}\nlimits: {}", "config.duplicate-key", 2),
        ("limits:\n  files: 1\n bad: [", "config.syntax", 3),
        ("a: b: c", "config.syntax", 1),
        ("database: {url: '${NOWHERE}'}", "config.secret-missing", 1),
        ("database: {url: 'file:nowhere'}", "config.secret-missing", 1),
    ],
)
def test_a_mistake_in_a_file_is_refused_with_its_line(
    project: Path, text: str, code: str, line: int
) -> None:
    error = refusal(text, project)

    assert error.code == code
    assert error.kind is Kind.INVALID
    assert error.message.startswith(f"{project}/academy.yaml:{line}: ")


@pytest.mark.parametrize("text", ["", "# only words\n", "limits:\n", "sync: {}\n", "---\n"])
def test_an_empty_file_or_group_sets_nothing(project: Path, text: str) -> None:
    (project / "academy.yaml").write_text(text)

    assert set(load(project, {}, {}).origins.values()) == {"default"}


def test_a_file_that_is_not_utf8_is_refused(project: Path) -> None:
    (project / "academy.yaml").write_bytes(b"storage: {folder: \xff}")

    with pytest.raises(AcademyError) as error:
        load(project, {}, {})

    assert error.value.code == "config.syntax"


def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(AcademyError) as error:
        load(tmp_path, {"ACADEMY_SYNC_LOCK_WAIT_S": "-1"}, {})

    assert error.value.message.startswith("environment ACADEMY_SYNC_LOCK_WAIT_S: ")


@pytest.mark.parametrize(
    "setting", [row for row in table() if row.kind == "int"], ids=lambda row: row.name
)
def test_a_number_out_of_its_bounds_is_refused_with_them(setting: Setting, tmp_path: Path) -> None:
    assert setting.bounds is not None
    for number in (setting.bounds.least - 1, setting.bounds.most + 1, 10**30):
        with pytest.raises(AcademyError) as error:
            load(tmp_path, {setting.variable: str(number)}, {})
        assert error.value.code == "config.wrong-type"
        assert f"must be a whole number {setting.bounds}, not “{number}”" in error.value.message


@pytest.mark.parametrize("end", ["least", "most"])
def test_a_number_may_be_as_small_or_large_as_its_bounds(end: str, tmp_path: Path) -> None:
    environ = {row.variable: str(getattr(row.bounds, end)) for row in table() if row.bounds}

    assert examine(tmp_path, environ, {}) == ()


def test_an_empty_variable_sets_nothing(project: Path) -> None:
    assert load(project, {"ACADEMY_LIMITS_FILES": ""}, {}).limits.files == 7


def test_every_mistake_is_found_not_only_the_first(project: Path) -> None:
    (project / "academy.yaml").write_text("limits:\n  flies: 3\n  depth: deep\nsnyc:\n")

    found = [error.code for error in examine(project, {"ACADEMY_LIMITS_FILES": "x"}, {})]

    assert sorted(found) == [
        "config.unknown-key",
        "config.unknown-key",
        "config.wrong-type",
        "config.wrong-type",
    ]


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
        "import sys, pathlib; from academy_cli.config import load; "
        "load(pathlib.Path('/'), {}, {}); "
        "print(*({'yaml', 'sqlalchemy', 'pydantic', 'rich'} & set(sys.modules)))"
    )

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert said.stdout.strip() == ""
