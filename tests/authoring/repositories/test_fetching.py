"""Fetching: which commit is meant, what comes of it, and what is refused when it cannot come."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from academy_cli.authoring.repositories.fetched import Fetched
from academy_cli.errors import Kind
from tests.authoring.repositories.conftest import Reader
from tests.repositories import COURSE, FILE, SUBMODULE, Repository

pytestmark = pytest.mark.slow

OTHER = {**COURSE, "02-second.md": b"# Second\n\nText.\n"}
DEEP = {f"courses/small/{name}": data for name, data in COURSE.items()}


def files(folder: Path) -> Mapping[str, bytes]:
    """The bytes of every file below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_without_a_branch_the_first_one_is_meant(repository: Repository, reader: Reader) -> None:
    repository.commit(OTHER, "other")

    brought = reader.bring(str(repository.path))

    assert (brought.branch, files(brought.folder)) == ("main", COURSE)
    assert brought.commit == repository.git("rev-parse", "main")


@pytest.mark.parametrize("branch", ["other", "feature/a/b", "käse"])
def test_a_branch_is_what_it_is_now(repository: Repository, reader: Reader, branch: str) -> None:
    repository.commit(COURSE, branch)
    reader.bring(f"{repository.path}#{branch}")
    commit = repository.commit(OTHER, branch)

    brought = reader.bring(f"{repository.path}#{branch}")

    assert (brought.commit, brought.branch, files(brought.folder)) == (commit, branch, OTHER)


@pytest.mark.parametrize("options", [(), ("-a", "-m", "A tag")])
def test_a_tag_is_the_commit_it_was_put_on(
    repository: Repository, reader: Reader, options: tuple[str, ...]
) -> None:
    repository.git("tag", *options, "v1", "main")
    tagged = repository.git("rev-parse", "main")
    repository.commit(OTHER)

    brought = reader.bring(f"{repository.path}#v1")

    assert (brought.commit, brought.branch, files(brought.folder)) == (tagged, None, COURSE)


def test_a_commit_is_that_commit_whatever_came_after(
    repository: Repository, reader: Reader
) -> None:
    first = repository.git("rev-parse", "main")
    repository.commit(OTHER)

    brought = reader.bring(f"{repository.path}#{first}")

    assert (brought.commit, files(brought.folder)) == (first, COURSE)


def test_a_commit_that_is_kept_needs_nobody(repository: Repository, reader: Reader) -> None:
    commit = reader.bring(str(repository.path)).commit
    repository.path.rename(repository.path.with_name("moved.git"))
    repository.path.mkdir()
    for name in ("objects", "refs"):
        (repository.path / name).mkdir()
    (repository.path / "HEAD").touch()  # it looks like one and answers nothing

    assert files(reader.bring(f"{repository.path}#{commit}").folder) == COURSE


def test_a_force_pushed_branch_is_what_it_became(repository: Repository, reader: Reader) -> None:
    repository.commit(OTHER)
    reader.bring(str(repository.path))
    commit = repository.commit(COURSE, keeps_history=False)

    brought = reader.bring(str(repository.path))

    assert (brought.commit, files(brought.folder)) == (commit, COURSE)


def test_a_folder_of_a_repository_comes_alone(repository: Repository, reader: Reader) -> None:
    repository.commit({**DEEP, "other/course.yaml": b"id: other\n"})

    brought = reader.bring(f"{repository.path}#main:courses/small")

    assert (brought.folder.name, files(brought.folder)) == ("small", COURSE)


def test_what_is_below_a_repository_has_an_address_of_its_own(
    repository: Repository, tmp_path: Path
) -> None:
    from academy_cli.authoring.repositories.address import Address
    from academy_cli.authoring.repositories.service import Repositories, Ways

    commit = repository.commit(DEEP)
    repositories = Repositories(Ways(tmp_path / "cache", {}))
    folder = repositories.bring(Address(str(repository.path), "main", "courses")).folder

    found = repositories.fetched(folder / "small")

    address = f"{repository.path}#main:courses/small"
    assert found == Fetched(address, "courses/small", commit, "main")
    assert repositories.fetched(tmp_path) is None


@pytest.mark.parametrize("path", ["none", "courses/Small", "course.yaml", "courses/small/none"])
def test_a_folder_that_is_not_there_is_named(
    repository: Repository, reader: Reader, path: str
) -> None:
    repository.commit({**DEEP, **COURSE})

    refused = reader.refused(f"{repository.path}#main:{path}")

    assert (refused.kind, refused.code) == (Kind.MISSING, "repository.no-folder")
    assert path in refused.message


def test_a_branch_that_was_deleted_is_gone_and_nothing_older_is_used(
    repository: Repository, reader: Reader
) -> None:
    repository.commit(OTHER, "other")
    reader.bring(f"{repository.path}#other")
    repository.git("update-ref", "-d", "refs/heads/other")

    refused = reader.refused(f"{repository.path}#other")

    assert (refused.kind, refused.code) == (Kind.MISSING, "repository.no-branch")


def test_a_misspelt_branch_has_a_hint(repository: Repository, reader: Reader) -> None:
    assert "“main”" in reader.refused(f"{repository.path}#mian").hint


def test_a_commit_needs_all_its_digits(repository: Repository, reader: Reader) -> None:
    short = repository.git("rev-parse", "main")[:10]

    assert "all its digits" in reader.refused(f"{repository.path}#{short}").hint


