"""How long a shell waits for a completion with live values, on both engines.

Knows what shells ask; refuses to know shells, whose own part is the same for every program.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert

from academy_cli.db.service import Database
from academy_cli.db.transaction import write
from academy_cli.models import User
from benchmarks.engines import each_engine
from benchmarks.measure import BIN, Figure, in_turn, run

PEOPLE, ROUNDS = 100_000, 15
LINES = {"an address": "academy user show p099", "a word": "academy cou"}
ASKED_MS = 150
AT = datetime(2026, 11, 1, tzinfo=UTC)


def completion(scratch: Path, environ: dict[str, str]) -> Iterator[Figure]:
    """An address among a hundred thousand, and a word that needs no database."""
    for engine, url in each_engine(scratch, "completed"):
        yield from _on(engine, url, environ)


def _on(engine: str, url: str, environ: dict[str, str]) -> Iterator[Figure]:
    database = Database(url)
    database.upgrade()
    people = [
        {"email": f"p{one:06}@example.org", "name": f"P {one}", "created_at": AT}
        for one in range(PEOPLE)
    ]
    with write(database.engine) as connection:
        connection.execute(insert(User), people)
    database.close()
    here = environ | {"ACADEMY_DATABASE_URL": url}

    def asked(line: str) -> float:
        answered = run([BIN / "academy", "__complete", "bash", line], here)
        if line.rsplit(maxsplit=1)[-1] not in answered.output:
            message = f"nothing completes “{line}”"
            raise RuntimeError(message)
        return answered.seconds

    def begun() -> float:
        return run([sys.executable, "-S", "-c", "pass"], here).seconds

    for what, line in LINES.items():
        taken, least = in_turn([lambda line=line: asked(line), begun], ROUNDS)
        detail = f"the whole process; {taken / least:.1f} x an empty Python, {least * 1000:.0f} ms"
        yield Figure(f"completing {what}, {engine}", taken * 1000, ASKED_MS, "ms", detail)
