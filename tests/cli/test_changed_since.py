"""Checking what changed: by real git, with all that a change does elsewhere, and the rest is counted."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_course import write

BASE = ("course", "check", "python", "--format", "json", "--changed-since")


def git(folder: Path, *words: str) -> None:
    """Run git in a folder, as somebody."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def course(home: Path) -> Path:
    folder = home / "python"
    write(
        folder,
        a="# A\n\n[gone](no.md)\n",
        b="# B\n\n[a](a.md#a)\n",
        c="# C\n\n[old](nowhere.md)\n",
    )
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    git(home, "init", "-q")
    git(home, "add", "python")
    git(home, "commit", "-qm", "First")
    return folder


def found(academy: Run, since: str = "HEAD") -> list[tuple[str, str]]:
    """What is found since a commit, by file and code."""
    problems = json.loads(academy(*BASE, since).out)["problems"]
    return [(one["file"], one["code"]) for one in problems]


def test_nothing_changed_and_the_rest_is_counted(academy: Run, course: Path) -> None:
    del course
    ran = academy(*BASE, "HEAD")

    assert (ran.code, json.loads(ran.out)["problems"]) == (0, [])
    assert "python: 2 findings are about what is as it was in HEAD.\n" in ran.err


def test_what_is_not_committed_counts_and_what_is_new(academy: Run, course: Path) -> None:
    write(course, c="# C\n\n[old](nowhere.md) edited\n", new="# New\n\n[x](y.md)\n")

    assert found(academy) == [("c.md", "link.broken"), ("new.md", "link.broken")]


def test_a_heading_that_went_is_found_in_who_links_to_it(academy: Run, course: Path) -> None:
    write(course, a="# Another\n\n[gone](no.md)\n")
    git(course, "commit", "-qam", "Second")

    assert found(academy, "HEAD~1") == [("a.md", "link.broken"), ("b.md", "link.anchor")]
    assert found(academy, "HEAD") == []


@pytest.mark.parametrize("how", [("rm", "-q", "a.md"), ("mv", "a.md", "z.md")])
def test_what_is_gone_or_renamed_is_found_in_who_links_to_it(
    academy: Run, course: Path, how: tuple[str, ...]
) -> None:
    git(course, *how)

    assert ("b.md", "link.broken") in found(academy)
    assert ("c.md", "link.broken") not in found(academy)


def test_a_list_that_changed_is_told_with_all_it_does(academy: Run, course: Path) -> None:
    with (course / "course.yaml").open("a", encoding="utf-8") as file:
        file.write("content: [a, b]\n")

    assert found(academy) == [("c.md", "content.unlisted")]


def test_the_other_one_with_the_same_id_is_told(academy: Run, course: Path) -> None:
    write(course, c="---\nid: same\n---\n# C\n")
    git(course, "commit", "-qam", "Second")
    write(course, b="---\nid: same\n---\n# B\n")

    assert found(academy) == [("b.md", "id.duplicate"), ("c.md", "id.duplicate")]


def test_what_the_other_branch_did_since_is_not_ours(academy: Run, course: Path) -> None:
    git(course, "checkout", "-qb", "mine")
    write(course, b="# B\n\n[x](y.md)\n")
    git(course, "commit", "-qam", "Mine")
    git(course, "checkout", "-q", "main")
    write(course, c="# C\n\nanew\n")
    git(course, "commit", "-qam", "Theirs")
    git(course, "checkout", "-q", "mine")

    assert found(academy, "main") == [("b.md", "link.broken")]


def refusal(academy: Run, since: str) -> tuple[int, str]:
    ran = academy(*BASE, since)
    return ran.code, json.loads(ran.err.splitlines()[-1])["error"]["code"]


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("since", ["nope", "--output=x", "-p", "HEAD:python"])
def test_an_unknown_commit_is_refused(academy: Run, home: Path, since: str) -> None:
    assert refusal(academy, since) == (4, "changed.unknown-revision")
    assert not (home / "x").exists()


def test_without_a_repository_it_is_refused(academy: Run, home: Path) -> None:
    write(home / "python", a="# A\n")
    (home / "python" / "course.yaml").write_text("id: python\ntitle: P\n", encoding="utf-8")

    assert refusal(academy, "HEAD") == (4, "changed.no-repository")


def test_a_shallow_clone_says_how_to_get_its_past(
    academy: Run, course: Path, home: Path, tmp_path: Path
) -> None:
    write(course, c="# C\n")
    git(course, "commit", "-qam", "Second")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{home}", "clone")

    ran = academy("course", "check", str(tmp_path / "clone/python"), "--changed-since", "HEAD~1")

    assert ran.code == 4
    assert "git fetch --unshallow" in ran.err


def test_a_repository_that_brings_programs_runs_none(academy: Run, course: Path) -> None:
    git(course.parent, "config", "diff.external", "touch never; false")
    git(course.parent, "config", "core.fsmonitor", "touch never")
    write(course, c="# C\n\nanew\n")

    assert found(academy) == []
    assert not list(course.parent.rglob("never"))
