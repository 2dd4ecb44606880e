"""Secrets: taken from where they are kept, never shown, never from a file others can read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from academy_cli.config.secrets import hidden, masked, revealed
from academy_cli.errors import AcademyError, Kind

NAME = "database.url"
ORIGIN = "academy.yaml:2"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://ann:geheim@h/d", "postgresql://ann:***@h/d"),
        ("postgresql://ann:ge:h@e/i?m@h/d", "postgresql://ann:***@h/d"),
        ("postgresql://:geheim@h/d", "postgresql://:***@h/d"),
        ("postgresql://ann@h:5432/d", "postgresql://ann@h:5432/d"),
        ("postgresql://h/d?password=geheim&x=1", "postgresql://h/d?password=***&x=1"),
        ("sqlite:////srv/academy.db", "sqlite:////srv/academy.db"),
    ],
)
def test_a_shown_address_has_no_password(url: str, shown: str) -> None:
    assert masked(url) == shown


def test_a_variable_may_be_the_whole_value(tmp_path: Path) -> None:
    environ = {"URL": "postgresql://a:b@c/d"}

    assert revealed(NAME, "${URL}", tmp_path, environ, ORIGIN) == "postgresql://a:b@c/d"


def test_a_variable_inside_an_address_is_encoded(tmp_path: Path) -> None:
    environ = {"PASSWORD": "p@ss/word"}

    url = revealed(NAME, "postgresql://a:${PASSWORD}@c/d", tmp_path, environ, ORIGIN)

    assert url == "postgresql://a:p%40ss%2Fword@c/d"


def test_a_variable_that_is_not_set_is_named(tmp_path: Path) -> None:
    with pytest.raises(AcademyError, match="URL, which is not set") as error:
        revealed(NAME, "${URL}", tmp_path, {}, ORIGIN)

    assert (error.value.kind, error.value.code) == (Kind.INVALID, "config.secret-missing")


def test_a_file_relative_to_the_settings_may_hold_a_secret(tmp_path: Path) -> None:
    secret = tmp_path / "url"
    secret.write_text("postgresql://a:b@c/d\n")
    secret.chmod(0o600)

    assert revealed(NAME, "file:url", tmp_path, {}, ORIGIN) == "postgresql://a:b@c/d"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_secret_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    secret = tmp_path / "url"
    secret.write_text("geheim")
    secret.chmod(mode)

    with pytest.raises(AcademyError) as error:
        revealed(NAME, "file:url", tmp_path, {}, ORIGIN)

    assert (error.value.kind, error.value.code) == (Kind.REFUSED, "config.secret-exposed")
    assert "geheim" not in error.value.message + error.value.hint


def test_a_missing_secret_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AcademyError, match="nowhere") as error:
        revealed(NAME, "file:nowhere", tmp_path, {}, ORIGIN)

    assert error.value.code == "config.secret-missing"


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ann@server:geheim@host/db",
        "postgresql://ann:ge@heim@host:5432/db",
        "postgresql://ann:geheim",
        "postgresql//ann:geheim@host/db",
        "ann:geheim@host/db",
        "host=db password = geheim",
        "postgresql://ann@host/db?%70assword=geheim",
    ],
)
def test_a_password_is_hidden_however_the_address_is_miswritten(address: str) -> None:
    assert not {"geheim", "heim"} & set(re.findall(r"\w+", masked(address)))


@pytest.mark.parametrize("address", ["postgresql://ann@host:5432/db", "sqlite:////a b/x.db"])
def test_an_address_without_a_password_is_shown_whole(address: str) -> None:
    assert masked(address) == address


@pytest.mark.parametrize(
    ("secret", "shown"),
    [
        ("https://hooks.slack.com/services/T0/B0/S3CRET", "https://hooks.slack.com/***"),
        ("http://localhost:8065/hooks/S3CRET?a=b", "http://localhost:8065/***"),
        ("SG.k3y.S3CRET", "***"),
        ("postgresql://ann:geheim@h/d", "postgresql://ann:***@h/d"),
        ("", ""),
    ],
)
def test_a_shown_secret_is_told_apart_from_none(secret: str, shown: str) -> None:
    assert hidden(secret) == shown
