"""A command that a hint names works where the command at hand did."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from academy_cli.cli.hints import Carried
from tests.cli.conftest import Run

SOME = Carried.read(["backup", "restore", "--to", "my disk", "--as=ada@x.org"])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("See: academy backup list", "See: academy backup list --to 'my disk' --as ada@x.org"),
        (
            "academy backup set; academy db check x",
            "academy backup set --to 'my disk' --as ada@x.org; academy db check --as ada@x.org x",
        ),
        ("Run: academy db check", "Run: academy db check --as ada@x.org"),
        ("academy backup rollback now", "academy backup rollback --as ada@x.org now"),
        ("academy db check --as bo@x.org", "academy db check --as bo@x.org"),
        ("Begin one: academy init", "Begin one: academy init"),
        ("There is no academy here, alas.", "There is no academy here, alas."),
        ("This academy is in Stripe's test mode.", "This academy is in Stripe's test mode."),
        ("A worker of this academy is at work.", "A worker of this academy is at work."),
        ("then: academy doctor", "then: academy doctor --as ada@x.org"),
        ("academy doctor stripe", "academy doctor --as ada@x.org stripe"),
        ("See: academy status", "See: academy status --as ada@x.org"),
    ],
)
def test_a_command_takes_what_it_knows_and_was_not_told(text: str, said: str) -> None:
    assert SOME.into(text) == said
    assert Carried.read(["backup", "list"]).into(text) == text


def test_the_place_of_backups_is_carried_between_their_commands_only() -> None:
    copied = Carried.read(["db", "copy", "--to", "sqlite:///b.db"])
    assert copied.into("academy backup list") == "academy backup list"


def test_a_hint_shows_no_password() -> None:
    secret = Carried.read(["--database", "postgresql://ada:s3cret@db/a", "db", "check"])
    assert "s3cret" not in secret.into("academy db check")
    assert "--database" in secret.into("academy db check")


def test_what_a_hint_says_works_when_it_is_typed(academy: Run, home: Path) -> None:
    elsewhere = ("--to", str(home / "my disk"), "--database", f"sqlite:///{home}/my own.db")
    assert academy("user", "create", "a@x.org", "--name", "A", *elsewhere[2:], "--yes").code == 0

    refused = academy("backup", "restore", *elsewhere)
    _, words = refused.err.rstrip().split("Make one: academy ")

    assert (refused.code, academy(*shlex.split(words)).code) == (4, 0)
    shown = academy("backup", "list", *elsewhere[:2], "--fields", "verified")
    assert shown.out == "full\n"


def test_a_place_is_shown_as_the_folder_it_is(academy: Run, home: Path) -> None:
    assert f"There is no backup in {home}." in academy("backup", "show", "--to", ".").err
