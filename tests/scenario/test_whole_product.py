"""From an empty machine to a closed month, through the program that people start, on both engines.

One story, in the order in which an academy lives it. What holds at its end is what the product promises:
access follows from grants, the books agree to the cent, everybody's progress is where it was, mail went out
once, and what a stranger can check is right, also after the database was lost.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import postgres
from tests.payments.standin.provider import Standin
from tests.repositories import Repository
from tests.scenario.lake import DONE, LESSONS, QUIZ, SLUG, TITLE, files
from tests.scenario.machine import SITE, Machine

PEOPLE = 1000
BUYERS = tuple(f"buyer{number}@example.org" for number in range(6))
CLASS = PEOPLE - len(BUYERS) - 94
"""So many of the people are let into the course from a file."""
FINISHERS = 120
SETTINGS = f"""\
database: {{{{url: "{{url}}"}}}}
site: {{{{name: Lakeside Academy, url: "{SITE}"}}}}
mail: {{{{transport: folder, folder: post, sender: academy@example.org}}}}
storage: {{{{folder: stored}}}}
certificates: {{{{keys: keys}}}}
backup: {{{{to: backups}}}}
repositories: {{{{cache: cache}}}}
invoices: {{{{}}}}
"""
LISTS = (
    ("user", "list"),
    ("course", "list"),
    ("course", "history", SLUG),
    ("lesson", "list", "--course", SLUG),
    ("enrollment", "list"),
    ("order", "list"),
    ("payment", "list"),
    ("refund", "list"),
    ("invoice", "list"),
    ("coupon", "list"),
    ("price", "list"),
    ("certificate", "list"),
    ("mail", "list"),
    ("batch", "list"),
)
"""What the academy is, as its own lists tell it."""


@pytest.fixture(params=["sqlite", "postgresql"])
def machine(
    request: pytest.FixtureRequest, tmp_path: Path, stripe_standin: Standin
) -> Iterator[Machine]:
    """An empty machine, on the tenth of the month before this one."""
    last_month = datetime.now(UTC).replace(day=1, hour=9, minute=0, second=0, microsecond=0)
    then = (last_month - timedelta(days=1)).replace(day=10)
    made = Machine(tmp_path / "machine", stripe_standin.control, then)
    with _database(request) as url:
        made.environ["URL"] = url
        yield made


@contextmanager
def _database(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.param == "sqlite":
        yield "sqlite:///academy.db"
        return
    server: postgres.Server = request.getfixturevalue("postgres_server")
    with server.database("scenario") as url:
        yield url


def test_from_an_empty_machine_to_a_closed_month(machine: Machine, tmp_path: Path) -> None:
    courses = Repository.new(tmp_path / "courses.git")
    begin(machine)
    publish(machine, courses)
    fill(machine)
    orders = sell(machine)
    refund(machine, orders)
    codes = learn(machine)
    change(machine, courses)
    write(machine)
    sound(machine, codes)
    before = told(machine)
    lose_and_restore(machine)
    assert told(machine) == before
    sound(machine, codes)
    close(machine)


def begin(machine: Machine) -> None:
    """An academy: settings, a database, a key to sign with, somebody to look after it."""
    assert machine.does("version").out.startswith("academy")
    url = machine.environ.pop("URL")
    (machine.folder / "academy.yaml").write_text(
        SETTINGS.format(url=url).replace("invoices: {}\n", "")
    )
    machine.does("init")
    machine.does("config", "check")
    machine.does("db", "upgrade", "--yes")
    machine.does("user", "create", "ada@example.org", "--name", "Ada Byron")
    machine.does("user", "role", "ada@example.org", "add", "admin")
    machine.does("certificate", "key", "init", "--yes")


def publish(machine: Machine, courses: Repository) -> None:
    """A course, straight from its repository; a second time there is nothing to do."""
    commit = courses.commit(files())
    source = f"{courses.path}#main"
    assert machine.does("course", "check", source).code == 0
    machine.does("course", "plan", source, "--exit-code", code=10)
    machine.does("course", "sync", source, "--yes")
    assert machine.does("course", "plan", source, "--exit-code").code == 0
    [revision] = machine.asks("course", "history", SLUG)
    assert revision["git_commit"] == commit
    assert machine.asks("course", "show", SLUG)["status"] == "published"
    machine.does("price", "set", SLUG, "49 EUR")
    machine.does("coupon", "create", "SPRING", "--percent", "20", "--most", "2")


def fill(machine: Machine) -> None:
    """A thousand people, and most of them in the course; the same files again change nothing."""
    people = [{"email": f"learner{n}@example.org", "name": f"Lea {n}"} for n in range(PEOPLE - 6)]
    people += [{"email": email, "name": f"Ben {n}"} for n, email in enumerate(BUYERS)]
    file = machine.write("people.csv", people)
    machine.does("user", "import", file, "--no-mail", "--yes")
    assert len(machine.asks("user", "list")) == PEOPLE + 1
    class_file = machine.write("class.csv", [{"email": p["email"]} for p in people[:CLASS]])
    for _ in range(2):
        machine.does("enrollment", "import", class_file, "--course", SLUG, "--no-mail", "--yes")
        machine.does("user", "import", file, "--no-mail", "--yes")
    assert Counter(one["state"] for one in enrollments(machine)) == {"active": CLASS}


def enrollments(machine: Machine) -> list[dict[str, Any]]:
    return list(machine.asks("enrollment", "list"))


def sell(machine: Machine) -> list[str]:
    """Six orders, of which one is never paid; who pays is let in once it is read, and only then."""
    machine.sells()
    orders = []
    for number, email in enumerate(BUYERS):
        coupon = ["--coupon", "SPRING"] if number < 2 else []
        orders.append(machine.asks("order", "checkout", email, SLUG, *coupon)["reference"])
    refused = machine.run("order", "checkout", BUYERS[5], SLUG, "--coupon", "SPRING")
    assert refused.code == 6, "the coupon was for two"
    sessions = {
        one["client_reference_id"]: one["id"] for one in machine.stripe.dump()["checkout.session"]
    }
    for order in orders[:5]:
        machine.stripe.complete(sessions[order], "pm_card_visa")
    assert len(enrollments(machine)) == CLASS
    machine.later(minutes=10)
    machine.does("payment", "sync")
    machine.does("payment", "sync")
    kinds = Counter(grant for one in enrollments(machine) for grant in one["kinds"])
    assert kinds == {"bulk": CLASS, "order": 5}
    paid = machine.asks("payment", "list")
    assert sorted(one["amount"]["amount"] for one in paid) == [3920, 3920, 4900, 4900, 4900]
    return orders


def refund(machine: Machine, orders: list[str]) -> None:
    """One goes back whole, with an answer that nobody hears; one in part. Each happens once."""
    machine.later(days=2)
    machine.stripe.fault("POST /v1/refunds", "drop_after")
    machine.stripe.fault("(GET|POST) /v1/", "503", times=1000)
    machine.does("refund", "create", orders[2], "--reason", "moved away", "--yes", code=7)
    machine.stripe.clear()
    machine.does("refund", "recover", "--yes")
    machine.does("refund", "create", orders[3], "--amount", "10", "--yes")
    machine.does("payment", "sync")
    at_stripe = machine.stripe.dump()["refund"]
    assert sorted(one["amount"] for one in at_stripe) == [1000, 4900]
    assert {one["state"] for one in machine.asks("refund", "list")} == {"succeeded"}
    states = {one["email"]: one["state"] for one in enrollments(machine)}
    assert states[BUYERS[2]] in {"removed", "expired"}
    assert states[BUYERS[3]] == "active"


def learn(machine: Machine) -> list[str]:
    """Many learn, some finish, and whoever finished has a certificate, signed."""
    machine.later(days=6)
    finishers = [f"learner{n}@example.org" for n in range(FINISHERS)]
    rows = [
        {"email": email, "lesson": lesson, "state": "done"}
        for email in finishers
        for lesson in LESSONS
    ]
    rows += [
        {"email": f"learner{n}@example.org", "lesson": LESSONS[0], "state": "done"}
        for n in range(FINISHERS, FINISHERS * 2)
    ]
    file = machine.write("done.csv", rows)
    machine.does("progress", "import", file, "--course", SLUG, "--yes")
    assert machine.asks("certificate", "list") == [], "the quiz is still to be passed"
    answers = [
        {"email": email, "smallest": "b", "degrees": 4 if n % 10 else 21}
        for n, email in enumerate(finishers)
    ]
    exam = machine.write("exam.csv", answers)
    machine.does("course", "quiz", "import", SLUG, QUIZ, "--answers", exam, "--yes")
    machine.does("certificate", "issue", "--waiting")
    found = machine.asks("certificate", "list")
    assert {one["email"] for one in found} == {*finishers}, "half of the points are enough"
    machine.does("certificate", "issue", "--course", SLUG, "--yes")
    assert len(machine.asks("certificate", "list")) == FINISHERS
    return [str(one["code"]) for one in found]


def change(machine: Machine, courses: Repository) -> None:
    """The instructor renames, moves and breaks files: nobody loses anything."""
    before = progress(machine)
    renamed = dict(files("Small, many, and green."))
    renamed["2-winter/4-fish.md"] = renamed.pop("1-summer/2-fish.md").replace(
        b"(3-", b"(../1-summer/3-"
    )
    renamed["1-summer/3-reeds.md"] = b"---\nid: [\n---\n# Broken\n"
    courses.commit(renamed)
    source = f"{courses.path}#main"
    machine.does("course", "sync", source, "--yes", code=3)
    assert progress(machine) == before
    renamed["1-summer/3-reeds.md"] = files()["1-summer/3-reeds.md"]
    courses.commit(renamed)
    machine.does("course", "sync", source, "--yes")
    assert progress(machine) == before
    assert [one["revision"] for one in machine.asks("course", "history", SLUG)] == [2, 1]


def progress(machine: Machine) -> set[tuple[str, ...]]:
    """Who has done what, whatever it is called by now and wherever it stands."""
    machine.does("progress", "export", "now.csv", "--course", SLUG, "--yes")
    lines = (machine.folder / "now.csv").read_text(encoding="utf-8").splitlines()
    (machine.folder / "now.csv").unlink()
    names, *rows = [tuple(line.split(",")) for line in lines]
    email, lesson, state = (names.index(name) for name in ("email", "lesson", "state"))
    return {(row[email], row[lesson], row[state]) for row in rows}


def write(machine: Machine) -> None:
    """What is to be told leaves, and never twice."""
    machine.does("mail", "send")
    letters = sorted((machine.folder / "post").glob("*.eml"))
    sent = machine.asks("mail", "list", "--state", "sent")
    assert len(letters) == len(sent) > FINISHERS
    machine.does("mail", "send")
    assert sorted((machine.folder / "post").glob("*.eml")) == letters
    each = Counter((one["recipient"], one["template"]) for one in sent)
    assert max(each.values()) == 1


def sound(machine: Machine, codes: list[str]) -> None:
    """Everything that can prove itself does."""
    machine.does("db", "check")
    machine.does("audit", "verify")
    machine.does("invoice", "verify")
    machine.does("payment", "reconcile")
    machine.does("storage", "check", "--digests")
    pages = machine.folder / "pages"
    pages.mkdir()
    public = machine.folder / "public"
    machine.does("certificate", "publish", str(public), "--yes")
    for code in codes[:3]:
        machine.does("certificate", "pdf", code, "--out", str(pages / f"{code}.pdf"))
    verified = machine.asks(
        "certificate", "verify", str(pages), "--trust", str(public / "issuer.json"), "--offline"
    )
    assert [one["verdict"] for one in verified] == ["valid"] * 3
    shutil.rmtree(pages)
    shutil.rmtree(public)
    access = {one["email"]: one["state"] for one in enrollments(machine)}
    assert Counter(access.values()) == {
        "active": CLASS + 4 - FINISHERS,
        "completed": FINISHERS,
        "removed": 1,
    }
    assert {lesson for _, lesson, _ in progress(machine)} <= {*DONE}


def told(machine: Machine) -> dict[str, Any]:
    """Everything that the academy's lists say."""
    return {" ".join(words): machine.asks(*words) for words in LISTS}


def lose_and_restore(machine: Machine) -> None:
    """A backup is made and proved; the database is lost; the backup brings it back."""
    machine.does("backup", "create")
    machine.does("backup", "verify", "latest", "--restore")
    url = machine.asks("config", "show")
    [database] = [one["value"] for one in url if one["name"] == "database.url"]
    if str(database).startswith("sqlite"):
        for path in machine.folder.glob("academy.db*"):
            path.unlink()
    else:
        _drop(str(database))
    machine.does("backup", "restore", "latest", "--yes")


def _drop(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop schema academy cascade")


def close(machine: Machine) -> None:
    """The month is over: its documents, our books and Stripe's balance agree to the cent."""
    month = f"{machine.now:%Y-%m}"
    machine.later(days=32 - machine.now.day)
    machine.does("payment", "sync")
    machine.does("payment", "reconcile")
    closed = machine.asks("payment", "close", month, "--yes")
    assert json.dumps(closed)
    machine.does("payment", "close", month, "--verify")
    assert TITLE in json.dumps(machine.asks("course", "list"))
