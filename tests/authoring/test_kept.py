"""Checking sooner: kept pages and a second process find what reading everything anew finds."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academy_cli.authoring import read
from academy_cli.authoring.compile import Compilation, compile_course
from academy_cli.authoring.kept import beside, compiling, file
from academy_cli.authoring.kept.rows import page_of, row_of
from academy_cli.authoring.kept.worker import Task, rows
from academy_cli.authoring.lessonfiles import read_lesson
from academy_cli.authoring.names import is_lesson_name
from academy_cli.authoring.page import digest, read_page
from academy_cli.authoring.source import scan
from academy_cli.formats.yamltext import YamlLimits
from tests import make
from tests.archives import unpack
from tests.corpora.conftest import CORPORA
from tests.make import COURSE

PIECES = (
    *(
        "---\nid: one\n---\n",
        "---\ntitle: 7\nminutes: x\n---\n",
        "---\ntitel: A\n---\n",
        "---\nid: [\n",
    ),
    *(
        "# Title\n",
        "Text.\n",
        "[a](b.md)\n",
        "[a](1.md#none)\n",
        "![](a.png)\n",
        "![a](gone.png)\n",
    ),
    *("<<<<<<< HEAD\n", "\n\n---\nid: two\n---\n", "\ufeff", "\0", "ä\r\n", "<img src=x.png>\n"),
)
LESSONS = st.dictionaries(
    st.sampled_from(["1.md", "2.md", "a/1.md", "a/02.md", "b.md", "README.md"]),
    st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
    max_size=6,
)
CHECKS = st.sampled_from(
    ["", "checks:\n  image.no-alt: off\n", "checks:\n  page.no-title: error\n"]
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "pages"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every course is large enough to be kept, and none for a second process."""
    monkeypatch.setattr(compiling, "LEAST", 0)
    monkeypatch.setattr(compiling, "FEW", 0)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The digests of what is read here, as it is read."""
    seen: list[str] = []

    def counting(path: str, data: bytes, source: str, **how: Any) -> Any:
        seen.append(source)
        return read_lesson(path, data, source, **how)

    monkeypatch.setattr(read, "read_lesson", counting)
    return seen


def kept(folder: Path, root: Path) -> Compilation:
    return compiling.compile_kept(folder, lambda: root)


def require_same(found: Compilation, folder: Path) -> None:
    """Insist on what reading everything anew finds."""
    anew = compile_course(folder)
    assert found.problems == anew.problems
    assert found.document == anew.document
    assert found.counts == anew.counts


def many(folder: Path, count: int = 400) -> Path:
    """A course of many lessons, of which some are wrong in one way or another."""

    def text(number: int) -> str:
        pieces = (PIECES[(number * 7 + k) % 14] for k in range(number % 5))
        return "".join(pieces) + f"\nLesson {number}.\n"

    return make.folder(folder, {f"{n // 20:02}/{n:03}.md": text(n) for n in range(count)})


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60
)
@given(st.lists(st.tuples(LESSONS, CHECKS), min_size=2, max_size=4))
@pytest.mark.usefixtures("small")
def test_whatever_is_changed_the_findings_are_those_of_reading_all(
    tmp_path: Path, root: Path, states: list[tuple[dict[str, str], str]]
) -> None:
    folder = tmp_path / "course"
    for lessons, checks in states:
        shutil.rmtree(folder, ignore_errors=True)
        make.folder(folder, {**lessons, "course.yaml": COURSE + checks})
        for _ in range(2):
            require_same(kept(folder, root), folder)


@pytest.mark.parametrize("corpus", ["carpentries-python-gapminder", "iot-for-beginners"])
@pytest.mark.usefixtures("small")
def test_real_courses_have_the_same_findings(tmp_path: Path, root: Path, corpus: str) -> None:
    unpack(CORPORA / f"{corpus}.tar.gz", tmp_path)
    folder = tmp_path / corpus
    (folder / "course.yaml").write_text(COURSE)

    for _ in range(2):
        require_same(kept(folder, root), folder)


@pytest.mark.usefixtures("small")
def test_only_what_was_edited_is_read_again(tmp_path: Path, root: Path, counted: list[str]) -> None:
    folder = many(tmp_path / "course")
    first = kept(folder, root)
    unreadable = [p for p in first.reading.draft.contents if p.page and p.page.is_unreadable]
    counted.clear()
    (folder / "03/070.md").write_text("# Edited\n\nText.\n")

    require_same(kept(folder, root), folder)

    again = counted[: len(counted) - first.counts["lessons"]]  # the rest is the comparison's
    assert len(again) == 1 + len(unreadable)


def test_a_small_course_leaves_nothing_behind(tmp_path: Path, root: Path) -> None:
    kept(make.folder(tmp_path / "course"), root)

    assert not root.exists()


@pytest.mark.usefixtures("small")
def test_without_a_place_nothing_is_kept_or_looked_up(tmp_path: Path, counted: list[str]) -> None:
    folder = make.folder(tmp_path / "course")

    for _ in range(2):
        compiling.compile_kept(folder, None)

    assert len(counted) == 2 * 3


# -- the file ---------------------------------------------------------------------------------------


def resealed(path: Path, body: bytes) -> None:
    """Write other rows under a head that fits them."""
    head = json.loads(path.read_bytes().partition(b"\n")[0])
    path.write_bytes(json.dumps({**head, "sha256": digest(body)}).encode() + b"\n" + body)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: os.truncate(path, path.stat().st_size // 2),
    "another byte": lambda path: path.write_bytes(path.read_bytes().replace(b"Loops", b"Xoops")),
    "no JSON": lambda path: path.write_bytes(b"\x80\x04."),
    "other JSON": lambda path: path.write_bytes(b"[]\n{}"),
    "rows of another form": lambda path: resealed(path, b"[[1,2,3,4,5,6],[]]"),
    "no rows": lambda path: resealed(path, b"7"),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
}


@pytest.mark.parametrize("what", DAMAGE)
@pytest.mark.usefixtures("small")
def test_a_damaged_file_is_not_used(tmp_path: Path, root: Path, what: str) -> None:
    folder = make.folder(tmp_path / "course")
    kept(folder, root)
    [path] = root.iterdir()
    DAMAGE[what](path)

    require_same(kept(folder, root), folder)


@pytest.mark.usefixtures("small")
def test_a_row_that_lies_would_be_believed(tmp_path: Path, root: Path) -> None:
    """Why the file has a digest, and others may not write it."""
    folder = make.folder(tmp_path / "course")
    kept(folder, root)
    [path] = root.iterdir()
    resealed(path, path.read_bytes().partition(b"\n")[2].replace(b"Loops", b"Xoops"))

    titles = [node.title for node in kept(folder, root).reading.draft.contents]

    assert "Xoops" in titles
    assert root.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("small")
def test_another_version_of_the_reader_reads_again(
    tmp_path: Path, root: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make.folder(tmp_path / "course")
    kept(folder, root)
    code = tmp_path / "academy_cli"
    for package in file.READERS:
        shutil.copytree(file.PACKAGE / package, code / package)
    monkeypatch.setattr(file, "PACKAGE", code)
    kept(folder, root)
    counted.clear()
    kept(folder, root)
    assert counted == []
    (code / "authoring" / "page.py").write_text("# changed\n")

    kept(folder, root)

    assert len(counted) == 3


@pytest.mark.usefixtures("small")
def test_where_nothing_can_be_written_the_findings_are_the_same(tmp_path: Path) -> None:
    folder = make.folder(tmp_path / "course")
    (tmp_path / "file").touch()

    require_same(kept(folder, tmp_path / "file" / "pages"), folder)


@pytest.mark.usefixtures("small")
def test_checks_at_once_keep_out_of_each_others_way(tmp_path: Path, root: Path) -> None:
    folder = many(tmp_path / "course", 60)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: kept(folder, root), range(8)))

    for one in found:
        require_same(one, folder)
    assert len(list(root.iterdir())) == 1


@pytest.mark.usefixtures("small")
def test_pages_that_nobody_checks_are_removed(tmp_path: Path, root: Path) -> None:
    kept(make.folder(tmp_path / "old"), root)
    [old] = root.iterdir()
    past = time.time() - file.KEPT_S - 60
    os.utime(old, (past, past))

    kept(make.folder(tmp_path / "new"), root)

    assert old not in root.iterdir()


# -- the second process -----------------------------------------------------------------------------


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[beside.Beside]]:
    """A second process for every course, on a machine with a free core; those that were started."""
    started: list[beside.Beside] = []
    start = beside.Beside

    def noted(task: Task) -> beside.Beside:
        started.append(start(task))
        return started[-1]

    monkeypatch.setattr(compiling, "LEAST", 0)
    monkeypatch.setattr(compiling, "WORTH_ANOTHER", 0)
    monkeypatch.setattr(beside, "has_free_core", lambda: True)
    monkeypatch.setattr(beside, "Beside", noted)
    yield started
    for one in started:
        one.end()


def task_of(folder: Path) -> Task:
    paths = [path for path in scan(folder).paths if is_lesson_name(path)]
    return Task(str(folder), paths, frozenset(), YamlLimits(), 1 << 20)


def wait_for(other: beside.Beside, count: int) -> None:
    """Wait until so many different pages were told."""
    until = time.monotonic() + 60
    while len(other.rows) < count and time.monotonic() < until:
        time.sleep(0.01)


def test_a_second_process_tells_every_page_that_can_be_read(tmp_path: Path) -> None:
    task = task_of(many(tmp_path / "course"))
    wanted = {row[0]: row for row in rows(task)}

    other = beside.Beside(task)
    wait_for(other, len(wanted))
    other.end()

    assert other.rows == wanted
    assert len(wanted) > 200


def test_what_it_told_is_not_read_here(
    tmp_path: Path, helped: list[beside.Beside], counted: list[str]
) -> None:
    folder = many(tmp_path / "course")
    wanted = len({row[0] for row in rows(task_of(folder))})

    def wait(number: int) -> None:
        if number == 1:
            wait_for(helped[0], wanted)

    found = compiling.compile_kept(folder, None, progress=wait)

    assert set(counted).isdisjoint(helped[0].rows)
    require_same(found, folder)


@pytest.mark.parametrize("program", ["/no/such/python", "/bin/false", "/bin/cat", ""])
def test_without_it_the_findings_are_the_same(
    tmp_path: Path, helped: list[beside.Beside], monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    monkeypatch.setattr(sys, "executable", program)
    folder = many(tmp_path / "course", 80)

    require_same(compiling.compile_kept(folder, None), folder)
    assert len(helped) == 1


@pytest.mark.parametrize(
    ("cores", "running", "is_free"),
    [
        (1, "1", False), (2, "1", True), (2, "2", False), (8, "4", True), (8, "9", False),
        (2, "2 2 1 2", True), (2, "3 2 2 2", False),
    ],
)  # fmt: skip
def test_it_is_started_only_for_a_core_that_nobody_uses_now(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cores: int, running: str, *, is_free: bool
) -> None:
    """Whatever has ended, and something short beside it, are in nobody's way."""
    told, looks = tmp_path / "loadavg", running.split()

    def look(_: float = 0) -> None:
        told.write_text(f"9.51 7.20 4.15 {looks.pop(0) if len(looks) > 1 else looks[0]}/512 4711\n")

    look()
    monkeypatch.setattr(beside, "RUNNING", told)
    monkeypatch.setattr(beside.time, "sleep", look)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))

    assert beside.has_free_core() is is_free


