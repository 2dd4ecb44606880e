"""Transactions: whole or not at all, and a sentence for every trouble a person may meet."""

from __future__ import annotations

import signal
from pathlib import Path
from textwrap import indent

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError, Kind
from tests import child, postgres

pytestmark = pytest.mark.slow

OPEN = """
from sys import argv
from academy_cli.db.engine import open_engine
from academy_cli.db.transaction import read, write
e = open_engine("sqlite:///" + argv[1])
"""
WRITE = OPEN + "with write(e) as c: c.exec_driver_sql('create table t (x)')"
READ = OPEN + "with read(e) as c: c.exec_driver_sql('select * from blobs').all()"
FILL = (
    OPEN + "with write(e) as c: c.exec_driver_sql('create table t (x)')\n"
    "for _ in range(3000):\n"
    "  with write(e) as c: c.exec_driver_sql('insert into t values (zeroblob(9000))')"
)


def add(connection: Connection, digest: str) -> None:
    connection.execute(text("insert into blobs values (:digest, 1, 'a')"), {"digest": digest})


def count(engine: Engine) -> int:
    with read(engine) as connection:
        return connection.execute(text("select count(*) from blobs")).scalar_one()


def test_an_error_undoes_everything(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), write(engine) as connection:
        add(connection, "a")
        raise ZeroDivisionError

    assert count(engine) == 0


def test_an_error_undoes_new_tables_too(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), write(engine) as connection:
        connection.execute(text("create table half_done (x integer)"))
        raise ZeroDivisionError

    with pytest.raises(DBAPIError), read(engine) as connection:
        connection.execute(text("select * from half_done"))


def test_a_reader_sees_one_moment(engine: Engine) -> None:
    with read(engine) as reading:
        before = reading.execute(text("select count(*) from blobs")).scalar_one()
        with write(engine) as writing:
            add(writing, "a")
        after = reading.execute(text("select count(*) from blobs")).scalar_one()

    assert (before, after, count(engine)) == (0, 0, 1)


def test_a_reader_cannot_write_and_that_is_a_bug_not_a_sentence(engine: Engine) -> None:
    with pytest.raises(DBAPIError), read(engine) as connection:
        add(connection, "a")


def test_a_writer_can_write_on_a_connection_that_read_before(engine: Engine) -> None:
    count(engine)

    with write(engine) as connection:
        add(connection, "a")

    assert count(engine) == 1


def test_a_broken_constraint_passes_through(engine: Engine) -> None:
    with pytest.raises(IntegrityError), write(engine) as connection:
        add(connection, "a")
        add(connection, "a")


def test_errors_do_not_show_what_was_stored(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as error, write(engine) as connection:
        add(connection, "secret words")
        add(connection, "secret words")

    assert "secret words" not in str(error.value).partition("DETAIL")[0]


def test_a_second_writer_is_told_that_the_database_is_busy(database_url: str) -> None:
    first, second = (open_engine(database_url, busy_timeout_ms=50) for _ in range(2))
    claim = text("update blobs set size = 2")
    with write(first) as connection:
        add(connection, "a")
    with write(first) as connection:
        connection.execute(claim)

        with pytest.raises(AcademyError) as refusal, write(second) as other:
            other.execute(claim)

    first.dispose()
    second.dispose()
    assert (refusal.value.kind, refusal.value.code) == (Kind.UNAVAILABLE, "database.busy")


def test_a_file_that_is_no_database_is_called_corrupt(tmp_path: Path) -> None:
    path = tmp_path / "notes.db"
    path.write_text("these are only notes, long enough to have a header\n" * 100)

    assert child.run(READ, path) == "INVALID database.corrupt"


def test_a_damaged_database_is_called_corrupt(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))

    assert child.run(READ, path) == "INVALID database.corrupt"


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert child.run(READ, tmp_path) == "UNAVAILABLE database.unreachable"


def test_a_read_only_folder_is_refused_for_writing(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)

    said = child.run_as_ordinary_user(WRITE, folder / "academy.db")

    assert said == "REFUSED database.read-only"


