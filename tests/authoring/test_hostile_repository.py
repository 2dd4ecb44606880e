"""A course folder that looks like a repository of its own: git may be asked, nothing may be run."""

from __future__ import annotations

import subprocess
from pathlib import Path

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


def test_an_ordinary_repository_still_answers(tmp_path: Path) -> None:
    (tmp_path / "course.yaml").write_text("id: course\ntitle: Course\n", encoding="utf-8")
    git(tmp_path, "init", "-q", "-b", "main", ".")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "All")

    state = GitQuery(tmp_path).answer()

    assert isinstance(state, GitState)
    assert (state.branch, state.is_dirty) == ("main", False)
    assert state.commit is not None
