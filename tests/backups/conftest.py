"""An academy that is worth a backup, and an empty place on the other engine."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests import s3
from tests.backups.outside import SmallDisk, academy
from tests.backups.remotes import Remote, opened
from tests.backups.vaults import PICTURE, Safe
from tests.conftest import ENGINES
from tests.school import School

LESSON = "# A\n\n![Something](images/a.png)\n"


@pytest.fixture
def safe(database_url: str, tmp_path: Path) -> Iterator[Safe]:
    """An academy with a course, a picture, a learner with progress and mail that waits."""
    found = _filled(database_url, tmp_path)
    yield found
    found.database.close()


@pytest.fixture
def sqlite_safe(sqlite_url: str, tmp_path: Path) -> Iterator[Safe]:
    """The same, on SQLite only."""
    found = _filled(sqlite_url, tmp_path)
    yield found
    found.database.close()


@pytest.fixture
def noisy(safe: Safe) -> Safe:
    """An academy with a picture that cannot be made smaller, of 400 KB."""
    folder = safe.storage.parent / "courses" / "noise"
    (folder / "images").mkdir(parents=True)
    (folder / "course.yaml").write_text("id: noise\ntitle: Noise\nstatus: published\n")
    (folder / "a.md").write_text("# A\n\n![Noise](images/a.png)\n")
    (folder / "images/a.png").write_bytes(random.Random(5).randbytes(400_000))
    ended = academy(safe).perform("course", "sync", folder, "--yes")
    assert ended.code == 0, ended.err
    return safe


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallDisk:
    """A folder that is a small disk while commands run."""
    return SmallDisk(tmp_path / "disk", monkeypatch)


@pytest.fixture
def key() -> str:
    """Whom a backup can be for."""
    from pyrage import x25519

    return str(x25519.Identity.generate().to_public())


def _filled(url: str, tmp_path: Path) -> Safe:
    school = School(url, tmp_path / "school")
    pictures = tmp_path / "school/courses/python/images"
    pictures.mkdir(parents=True)
    (pictures / "a.png").write_bytes(PICTURE)
    school.course(lessons={"a.md": LESSON, "b.md": "# B\n"})
    school.learner()
    school.progress.complete("ann@x.org", "python", "a")
    school.academy.close()
    return Safe(url, tmp_path / "school/storage", tmp_path / "backups")


@pytest.fixture
def other(request: pytest.FixtureRequest, safe: Safe, tmp_path: Path) -> Iterator[Safe]:
    """An empty place on the other engine."""
    if safe.url.startswith("sqlite"):
        url = request.getfixturevalue("empty_postgres_url")
    else:
        url = f"sqlite:///{tmp_path / 'other' / 'academy.db'}"
    found = Safe(url, tmp_path / "other-storage", safe.folder)
    yield found
    found.database.close()


@pytest.fixture
def temporary(safe: Safe, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A temporary folder of the test's own."""
    assert safe.url
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


@pytest.fixture
def remote(safe: Safe, s3_server: s3.S3, proxy: s3.Proxy) -> Remote:
    """An academy whose backups are in a bucket behind the proxy."""
    return opened(safe, s3_server, proxy.url)


@pytest.fixture(params=ENGINES)
def target(request: pytest.FixtureRequest, safe: Safe, tmp_path: Path) -> Iterator[Safe]:
    """A place without a database, once on each engine, with temporary files of its own."""
    if request.param == "postgresql":
        url = request.getfixturevalue("empty_postgres_url")
    else:
        url = f"sqlite:///{tmp_path / 'other' / 'academy.db'}"
    request.getfixturevalue("temporary")
    found = replace(safe, url=url)
    yield found
    found.database.close()
