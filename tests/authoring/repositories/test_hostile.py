"""Repositories of strangers: nothing of theirs is run, and every file is what git has, or is not written."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.repositories.exporting import OUTSIDE
from academy_cli.errors import Kind
from tests.authoring.repositories.conftest import Reader
from tests.authoring.repositories.test_fetching import files
from tests.repositories import COURSE, FILE, LINK, Repository

ATTRIBUTES = b"""\
*.md text eol=crlf filter=evil ident
secret.md export-ignore
version.md export-subst
* working-tree-encoding=UTF-16
"""


def linked(
    repository: Repository, *links: tuple[str, str], more: dict[str, bytes] | None = None
) -> None:
    """A commit of the small course with symbolic links, by name and target."""
    kept = {**COURSE, **(more or {})}
    entries = [(FILE, repository.blob(data), name) for name, data in kept.items()]
    entries += [(LINK, repository.blob(target.encode()), name) for name, target in links]
    repository.commit_tree(repository.tree(entries))


def test_attributes_change_no_byte_and_hide_no_file(
    repository: Repository, reader: Reader, tmp_path: Path
) -> None:
    told = {
        **COURSE,
        ".gitattributes": ATTRIBUTES,
        "secret.md": b"# Secret\n$Id$\n",
        "version.md": b"# Version\n$Format:%H$\n",
    }
    repository.commit(told)
    config = f'[filter "evil"]\n\tsmudge = touch {tmp_path}/proof\n\trequired = true\n'
    (tmp_path / "nobody" / ".gitconfig").write_text(config)

    assert files(reader.bring(str(repository.path)).folder) == told
    assert not (tmp_path / "proof").exists()


def test_gits_own_archive_would_change_bytes_and_hide_files(
    repository: Repository, tmp_path: Path
) -> None:
    told = {**COURSE, ".gitattributes": ATTRIBUTES, "secret.md": b"# Secret\n"}
    repository.commit(told)
    packed = tmp_path / "packed.tar"
    subprocess.run(
        ["git", "archive", f"--output={packed}", "main"], cwd=repository.path, check=True
    )
    (tmp_path / "unpacked").mkdir()
    subprocess.run(["tar", "xf", packed, "-C", tmp_path / "unpacked"], check=True)

    assert files(tmp_path / "unpacked") != told


def test_hooks_and_configuration_of_a_repository_are_not_run(
    repository: Repository, reader: Reader, tmp_path: Path
) -> None:
    template = tmp_path / "template" / "hooks"
    template.mkdir(parents=True)
    for hook in (repository.path / "hooks", template):
        hook.mkdir(exist_ok=True)
        for name in ("post-checkout", "reference-transaction", "post-merge", "fsmonitor-watchman"):
            (hook / name).write_text(f"#!/bin/sh\ntouch {tmp_path}/proof\n")
            (hook / name).chmod(0o700)
    repository.git("config", "uploadpack.packObjectsHook", f"touch {tmp_path}/proof;")
    repository.git("config", "core.fsmonitor", f"touch {tmp_path}/proof")
    config = f"[init]\n\ttemplateDir = {template.parent}\n[core]\n\thooksPath = {template}\n"
    (tmp_path / "nobody" / ".gitconfig").write_text(config)

    assert files(reader.bring(str(repository.path)).folder) == COURSE
    assert not (tmp_path / "proof").exists()


@pytest.mark.parametrize(
    "target",
    [
        "/etc/passwd",
        "/",
        "../../../../../../../../etc/passwd",
        "..",
        "../other",
        "images/../../../..",
        "up/../../..",
    ],
)
def test_a_link_that_leads_out_leads_to_nothing(
    repository: Repository, reader: Reader, target: str
) -> None:
    more = {"images/a.svg": b"<svg/>"}
    linked(repository, ("02-out.md", target), ("up", "images"), more=more)

    folder = reader.bring(str(repository.path)).folder

    assert not (folder / "02-out.md").exists()
    assert os.readlink(folder / "02-out.md").startswith(OUTSIDE)  # noqa: PTH115 - as it is written
    codes = {problem.code for problem in compile_course(folder).problems}
    assert "source.symlink" in codes


def test_a_link_within_the_course_is_followed(repository: Repository, reader: Reader) -> None:
    linked(repository, ("02-second.md", "texts/b.md"), more={"texts/b.md": b"# Second\n\nText.\n"})

    folder = reader.bring(str(repository.path)).folder

    assert (folder / "02-second.md").read_bytes() == b"# Second\n\nText.\n"


def test_a_link_by_way_of_another_does_not_lead_out(repository: Repository, reader: Reader) -> None:
    linked(repository, ("a", "/"), ("b", "a/etc"), ("c", "b/passwd"), ("d", "d"))

    folder = reader.bring(str(repository.path)).folder

    root = os.path.realpath(folder)
    assert all(os.path.realpath(folder / name).startswith(root) for name in "abcd")


def test_a_course_that_only_a_link_leads_to_is_not_found_outside(
    repository: Repository, reader: Reader, tmp_path: Path
) -> None:
    from academy_cli.authoring.discovery import discover

    private = tmp_path / "private"
    private.mkdir()
    (private / "course.yaml").write_text("id: private\ntitle: Private\n")
    linked(repository, ("other", str(private)))

    assert [
        path.name for path in discover([reader.bring(str(repository.path)).folder]).folders
    ] == ["small"]


@pytest.mark.parametrize(
    "name",
    [
        "..",
        ".git",
        ".GIT",
        "git~1",
        "../../out",
        "a/../b",
        ".git/config",
        "a/.git/hooks/x",
        "/etc/x",
        "./x",
    ],
)
def test_a_name_that_no_file_may_have_is_refused(
    repository: Repository, reader: Reader, name: str
) -> None:
    data = repository.blob(b"text")
    repository.commit_tree(repository.raw_tree([(FILE, data, name)]))

    refused = reader.refused(str(repository.path))

    assert (refused.kind, refused.code) == (Kind.INVALID, "repository.unsafe-name")
    assert not list(reader.cache.glob("*/trees/*"))


def test_two_files_of_one_name_are_refused(repository: Repository, reader: Reader) -> None:
    entries = [(FILE, repository.blob(data), "a.md") for data in (b"one", b"two")]
    repository.commit_tree(repository.raw_tree(entries))

    assert reader.refused(str(repository.path)).code == "repository.unsafe-name"


def test_a_link_and_a_folder_of_one_name_are_refused(
    repository: Repository, reader: Reader
) -> None:
    inner = repository.raw_tree([(FILE, repository.blob(b"text"), "a.md")])
    link = (LINK, repository.blob(b"/tmp"), "a")
    repository.commit_tree(repository.raw_tree([link, ("40000", inner, "a")]))

    assert reader.refused(str(repository.path)).code == "repository.unsafe-name"


def test_a_file_and_a_folder_of_one_name_are_refused(
    repository: Repository, reader: Reader
) -> None:
    inner = repository.raw_tree([(FILE, repository.blob(b"text"), "a.md")])
    file = (FILE, repository.blob(b"text"), "a")
    repository.commit_tree(repository.raw_tree([file, ("40000", inner, "a")]))

    assert reader.refused(str(repository.path)).code == "repository.unsafe-name"


def test_names_that_differ_in_letter_case_are_two_files_where_a_disk_can_have_them(
    repository: Repository, reader: Reader
) -> None:
    told = {**COURSE, "a.md": b"# A\n", "A.md": b"# B\n"}
    repository.commit(told)

    assert files(reader.bring(str(repository.path)).folder) == told


def test_a_link_with_an_endless_target_is_refused(repository: Repository, reader: Reader) -> None:
    linked(repository, ("a", "x/" * 4000))

    assert reader.refused(str(repository.path)).code == "repository.unsafe-name"


def test_an_object_that_is_missing_is_no_empty_file(repository: Repository, reader: Reader) -> None:
    number = repository.blob(b"# Gone\n")
    entries = [(FILE, repository.blob(data), name) for name, data in COURSE.items()]
    repository.commit_tree(repository.tree([*entries, (FILE, number, "02-gone.md")]))
    (repository.path / "objects" / number[:2] / number[2:]).unlink()

    refused = reader.refused(str(repository.path))

    assert refused.code in ("repository.damaged", "repository.unreachable")
    assert not list(reader.cache.glob("*/trees/*"))


def test_programs_are_written_as_plain_files_for_reading(
    repository: Repository, reader: Reader
) -> None:
    entries = [(FILE, repository.blob(data), name) for name, data in COURSE.items()]
    repository.commit_tree(repository.tree([*entries, ("100755", repository.blob(b"#!"), "run")]))

    folder = reader.bring(str(repository.path)).folder

    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o444}


def test_a_pointer_of_git_lfs_is_a_finding(repository: Repository, reader: Reader) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 99\n"
    first = COURSE["01-first.md"] + b"\n![A cat](cat.png)\n"
    repository.commit({**COURSE, "01-first.md": first, "cat.png": pointer, "02-b.md": pointer})

    found = compile_course(reader.bring(str(repository.path)).folder).problems

    told = [problem.file for problem in found if problem.code == "source.lfs-pointer"]
    assert told == ["02-b.md", "cat.png"]


def test_a_name_that_is_no_utf_8_is_a_finding(repository: Repository, reader: Reader) -> None:
    repository.commit({**COURSE, "\udcff.md": b"# Text\n"})

    folder = reader.bring(str(repository.path)).folder

    assert "\udcff.md" in [path.name for path in folder.iterdir()]
    assert [p.code for p in compile_course(folder).problems] == ["source.bad-name"]


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="/\0\n")
NAMES = st.text(LETTERS, min_size=1, max_size=12)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
@given(st.dictionaries(NAMES, st.binary(max_size=200), min_size=1, max_size=8))
def test_what_is_written_is_what_git_has(
    repository: Repository, reader: Reader, told: dict[str, bytes]
) -> None:
    told = {
        name: data
        for name, data in told.items()
        if name.lower() not in (".git", "git~1", ".", "..")
    }
    if not told:
        return
    repository.commit(told)

    folder = reader.bring(str(repository.path)).folder

    assert {path.name: path.read_bytes() for path in folder.iterdir()} == told
