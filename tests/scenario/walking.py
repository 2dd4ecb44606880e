"""A desk at which anybody does anything in any order, and what has to hold whatever they did.

Each rule is a command as people type it; which exit codes it may end with is all that a rule knows. What
holds is read from the rows, by rules of its own, and from whatever proves itself.
"""

from __future__ import annotations

import email
import io
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections import Counter
from contextlib import closing, redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from academy_cli.__main__ import main
from academy_cli.payments.standin.faults import Fault
from tests.cli.conftest import Ran
from tests.payments.standin.provider import Standin
from tests.scenario.lake import DONE, LESSONS, QUIZ, SLUG, files

PEOPLE = tuple(f"p{number}@example.org" for number in range(4))
FINE = frozenset({0, 4, 5, 6})
"""Done; no such thing; done already, or differently; a rule forbids it. What a person may come upon."""
ASKED = FINE | {7, 8, 9}
"""The same where somebody else is asked, who may be away, or where a person has to look."""
FAULTS = tuple(one for one in Fault if one not in {Fault.HANG, Fault.HANG_DONE, Fault.SLOW})
"""What goes wrong at once: nobody here learns anything from waiting."""
CARDS = (
    *("pm_card_visa", "pm_card_visa", "pm_card_visa", "pm_card_chargeDeclined"),
    *("pm_card_refundFail", "pm_card_pendingRefund"),
)
"""By what people pay, and what becomes of it (docs.stripe.com/testing)."""
people, lessons = st.sampled_from(PEOPLE), st.sampled_from(DONE)
_ACCESS = """
select e.id, e.removed_at, g.id, g.starts_at, g.ends_at, g.revoked_at
from enrollments e left join grants g on g.enrollment_id = e.id
"""
_COUNTED = """
select e.id, count(p.content_id), sum(c.is_archived), e.completed_at
from enrollments e join lesson_progress p on p.enrollment_id = e.id and p.state = 'completed'
join contents c on c.id = p.content_id group by e.id
"""


