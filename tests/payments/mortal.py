"""Work with money in processes that can be killed at any point of it.

A parent without threads imports everything once and forks for each piece of work, so a trial takes
milliseconds. Run as ``python -m tests.payments.mortal``, it reads a line of JSON for each round and answers
with a line; knows where a process may die, and refuses to know what has to hold afterwards.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import traceback
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from sqlalchemy import event
from sqlalchemy.orm import configure_mappers
from stripe import HTTPClient

from academy_cli import models
from academy_cli.bulk.source import source
from academy_cli.db.service import Database
from academy_cli.errors import AcademyError
from academy_cli.kit.money import Money
from academy_cli.payments.gateway import Gateway, ProviderError
from academy_cli.payments.orders import invoice
from academy_cli.payments.orders.basket import Basket
from academy_cli.payments.orders.service import Orders
from academy_cli.payments.refunds import sending
from academy_cli.payments.refunds.bulk.service import BulkRefunds
from academy_cli.payments.refunds.bulk.views import BulkRefundRun
from academy_cli.payments.refunds.service import Refunds
from academy_cli.payments.refunds.wish import Wish
from academy_cli.payments.stripe.account import StripeAccount
from academy_cli.payments.stripe.client import StripeClient
from academy_cli.payments.sync.polling import sync
from academy_cli.payments.till import Till
from tests import compiled
from tests.payments.standin.provider import PAUSE_S
from tests.payments.till import KEY, Booth

ROOT = Path(__file__).parent.parent.parent
KILLED = -signal.SIGKILL
BUG = 99


class Ended(NamedTuple):
    """How a piece of work ended: its exit code, how many points it passed, and what it said."""

    code: int
    points: int
    said: str

    @property
    def is_killed(self) -> bool:
        """Whether it was."""
        return self.code == KILLED


@dataclass
class Death:
    """Where a process dies: at its n-th point; 0 is never."""

    at: int
    passed: int = 0

    def point(self, *_: Any, **__: Any) -> None:
        """A point at which a process may die."""
        self.passed += 1
        if self.passed == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalGateway:
    """A gateway, before and behind each of whose requests a process may die."""

    def __init__(self, gateway: Gateway, death: Death) -> None:
        self._gateway, self._death = gateway, death

    def __getattr__(self, name: str) -> Any:
        """A request."""
        asked = getattr(self._gateway, name)
        if not callable(asked):
            return asked

        def ask(*words: Any) -> Any:
            self._death.point()
            found = asked(*words)
            if isinstance(found, Iterator):
                found = iter(list(found))
            self._death.point()
            return found

        return ask


def work(booth: Booth, told: Mapping[str, Any], death: Death) -> None:
    """Do one piece of work."""
    if told.get("broken"):
        break_it()
    client = StripeClient(KEY, booth.stripe, timeout_s=told.get("timeout_s", 5))
    till = booth.at(timedelta(seconds=told.get("later_s", 0))).till(
        gateway=MortalGateway(StripeAccount(client), death)
    )
    for moment in ("before_cursor_execute", "commit"):
        event.listen(till.database.engine, moment, death.point)
    event.listen(till.database.engine, "checkin", death.point)  # a transaction has ended
    if after_s := told.get("killed_after_s"):
        signal.signal(signal.SIGALRM, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        signal.setitimer(signal.ITIMER_REAL, after_s)
    _do(till, told)


def _do(till: Till, told: Mapping[str, Any]) -> None:
    refunds = Refunds(till)
    match told["do"]:
        case "create":
            amount = told.get("amount")
            wish = Wish(
                told["about"],
                told["key"],
                Money(amount, "eur") if amount else None,
                access=told.get("access"),
                is_another=told.get("another", True),
            )
            refunds.create(wish)
        case "recover":
            refunds.recover()
        case "sync":
            sync(till)
        case "bill":
            basket = Basket(told["about"], ("python",), told["key"], invoice_days=14)
            Orders(till).checkout(basket)
        case "call off":
            Orders(till).cancel(told["about"])
        case "bulk":
            run_plan(till, told["plan"], resumes=told.get("resumes", False))


def run_plan(till: Till, plan: str, *, resumes: bool = False) -> BulkRefundRun:
    """Run a plan of refunds, or go on with it."""
    bulk = BulkRefunds(till)
    with source(plan) as found:
        run = bulk.look(found, resumes=resumes)
        return bulk.run(run, failed=Path(f"{plan}.{uuid4().hex}.failed.csv"))


def break_it() -> None:
    """Take the safeguards out: no stable key, and nothing is looked up."""
    sending._Begun.request_key = property(lambda _: f"random-{random.random()}")  # type: ignore[assignment, method-assign]
    sending._found = lambda *_: None  # type: ignore[assignment]
    # On purpose another function than the type says: this is the safeguard taken out.
    invoice._Asking.key = lambda *_: f"random-{random.random()}"  # type: ignore[method-assign]
    invoice._there = lambda _: None  # type: ignore[assignment]


def _child(booth: Booth, told: Mapping[str, Any], out: int) -> None:
    death = Death(told.get("dies_at", 0))
    code, said = 0, ""
    assert booth.database is not None
    booth.database.engine.dispose(close=False)  # the parent's connections are not ours
    try:
        work(booth, told, death)
    except AcademyError as error:
        code, said = error.kind.exit_code, f"{error.code}: {error.message}"
    except ProviderError as error:
        code, said = 7, error.reason
    except BaseException:
        code, said = BUG, traceback.format_exc()
    os.write(out, json.dumps([code, death.passed, said[-6000:]]).encode())
    os._exit(0)


def _round(booth: Booth, some: Sequence[Mapping[str, Any]]) -> list[Ended]:
    """Do several pieces of work at once, each in a process of its own."""
    begun = []
    for told in some:
        source, out = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(source)
            _child(booth, told, out)
        os.close(out)
        begun.append((process, source))
    ended = []
    for process, source in begun:
        with os.fdopen(source, "rb") as heard:
            said = heard.read()
        _, status = os.waitpid(process, 0)
        code = os.waitstatus_to_exitcode(status)
        ended.append(Ended(*json.loads(said)) if said else Ended(code, 0, ""))
    return ended


def warm_up(booth: Booth, told: Mapping[str, Any]) -> Ended:
    """Do some work here, so that no child has to import, map and compile anew."""
    models.metadata()
    configure_mappers()
    for do in (told["do"], "recover", "sync"):
        work(booth, {**told, "do": do}, Death(0))
    assert booth.database is not None
    booth.database.close()
    return Ended(0, 0, "")


def main() -> None:
    """Serve rounds until nobody asks for one."""
    compiled.share()
    HTTPClient.INITIAL_DELAY = PAUSE_S
    booths: dict[str, Booth] = {}
    for line in sys.stdin:
        url, stripe, some = json.loads(line)
        booth = booths.setdefault(url, Booth(url, stripe, database=Database(url)))
        is_warm = some[0].get("warm")
        ended = [warm_up(booth, some[0])] if is_warm else _round(booth, some)
        sys.stdout.write(json.dumps(ended) + "\n")
        sys.stdout.flush()


class Parent:
    """The process that forks for all work of a test session."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def ask(self, booth: Booth, some: Sequence[Mapping[str, Any]]) -> list[Ended]:
        """Let several do their work at once."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps([booth.url, booth.stripe, some]) + "\n")
        stdin.flush()
        line = stdout.readline()
        assert line, "the parent of all work is gone"
        return [Ended(*one) for one in json.loads(line)]


class Mortals:
    """Processes that work at one booth."""

    def __init__(self, parent: Parent, booth: Booth) -> None:
        self._parent, self._booth = parent, booth
        self.count = self.killed = 0

    def all(self, *some: Mapping[str, Any]) -> list[Ended]:
        """Let several do their work at once; nobody may end with a bug."""
        ended = self._parent.ask(self._booth, some)
        self.count += len(ended)
        self.killed += sum(one.is_killed for one in ended)
        bugs = [one.said for one in ended if one.code == BUG]
        assert not bugs, bugs[0]
        return ended

    def one(self, do: str, **told: Any) -> Ended:
        """Let one do its work."""
        [ended] = self.all({"do": do, **told})
        return ended


@contextmanager
def parent() -> Iterator[Parent]:
    """The process that forks, until the block ends."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.payments.mortal"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Parent(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        assert process.stdout is not None
        process.stdout.close()


if __name__ == "__main__":
    main()
