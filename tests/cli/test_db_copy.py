"""``academy db copy``, as the person sees it who moves an academy to a server."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shlex import quote

import pytest

from tests.cli.conftest import Run, Set
from tests.cli.screen import Screen
from tests.cli.snapshots import Snapshots

SAID = (
    "What is written from now on is not in the copy.\n"
    "Writing rows\n"
    "Loading rows ({rows})\n"
    "Files of courses are where they were, as storage.url says.\n"
    "Next: set database.url to {target}, then: academy db check --database {quoted}\n"
)


@pytest.fixture
def sold(academy: Run, home: Path, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch) -> Run:
    """An academy with a course, orders, invoices, refunds, disputes and mail."""
    snapshots.start("sold", home, lambda: academy("demo", "--payments"))
    monkeypatch.chdir(home / "academy-demo")
    return academy


def content(academy: Run, url: str) -> str:
    """The content digest of a backup that is made of a database."""
    made = academy("backup", "create", "--to", "made", "--database", url, "--fields", "id")
    assert made.code == 0, made.err
    shown = academy("backup", "show", made.out.strip(), "--to", "made", "--fields", "content")
    return shown.out.strip()


def counted(academy: Run, noun: str, url: str) -> int:
    """How many there are."""
    return len(academy(noun, "list", "--database", url, "--format", "ids").out.split())


def test_everything_is_moved_to_a_server_and_back(
    sold: Run, empty_postgres_url: str, home: Path
) -> None:
    back = f"sqlite:///{home}/back.db"
    there = sold("db", "copy", "--to", empty_postgres_url, "--format", "json")
    assert there.code == 0, there.err
    done = json.loads(there.out)
    shown = {"rows": f"{done['rows']}", "target": done["target"], "quoted": quote(done["target"])}
    assert there.err == SAID.format(**shown)
    assert (done["kept"], done["is_replaced"], done["missing_files"]) == ("", False, 0)

    before = content(sold, f"sqlite:///{home}/academy-demo/academy.db")
    assert before == content(sold, empty_postgres_url) == done["content"]
    again = sold("db", "copy", "--from", empty_postgres_url, "--to", back, "--format", "json")

    assert again.code == 0, again.err
    assert json.loads(again.out)["content"] == content(sold, back)
    for noun in ("user", "order", "invoice", "refund"):
        assert counted(sold, noun, back) == counted(sold, noun, empty_postgres_url) > 0
    for url in (empty_postgres_url, back):
        for words in (("db", "check"), ("audit", "verify")):
            assert sold(*words, "--database", url).code == 0


def test_the_address_that_an_academy_has_is_replaced_only_on_purpose(
    sold: Run, home: Path, given: Set
) -> None:
    given(database_url=f"sqlite:///{home}/academy-demo/academy.db")
    other = f"sqlite:///{home}/other.db"
    for words in (("db", "upgrade"), ("user", "create", "bo@x.org", "--name", "Bo", "--yes")):
        assert sold(*words, "--database", other).code == 0

    refused = sold("db", "copy", "--to", other)
    asked = sold("db", "copy", "--to", other, "--replace")
    planned = sold("db", "copy", "--to", other, "--replace", "--dry-run", "--fields", "is_replaced")
    done = sold("db", "copy", "--to", other, "--replace", "--yes", "--format", "json")
    back = sold("backup", "rollback", "--database", other, "--yes", "--fields", "at")

    assert (refused.code, refused.out) == (5, "")
    assert refused.err == (
        f"error: There is an academy in “{other}” already: it has people.\n"
        "hint: Name another database, or put the copy in its place: --replace\n"
    )
    assert (asked.code, asked.out) == (6, "")
    assert (planned.code, planned.out) == (0, "true\n")
    assert f"What was there is kept for a week: academy backup rollback --database {other}" in (
        done.err
    )
    assert json.loads(done.out)["kept"] == back.out.strip()
    assert counted(sold, "user", other) == 1


def test_a_dry_run_says_what_would_be_done_and_makes_no_file(founded: Run, home: Path) -> None:
    ran = founded("db", "copy", "--to", "sqlite:///other.db", "--dry-run", "--fields", "target")

    assert (ran.code, ran.out) == (0, f"sqlite:///{home}/other.db\n")
    assert ran.err.startswith(
        f"sqlite:///{home}/academy.db would be copied to sqlite:///{home}/other.db.\n"
    )
    assert not (home / "other.db").exists()


def test_no_password_is_shown_or_kept(founded: Run) -> None:
    secret = "postgresql://ann:s3cr3t@127.0.0.1:9/academy"

    for words in (("--to", secret), ("--from", secret, "--to", "sqlite:///other.db")):
        ran = founded("db", "copy", *words)
        assert (ran.code, "s3cr3t" in ran.err, "ann:***@" in ran.err) == (7, False, True)

    words = ("--from", "sqlite:///academy.db", "--to", "sqlite:///other.db")
    assert founded("db", "copy", *words).code == 0
    [act] = json.loads(founded("audit", "list", "--format", "json").out)
    assert act["source"]["command"] == "academy db copy"


def test_it_asks_where_to_on_a_terminal(
    founded: Run, home: Path, screen: Callable[..., Screen]
) -> None:
    assert founded("db", "copy").code == 2

    seen = screen("db", "copy", answers="sqlite:///other.db\n")

    assert "Which database?" in seen.text
    assert (home / "other.db").exists()


def test_only_who_is_responsible_may(staffed: Run, home: Path) -> None:
    refused = staffed("db", "copy", "--to", "sqlite:///other.db", "--as", "sue@x.org")

    assert refused.code == 6
    assert not (home / "other.db").exists()
    assert staffed("db", "copy", "--to", "sqlite:///other.db", "--as", "ada@x.org").code == 0


@pytest.mark.parametrize("words", [("--to", ""), ("--to", "sqlite:///other.db", "--from", "")])
def test_an_empty_address_copies_nothing(academy: Run, home: Path, words: tuple[str, ...]) -> None:
    assert academy("init").code == 0

    assert academy("db", "copy", *words, "--yes").code == 2

    assert not (home / "other.db").exists()
