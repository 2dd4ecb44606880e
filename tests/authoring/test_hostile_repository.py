"""Repositories that bring programs, and folders that look like one: git may be asked, nothing may be run."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from academy_cli.authoring.changed import Changed, changed_since
from academy_cli.authoring.git import GitQuery, GitState

CONFIG = """\
[core]
\trepositoryformatversion = 0
\tbare = false
\tworktree = .
\tfsmonitor = "touch {proof}; false"
"""


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def course_that_is_a_repository(root: Path, proof: Path) -> Path:
    """A committed folder with the files of a bare repository, whose configuration names a program."""
    course = root / "course"
    for folder in ("objects", "refs/heads"):
        (course / folder).mkdir(parents=True)
        (course / folder / ".keep").touch()
    (course / "HEAD").write_text("ref: refs/heads/main\n", encoding="utf-8")
    (course / "config").write_text(CONFIG.format(proof=proof), encoding="utf-8")
    (course / "course.yaml").write_text("id: course\ntitle: Course\n", encoding="utf-8")
    git(root, "init", "-q", ".")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "All")
    return course


def test_a_course_folder_cannot_make_git_run_a_program(tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    root = tmp_path / "root"
    root.mkdir()
    course = course_that_is_a_repository(root, proof)

    GitQuery(course).answer()

    assert not proof.exists()


def test_the_same_folder_makes_an_unguarded_git_run_it(tmp_path: Path) -> None:
    proof = tmp_path / "proof"
    root = tmp_path / "root"
    root.mkdir()
    course = course_that_is_a_repository(root, proof)

    subprocess.run(["git", "-C", str(course), "status"], check=False, capture_output=True)

    assert proof.exists()


FILTERS = pytest.mark.parametrize("setting", ["clean", "process"])


def repository_with_a_filter(root: Path, setting: str, proof: Path) -> Path:
    """A repository that brings a program to filter files with, and a file that git has to compare."""
    root.mkdir()
    (root / ".gitattributes").write_text("*.yaml filter=a.b=c\n", encoding="utf-8")
    (root / "course.yaml").write_text("id: course\ntitle: Course\n", encoding="utf-8")
    git(root, "init", "-q", ".")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "All")
    git(root, "config", f"filter.a.b=c.{setting}", f"touch {proof}; cat")
    git(root, "config", "filter.a.b=c.required", "true")
    os.utime(root / "course.yaml", (1, 1))
    return root


@FILTERS
def test_a_repository_cannot_make_git_filter_files_with_its_programs(
    tmp_path: Path, setting: str
) -> None:
    course = repository_with_a_filter(tmp_path / "root", setting, tmp_path / "proof")

    state, changed = GitQuery(course).answer(), changed_since(course, "HEAD")

    assert (state.is_dirty, changed) == (False, Changed())
    assert not (tmp_path / "proof").exists()


@FILTERS
def test_an_unguarded_git_filters_with_them(tmp_path: Path, setting: str) -> None:
    course = repository_with_a_filter(tmp_path / "root", setting, tmp_path / "proof")

    subprocess.run(["git", "-C", str(course), "status"], check=False, capture_output=True)

    assert (tmp_path / "proof").exists()


def test_the_filters_of_a_user_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = repository_with_a_filter(tmp_path / "root", "clean", tmp_path / "proof")
    git(course, "config", "--remove-section", "filter.a.b=c")
    config = '[filter "a.b=c"]\n\tclean = tr a-z A-Z\n'
    (tmp_path / ".gitconfig").write_text(config, encoding="utf-8")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)

    assert GitQuery(course).answer().is_dirty


def test_an_ordinary_repository_still_answers(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("id: course\ntitle: Course\n", encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main", ".")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "All")

    state = GitQuery(tmp_path).answer()

    assert isinstance(state, GitState)
    assert (state.branch, state.is_dirty) == ("main", False)
    assert state.commit is not None
