"""Settings that cannot be meant: each is refused with where it stands and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.config.load import examine, load
from academy_cli.config.settings import table
from academy_cli.config.table import Setting
from academy_cli.errors import AcademyError, Kind


def refusal(text: str, folder: Path, **environ: str) -> AcademyError:
    (folder / "academy.yaml").write_text(text)
    with pytest.raises(AcademyError) as error:
        load(folder, environ, {})
    return error.value


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
