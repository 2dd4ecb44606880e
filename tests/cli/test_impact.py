"""What people are told about learners before and after a sync."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from academy_cli.models import Content, Enrollment
from tests.authoring.academy import Academy
from tests.authoring.people import advance, certify, complete, enroll
from tests.cli.conftest import Run
from tests.cli.screen import Screen

OnScreen = Callable[..., Screen]
COURSE = "id: python\ntitle: Python\ncompletion:\n  on_add: {}\n"
ZEROS = {"moves": [], "moved": 0, "completions_gained": 0, "completions_at_risk": 0}


@pytest.fixture
def course(home: Path) -> Path:
    """A course of two lessons that reopens when something is added."""
    folder = home / "python"
    folder.mkdir()
    (folder / "course.yaml").write_text(COURSE.format("reopen"), encoding="utf-8")
    (folder / "intro.md").write_text("# Intro\n\nHello.\n", encoding="utf-8")
    (folder / "loops.md").write_text("# Loops\n\nRound.\n", encoding="utf-8")
    return folder


@pytest.fixture
def database(home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{home / 'academy.db'}"
    monkeypatch.setenv("ACADEMY_DATABASE_URL", url)
    return url


@pytest.fixture
def rows(database: str, home: Path, course: Path, academy: Run) -> Iterator[Academy]:
    """The academy's rows, with the course applied."""
    assert academy("db", "upgrade", "--quiet").code == 0
    assert academy("course", "sync", str(course), "--yes", "--quiet").code == 0
    opened = Academy(database, home / "storage")
    yield opened
    opened.close()


@pytest.fixture
def finished(rows: Academy) -> list[int]:
    """Three learners: one is done and certified, one has the first lesson, one has begun the second."""
    lessons = {row.key: row.id for row in rows.rows(Content)}
    people = enroll(rows, "python", 3)
    for who, key in ((0, "intro"), (0, "loops"), (1, "intro")):
        advance(rows, people[who], lessons[key])
    advance(rows, people[2], lessons["loops"], completes=False)
    complete(rows, people[0])
    certify(rows, people[0])
    return people


@pytest.fixture
def grown(course: Path) -> Path:
    """The course with another lesson."""
    (course / "more.md").write_text("# More\n\nAnd on.\n", encoding="utf-8")
    return course


def completed(rows: Academy) -> list[bool]:
    return [row.completed_at is not None for row in rows.rows(Enrollment)]


TOUCHES = (
    "touches 2 learners: 2 whose percentage moves, 1 completion at risk, 1 certificate affected\n"
)


@pytest.mark.usefixtures("rows")
def test_a_plan_for_nobody_says_nothing_of_learners(academy: Run, grown: Path) -> None:
    assert "touches" not in academy("course", "plan", str(grown), "--format", "table").out
    assert academy("course", "plan", str(grown), "--impact").out == ""


@pytest.mark.usefixtures("finished")
def test_a_plan_says_in_a_line_whom_it_touches(academy: Run, grown: Path) -> None:
    ran = academy("course", "plan", str(grown), "--format", "table")

    assert ran.out.endswith("1 to create\n" + TOUCHES)


@pytest.mark.usefixtures("finished")
def test_a_plan_that_moves_nobody_has_no_such_line(academy: Run, course: Path) -> None:
    (course / "intro.md").write_text("# Intro\n\nHello again.\n", encoding="utf-8")

    assert "touches" not in academy("course", "plan", str(course), "--format", "table").out


@pytest.mark.usefixtures("finished")
def test_the_impact_is_a_row_per_change_and_one_for_all(academy: Run, grown: Path) -> None:
    (grown / "loops.md").unlink()

    ran = academy("course", "plan", str(grown), "--impact")

    assert ran.out == (
        "more.md\tnew lesson “More”\t0\t0\t1: 50 → 33, 1: 100 → 66\t0\t1\t1\n"
        "loops.md\tarchive lesson “Loops”\t1\t1\t1: 50 → 100\t1\t0\t0\n"
        "\tall changes of “python”\t1\t1\t1: 100 → 66\t0\t1\t1\n"
    )


