"""A dry run is dry: for every command that has one, nothing on disk is touched."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.cli.reference import commands
from tests.cli.books import bought
from tests.cli.conftest import Run, Set
from tests.cli.people import account, done
from tests.cli.selling import BOUGHT, monthly, pays_at
from tests.cli.snapshots import Snapshots
from tests.cli.test_academy import contents
from tests.cli.test_course import write
from tests.payments.standin.provider import Standin

Words = Callable[[str], list[str]]
LEARNERS = ("--course", "python", "--state", "any")
NEWS = ("--subject", "News", "--message", "news.md")
CODE = "code-of-a-certificate"
"""Stands for that of a certificate, each of which has one of its own."""
PRICE = "price_that_recurs"
"""Stands for one that the test's Stripe has: each has a name of its own."""
WORDS = {
    "academy ci init": ["github"],
    "academy course new": ["other", "--template", "minimal"],
    "academy course init": ["workshop"],
    "academy course import": ["workshop", "there"],
    "academy course fix": ["python", "--ids"],
    "academy course sync": ["python"],
    "academy course apply": ["plan.json"],
    "academy course build": ["python", "--out", "site"],
    "academy course publish": ["python"],
    "academy course unpublish": ["python"],
    "academy course rollback": ["python", "1"],
    "academy course export": ["python", "out"],
    "academy course gc": ["--keep", "1"],
    "academy lesson upload": ["python", "welcome", "people.csv"],
    "academy storage copy": ["--to", "copied"],
    "academy storage gc": [],
    "academy user create": ["new@example.org", "--name", "New"],
    "academy user set": ["ann@example.org", "--name", "Anna"],
    "academy user deactivate": ["ann@example.org"],
    "academy user activate": ["bo@example.org"],
    "academy user role": ["ann@example.org", "add", "support"],
    "academy user export": ["ann@example.org", "ann.zip"],
    "academy user erase": ["ann@example.org", "--certificates", "revoke"],
    "academy user password": ["ann@example.org", "--clear"],
    "academy user invite": ["ann@example.org"],
    "academy user session": ["revoke", "ann@example.org"],
    "academy user token": ["create", "ann@example.org", "--name", "ci"],
    "academy batch prune": [],
    "academy user import": ["people.csv"],
    "academy enrollment create": ["bob@x.org", "python"],
    "academy enrollment remove": ["ann@x.org", "python", "--reason", "Left"],
    "academy enrollment extend": ["ann@x.org", "python", "--until", "2999-01-01"],
    "academy enrollment complete": ["ann@x.org", "python", "--reason", "Exam"],
    "academy enrollment import": ["class.csv", "--course", "python"],
    "academy enrollment export": ["enrollments.csv"],
    "academy progress import": ["done.csv"],
    "academy progress export": ["progress.csv"],
    "academy progress set": ["ann@x.org", "python", "welcome", "open"],
    "academy progress recount": ["python"],
    "academy price set": ["python", "59 EUR"],
    "academy price remove": ["python", "eur"],
    "academy refund bulk": ["plan", "--course", "python", "--out", "refunds.csv"],
    "academy subscription plan": [
        *("set", "all", "--price", PRICE, "--course", "python"),
    ],
    "academy coupon create": ["--percent", "25"],
    "academy coupon remove": ["SUMMER"],
    "academy certificate issue": ["dan@x.org", "python", "--again"],
    "academy certificate reissue": [CODE, "--name", "Cat Stevens"],
    "academy certificate renew": [CODE, "--until", "2998-01-01"],
    "academy certificate revoke": [CODE, "--reason", "By mistake"],
    "academy certificate suspend": [CODE, "--reason", "Under review"],
    "academy certificate expiring": ["--mail", "--within", "9000"],
    "academy certificate share": ["mail", CODE],
    "academy certificate key": ["rotate"],
    "academy certificate publish": ["public"],
    "academy certificate anchor": ["export"],
    "academy certificate template": ["new", "our-own"],
    "academy order checkout": ["bob@x.org", "python"],
    "academy order send": ["O-2026-000001"],
    "academy order cancel": ["O-2026-000001"],
    "academy payment record": ["bob@x.org", "python", "--method", "cash"],
    "academy payment sync": [],
    "academy refund create": ["O-2026-000002", "--full"],
    "academy refund approve": ["R-2026-000001"],
    "academy refund cancel": ["R-2026-000001"],
    "academy refund recover": [],
    "academy refund resolve": ["R-2026-000002", "--void", "--reason", "Paid out in cash"],
    "academy mail send": [],
    "academy mail retry": [],
    "academy mail suppress": ["add", "ann@example.org"],
    "academy mail campaign": [*LEARNERS, *NEWS],
    "academy invoice send": ["INV-2026-000001"],
    "academy invoice export": ["invoices.csv"],
    "academy backup create": [],
    "academy backup restore": ["latest"],
    "academy backup rollback": [],
    "academy backup set": ["latest", "--hold"],
    "academy backup keygen": ["--out", "backup.key"],
    "academy backup schedule": ["--out", "units"],
    "academy db copy": ["--to", "sqlite:///other.db"],
    "academy db upgrade": ["--database", "sqlite:///other.db"],
    "academy init": ["other"],
}
"""What makes each command have something to do."""
ELSEWHERE = {
    "academy storage check": ["--digests", "--drop-damaged"],
    "academy backup prune": [],
    "academy backup alarm": [],
    "academy course quiz": ["regrade", "python"],
    "academy payment close": ["2025-12"],
    "academy payment reconcile": [],
    "academy payment webhook": [],
    "academy worker run": [],
    "academy subscription checkout": ["bob@x.org", "all"],
}
"""Commands that need more than this academy to do anything in earnest, and are tried where there is."""
CODES = "select code from certificates order by id limit 1 offset ?"
COURSE = "id: python\ntitle: Python\ncertificate: {valid_for: 2 years}\n"
SESSION = (
    "insert into sessions (user_id, code, created_at, last_used_at, expires_at)"
    " values (1, 'abc', '2026-01-01', '2026-01-01', '2999-01-01')"
)