def test_a_commit_that_is_nowhere_is_missing(repository: Repository, reader: Reader) -> None:
    refused = reader.refused(f"{repository.path}#{'0' * 39}1")

    assert (refused.kind, refused.code) == (Kind.MISSING, "repository.no-commit")


def test_a_branch_and_a_tag_of_one_name_have_to_be_told_apart(
    repository: Repository, reader: Reader
) -> None:
    repository.git("tag", "v1", "main")
    commit = repository.commit(OTHER, "v1")

    assert reader.refused(f"{repository.path}#v1").code == "repository.two-refs"
    assert reader.bring(f"{repository.path}#refs/heads/v1").commit == commit
    assert files(reader.bring(f"{repository.path}#refs/tags/v1").folder) == COURSE


def test_an_empty_repository_says_so(tmp_path: Path, reader: Reader) -> None:
    empty = Repository.new(tmp_path / "empty.git")

    refused = reader.refused(str(empty.path))

    assert (refused.kind, refused.code) == (Kind.MISSING, "repository.empty")


def test_a_repository_whose_first_branch_is_not_there_has_a_hint(
    repository: Repository, reader: Reader
) -> None:
    repository.git("symbolic-ref", "HEAD", "refs/heads/master")

    refused = reader.refused(str(repository.path))

    assert (refused.code, "#main" in refused.hint) == ("repository.empty", True)


def test_a_repository_whose_head_is_a_commit_is_read(
    repository: Repository, reader: Reader
) -> None:
    repository.git("update-ref", "--no-deref", "HEAD", repository.git("rev-parse", "main"))

    brought = reader.bring(str(repository.path))

    assert (brought.branch, files(brought.folder)) == (None, COURSE)


def test_a_repository_of_longer_digests_is_read_like_any(tmp_path: Path, reader: Reader) -> None:
    made = Repository.new(tmp_path / "long.git", "--object-format=sha256")
    commit = made.commit(COURSE)

    brought = reader.bring(str(made.path))

    assert (len(commit), brought.commit, files(brought.folder)) == (64, commit, COURSE)


def test_only_the_newest_commit_is_fetched(repository: Repository, reader: Reader) -> None:
    for number in range(6):
        repository.commit({**COURSE, "film.bin": os.urandom(1 << 20)}, "large")
        repository.commit({**COURSE, f"{number}.md": b"# Text\n"}, "large")

    reader.bring(f"{repository.path}#large")

    [bare] = reader.cache.glob("*/bare")
    assert size(repository.path) > 6 << 20
    assert size(bare) < 1 << 18


def test_the_next_commit_brings_only_what_is_new(repository: Repository, reader: Reader) -> None:
    film = os.urandom(1 << 20)
    repository.commit({**COURSE, "film.bin": film})
    reader.bring(str(repository.path))
    repository.commit({**OTHER, "film.bin": film})

    brought = reader.bring(str(repository.path))

    [bare] = reader.cache.glob("*/bare")
    assert files(brought.folder)["film.bin"] == film
    assert size(bare) < (1 << 20) + (1 << 18)


def size(folder: Path) -> int:
    """The bytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_a_submodule_is_left_out_and_told(repository: Repository, reader: Reader) -> None:
    commit = repository.git("rev-parse", "main")
    modules = b'[submodule "inner"]\n\tpath = inner\n\turl = ext::sh -c "touch proof"\n'
    entries = [(FILE, repository.blob(data), name) for name, data in COURSE.items()]
    entries += [(FILE, repository.blob(modules), ".gitmodules"), (SUBMODULE, commit, "inner")]
    repository.commit_tree(repository.tree(entries))

    brought = reader.bring(str(repository.path))

    assert files(brought.folder) == {**COURSE, ".gitmodules": modules}
    assert reader.told == ["Submodules are not followed: “inner”."]


def test_more_files_than_are_allowed_are_refused(repository: Repository, tmp_path: Path) -> None:
    repository.commit(OTHER)

    refused = Reader(tmp_path / "cache", most_files=2).refused(str(repository.path))

    assert (refused.kind, refused.code) == (Kind.INVALID, "repository.too-large")


def test_a_host_that_sends_too_much_is_cut_off(repository: Repository, tmp_path: Path) -> None:
    kept = Reader(tmp_path / "cache", most_fetched=1 << 20)
    kept.bring(str(repository.path))
    repository.commit({**COURSE, **{f"{n}.bin": os.urandom(1 << 20) for n in range(3)}})

    refused = kept.refused(str(repository.path))

    assert (refused.kind, refused.code) == (Kind.INVALID, "repository.too-large")
    assert files(kept.bring(str(repository.path), is_offline=True).folder) == COURSE
    assert len(list(kept.cache.glob("*/trees/*/"))) == 1
    assert not list(kept.cache.glob("*/bare/objects/pack/tmp_*"))


def test_what_was_fetched_before_does_not_count(repository: Repository, tmp_path: Path) -> None:
    kept = Reader(tmp_path / "cache", most_fetched=3 << 19)
    for number in range(3):
        repository.commit({**COURSE, "film.bin": os.urandom(1 << 20)}, f"branch-{number}")

        kept.bring(f"{repository.path}#branch-{number}")

    [bare] = kept.cache.glob("*/bare")
    assert size(bare) > 3 << 20


def test_a_file_that_is_too_large_is_refused_before_it_is_written(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit({**COURSE, "film.bin": bytes(3 << 20)})
    reader = Reader(tmp_path / "cache", most_bytes=2 << 20)

    assert "2 MB in one file (“film.bin”)" in reader.refused(str(repository.path)).message
    assert not list(reader.cache.glob("*/trees/*"))
