"""Settings of backups: what is wrong is said before any backup is made or dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.config.backup import recipients
from academy_cli.config.load import load
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.keeprules import DEFAULT, read

ANN = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"


def test_the_defaults_are_those_of_the_rules(tmp_path: Path) -> None:
    said = load(tmp_path, {}, {}).backup

    assert (said.keep, read(said.keep).daily, said.keep_least) == (DEFAULT, 7, 2)
    assert (said.zone, said.max_age, said.level) == ("UTC", "26h", 1)
    assert (said.recipients, said.identity, said.sign_with) == ("", "", "")
    assert said.to.endswith("/backups")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("keep", "last=3 dayly=7", "“dayly=7” is no rule; did you mean daily=?"),
        ("keep", "last=0", "“last=0” keeps nothing"),
        ("keep_least", "0", "from 1 to 1,000"),
        ("zone", "Europe/Zurch", "a time zone"),
        ("zone", "Europe", "a time zone"),
        ("zone", "../../etc/localtime", "a time zone"),
        ("max_age", "26", "26h, 2d or 1w"),
        ("max_age", "2m", "26h, 2d or 1w"),
        ("max_age", "0h", "26h, 2d or 1w"),
        ("recipients", "age1xyz", "recipients of age's"),
        ("recipients", f"{ANN},{ANN}", "parted by spaces"),
        ("recipients", f"AGE-SECRET-KEY-1{ANN[4:].upper()}", "recipients of age's"),
        ("level", "0", "from 1 to 19"),
        ("level", "20", "from 1 to 19"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    with pytest.raises(AcademyError) as error:
        load(tmp_path, {f"ACADEMY_BACKUP_{name.upper()}": value}, {})

    assert (error.value.kind, error.value.code) == (Kind.INVALID, "config.wrong-type")
    assert said in error.value.message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("keep", "daily=7"),
        ("zone", "Europe/Zurich"),
        ("zone", "Etc/GMT+5"),
        ("max_age", "1w"),
        ("recipients", f"{ANN}  {ANN}"),
        ("level", "19"),
    ],
)
def test_a_right_one_holds(tmp_path: Path, name: str, value: str) -> None:
    said = load(tmp_path, {f"ACADEMY_BACKUP_{name.upper()}": value}, {}).backup

    assert str(getattr(said, name)) == value


def test_recipients_are_parted_by_spaces() -> None:
    assert recipients(f" {ANN}\n{ANN} ") == [ANN, ANN]
    assert recipients("") == []


def test_files_and_folders_are_beside_the_settings_and_buckets_are_where_they_are(
    tmp_path: Path,
) -> None:
    (tmp_path / "academy.yaml").write_text("backup:\n  to: safe\n  identity: key.txt\n")
    (tmp_path / "below").mkdir()

    beside = load(tmp_path / "below", {}, {}).backup
    bucket = load(tmp_path, {"ACADEMY_BACKUP_TO": "s3://bucket/academy"}, {}).backup

    assert (beside.to, beside.identity) == (str(tmp_path / "safe"), str(tmp_path / "key.txt"))
    assert bucket.to == "s3://bucket/academy"
