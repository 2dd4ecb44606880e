"""Pipeline files: valid for those who read them, safe, and their shell parts run as they stand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Run
from tests.cli.test_changed_since import git
from tests.cli.test_course import write
from tests.house.source import ROOT

pytestmark = pytest.mark.slow

BIN = Path(sys.executable).parent
GITHUB, GITLAB = ".github/workflows/academy.yml", ".gitlab-ci.yml"
GH = """#!/bin/sh
echo "$@" >> "$HOME/gh.log"
case "$*" in *--jq*) cat "$HOME/comment" 2>/dev/null;; esac
exit 0
"""
"""What stands in for GitHub's own program, which runs there and asks GitHub."""


def tool(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run one of the programs that come from pip."""
    program = [str(BIN / words[0]), *words[1:]]
    return subprocess.run(program, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def home(home: Path) -> Path:
    """A repository with a course."""
    write(home / "python", intro="# Intro\n\n[x](y.md)\n")
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    git(home, "init", "-q")
    return home


@pytest.mark.parametrize(
    ("platform", "file", "schema"),
    [("github", GITHUB, "vendor.github-workflows"), ("gitlab", GITLAB, "vendor.gitlab-ci")],
)
def test_a_file_is_valid_by_the_platforms_schema(
    academy: Run, home: Path, platform: str, file: str, schema: str
) -> None:
    assert academy("ci", "init", platform).code == 0

    good = tool("check-jsonschema", "--builtin-schema", schema, file, cwd=home)
    text = (home / file).read_text("utf-8")
    (home / file).write_text(text.replace("timeout", "time-out").replace("stage:", "stages:"))
    bad = tool("check-jsonschema", "--builtin-schema", schema, file, cwd=home)

    assert good.returncode == 0, good.stdout
    assert bad.returncode != 0


def test_githubs_file_is_safe_by_an_auditor_that_finds_what_is_not(
    academy: Run, home: Path
) -> None:
    academy("ci", "init", "github")
    audit = ("zizmor", "--offline", "--persona", "pedantic", "--no-progress", GITHUB)

    good = tool(*audit, cwd=home)
    text = (home / GITHUB).read_text("utf-8")
    unsafe = text.replace("$ACADEMY_COURSES", "${{ github.head_ref }}")
    (home / GITHUB).write_text(unsafe, encoding="utf-8")
    bad = tool(*audit, cwd=home)

    assert good.returncode == 0, good.stdout
    assert "template-injection" in bad.stdout


def test_a_file_that_is_there_stays(academy: Run, home: Path) -> None:
    (home / GITHUB).parent.mkdir(parents=True)
    (home / GITHUB).write_text("mine", encoding="utf-8")

    ran = academy("ci", "init", "github")

    assert ran.code == 5
    assert (
        "hint: See what would be in it, and add it by hand: academy ci init github --st" in ran.err
    )
    assert (home / GITHUB).read_text("utf-8") == "mine"


def test_where_gitlab_has_one_there_is_one_to_include(academy: Run, home: Path) -> None:
    (home / GITLAB).write_text("mine", encoding="utf-8")

    ran = academy("ci", "init", "gitlab")

    assert (home / ".gitlab/academy.yml").is_file()
    assert "include: [{local: /.gitlab/academy.yml}]" in ran.out
    assert academy("ci", "init", "gitlab").code == 5


@pytest.mark.usefixtures("home")
def test_standard_output_has_the_file_alone(academy: Run) -> None:
    found = yaml.safe_load(academy("ci", "init", "pre-commit", "--stdout").out)

    (hook,) = found["repos"][0]["hooks"]
    assert hook["entry"] == "academy course check"
    assert hook["additional_dependencies"] == ["academy-cli==0.1.0"]
    assert not Path(".pre-commit-config.yaml").exists()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--branch", "a'b"),
        ("--branch", "-x"),
        ("--package", "x'; rm -rf /"),
        ("--courses", "a\nb"),
        ("--courses", "${{ x }}"),
        ("--courses", "--yes"),
    ],
)
def test_a_word_that_would_mean_something_else_is_refused(
    academy: Run, option: str, value: str
) -> None:
    ran = academy("ci", "init", "github", f"{option}={value}")

    assert ran.code == 2
    assert not Path(GITHUB).exists()


def steps(home: Path, job: str) -> list[str]:
    """The shell parts of one of GitHub's jobs, but for the one that installs."""
    jobs: dict[str, Any] = yaml.safe_load((home / GITHUB).read_text("utf-8"))["jobs"]
    scripts = [step["run"] for step in jobs[job]["steps"] if "run" in step]
    assert scripts[0].startswith("python -m pip install")
    return scripts[1:]


def shell(script: str, home: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    """Run a part as GitHub's runner does."""
    around = {
        **os.environ,
        "PATH": f"{home / 'bin'}:{BIN}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "ACADEMY_COURSES": ".",
        "GITHUB_STEP_SUMMARY": str(home / "summary.md"),
        "REPOSITORY": "o/r",
        "NUMBER": "7",
        "CI": "true",
        **environ,
    }
    return subprocess.run(
        ["bash", "-e", "-c", script], cwd=home, env=around, capture_output=True, text=True
    )


def test_githubs_parts_check_comment_and_sync(academy: Run, home: Path) -> None:
    academy("ci", "init", "github")
    (home / "bin").mkdir()
    (home / "bin/gh").write_text(GH, encoding="utf-8")
    (home / "bin/gh").chmod(0o755)
    database = f"sqlite:///{home}/academy.db"
    (check,), (plan, comment), (sync,) = (steps(home, job) for job in ("check", "plan", "sync"))

    checked = shell(check, home)
    assert (checked.returncode, checked.stdout[:31]) == (0, "::warning file=python/intro.md,")
    assert shell(plan, home, ACADEMY_DATABASE_URL="").stdout.startswith(
        "::notice::There is no plan"
    )
    assert shell(comment, home).returncode == 0
    assert not (home / "gh.log").exists()

    planned = shell(plan, home, ACADEMY_DATABASE_URL=database)
    assert planned.returncode == 0, planned.stderr
    assert "new lesson “Intro”" in (home / "summary.md").read_text("utf-8")
    shell(comment, home)
    (home / "comment").write_text("12\n13\n", encoding="utf-8")
    shell(comment, home)
    said = (home / "gh.log").read_text("utf-8")
    assert "--method POST repos/o/r/issues/7/comments --field body=@plan.md" in said
    assert "--method PATCH repos/o/r/issues/comments/12 --field body=@plan.md" in said

    assert shell(sync, home, ACADEMY_DATABASE_URL="").returncode == 1
    synced = shell(sync, home, ACADEMY_DATABASE_URL=database)
    assert synced.returncode == 0, synced.stderr
    again = academy("course", "plan", "--exit-code", "--database", database)
    assert again.code == 0


def test_githubs_parts_fail_where_a_course_has_errors(academy: Run, home: Path) -> None:
    academy("ci", "init", "github")
    write(home / "python", bad="---\ntitle: [\n---\n")
    database = f"sqlite:///{home}/academy.db"

    assert shell(steps(home, "check")[0], home).returncode == 3
    planned = shell(steps(home, "plan")[0], home, ACADEMY_DATABASE_URL=database)
    assert planned.returncode == 3
    assert "It has errors" in (home / "plan.md").read_text("utf-8")
    assert shell(steps(home, "sync")[0], home, ACADEMY_DATABASE_URL=database).returncode == 3


def test_gitlabs_parts_check_plan_and_sync(academy: Run, home: Path) -> None:
    academy("ci", "init", "gitlab")
    jobs = yaml.safe_load((home / GITLAB).read_text("utf-8"))
    database = f"sqlite:///{home}/academy.db"

    def run(job: str, **environ: str) -> subprocess.CompletedProcess[str]:
        return shell("\n".join(jobs[f"courses:{job}"]["script"]), home, **environ)

    assert run("check").returncode == 0
    assert 'tests="2"' in (home / "academy.xml").read_text("utf-8")
    assert "There is no plan" in run("plan").stdout
    assert run("plan", ACADEMY_PLAN_DATABASE_URL=database).returncode == 0
    assert "new lesson “Intro”" in (home / "plan.md").read_text("utf-8")
    assert run("sync").returncode == 1
    assert run("sync", ACADEMY_DATABASE_URL=database).returncode == 0
    write(home / "python", bad="---\ntitle: [\n---\n")
    assert run("check").returncode == 3
    assert run("sync", ACADEMY_DATABASE_URL=database).returncode == 3


def test_pre_commit_runs_the_hook(academy: Run, home: Path) -> None:
    academy("ci", "init", "pre-commit")
    file = home / ".pre-commit-config.yaml"
    text = file.read_text("utf-8")
    here = text.replace("language: python", "language: system").replace(
        "        additional_dependencies: ['academy-cli==0.1.0']\n", ""
    )
    file.write_text(here, encoding="utf-8")
    git(home, "add", ".")

    def ran() -> subprocess.CompletedProcess[str]:
        return shell("pre-commit run --all-files", home, PRE_COMMIT_HOME=str(home / "pc"))

    good = ran()
    write(home / "python", bad="---\ntitle: [\n---\n")
    git(home, "add", ".")

    assert here != text
    assert good.returncode == 0, good.stdout
    assert "Passed" in good.stdout
    assert "yaml.syntax" in ran().stdout