BATCH = (
    "insert into batches (id, reference, kind, file_name, file_sha256, options, rows, done, counts, state,"
    " actor, started_at, finished_at) values (1, 'B-2026-000001', 'users', 'old.csv', '', '{}', 1, 1, '{}',"
    " 'done', 'operator:x', '2026-01-01', '2026-01-01')"
)
REFUSED = (
    "insert into batch_rows (batch_id, number, outcome, reason)"
    " values (1, 1, 'refused', '“ann@” is no e-mail address')"
)


DEAD = (
    'insert into outbox (event, recipient, template, "values", created_at, state, next_try_at)'
    " values ('x', 'x@x.org', 'enrolled', '{}', '2026-01-01', 'dead', '2026-01-01')"
)


@pytest.fixture
def ready(
    academy: Run, home: Path, given: Set, stripe_standin: Standin, snapshots: Snapshots
) -> Path:
    """An academy with a published course whose folder has changed since."""
    pays_at(given, stripe_standin)
    snapshots.start("dry-run", home, lambda: prepare(academy, home))
    assert academy("course", "plan", "--out", "plan.json").code == 0
    return home


@pytest.fixture
def words(stripe_standin: Standin, ready: Path) -> Words:
    """What a command is called with."""
    every = {**WORDS, **ELSEWHERE}

    def found(command: str) -> list[str]:
        stands = {PRICE: lambda: monthly(stripe_standin), CODE: lambda: issued(ready)}
        return [stands.get(one, lambda one=one: one)() for one in every[command]]

    return found


def issued(home: Path, behind: int = 0) -> str:
    """The code of the certificate that was issued first, or behind so many."""
    with sqlite3.connect(home / "academy.db") as connection:
        [code] = connection.execute(CODES, (behind,)).fetchone()
    connection.close()
    return str(code)


