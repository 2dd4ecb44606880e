"""What is kept between fetches: never used unasked, never half, never damaged, never for ever."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from academy_cli.authoring.repositories import cache
from academy_cli.errors import Kind
from tests.authoring.repositories.conftest import Reader, address
from tests.authoring.repositories.test_fetching import OTHER, files
from tests.repositories import COURSE, Repository

pytestmark = pytest.mark.slow

BRING = """
import sys
from pathlib import Path
from academy_cli.authoring.repositories.places import place_of
from academy_cli.authoring.repositories.service import Repositories, Ways
print("ready", flush=True)
brought = Repositories(Ways(Path(sys.argv[1]), {})).bring(place_of(sys.argv[2]))
print(brought.folder, flush=True)
"""
MONTH_S = 31 * 24 * 60 * 60


def started(cache: Path, repository: Repository) -> subprocess.Popen[str]:
    """A process that brings a repository, as soon as it says that it is ready."""
    command = [sys.executable, "-c", BRING, str(cache), str(repository.path)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3]
    )
    assert process.stdout
    process.stdout.readline()
    return process


def test_offline_means_what_was_fetched_last_and_says_from_when(
    repository: Repository, reader: Reader
) -> None:
    reader.bring(str(repository.path))
    repository.commit(OTHER)

    brought = reader.bring(str(repository.path), is_offline=True)

    assert (brought.branch, files(brought.folder)) == ("main", COURSE)
    assert "is as it was fetched on 20" in reader.told[0]


def test_offline_a_folder_is_written_that_nobody_asked_for_before(
    repository: Repository, reader: Reader
) -> None:
    repository.commit({f"a/{name}": data for name, data in COURSE.items()})
    reader.bring(f"{repository.path}#main")

    assert files(reader.bring(f"{repository.path}#main:a", is_offline=True).folder) == COURSE


def test_offline_what_was_never_fetched_is_missing(repository: Repository, reader: Reader) -> None:
    reader.bring(str(repository.path))
    commit = repository.commit(OTHER, "other")

    for ref in ("other", commit):
        refused = reader.refused(f"{repository.path}#{ref}", is_offline=True)
        assert (refused.kind, refused.code) == (Kind.MISSING, "repository.not-fetched")


def damaged(change: Callable[[Path], object]) -> Callable[[Path], None]:
    """Does something to every file of git's own that holds objects."""

    def damage(kept: Path) -> None:
        for pack in [*kept.glob("bare/objects/pack/*"), *kept.glob("bare/objects/??/*")]:
            pack.chmod(0o600)
            change(pack)

    return damage


