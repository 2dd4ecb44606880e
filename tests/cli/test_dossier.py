"""What is held of people, from the terminal: given out in an archive, and forgotten."""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.people import execute, shown
from tests.cli.screen import Screen


def test_an_archive_has_everything_and_is_the_persons_alone(home: Path, staffed: Run) -> None:
    told = shown(staffed, "user", "export", "sam@x.org", "sam.zip", "--reason", "asked")

    assert (told["email"], told["archive"], told["audit"]) == ("sam@x.org", "sam.zip", 1)
    assert stat.S_IMODE((home / "sam.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(home / "sam.zip") as archive:
        assert json.loads(archive.read("account.json"))["name"] == "Sam"


def test_an_archive_overwrites_nothing(home: Path, staffed: Run) -> None:
    (home / "sam.zip").write_text("mine", encoding="utf-8")

    ran = staffed("user", "export", "sam@x.org", "sam.zip")

    assert (ran.code, (home / "sam.zip").read_text(encoding="utf-8")) == (5, "mine")
    assert staffed("user", "export", "sam@x.org", "no/sam.zip").code == 6


def test_an_archive_that_cannot_be_written_was_not_given_out(home: Path, staffed: Run) -> None:
    before = staffed("audit", "list", "--format", "jsonl").out

    ran = staffed("user", "export", "sam@x.org", "no/sam.zip", "--reason", "asked")

    assert (ran.code, ran.out) == (6, "")
    assert staffed("audit", "list", "--format", "jsonl").out == before


def test_what_cannot_be_put_on_record_leaves_no_archive(home: Path, staffed: Run) -> None:
    execute(
        home, "create trigger full before insert on audit_log begin select raise(abort, 'x'); end"
    )

    ran = staffed("user", "export", "sam@x.org", "sam.zip")

    assert ran.code != 0
    assert list(home.glob("sam.zip*")) == []


def test_a_half_written_archive_of_another_is_left_alone_and_in_nobodys_way(
    home: Path, staffed: Run
) -> None:
    (home / "sam.zip.partial").write_text("another's", encoding="utf-8")

    assert staffed("user", "export", "sam@x.org", "sam.zip").code == 0
    assert (home / "sam.zip.partial").read_text(encoding="utf-8") == "another's"
    assert sorted(one.name for one in home.glob("sam.zip*")) == ["sam.zip", "sam.zip.partial"]


def test_an_archive_is_called_what_it_is(home: Path, staffed: Run) -> None:
    ran = staffed("user", "export", "sam@x.org", "max.tar")

    assert (ran.code, (home / "max.tar").exists()) == (2, False)
    assert "“max.tar” is no name for a ZIP archive." in ran.err
    assert "Let it end in .zip: max.zip" in ran.err
    assert staffed("user", "export", "sam@x.org", "SAM.ZIP").code == 0


def test_to_erase_is_confirmed_with_the_address(
    home: Path, staffed: Run, screen: Callable[..., Screen]
) -> None:
    words = ["user", "erase", "sam@x.org", "--certificates", "keep"]

    assert staffed(*words).code == 6
    assert screen(*words, answers="yes\n").code == 6
    assert staffed("user", "show", "sam@x.org").code == 0
    done = screen(*words, answers="sam@x.org\n")
    assert done.code == 0
    assert "This forgets “sam@x.org”; there is no way back." in done.text
    assert "in their place  erased-3@erased.invalid" in done.text
    assert staffed("user", "show", "sam@x.org").code == 4


def test_the_reason_of_an_erasure_stays_and_that_is_said(staffed: Run) -> None:
    words = ["user", "erase", "sam@x.org", "--certificates", "keep", "--yes"]
    staffed("user", "set", "sam@x.org", "--bio", "Hi", "--reason", "Sam rang us up")

    ran = staffed(*words, "--reason", "article 17")

    assert "What --reason says stays on record: it should name nobody." in ran.err
    reasons = staffed("audit", "list", "--format", "json", "--fields", "reason").out
    assert "article 17" in reasons
    assert "Sam rang" not in reasons
    assert staffed("audit", "verify").code == 0


def test_to_erase_needs_a_choice_about_certificates(staffed: Run) -> None:
    ran = staffed("user", "erase", "sam@x.org", "--yes")

    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: --certificates is missing.")


def test_who_was_erased_is_erased_already(staffed: Run) -> None:
    staffed("user", "erase", "sam@x.org", "--certificates", "revoke", "--yes")

    again = staffed("user", "erase", "erased-3@erased.invalid", "--certificates", "keep")

    assert again.code == 0
    assert again.err == (
        "“erased-3@erased.invalid” is what is left of somebody who was erased already.\n"
    )
    assert staffed("audit", "verify").code == 0
    assert staffed("user", "list", "--status", "erased", "--format", "ids").out == (
        "erased-3@erased.invalid\n"
    )