def prepare(academy: Run, home: Path) -> None:
    """Do what leaves every command something to do."""
    write(home / "python", welcome="# Welcome\n")
    (home / "python" / "course.yaml").write_text(COURSE, encoding="utf-8")
    for words in (["init"], ["course", "sync", "--yes"], ["course", "publish", "python"]):
        assert academy(*words).code == 0
    for words in (["create"], ["restore", "latest", "--yes"]):
        assert academy("backup", *words).code == 0
    write(home / "python", welcome="# Welcome\n\nAgain.\n")
    assert academy("course", "sync", "--yes").code == 0
    write(home / "python", more="# More\n")
    write(home / "workshop", one="# One\n")
    (home / "people.csv").write_text("email,name\ncy@x.org,Cy\n", encoding="utf-8")
    (home / "news.md").write_text("There is more.\n", encoding="utf-8")
    (home / "class.csv").write_text("email\nbob@x.org\n", encoding="utf-8")
    (home / "done.csv").write_text("email,course,lesson,state\nann@x.org,python,welcome,open\n")
    for email in ("ann@example.org", "bo@example.org"):
        assert academy("user", "create", email, "--name", "Somebody").code == 0
    assert academy("user", "deactivate", "bo@example.org", "--yes").code == 0
    for name in ("ann", "bob"):
        account(home, name)
    assert academy("certificate", "key", "init").code == 0
    for name in ("cat", "dan"):
        account(home, name)
        assert academy("enrollment", "create", f"{name}@x.org", "python").code == 0
        completed = ("complete", f"{name}@x.org", "python", "--reason", "Exam", "--yes")
        assert academy("enrollment", *completed).code == 0
    assert academy("certificate", "revoke", issued(home, 1), "--reason", "x", "--yes").code == 0
    words = ("enrollment", "create", "ann@x.org", "python", "--until", "2998-01-01")
    assert academy(*words).code == 0
    done(home, "ann@x.org")
    assert academy("price", "set", "python", "49 EUR").code == 0
    assert academy("coupon", "create", "summer", "--percent", "25").code == 0
    bought(home, "ann@x.org")
    with sqlite3.connect(home / "academy.db") as connection:
        connection.execute(SESSION)
        connection.execute(BATCH)
        connection.execute(REFUSED)
        connection.execute(DEAD)
        connection.executescript(BOUGHT)
    connection.close()


def modified(folder: Path) -> dict[Path, int]:
    return {path: path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_every_command_with_a_dry_run_is_tried_here() -> None:
    assert {one.path for one in commands() if "--dry-run" in one.flags} == {*WORDS, *ELSEWHERE}


@pytest.mark.parametrize("command", WORDS)
def test_a_dry_run_touches_nothing_and_says_something(
    academy: Run, ready: Path, words: Words, command: str
) -> None:
    before, times = contents(ready), modified(ready)

    ran = academy(*command.split()[1:], *words(command), "--dry-run")

    assert ran.code == 0
    assert ran.out
    assert contents(ready) == before
    assert modified(ready) == times


@pytest.mark.parametrize("command", ELSEWHERE)
def test_a_dry_run_of_what_is_tried_elsewhere_touches_nothing(
    academy: Run, ready: Path, words: Words, command: str
) -> None:
    academy("subscription", "plan", *words("academy subscription plan"), "--yes")
    before, times = contents(ready), modified(ready)

    ran = academy(*command.split()[1:], *words(command), "--dry-run")

    assert ran.code == 0, ran.err
    assert contents(ready) == before
    assert modified(ready) == times


@pytest.mark.parametrize("command", WORDS)
def test_the_same_command_without_it_does_touch_something(
    academy: Run, ready: Path, words: Words, command: str
) -> None:
    if command == "academy course publish":
        academy("course", "unpublish", "python", "--yes")
    before = contents(ready)

    ran = academy(*command.split()[1:], *words(command), "--yes")

    assert ran.code == 0
    assert contents(ready) != before
