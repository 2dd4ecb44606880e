"""Fixtures every test may ask for: a database on each engine, made in milliseconds, and a Stripe.

Knows how databases are copied from a template; refuses rows, which each test makes itself.
"""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine

from academy_cli.cli.language import tongue
from academy_cli.db.engine import open_engine
from academy_cli.db.service import Database
from academy_cli.kit.saying import ENGLISH
from tests import compiled, migrated, postgres, s3
from tests.databases import Databases
from tests.engines import leave_to_torture
from tests.order import by_folder, leave_slow

if TYPE_CHECKING:
    from academy_cli.payments.standin.server import StandIn
    from tests.payments.standin.provider import Standin

compiled.share()
migrated.share()
settings.register_profile(
    "patient", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine makes no example wrong
settings.load_profile("patient")

if tongue(os.environ) is not ENGLISH:
    os.environ["LC_ALL"] = "C.UTF-8"  # sentences are compared in English, whoever runs the tests

ENGINES = ("sqlite", "postgresql")
ABOUT_TERMINALS = ("CI", "NO_COLOR", "COLUMNS")
ABOUT_TESTS = frozenset(
    {"ACADEMY_CORPORA", "ACADEMY_REQUIRE_PG", "ACADEMY_TEST_PG_BINDIR", "ACADEMY_TORTURE"}
)
"""Variables that speak to the tests, not to academy."""


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Leave out long random runs, unless they are what is wanted; then choose the order."""
    leave_to_torture(items)
    leave_slow(items)
    if not float(os.environ.get("ACADEMY_TORTURE") or 0):
        config.hook.pytest_deselected(
            items=[item for item in items if item.get_closest_marker("torture")]
        )
        items[:] = [item for item in items if not item.get_closest_marker("torture")]
    yield
    by_folder(items)


def pytest_collection_finish() -> None:
    """Let the collector of garbage pass over what stays for the whole run: it took a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own, so that nobody's settings, data or terminal take part."""
    path = tmp_path / "home"
    for name in ABOUT_TERMINALS:
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in os.environ if name.startswith("ACADEMY_")]:
        if name not in ABOUT_TESTS:
            monkeypatch.delenv(name)
    for name, folder in (("DATA", "data"), ("CONFIG", "config"), ("CACHE", "cache")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(path / folder))
    monkeypatch.setenv("HOME", str(path))
    return path


@pytest.fixture(scope="session")
def standin_server() -> Iterator[StandIn]:
    """The one Stripe of this worker, on this machine."""
    from academy_cli.payments.standin.server import StandIn

    with StandIn() as server:
        yield server


@pytest.fixture
def stripe_standin(standin_server: StandIn, monkeypatch: pytest.MonkeyPatch) -> Iterator[Standin]:
    """A fresh world of it: its address, what may be let happen in it, and Stripe's client for it.

    Stripe's library asks again as often as ever, but without pauses, which help nobody here.
    """
    import stripe

    from tests.payments.standin.provider import PAUSE_S, opened

    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", PAUSE_S)
    with opened(standin_server.url) as standin:
        yield standin


@pytest.fixture(scope="session")
def s3_server() -> Iterator[s3.S3]:
    """The one S3 of this worker, on this machine, over HTTP."""
    with s3.running() as server:
        yield server


@pytest.fixture
def proxy(s3_server: s3.S3, monkeypatch: pytest.MonkeyPatch) -> Iterator[s3.Proxy]:
    """A proxy before it, in which things go wrong on purpose; they do not pass by being waited for."""
    from academy_cli.storage.stores import opening
    from academy_cli.storage.stores import s3 as uploads

    monkeypatch.setattr(uploads, "PAUSES_S", (0.01,) * len(uploads.PAUSES_S))
    monkeypatch.setattr(opening, "PAUSES_S", (0.01, 0.02))
    with s3.proxied(s3_server) as proxy:
        yield proxy


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A PostgreSQL server for this worker; its absence skips the test, or fails it in CI."""
    try:
        with postgres.running() as server:
            yield server
    except postgres.NoPostgresError as reason:
        if os.environ.get("ACADEMY_REQUIRE_PG") == "1":
            pytest.fail(f"PostgreSQL is required here: {reason}")
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def postgres_template(postgres_server: postgres.Server) -> str:
    """The name of a migrated database to copy."""
    postgres_server.create("template_academy")
    _migrate(postgres_server.url("template_academy"))
    return "template_academy"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def database_names() -> Callable[[], str]:
    """Names no other test of this worker uses."""
    numbers = count(1)
    return lambda: f"test_{next(numbers)}"


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite database."""
    path = tmp_path / "academy.db"
    shutil.copyfile(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(scope="session")
def postgres_databases(
    postgres_server: postgres.Server, postgres_template: str
) -> Iterator[Databases]:
    """Migrated databases, handed out again where only rows were changed."""
    databases = Databases(postgres_server, postgres_template)
    yield databases
    databases.close()


@pytest.fixture
def postgres_url(postgres_databases: Databases) -> Iterator[str]:
    """A migrated PostgreSQL database."""
    with postgres_databases.one() as url:
        yield url


@pytest.fixture
def empty_postgres_url(
    postgres_server: postgres.Server, database_names: Callable[[], str]
) -> Iterator[str]:
    """A PostgreSQL database without any table."""
    with postgres_server.database(database_names()) as url:
        yield url


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest) -> str:
    """A migrated database, once on each engine."""
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture(params=ENGINES)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database without any table, once on each engine; the SQLite file does not exist yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'academy.db'}"
    url: str = request.getfixturevalue("empty_postgres_url")
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """A migrated database's engine, once on each engine."""
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


def _migrate(url: str) -> None:
    database = Database(url)
    database.upgrade()
    database.close()
