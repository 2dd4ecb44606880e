"""Passwords, invitations, sessions and tokens from the terminal."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import REPOSITORY, Run
from tests.cli.screen import Screen

OnScreen = Callable[..., Screen]
ANN, PASSWORD = "ann@example.org", "correct horse battery"
OTHER = "another long sentence"


@pytest.fixture
def ann(founded: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    """An academy with Ann in it, where hashing is quick."""
    monkeypatch.setenv("ACADEMY_ACCOUNTS_BCRYPT_COST", "4")
    founded("user", "create", ANN, "--name", "Ann Lee")
    return founded


def kept(home: Path) -> str:
    with sqlite3.connect(home / "academy.db") as connection:
        text = "\n".join(connection.iterdump())
    connection.close()
    return text


class TestPassword:
    def test_it_is_read_from_standard_input(self, ann: Run, home: Path) -> None:
        ran = ann("user", "password", ANN, "--stdin", given=f"{PASSWORD}\n")

        assert (ran.code, ran.out) == (0, f"email\t{ANN}\npassword\tset\nsessions_ended\t0\n")
        assert PASSWORD not in kept(home) + ran.out + ran.err

    def test_it_is_no_argument(self, ann: Run) -> None:
        assert ann("user", "password", ANN, PASSWORD).code == 2

    def test_without_a_terminal_it_has_to_come_from_somewhere(self, ann: Run) -> None:
        ran = ann("user", "password", ANN)

        assert ran.code == 2
        assert "--stdin" in ran.err

    def test_an_empty_input_is_refused(self, ann: Run) -> None:
        assert ann("user", "password", ANN, "--stdin", given="").code == 2

    def test_a_weak_one_is_refused_and_repeated_nowhere(self, ann: Run, home: Path) -> None:
        ran = ann("user", "password", ANN, "--stdin", "--debug", given="iloveyou123\n")

        assert ran.code == 3
        assert "iloveyou123" not in ran.out + ran.err + kept(home)

    def test_a_person_types_it_twice_unseen(self, ann: Run, screen: OnScreen) -> None:
        typed = f"{PASSWORD}\n{PASSWORD}\n"
        shown = screen("user", "password", ANN, answers=typed, ACADEMY_ACCOUNTS_BCRYPT_COST="4")

        assert shown.code == 0
        assert "New password:" in shown.text
        assert PASSWORD not in shown.text
        assert ann("user", "show", ANN).code == 0

    def test_two_that_differ_are_refused(self, ann: Run, screen: OnScreen) -> None:
        shown = screen("user", "password", ANN, answers=f"{PASSWORD}\nsomething else\n")

        assert shown.code == 2
        assert ann("user", "show", ANN).code == 0

    def test_taking_it_away_is_asked_about(self, ann: Run) -> None:
        assert ann("user", "password", ANN, "--clear").code == 6
        assert ann("user", "password", ANN, "--clear", "--yes").code == 0


class TestInvite:
    def test_each_gets_one_mail(self, ann: Run, home: Path) -> None:
        ran = ann("user", "invite", ANN, "bo@example.org", "--yes", "--fields", "email,is_new,link")

        assert ran.out == f"{ANN}\tfalse\t\nbo@example.org\ttrue\t\n"
        assert kept(home).count("INSERT INTO outbox") + kept(home).count('"outbox" VALUES') >= 2

    def test_that_mail_is_sent_is_asked_about(self, ann: Run) -> None:
        assert ann("user", "invite", ANN).code == 6

    def test_without_mail_the_code_is_printed(self, ann: Run) -> None:
        (told,) = json.loads(ann("user", "invite", ANN, "--no-mail", "--format", "json").out)

        assert len(told["link"]) > 40
        assert told["is_mailed"] is False

    def test_one_that_cannot_be_invited_stops_all(self, ann: Run, home: Path) -> None:
        ran = ann("user", "invite", "bo@example.org", "no address", "--yes")

        assert ran.code == 3
        assert "bo@example.org" not in kept(home)


class TestSessionAndToken:
    def test_nobody_is_logged_in_yet(self, ann: Run) -> None:
        assert ann("user", "session", "list", ANN).out == ""
        assert ann("user", "session", "revoke", ANN).code == 0
        assert ann("user", "session", "revoke", ANN, "abc").code == 4

    def test_a_token_is_shown_once(self, ann: Run, home: Path) -> None:
        made = ann("user", "token", "create", ANN, "--name", "ci", "--scope", "course")
        token = dict(line.split("\t") for line in made.out.splitlines())["token"]

        assert token.startswith("acad_")
        assert "not shown again" in made.err
        assert token not in kept(home)
        listed = ann("user", "token", "list", ANN, "--fields", "name,begins,scopes,state")
        assert listed.out == f"ci\t{token[:10]}\tcourse\tactive\n"

    def test_revoking_is_asked_about(self, ann: Run) -> None:
        ann("user", "token", "create", ANN, "--name", "ci")

        assert ann("user", "token", "revoke", ANN, "--name", "ci").code == 6
        assert ann("user", "token", "revoke", ANN, "--name", "ci", "--yes").code == 0
        assert ann("user", "token", "list", ANN, "--fields", "state").out == "revoked\n"
        assert ann("user", "token", "revoke", ANN, "--name", "other", "--yes").code == 4

    def test_an_unknown_scope_is_refused(self, ann: Run) -> None:
        assert ann("user", "token", "create", ANN, "--name", "x", "--scope", "all").code == 2


def test_somebody_acts_with_their_own_rights(ann: Run) -> None:
    assert ann("user", "list", "--as", ANN).code == 6
    assert ann("user", "show", ANN, "--as", ANN).code == 0
    assert ann("audit", "verify", "--as", ANN).code == 6


class TestTyping:
    def test_it_cannot_be_set_and_cleared_at_once(self, ann: Run) -> None:
        assert ann("user", "password", ANN, "--stdin", "--clear", given=f"{PASSWORD}\n").code == 2

    def test_a_dry_run_asks_nothing(self, ann: Run, home: Path) -> None:
        before = kept(home)

        assert ann("user", "password", ANN, "--clear", "--dry-run").code == 0
        assert kept(home) == before

    def test_whoever_may_not_is_told_before_anything_is_typed(
        self, ann: Run, screen: OnScreen
    ) -> None:
        shown = screen("user", "password", "nobody@example.org")

        assert shown.code == 4
        assert "New password" not in shown.text

    def test_bytes_that_are_no_text_are_no_password(self, ann: Run, home: Path) -> None:
        with (home / "bytes").open("wb") as file:
            file.write(b"\xff\xfe a password\n")
        with (home / "bytes").open("rb") as given:
            ended = subprocess.run(
                [sys.executable, "-m", "academy_cli", "user", "password", ANN, "--stdin"],
                stdin=given,
                capture_output=True,
                text=True,
                check=False,
                cwd=home,
                env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            )

        assert ended.returncode == 2
        assert ended.stderr.startswith("error: The value of “--stdin” is not UTF-8.")

    def test_somebody_named_twice_is_invited_once(self, ann: Run) -> None:
        ran = ann("user", "invite", ANN, ANN, "--yes", "--format", "ids")

        assert ran.out == f"{ANN}\n"


def test_no_secret_is_in_an_argument_an_error_or_the_log(ann: Run, home: Path) -> None:
    told = ann("user", "invite", ANN, "--no-mail", "--format", "json")
    made = ann("user", "token", "create", ANN, "--name", "ci", "--format", "json")
    again = ann("user", "token", "create", ANN, "--name", "ci", "--debug")
    ann("user", "password", ANN, "--stdin", "--debug", given=f"{PASSWORD}\n")
    log = ann("audit", "list", "--format", "json").out
    numbers = [entry["number"] for entry in json.loads(log)]
    shown = "".join(ann("audit", "show", str(one), "--format", "json").out for one in numbers)

    secrets = [PASSWORD, json.loads(told.out)[0]["link"], json.loads(made.out)["token"]]
    seen = log + shown + again.out + again.err + told.err + made.err + kept(home)
    assert again.code == 5
    assert [one for one in secrets if one in seen] == []


class TestOnesOwnPassword:
    def test_it_takes_the_one_that_there_is(self, ann: Run) -> None:
        ann("user", "password", ANN, "--stdin", given=f"{PASSWORD}\n")
        words = ("user", "password", ANN, "--stdin", "--as", ANN)

        assert ann(*words, "--dry-run").code == 0
        assert ann(*words, given=f"wrong words\n{OTHER}\n").code == 6
        assert ann(*words, given=f"{PASSWORD}\n").code == 2
        assert ann("user", "password", ANN, "--clear", "--as", ANN, "--yes").code == 6
        assert ann(*words, given=f"{PASSWORD}\n{OTHER}\n").code == 0
        assert ann(*words, given=f"{PASSWORD}\n{OTHER}\n").code == 6

    def test_on_a_terminal_it_is_asked_for_once_and_the_new_one_twice(
        self, ann: Run, screen: Callable[..., Screen]
    ) -> None:
        ann("user", "password", ANN, "--stdin", given=f"{PASSWORD}\n")

        shown = screen(
            *("user", "password", ANN, "--as", ANN),
            answers=f"{PASSWORD}\n{OTHER}\n{OTHER}\n",
            ACADEMY_ACCOUNTS_BCRYPT_COST="4",
        )

        assert shown.code == 0, shown.text
        assert "Your password until now:" in shown.text
        assert PASSWORD not in shown.text


def test_a_name_is_for_one_person(academy: Run) -> None:
    ran = academy("user", "invite", "ann@x.org", "bo@x.org", "--name", "Ann", "--yes")

    assert ran.code == 2
    assert "“Ann” cannot be the name of 2 people." in ran.err
