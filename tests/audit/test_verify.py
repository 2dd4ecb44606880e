"""The audit log proves itself: whatever other hands do to it is found and named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from random import Random

import pytest
from sqlalchemy import Connection, Engine, delete, update

from academy_cli.access.actor import operator
from academy_cli.audit import store
from academy_cli.audit.chain import Entry, Head, details_digest
from academy_cli.audit.log import AuditLog
from academy_cli.audit.service import Act, erase_details, record_all
from academy_cli.db.service import Database
from academy_cli.db.transaction import read, write
from academy_cli.models import AuditEntry, AuditHead
from tests.engines import in_turns

AT = datetime(2026, 11, 22, 8, 33, tzinfo=UTC)
ACTOR = operator("ann")
ENTRIES = 9
COLUMNS = ("at", "actor", "action", "subject", "reason", "source", "details", "details_sha256")


@pytest.fixture
def log(database_url: str, engine: Engine) -> Iterator[AuditLog]:
    """A log of nine entries, three each about three people."""
    acts = [Act("user.set", f"user:{n % 3}", {"name": f"Name {n}"}, "why") for n in range(ENTRIES)]
    with write(engine) as connection:
        record_all(connection, at=AT, actor=ACTOR, acts=acts)
    database = Database(database_url)
    yield AuditLog(database, ACTOR)
    database.close()


def flaws(log: AuditLog, expected: str | None = None) -> dict[int, str]:
    return {flaw.number: flaw.what for flaw in log.verify(expected).flaws}


def tamper(engine: Engine, act: Callable[[Connection], object]) -> None:
    with write(engine) as connection:
        act(connection)


def entries(engine: Engine) -> dict[int, Entry]:
    with read(engine) as connection:
        return {entry.number: entry for some in store.chain(connection) for entry in some}


def put(engine: Engine, entry: Entry) -> None:
    values = dict(zip(store.COLUMNS, entry, strict=True))
    tamper(
        engine,
        lambda c: c.execute(
            update(AuditEntry).where(AuditEntry.id == entry.number).values(**values)
        ),
    )


def test_what_nobody_touched_holds(log: AuditLog) -> None:
    found = log.verify()

    assert (found.entries, found.flaws) == (ENTRIES, ())
    assert found.head.startswith(f"{ENTRIES}:")
    assert flaws(log, found.head) == {}


@pytest.mark.parametrize("column", COLUMNS)
def test_an_edited_entry_is_named(engine: Engine, log: AuditLog, column: str) -> None:
    other = {"at": datetime(2026, 11, 23, tzinfo=UTC), "details_sha256": "0" * 64}
    value = other.get(column, '{"name":"Other"}')
    edit = update(AuditEntry).where(AuditEntry.id == 4).values({column: value})
    tamper(engine, lambda c: c.execute(edit))

    assert flaws(log).keys() == {4}


def test_details_that_were_emptied_without_an_erasure_are_named(
    engine: Engine, log: AuditLog
) -> None:
    tamper(engine, lambda c: store.erase(c, [5]))

    assert flaws(log) == {5: "its details were removed, and no erasure says so"}


@pytest.mark.parametrize("number", [1, 5, ENTRIES])
def test_a_removed_entry_is_named(engine: Engine, log: AuditLog, number: int) -> None:
    tamper(engine, lambda c: c.execute(delete(AuditEntry).where(AuditEntry.id == number)))

    end = {ENTRIES - 1: "1 entry after it was removed"}
    assert flaws(log) == ({number: "it was removed"} if number < ENTRIES else end)


def test_two_that_changed_places_are_named(engine: Engine, log: AuditLog) -> None:
    held = entries(engine)
    for number in (3, 6):
        away = held[number]._replace(digest=f"{number}" * 64)
        put(engine, away)
    put(engine, held[3]._replace(number=6))
    put(engine, held[6]._replace(number=3))

    assert {3, 6} <= flaws(log).keys()


def test_an_entry_that_was_written_anew_does_not_fit_the_next_one(
    engine: Engine, log: AuditLog
) -> None:
    entry = entries(engine)[4]
    assert entry.salt is not None
    other = '{"name":"Other"}'
    forged = entry._replace(details=other, details_sha256=details_digest(other, entry.salt))
    put(engine, forged._replace(digest=forged.proof))

    assert flaws(log) == {4: "it was replaced: the entry after it knows another one"}


def forge_the_tail(engine: Engine) -> None:
    """What somebody can do who may write all of the database: a whole new end of the chain."""
    held, digest = entries(engine), ""
    for number in range(4, ENTRIES + 1):
        entry = held[number]
        forged = entry._replace(actor="forged", previous=digest or entry.previous)
        digest = forged.proof
        put(engine, forged._replace(digest=digest))
    tamper(engine, lambda c: c.execute(update(AuditHead).values(digest=digest)))


def test_a_head_that_was_noted_down_proves_the_log_to_a_stranger(
    engine: Engine, log: AuditLog
) -> None:
    noted = log.verify().head
    forge_the_tail(engine)

    assert flaws(log) == {}
    assert flaws(log, noted) == {ENTRIES: "its digest is not the one that was noted"}


def test_a_log_that_was_cut_off_is_shorter_than_what_was_noted(
    engine: Engine, log: AuditLog
) -> None:
    noted, held = log.verify().head, entries(engine)
    tamper(engine, lambda c: c.execute(delete(AuditEntry).where(AuditEntry.id > 6)))
    end = Head(6, held[6].digest)
    tamper(engine, lambda c: c.execute(update(AuditHead).values(**end._asdict())))

    assert flaws(log) == {}
    assert flaws(log, noted) == {ENTRIES: "it was there when its digest was noted, and is gone"}


def test_an_erasure_empties_details_and_the_chain_holds(engine: Engine, log: AuditLog) -> None:
    def erase(connection: Connection) -> None:
        told = erase_details(connection, "user:1")
        record_all(connection, at=AT, actor=ACTOR, acts=[Act("user.erase", "user:1", told)])

    tamper(engine, erase)

    assert flaws(log) == {}
    assert (log.entry(2).details, log.entry(2).reason) == (None, None)
    assert (log.entry(3).details, log.entry(3).reason) == ({"name": "Name 2"}, "why")
    assert "Name 1" not in str(entries(engine))


def test_the_reasons_of_acts_on_a_persons_places_go_too(engine: Engine, log: AuditLog) -> None:
    place = "enrollment:python/user:1"
    acts = [Act("enrollment.remove", place, {"n": 1}, "Ann was ill"),
            Act("enrollment.create", place, {"n": 2}),
            Act("enrollment.remove", "enrollment:python/user:11", {"n": 3}, "moved away")]  # fmt: skip

    def erase(connection: Connection) -> None:
        told = erase_details(connection, "user:1", [place])
        record_all(connection, at=AT, actor=ACTOR, acts=[Act("user.erase", "user:1", told)])

    tamper(engine, lambda c: record_all(c, at=AT, actor=ACTOR, acts=acts))
    tamper(engine, erase)

    kept = [log.entry(ENTRIES + n) for n in (1, 2, 3)]
    assert [one.reason for one in kept] == [None, None, "moved away"]
    assert [one.details for one in kept] == [None, {"n": 2}, {"n": 3}]
    assert flaws(log) == {}


@pytest.mark.parametrize("reason", ["forged", None])
def test_a_reason_counts_as_the_details_do(
    engine: Engine, log: AuditLog, reason: str | None
) -> None:
    edit = update(AuditEntry).where(AuditEntry.id == 4).values(reason=reason)
    tamper(engine, lambda c: c.execute(edit))

    assert flaws(log) == {4: "its details or its reason were edited"}


def test_no_reason_is_put_where_one_was_erased(engine: Engine, log: AuditLog) -> None:
    def erase(connection: Connection) -> None:
        told = erase_details(connection, "user:1")
        record_all(connection, at=AT, actor=ACTOR, acts=[Act("user.erase", "user:1", told)])

    tamper(engine, erase)
    added = update(AuditEntry).where(AuditEntry.id == 2).values(reason="forged")
    tamper(engine, lambda c: c.execute(added))

    assert flaws(log) == {2: "a reason was put where one was erased"}


def test_many_writers_at_once_make_one_chain(engine: Engine, log: AuditLog) -> None:
    def keep(number: int) -> None:
        acts = [Act("user.set", f"user:{number}", {"n": n}) for n in range(3)]
        with write(engine) as connection:
            record_all(connection, at=AT, actor=ACTOR, acts=acts)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(keep, range(24)))

    assert (log.verify().entries, flaws(log)) == (ENTRIES + 72, {})


@in_turns
@pytest.mark.parametrize("seed", range(20))
def test_no_single_meddling_is_overlooked(engine: Engine, log: AuditLog, seed: int) -> None:
    chance, held = Random(seed), entries(engine)
    number, column = chance.randint(1, ENTRIES), chance.choice([*COLUMNS, "previous", "digest"])
    value = str(getattr(held[number], column)) if column != "at" else ""
    at = chance.randrange(len(value) or 1)
    meddled = value[:at] + chance.choice("0123456789x") + value[at + 1 :]
    other = datetime(2026, 1, 1, tzinfo=UTC) if column == "at" else meddled
    edit = update(AuditEntry).where(AuditEntry.id == number).values({column: other})
    tamper(engine, lambda c: c.execute(edit))

    assert bool(flaws(log)) == (other != getattr(held[number], column))
