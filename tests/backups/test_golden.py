"""What an older academy backed up, from either engine, still comes back into both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from academy_cli.backups import opening
from academy_cli.backups.restoring import loading
from academy_cli.db.revision import HEAD
from tests.backups import golden
from tests.backups.golden import ENGINES, REVISIONS, archive
from tests.backups.outside import academy
from tests.backups.vaults import Safe, findings, needed, people

pytestmark = pytest.mark.slow

ALL = [
    pytest.param(archive(revision, engine), id=f"{revision}-{engine}")
    for revision in REVISIONS
    for engine in ENGINES
]
INTO_EACH = [
    pytest.param(
        into,
        archive(revision, engine),
        id=f"{into}-{revision}-{engine}",
        marks=() if (place + (into == engine)) % 2 else pytest.mark.torture,
    )
    for place, revision in enumerate(REVISIONS)
    for engine in ENGINES
    for into in ENGINES
]
"""Each into one engine every day, each revision into both; ``make torture`` brings each into both."""


@pytest.fixture
def empty(empty_database_url: str, tmp_path: Path) -> Iterator[Safe]:
    """A place without any academy yet, once on each engine."""
    found = Safe(empty_database_url, tmp_path / "school/storage", tmp_path / "backups")
    found.storage.parent.mkdir()
    yield found
    found.database.close()


@pytest.mark.parametrize("engine", ENGINES)
def test_each_revision_has_one(engine: str) -> None:
    lacking = golden.missing(REVISIONS, engine)

    assert not lacking, (
        f"No archive of revision {', '.join(lacking)} is kept: who would notice if it did not come back?"
        f" Make it before the revision after {HEAD} comes: {golden.COMMAND}"
    )
    assert golden.missing((*REVISIONS, "9999"), engine) == ["9999"]
    kept = {archive(revision, each).name for revision in REVISIONS for each in ENGINES}
    assert {one.name for one in golden.FOLDER.iterdir()} == kept


@pytest.mark.parametrize("path", ALL)
def test_it_is_what_its_name_says(path: Path) -> None:
    with path.open("rb") as file:
        header, manifest = opening.proved(file, path.name, None)

    assert f"{header.revision}-{header.engine.split()[0]}.acb" == path.name
    assert manifest.rows > 100
    assert manifest.assets.number > 0


@pytest.mark.parametrize(("empty_database_url", "path"), INTO_EACH, indirect=["empty_database_url"])
def test_every_table_of_it_comes_back_and_is_brought_up_to_date(empty: Safe, path: Path) -> None:
    with (
        path.open("rb") as file,
        opening.opened(file, path.name, None) as opened,
        empty.place.trial() as trial,
    ):
        loading.rehearse(opened, path.name, trial)
    assert empty.place.is_empty

    done = empty.restoring.restore(str(path))

    assert findings(empty.url) == ()
    assert "ann@example.org" in people(empty.url)
    assert all(empty.vault.files.size(one) for one in needed(empty))
    outside = academy(empty)
    for words in (
        ("audit", "verify"),
        ("order", "list"),
        ("backup", "create", "--verify", "restore"),
    ):
        ended = outside.perform(*words)
        assert ended.code == 0, ended.err
    assert empty.backups.show("latest").rows >= done.rows