@pytest.mark.parametrize(("busy", "is_free"), [(0.4, True), (0.9, False)])
def test_where_nobody_knows_what_runs_the_last_minute_decides(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, busy: float, *, is_free: bool
) -> None:
    monkeypatch.setattr(beside, "RUNNING", tmp_path / "nothing")
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})
    monkeypatch.setattr(os, "getloadavg", lambda: (busy, 0.0, 0.0))

    assert beside.has_free_core() is is_free


def test_it_has_ended_when_the_check_has(tmp_path: Path, helped: list[beside.Beside]) -> None:
    class StoppedError(Exception):
        pass

    def stop(_: int) -> None:
        raise StoppedError

    with pytest.raises(StoppedError):
        compiling.compile_kept(many(tmp_path / "course"), None, progress=stop)

    assert helped[0]._process is None


def test_it_imports_nothing_from_where_somebody_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trap = tmp_path / "trap"
    proof = tmp_path / "proof"
    for name in ("academy_cli/__init__.py", "yaml.py", "pickle.py", "sitecustomize.py"):
        (trap / name).parent.mkdir(parents=True, exist_ok=True)
        (trap / name).write_text(f"open({str(proof)!r}, 'w')\n")
    monkeypatch.chdir(trap)
    task = task_of(many(tmp_path / "course", 40))

    other = beside.Beside(task)
    wait_for(other, len({row[0] for row in rows(task)}))
    other.end()

    assert other.rows
    assert not proof.exists()
    subprocess.run([sys.executable, "-c", "import pickle"], check=True)
    assert proof.exists()  # without -P it would have been so


@given(st.lists(st.sampled_from(PIECES), max_size=6).map("".join))
def test_a_row_is_the_whole_page(text: str) -> None:
    page = read_page(text.encode(), digest(text.encode()))

    if not page.is_unreadable:
        assert page_of(row_of(page)) == page