DAMAGE: dict[str, Callable[[Path], object]] = {
    "objects are cut short": damaged(lambda pack: os.truncate(pack, 10)),
    "objects are gone": damaged(lambda pack: pack.unlink()),
    "objects are overwritten": damaged(lambda pack: pack.write_bytes(bytes(pack.stat().st_size))),
    "a lock was left behind": lambda kept: (kept / "bare" / "shallow.lock").touch(),
    "it is no repository": lambda kept: (kept / "bare" / "HEAD").write_text("nonsense"),
    "it is a file": lambda kept: (shutil.rmtree(kept / "bare"), (kept / "bare").touch()),
    "tips are nonsense": lambda kept: (kept / "tips.json").write_text("[[["),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_cache_is_fetched_anew(repository: Repository, reader: Reader, what: str) -> None:
    reader.bring(str(repository.path))
    [kept] = reader.cache.iterdir()
    DAMAGE[what](kept)
    shutil.rmtree(kept / "trees")
    repository.commit(OTHER)

    assert files(reader.bring(str(repository.path)).folder) == OTHER


def test_a_damaged_cache_is_nothing_to_use_offline(repository: Repository, reader: Reader) -> None:
    reader.bring(str(repository.path))
    [kept] = reader.cache.iterdir()
    DAMAGE["objects are cut short"](kept)
    shutil.rmtree(kept / "trees")

    assert reader.refused(str(repository.path), is_offline=True).code == "repository.not-fetched"


@pytest.mark.parametrize(
    "touch",
    [
        lambda folder: (folder / "new.md").touch(),
        lambda folder: (folder / "01-first.md").unlink(),
        lambda folder: os.truncate(folder / "01-first.md", 0),
        lambda folder: (folder / "01-first.md").write_bytes(COURSE["01-first.md"].upper()),
        shutil.rmtree,
    ],
)
def test_a_folder_that_somebody_changed_is_written_anew(
    repository: Repository, reader: Reader, touch: Callable[[Path], object]
) -> None:
    folder = reader.bring(str(repository.path)).folder
    for file in folder.iterdir():
        file.chmod(0o600)
    touch(folder)

    assert files(reader.bring(str(repository.path)).folder) == COURSE


def test_what_is_unchanged_is_not_written_again(repository: Repository, reader: Reader) -> None:
    folder = reader.bring(str(repository.path)).folder
    before = folder.stat().st_ino

    assert reader.bring(str(repository.path)).folder.stat().st_ino == before


@pytest.mark.parametrize("delay_s", [0, 0.01, 0.03, 0.08, 0.2])
def test_a_fetch_that_was_killed_leaves_nothing_that_the_next_one_trusts(
    repository: Repository, reader: Reader, delay_s: float
) -> None:
    many = {**COURSE, **{f"{number}.md": b"# Text\n" for number in range(400)}}
    repository.commit(many)
    process = started(reader.cache, repository)
    time.sleep(delay_s)
    process.send_signal(signal.SIGKILL)
    process.communicate()

    assert files(reader.bring(str(repository.path)).folder) == many


def test_two_at_once_get_the_same_folder_whole(repository: Repository, reader: Reader) -> None:
    many = {**COURSE, **{f"{number}.md": b"# Text\n" for number in range(200)}}
    repository.commit(many)
    processes = [started(reader.cache, repository) for _ in range(3)]

    said = {process.communicate()[0].strip() for process in processes}

    assert [files(Path(folder)) for folder in said] == [many]
    assert {process.returncode for process in processes} == {0}


def test_threads_of_one_process_keep_out_of_each_others_way_too(
    repository: Repository, reader: Reader
) -> None:
    repository.commit(OTHER, "other")
    words = [str(repository.path), f"{repository.path}#other"] * 3

    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(reader.bring, words))

    assert [files(one.folder) for one in found] == [COURSE, OTHER] * 3


def test_what_nobody_uses_is_removed_and_the_rest_stays(
    repository: Repository, reader: Reader
) -> None:
    old = reader.bring(str(repository.path)).folder
    repository.commit(OTHER)
    new = reader.bring(str(repository.path)).folder
    age(reader.cache, old.parent.name)

    reader.bring(str(repository.path))

    assert (old.exists(), files(new)) == (False, OTHER)


def test_a_repository_that_nobody_uses_is_removed(
    repository: Repository, reader: Reader, tmp_path: Path
) -> None:
    other = Repository.new(tmp_path / "other.git")
    other.commit(OTHER)
    reader.bring(str(repository.path))
    age(reader.cache, "")
    brought = reader.bring(str(other.path))

    assert [one / "trees" for one in reader.cache.iterdir()] == [brought.folder.parents[1]]


def test_what_is_being_fetched_is_not_removed(
    repository: Repository, reader: Reader, tmp_path: Path
) -> None:
    other = Repository.new(tmp_path / "other.git")
    other.commit(OTHER)
    folder = reader.bring(str(repository.path)).folder
    age(reader.cache, "")
    shelf = cache.Shelf(reader.cache, address(str(repository.path)))
    with shelf.locked():
        reader.bring(str(other.path))

        assert files(folder) == COURSE


def age(folder: Path, name: str) -> None:
    """Make what is kept look as if nobody had used it for a month; all of it, or one commit's folder."""
    past = time.time() - MONTH_S
    for file in folder.rglob("*"):
        if file.suffix == ".json" and name in file.name:
            os.utime(file, (past, past))


def test_git_starts_anew_before_it_keeps_too_much(
    repository: Repository, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache, "MOST_PACKS", 2)
    for number in range(6):
        repository.commit({**COURSE, **{f"{n}.md": os.urandom(99) for n in range(150 + number)}})
        reader.bring(str(repository.path))

    [bare] = reader.cache.glob("*/bare")
    assert len(list(bare.glob("objects/pack/*.pack"))) <= 3


def test_a_cache_that_cannot_be_written_says_so(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    refused = Reader(tmp_path / "file" / "cache").refused(str(repository.path))

    assert (refused.kind, refused.code) == (Kind.REFUSED, "repository.cache-unwritable")


def test_others_cannot_look_into_the_cache(repository: Repository, reader: Reader) -> None:
    reader.bring(str(repository.path))

    assert all(kept.stat().st_mode & 0o077 == 0 for kept in reader.cache.iterdir())
