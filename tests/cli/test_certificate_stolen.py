"""A key that somebody else may have: which certificates are in doubt, and all of them issued again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.certificates import earned, with_certificates
from tests.cli.conftest import Run
from tests.cli.snapshots import Snapshots

LIST = ("certificate", "list", "--fields", "name,state", "--sort", "name")


@pytest.fixture
def awarding(academy: Run, home: Path, snapshots: Snapshots) -> Run:
    """An academy where Sam and Tom have certificates, Sam under another name than the account's."""
    run = with_certificates(academy, home, snapshots)
    code = earned(run)
    assert run("certificate", "reissue", code, "--name", "Sam Müller", "--yes").code == 0
    assert run("progress", "set", "tom@x.org", "python", "welcome", "done").code == 0
    return run


def stolen(run: Run) -> str:
    """The name of the key, which was given up."""
    key = run("certificate", "key", "list", "--fields", "name").out.strip()
    words = ("certificate", "key", "compromised", key, "--since", "2020-01-01", "--yes")
    done = run(*words, "--fields", "to_reissue")
    assert done.out == "2\n"
    assert f"academy certificate reissue --key {key}" in done.err
    assert run("certificate", "key", "rotate", "--yes").code == 0
    return key


def test_what_a_stolen_key_signed_is_said_to_be_compromised(awarding: Run) -> None:
    key = stolen(awarding)

    only = awarding(*LIST, "--state", "compromised", "--key", key)
    code = awarding("certificate", "list", "--state", "compromised", "--format", "ids").out.split()
    shown = awarding("certificate", "show", code[0], "--fields", "state,key")

    assert only.out == "Sam Müller\tcompromised\nTom\tcompromised\n"
    assert shown.out == f"state\tcompromised\nkey\t{key}\n"
    assert f"academy certificate reissue {code[0]}" in shown.err
    assert awarding(*LIST, "--state", "valid").out == ""


def test_all_of_it_is_issued_again_at_once_and_keeps_its_names(awarding: Run) -> None:
    key = stolen(awarding)
    words = ("certificate", "reissue", "--key", key)

    planned = awarding(*words, "--dry-run", "--fields", "name")
    asked = awarding(*words)
    done = awarding(*words, "--yes", "--format", "json")
    again = awarding(*words, "--yes")

    assert sorted(planned.out.split("\n")) == ["", "Sam Müller", "Tom"]
    assert asked.code == 6
    assert sorted(one["name"] for one in json.loads(done.out)) == ["Sam Müller", "Tom"]
    assert (again.code, again.out) == (0, "")
    assert awarding(*LIST, "--state", "valid").out == "Sam Müller\tvalid\nTom\tvalid\n"


def test_without_a_key_nothing_is_issued_again(awarding: Run) -> None:
    key = awarding("certificate", "key", "list", "--fields", "name").out.strip()
    since = ("--since", "2020-01-01", "--yes")
    assert awarding("certificate", "key", "compromised", key, *since).code == 0

    assert awarding("certificate", "reissue", "--key", key, "--yes").code == 6
    assert awarding(*LIST, "--state", "valid").out == ""


@pytest.mark.parametrize(
    ("words", "exit_code"),
    [
        (("reissue", "--key", "00000000", "--yes"), 4),
        (("reissue", "K7QM", "--key", "00000000", "--yes"), 2),
        (("list", "--key", "00000000"), 4),
        (("list", "--course", "pyton"), 4),
        (("expiring", "--course", "pyton"), 4),
        (("expiring", "--course", "pyton", "--mail", "--yes"), 4),
    ],
)
def test_what_is_not_there_is_said(awarding: Run, words: tuple[str, ...], exit_code: int) -> None:
    assert awarding("certificate", *words).code == exit_code


def test_who_was_erased_keeps_nothing_from_coming_to_an_end(awarding: Run) -> None:
    """Nothing can be issued to them, so they are counted and left out; else it would never end with 0."""
    key = stolen(awarding)
    code = awarding("certificate", "list", "--user", "sam@x.org", "--format", "ids").out.split()[0]
    assert awarding("user", "erase", "sam@x.org", "--certificates", "keep", "--yes").code == 0
    words = ("certificate", "reissue", "--key", key, "--yes", "--fields", "name")

    shown = awarding("certificate", "show", code)
    done, again = awarding(*words), awarding(*words)
    left = awarding("certificate", "key", "list", "--fields", "name,to_reissue").out

    assert "certificate reissue" not in shown.err
    assert "Its holder was erased" in shown.err
    assert (done.code, done.out, again.code, again.out) == (0, "Tom\n", 0, "")
    for ran in (done, again):
        assert "1 is of somebody who was erased, and cannot be issued again." in ran.err
    assert f"{key}\t0" in left