class Desk(RuleBasedStateMachine):
    """One academy that sells one course; ``home`` is what each walk starts from."""

    home: ClassVar[Path]
    standin: ClassVar[Standin]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="walk"))
        shutil.copytree(self.home, self.folder, dirs_exist_ok=True, symlinks=True)
        os.chdir(self.folder)
        self.standin.control.reset()
        self.words: list[str] = []

    def teardown(self) -> None:
        try:
            self.settle()
            self.everything_that_can_prove_itself_does()
        finally:
            os.chdir("/")
            shutil.rmtree(self.folder)

    def run(self, *words: str, fine: frozenset[int] = FINE) -> Ran:
        """Type a command; it ends as people can expect, and never with a bug."""
        out, err = io.StringIO(), io.StringIO()
        before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO())
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main(words)
        finally:
            sys.stdin = before
        self.words.append(f"{code} {' '.join(words)}")
        said = err.getvalue()
        assert code in fine, "\n".join([*self.words[-12:], said])
        assert "Traceback" not in said
        return Ran(code, out.getvalue(), said)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "academy.db")) as connection:
            return connection.execute(query).fetchall()

    # -- what anybody may do ----------------------------------------------------------------------

    @initialize()
    def open(self) -> None:
        assert (self.folder / "academy.db").is_file()

    @rule(who=people, kind=st.sampled_from(["gift", "staff"]))
    def let_in(self, who: str, kind: str) -> None:
        self.run("enrollment", "create", who, SLUG, "--kind", kind)

    @rule(who=people)
    def take_out(self, who: str) -> None:
        self.run("enrollment", "remove", who, SLUG, "--reason", "asked", "--yes")

    @rule(who=people)
    def order(self, who: str) -> None:
        self.run("order", "checkout", who, SLUG)

    @rule(card=st.sampled_from(CARDS))
    def pay(self, card: str) -> None:
        for page in self.standin.control.dump().get("checkout.session", []):
            if page["status"] == "open":
                self.standin.control.complete(page["id"], card)
                return

    @rule()
    def read_stripe(self) -> None:
        self.run("payment", "sync", fine=ASKED)

    @rule(
        part=st.sampled_from(["5", "49", ""]),
        number=st.integers(1, 4),
        fault=st.sampled_from(["", "", "", *FAULTS]),
    )
    def refund(self, part: str, number: int, fault: str) -> None:
        if fault:
            self.standin.control.fault("POST /v1/refunds", fault, times=9)
        amount = ["--amount", part] if part else []
        order = f"O-{datetime.now(UTC).year}-{number:06}"
        self.run("refund", "create", order, *amount, "--another", "--yes", fine=ASKED)
        self.standin.control.clear()

    @rule()
    def recover(self) -> None:
        self.run("refund", "recover", "--yes", fine=ASKED)

    @rule(amount=st.sampled_from([100, None]))
    def refund_in_the_dashboard(self, amount: int | None) -> None:
        for charge in self.standin.control.dump().get("charge", []):
            left = charge["amount"] - charge["amount_refunded"]
            if charge["status"] == "succeeded" and not charge["disputed"] and left >= (amount or 1):
                self.standin.control.dashboard_refund(charge["id"], amount)
                return

    @rule(who=people, lesson=lessons, state=st.sampled_from(["done", "done", "open"]))
    def learn(self, who: str, lesson: str, state: str) -> None:
        self.run("progress", "set", who, SLUG, lesson, state)

    @rule(who=people)
    def learn_all(self, who: str) -> None:
        for lesson in LESSONS:
            self.run("progress", "set", who, SLUG, lesson, "done")
        self.answer(who, "b", "4")

    @rule(who=people, smallest=st.sampled_from("ab"), degrees=st.sampled_from(["4", "30"]))
    def answer(self, who: str, smallest: str, degrees: str) -> None:
        Path("answers.yaml").write_text(f"smallest: {smallest}\ndegrees: {degrees}\n")
        words = ("--user", who, "--answers", "answers.yaml")
        self.run("course", "quiz", "grade", SLUG, QUIZ, *words)

    @rule(how=st.sampled_from(["edit", "rename", "move", "mend", "break", "remove"]))
    def change_the_course(self, how: str) -> None:
        folder = Path("lake")
        shutil.rmtree(folder)
        made = dict(files(f"Another text {len(self.words)}." if how == "edit" else "Small."))
        if how == "rename":
            made["1-summer/9-fishes.md"] = made.pop("1-summer/2-fish.md")
        elif how == "move":
            made["2-winter/4-reeds.md"] = made.pop("1-summer/3-reeds.md")
        elif how == "break":
            made["1-summer/2-fish.md"] = b"---\nid: [\n---\n"
        elif how == "remove":
            del made["2-winter/2-storms.md"]
        for name, data in made.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)
        before = self.completed()
        self.run("course", "sync", "lake", "--yes", fine=FINE | {3})
        assert self.completed() >= before, "a change of files cost somebody a completion"

    def completed(self) -> set[tuple[object, ...]]:
        return {*self.rows("select id from enrollments where completed_at is not null")}

    @rule()
    def sign(self) -> None:
        self.run("certificate", "issue", "--waiting")

    @precondition(lambda self: self.rows("select 1 from certificates where revoked_at is null"))
    @rule()
    def take_a_certificate_back(self) -> None:
        [(code,), *_] = self.rows(
            "select code from certificates where revoked_at is null order by id"
        )
        self.run("certificate", "revoke", str(code), "--reason", "a mistake", "--yes")

    @rule()
    def send(self) -> None:
        self.run("mail", "send", fine=ASKED)

    @rule()
    def save_lose_and_restore(self) -> None:
        self.run("backup", "create", fine=frozenset({0}))
        for path in self.folder.glob("academy.db*"):
            path.unlink()
        self.run("backup", "restore", "latest", "--yes", fine=frozenset({0}))

    @rule(who=people, what=st.sampled_from(["keep", "revoke"]))
    def forget(self, who: str, what: str) -> None:
        self.run("user", "erase", who, "--certificates", what, "--yes", fine=ASKED)

    @rule(who=people)
    def come(self, who: str) -> None:
        self.run("user", "create", who, "--name", who.partition("@")[0].title())

    # -- what has to hold --------------------------------------------------------------------------

    @invariant()
    def access_is_what_grants_say(self) -> None:
        now = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}"
        said: dict[str, bool] = {}
        for number, removed, grant, starts, ends, revoked in self.rows(_ACCESS):
            has_begun = starts is None or str(starts) <= now
            holds = grant is not None and revoked is None and has_begun
            holds = holds and (ends is None or str(ends) > now) and removed is None
            said[str(number)] = said.get(str(number), False) or holds
        words = ("enrollment", "list", "--format", "json", "--fields", "number,has_access")
        told = {str(one["number"]): one["has_access"] for one in json.loads(self.run(*words).out)}
        assert told == said

    @invariant()
    def progress_is_within_the_course(self) -> None:
        for _, done, archived, completed in self.rows(_COUNTED):
            assert isinstance(done, int)
            assert 0 < done <= len(DONE)
            assert completed is None or done - int(str(archived or 0)) >= 0

    @invariant()
    def nothing_leaves_twice(self) -> None:
        sent = [email.message_from_bytes(path.read_bytes()) for path in Path("post").glob("*.eml")]
        ids = Counter(letter["Message-ID"] for letter in sent)
        assert not ids or max(ids.values()) == 1
        events = [event for (event,) in self.rows("select event || ' ' || recipient from outbox")]
        assert len(events) == len({*events})

    def settle(self) -> None:
        """Whatever was begun comes to its end."""
        self.run("payment", "sync", fine=ASKED)
        self.run("refund", "recover", "--yes", fine=ASKED)
        self.run("payment", "sync", fine=ASKED)
        self.run("certificate", "issue", "--waiting")
        self.run("mail", "send", fine=ASKED)

    def everything_that_can_prove_itself_does(self) -> None:
        done = frozenset({0})
        self.run("audit", "verify", fine=done)
        self.run("invoice", "verify", fine=done)
        self.run("db", "check", fine=done)
        self.run("payment", "reconcile", fine=done)
        for (code,) in self.rows("select code from certificates where signed_at is not null"):
            self.run(
                "certificate", "verify", str(code), "--own", "--offline", fine=frozenset({0, 3, 4})
            )
        at_stripe = Counter[str]()
        for refund in self.standin.control.dump().get("refund", []):
            if refund["status"] in {"succeeded", "pending"}:
                at_stripe[refund["charge"]] += refund["amount"]
        for charge in self.standin.control.dump().get("charge", []):
            assert at_stripe[charge["id"]] <= charge["amount"]
        self.nothing_leaves_twice()
        self.access_is_what_grants_say()
