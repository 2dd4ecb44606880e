"""How fast ten thousand objects of Stripe's are synced, and a hundred thousand payments compared.

The objects are others', or all of them new sales of ours. Against the same lists read and the same events
inserted, and against the same tables joined. The stand-in is a process of its own; so is the work, whose
memory is measured. Refuses to know how any of it is done.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.models import Payment
from academy_cli.payments.gateway import DATABASE, ORDER
from academy_cli.payments.standin.control import Control
from benchmarks.measure import BIN, Figure, in_turn, ratio, run
from benchmarks.sales import KEY, PRICE, SALES, order, ready, sell
from tests.postgres import Server, running

CHARGES, REFUNDS = 7_000, 3_000
OBJECTS = CHARGES + REFUNDS
SPREAD_S = 20 * 24 * 3600
ROUNDS = 3
ENGINES = ("SQLite", "PostgreSQL")


class Done(NamedTuple):
    """What a piece of work took and said."""

    seconds: float
    said: list[Any]
    memory_mb: float


def payments(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """Syncing and reconciling, on both engines."""
    with running() as server:
        yield from _synced(scratch, environ, server)
        for name, url in (("SQLite", f"sqlite:///{scratch / 'sales.db'}"), ("PostgreSQL", None)):
            if url is None:
                server.create("sales")
                url = server.url("sales")  # noqa: PLW2901 - the other engine's
            yield from _reconciled(name, url, environ)


def _synced(scratch: Path, environ: dict[str, str], server: Server) -> Iterator[Figure]:
    """Objects that are others', then as many that are the charges of open orders here."""
    numbers = count()

    def fresh(engine: str, orders: int) -> str:
        name = f"money{next(numbers)}"
        if engine == "PostgreSQL":
            server.create(name)
        url = server.url(name) if engine == "PostgreSQL" else f"sqlite:///{scratch / name}.db"
        _open(url, environ, orders)
        return url

    with standin(environ) as stripe:
        Control(stripe).bulk(charges=CHARGES, refunds=REFUNDS, spread_s=SPREAD_S)
        for engine in ENGINES:
            what = f"sync of {OBJECTS:,} objects, {engine}"
            yield from _sync(what, stripe, environ, lambda engine=engine: fresh(engine, 0), 2)
    with standin(environ) as stripe:
        marks = {ORDER: "O-2026-{n}", DATABASE: KEY}
        own = {"amount": PRICE, "currency": "eur", "metadata": marks}
        Control(stripe).bulk(charges=OBJECTS, spread_s=SPREAD_S, **own)
        for engine in ENGINES:
            what = f"sync of {OBJECTS:,} objects, all own new sales, {engine}"
            yield from _sync(what, stripe, environ, lambda engine=engine: fresh(engine, OBJECTS), 5)


def _open(url: str, environ: dict[str, str], orders: int) -> None:
    """An academy, and so many open orders at it."""
    run([BIN / "academy", "db", "upgrade", "--database", url], environ)
    if not orders:
        return
    database = Database(url)
    with write(database.engine) as connection:
        order(connection, orders)
    with write(database.engine) as connection:
        ready(connection)
    database.close()


def _sync(
    what: str, stripe: str, environ: dict[str, str], fresh: Callable[[], str], most: float
) -> Iterator[Figure]:
    """One sync, at academies that are each new; ``most`` is how often the floor it may take."""
    done: list[Done] = []

    def sync_s() -> float:
        done.append(work("sync", fresh(), environ, stripe))
        assert done[-1].said[2:] == [0, 0], done[-1]
        return done[-1].seconds

    least, ours = in_turn([lambda: work("pages", fresh(), environ, stripe).seconds, sync_s], ROUNDS)
    yield Figure(f"{what}, seconds", ours, 15, "s", f"{done[0].said[0]:,} events")
    yield ratio(what, ours, least, most)
    memory = max(one.memory_mb for one in done)
    yield Figure(f"memory of a {what}", memory, 200, "MB", "most of the process")


def _reconciled(name: str, url: str, environ: dict[str, str]) -> Iterator[Figure]:
    run([BIN / "academy", "db", "upgrade", "--database", url], environ)
    database = Database(url)
    with write(database.engine) as connection:
        sell(connection, SALES)
    with write(database.engine) as connection:
        ready(connection)
        assert connection.scalar(select(Payment.id).limit(1))
    database.close()
    done: list[Done] = []

    def reconcile_s() -> float:
        done.append(work("reconcile", url, environ))
        assert done[-1].said == [0, 0], done[-1]
        return done[-1].seconds

    least, ours = in_turn([lambda: work("joins", url, environ).seconds, reconcile_s], ROUNDS)
    what = f"reconcile {SALES:,} payments, {name}"
    yield ratio(what, ours, least, 3)
    memory = max(one.memory_mb for one in done)
    yield Figure(f"memory of {what}", memory, 150, "MB", "most of the process")


def work(what: str, url: str, environ: dict[str, str], stripe: str = "") -> Done:
    """Do one piece of work in a process of its own."""
    words = [sys.executable, "-m", "benchmarks.moneywork", what, url, *([stripe] if stripe else [])]
    return Done(*json.loads(run(words, environ).output))


@contextmanager
def standin(environ: dict[str, str]) -> Iterator[str]:
    """A Stripe on this machine, in a process of its own; its address."""
    words = [sys.executable, "-m", "academy_cli.payments.standin", "--until-eof"]
    with subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ
    ) as process:
        assert process.stdout
        assert process.stdin
        yield process.stdout.readline().strip()
        process.stdin.close()
        process.wait(timeout=20)