@pytest.mark.usefixtures("finished")
def test_a_plan_as_json_has_the_impact_of_each_change_and_in_total(
    academy: Run, grown: Path
) -> None:
    plan = json.loads(academy("course", "plan", str(grown), "--format", "json").out)

    moves = [{"from": 50, "to": 33, "learners": 1}, {"from": 100, "to": 66, "learners": 1}]
    effects = {
        "in_progress": 0,
        "completed": 0,
        "moved": 2,
        "moves": moves,
        "completions_gained": 0,
        "completions_at_risk": 1,
        "certificates": 1,
        "answered": 0,
        "judged": 0,
    }
    assert plan["changes"][0]["impact"] == effects
    assert plan["impact"] == {"enrolled": 3, "touched": 2, "interrupted": 0, **effects}


@pytest.mark.usefixtures("rows")
def test_a_plan_as_json_says_that_nobody_is_enrolled(academy: Run, grown: Path) -> None:
    plan = json.loads(academy("course", "plan", str(grown), "--format", "json").out)

    assert "impact" not in plan["changes"][0]
    assert plan["impact"].items() >= {"enrolled": 0, "touched": 0, **ZEROS}.items()


@pytest.mark.usefixtures("finished")
def test_a_person_is_asked_once_more_before_a_completion_is_taken_back(
    screen: OnScreen, grown: Path, rows: Academy
) -> None:
    shown = screen("course", "sync", str(grown), answers="y\nn\n")

    assert "Take the completion of 1 learner back? [y/N]" in shown.text
    assert shown.code == 6
    assert completed(rows) == [True, False, False]


@pytest.mark.usefixtures("finished")
def test_a_person_who_agrees_twice_is_told_what_happened(
    screen: OnScreen, grown: Path, rows: Academy
) -> None:
    shown = screen("course", "sync", str(grown), answers="y\ny\n")

    assert "1 learner of “python” is no longer complete" in " ".join(shown.text.split())
    assert shown.code == 0
    assert completed(rows) == [False, False, False]


@pytest.mark.usefixtures("finished")
def test_nobody_is_asked_twice_where_completions_are_kept(
    screen: OnScreen, grown: Path, rows: Academy
) -> None:
    (grown / "course.yaml").write_text(COURSE.format("keep-complete"), encoding="utf-8")

    shown = screen("course", "sync", str(grown), answers="y\n")

    assert "completion of" not in shown.text
    assert shown.code == 0
    assert completed(rows) == [True, False, False]


@pytest.mark.usefixtures("finished")
def test_with_yes_the_report_says_what_was_taken_back(
    academy: Run, grown: Path, rows: Academy
) -> None:
    ran = academy("course", "sync", str(grown), "--yes", "--format", "json")

    said = json.loads(ran.out)
    assert (said["completed"], said["reopened"]) == (0, 1)
    assert "warning: 1 learner of “python” is no longer complete and can go on.\n" in ran.err
    assert completed(rows) == [False, False, False]


@pytest.mark.usefixtures("finished")
def test_nobody_to_ask_means_no_completion_is_taken_back(
    academy: Run, grown: Path, rows: Academy
) -> None:
    ran = academy("course", "sync", str(grown))

    assert ran.code == 6
    assert "confirmation" not in ran.out
    assert completed(rows) == [True, False, False]


@pytest.mark.usefixtures("finished")
def test_a_saved_plan_still_holds_when_learners_have_moved_on(
    academy: Run, grown: Path, rows: Academy, home: Path
) -> None:
    saved = str(home / "plan.json")
    assert academy("course", "plan", str(grown), "--out", saved).code == 0
    complete(rows, enroll(rows, "python", 1)[0])

    ran = academy("course", "apply", saved, "--yes", "--format", "json")

    assert ran.code == 0
    assert json.loads(ran.out)["reopened"] == 2