def test_a_database_in_a_read_only_folder_is_refused_for_writing(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.parent.chmod(0o555)

    said = child.run_as_ordinary_user(WRITE, path)

    path.parent.chmod(0o755)
    assert said == "REFUSED database.read-only"


def test_a_missing_folder_is_unreachable(tmp_path: Path) -> None:
    assert child.run(WRITE, tmp_path / "none" / "academy.db") == "UNAVAILABLE database.unreachable"


def test_a_read_only_file_is_refused_for_writing(sqlite_url: str) -> None:
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    path.chmod(0o444)

    assert child.run_as_ordinary_user(WRITE, path) == "REFUSED database.read-only"


def test_a_full_disk_is_said_and_leaves_a_whole_database(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    fill = indent(FILL.replace("+ argv[1]", "+ argv[1] + '/academy.db'"), "  ")
    code = (
        f"try:\n{fill}\nexcept AcademyError as error: print(error.kind.name, error.code)\n"
        "with read(e) as c: print(c.exec_driver_sql('PRAGMA integrity_check').scalar())"
    )

    said = child.run_on_small_disk(code, disk, size_kb=512)

    assert said.splitlines() == ["UNAVAILABLE database.full", "ok"]


def test_a_disk_that_refuses_is_said(tmp_path: Path) -> None:
    limit = "import resource as r; r.setrlimit(r.RLIMIT_FSIZE, (300_000, 300_000))\n"

    said = child.run(limit + FILL, tmp_path / "academy.db")

    assert said == "UNAVAILABLE database.disk"


def test_a_server_that_dies_is_gone_and_then_unreachable(tmp_path: Path) -> None:
    try:
        with postgres.running() as server:
            engine = open_engine(server.url("postgres"))
            with pytest.raises(AcademyError) as gone, write(engine) as connection:
                server.kill()
                connection.execute(text("select 1"))
            with pytest.raises(AcademyError) as unreachable, write(engine):
                pass
            engine.dispose()
    except postgres.NoPostgresError as reason:
        pytest.skip(str(reason))

    assert (gone.value.kind, gone.value.code) == (Kind.UNAVAILABLE, "database.gone")
    assert (unreachable.value.kind, unreachable.value.code) == (
        Kind.UNAVAILABLE,
        "database.unreachable",
    )


def test_a_server_that_does_not_answer_is_unreachable() -> None:
    with postgres.running() as server:
        engine = open_engine(f"{server.url('postgres')}&connect_timeout=2")
        server.process.send_signal(signal.SIGSTOP)
        with pytest.raises(AcademyError) as refusal, write(engine):
            pass
        server.process.send_signal(signal.SIGCONT)

    assert (refusal.value.kind, refusal.value.code) == (Kind.UNAVAILABLE, "database.unreachable")


def test_what_takes_too_long_is_said(postgres_url: str) -> None:
    engine = open_engine(f"{postgres_url}&options=-c%20statement_timeout%3D50")

    with pytest.raises(AcademyError) as refusal, write(engine) as connection:
        connection.execute(text("select pg_sleep(60)"))

    engine.dispose()
    assert refusal.value.code == "database.stopped"


@pytest.mark.parametrize(
    ("state", "code"),
    [
        *(("08006", "gone"), ("25P03", "gone"), ("57P01", "gone"), ("57P05", "gone")),
        *(("40001", "busy"), ("40P01", "busy"), ("55006", "busy"), ("55P03", "busy")),
        *(("25P04", "stopped"), ("55000", "stopped"), ("57014", "stopped"), ("53100", "full")),
        *(("53200", "exhausted"), ("53300", "crowded"), ("53400", "exhausted")),
        *(("57P03", "unreachable"), ("58030", "disk"), ("58P01", "disk")),
    ],
)
def test_every_trouble_of_a_server_is_a_sentence(postgres_url: str, state: str, code: str) -> None:
    engine = open_engine(postgres_url)
    raising = f"do $$ begin raise exception 'of the server' using errcode = '{state}'; end $$"

    with pytest.raises(AcademyError) as refusal, write(engine) as connection:
        connection.exec_driver_sql(raising)

    engine.dispose()
    assert (refusal.value.kind, refusal.value.code) == (Kind.UNAVAILABLE, f"database.{code}")


@pytest.mark.parametrize("state", ["54000", "42601", "XX000"])
def test_a_statement_that_no_server_takes_is_a_bug(postgres_url: str, state: str) -> None:
    engine = open_engine(postgres_url)
    raising = f"do $$ begin raise exception 'of academy' using errcode = '{state}'; end $$"

    with pytest.raises(DBAPIError), write(engine) as connection:
        connection.exec_driver_sql(raising)

    engine.dispose()


def test_an_ended_session_is_gone(postgres_url: str) -> None:
    victim, other = open_engine(postgres_url), open_engine(postgres_url)
    with pytest.raises(AcademyError) as refusal, write(victim) as connection:
        backend = connection.execute(text("select pg_backend_pid()")).scalar_one()
        with write(other) as killer:
            killer.execute(text("select pg_terminate_backend(:pid)"), {"pid": backend})
        connection.execute(text("select 1"))

    victim.dispose()
    other.dispose()
    assert refusal.value.code == "database.gone"


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        (("/copy_", "/absent_copy_"), Kind.MISSING, "database.absent"),
        (("//academy@", "//nobody@"), Kind.REFUSED, "database.denied"),
    ],
)
def test_a_wrong_name_in_the_address_is_said(
    postgres_url: str, change: tuple[str, str], kind: Kind, code: str
) -> None:
    engine = open_engine(postgres_url.replace(*change))

    with pytest.raises(AcademyError) as refusal, write(engine):
        pass

    assert (refusal.value.kind, refusal.value.code) == (kind, code)


@pytest.mark.parametrize("option", ["foo=geheim", "connect_timeout=geheim", "sslmode=geheim"])
def test_an_option_that_the_driver_refuses_is_said_without_a_password(option: str) -> None:
    engine = open_engine(f"postgresql://ann:geheim@127.0.0.1:1/academy?{option}")

    with pytest.raises(AcademyError) as refusal, write(engine):
        pass

    sentence = refusal.value.message.partition("”")[2]
    assert refusal.value.kind in {Kind.INVALID, Kind.UNAVAILABLE}
    assert "geheim" not in sentence
