"""Settings of mail: what is wrong is said before any mail is sent, with the value that is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.config.load import describe, examine, load
from academy_cli.errors import AcademyError, Kind

HOOK = "https://hooks.slack.com/services/T0/B0/S3CRET"


def refusal(folder: Path, name: str, value: str) -> AcademyError:
    with pytest.raises(AcademyError) as error:
        load(folder, {f"ACADEMY_MAIL_{name.upper()}": value}, {})
    assert (error.value.kind, error.value.code) == (Kind.INVALID, "config.wrong-type")
    return error.value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("transport", "smpt"),
        ("smtp_security", "ssl"),
        ("reply_to", "Help <help@example.org>"),
        ("sender", "nobody"),
        ("smtp_host", "mail.example.org:587"),
        ("smtp_host", "smtp://mail.example.org"),
        ("unsubscribe_url", "http://learn.example.org/{who}"),
        ("unsubscribe_url", "https://learn.example.org/leave"),
    ],
)
def test_a_wrong_setting_is_quoted(tmp_path: Path, name: str, value: str) -> None:
    assert f"not “{value}”" in refusal(tmp_path, name, value).message


@pytest.mark.parametrize(
    "value",
    [
        HOOK.replace("https", "http"),
        "hooks.slack.com/services/S3CRET",
        "https:///S3CRET",
        "htps://x.org/S3CRET",
    ],
)
def test_a_webhook_that_others_could_read_is_refused_unseen(tmp_path: Path, value: str) -> None:
    said = refusal(tmp_path, "webhook_url", value).message

    assert "begins with https://" in said
    assert "S3CRET" not in said


@pytest.mark.parametrize("value", [HOOK, "http://127.0.0.1:8065/hooks/x", "http://localhost/x", ""])
def test_a_webhook_is_https_or_on_this_machine(tmp_path: Path, value: str) -> None:
    assert load(tmp_path, {"ACADEMY_MAIL_WEBHOOK_URL": value}, {}).mail.webhook_url == value


def test_a_variable_that_is_misspelt_is_found_by_a_check(tmp_path: Path) -> None:
    environ = {
        "ACADEMY_MAIL_TRANSPROT": "smtp",
        "ACADEMY_TEST_PG_BINDIR": "/x",
        "ACADEMY_ACTOR": "",
    }

    (found,) = examine(tmp_path, environ, {})

    assert (found.code, "“ACADEMY_MAIL_TRANSPROT”" in found.message) == ("config.unknown-key", True)
    assert "Did you mean “ACADEMY_MAIL_TRANSPORT”?" in found.hint


@pytest.mark.parametrize("value", ["mail.example.org", "localhost", "192.0.2.1", "::1"])
def test_a_server_is_a_name_or_an_address(tmp_path: Path, value: str) -> None:
    assert load(tmp_path, {"ACADEMY_MAIL_SMTP_HOST": value}, {}).mail.smtp_host == value


def test_certificates_are_beside_the_settings(tmp_path: Path) -> None:
    (tmp_path / "academy.yaml").write_text("mail:\n  smtp_authorities: ca/own.pem\n")
    (tmp_path / "below").mkdir()

    said = load(tmp_path / "below", {}, {}).mail.smtp_authorities

    assert said == str(tmp_path / "ca" / "own.pem")
    assert load(tmp_path.parent, {}, {}).mail.smtp_authorities == ""


def test_a_page_to_leave_by_names_who(tmp_path: Path) -> None:
    page = "https://learn.example.org/leave?who={who}"

    assert load(tmp_path, {"ACADEMY_MAIL_UNSUBSCRIBE_URL": page}, {}).mail.unsubscribe_url == page


def test_a_webhook_is_shown_without_what_lets_in(tmp_path: Path) -> None:
    rows = {
        row.name: row.value for row in describe(tmp_path, {"ACADEMY_MAIL_WEBHOOK_URL": HOOK}, {})
    }

    assert rows["mail.webhook_url"] == "https://hooks.slack.com/***"
    assert rows["mail.smtp_password"] == ""
