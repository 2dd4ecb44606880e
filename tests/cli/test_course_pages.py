"""``academy course preview`` and ``build``, as a person meets them."""

from __future__ import annotations

import json
import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.cli.conftest import PYTHON, Run
from tests.pages.sites import COURSE, write


@pytest.fixture
def bread(home: Path) -> Path:
    """A course in the working directory."""
    return write(home / "bread", COURSE)


@contextmanager
def previewing(folder: Path, *words: str) -> Iterator[subprocess.Popen[str]]:
    """A preview in a process of its own, which hears Ctrl-C whatever the tests themselves ignore."""
    with subprocess.Popen(
        [PYTHON, "-m", "academy_cli", "course", "preview", folder.name, *words],
        cwd=folder.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def first_line(running: subprocess.Popen[str]) -> str:
    """What a process says first."""
    assert running.stdout is not None
    return running.stdout.readline()


@pytest.mark.parametrize(
    ("words", "view"), [([], "author"), (["--as-learner", "--port", "0"], "learner")]
)
def test_a_preview_answers_until_somebody_ends_it(bread: Path, words: list[str], view: str) -> None:
    with previewing(bread, *words) as running:
        address = first_line(running).strip()
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", address)
        with urlopen(address) as answer:
            assert answer.url == f"{address}{view}/"
            assert b"<h1>Bread</h1>" in answer.read()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)

    assert (running.returncode, out) == (130, "")
    assert err.startswith("Ctrl-C ends it.\nEnding; once more to end at once.\n")
    assert not any(path.suffix == ".db" for path in bread.parent.rglob("*"))


def test_a_preview_tells_programs_its_address(bread: Path) -> None:
    with previewing(bread, "--format", "jsonl") as running:
        told = json.loads(first_line(running))
        running.send_signal(signal.SIGTERM)
        running.communicate(timeout=60)

    assert told["url"].startswith("http://127.0.0.1:")
    assert running.returncode == 128 + signal.SIGTERM


def test_pages_are_of_one_course(bread: Path, academy: Run) -> None:
    write(bread.parent / "wine", {**COURSE, "course.yaml": "id: wine\ntitle: Wine\n"})

    for verb in (["preview"], ["build", "--out", "site"]):
        ran = academy("course", *verb)
        assert (ran.code, ran.out) == (2, "")
        assert "There are 2 courses here" in ran.err
        assert f"hint: Name one of them: academy course {verb[0]} bread" in ran.err


def test_a_build_says_what_it_wrote(bread: Path, academy: Run) -> None:
    ran = academy("course", "build", "bread", "--out", "site", "--format", "json")

    assert ran.code == 0
    assert json.loads(ran.out) == {
        "course": "bread", "folder": "site", "pages": 6, "files": 3, "written": 13, "removed": 0,
        "left_out": 0,
    }  # fmt: skip
    assert ran.err.endswith("Next: open site/index.html in a browser\n")
    assert (bread.parent / "site/index.html").is_file()


def test_a_build_says_what_it_left_out(bread: Path, academy: Run) -> None:
    write(bread, {"02-oven/heat.md": "---\ntitle: A: B\ndraft: true\n---\n\nSecret\n"})

    ran = academy("course", "build", "bread", "--out", "site")

    assert (ran.code, "left_out\t1\n" in ran.out) == (8, True)
    assert "error: 1 lesson with an error is left out: a draft or a date may be" in ran.err
    assert ran.err.endswith("then build again: academy course check bread\n")
    assert academy("course", "build", "bread", "--out", "all", "--drafts").code == 0


def test_a_dry_build_writes_nothing(bread: Path, academy: Run) -> None:
    ran = academy("course", "build", "bread", "--out", "site", "--dry-run")

    assert ran.code == 0
    assert "pages\t6\n" in ran.out
    assert ran.err.endswith("Nothing was written: it was a dry run.\n")
    assert not (bread.parent / "site").exists()


def test_a_build_says_where_it_goes(bread: Path, academy: Run) -> None:
    assert bread.is_dir()
    assert academy("course", "build", "bread").code == 2
    assert academy("course", "build", "bread", "--out", "bread/site").code == 6
    write(bread.parent, {"taken/mine.txt": "mine"})
    ran = academy("course", "build", "bread", "--out", "taken")
    assert (ran.code, ran.out) == (6, "")
    assert "“taken” holds “mine.txt”" in ran.err
