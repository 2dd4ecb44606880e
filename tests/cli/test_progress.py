"""Progress from the terminal: show, set and recount; the learners of a course."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.people import account, done

ANN = ("ann@x.org", "python")


@pytest.fixture
def learning(home: Path, founded: Run) -> Run:
    """An academy in which ann and bob are in a course of two lessons."""
    (home / "python/basics").mkdir(parents=True)
    (home / "python/course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    for name in ("a", "b"):
        (home / f"python/basics/{name}.md").write_text(f"# {name.upper()}\n", encoding="utf-8")
    founded("course", "sync", "python", "--yes")
    founded("course", "publish", "python", "--yes")
    for name in ("ann", "bob"):
        founded("enrollment", "create", account(home, name), "python", "--no-mail")
    return founded


def test_progress_is_a_tree_with_bars(learning: Run) -> None:
    learning("progress", "set", *ANN, "basics/a", "done")

    ran = learning("progress", "show", *ANN, "--format", "table")

    assert ran.out.split("\n\n")[1].splitlines() == [
        "Python  ██████████░░░░░░░░░░ 50 %",
        "  Basics  ██████████░░░░░░░░░░ 50 %",
        "    [x] A",
        "    [ ] B",
    ]


def test_plain_draws_no_bars(learning: Run) -> None:
    ran = learning("progress", "show", *ANN, "--format", "table", "--plain")

    assert "Python  0 %" in ran.out
    assert "░" not in ran.out


def test_every_format_has_the_whole(learning: Run) -> None:
    told = json.loads(learning("progress", "show", *ANN, "--format", "json").out)

    assert [step["title"] for step in told["outline"]] == ["Basics", "A", "B"]
    assert learning("progress", "show", *ANN, "--fields", "percent").out == "0\n"


def test_the_last_lesson_completes_the_course_and_that_is_said_first(learning: Run) -> None:
    learning("progress", "set", *ANN, "basics/a", "done")

    tried = learning("progress", "set", *ANN, "basics/b", "done", "--dry-run")
    ran = learning("progress", "set", *ANN, "basics/b", "done", "--fields", "completion,mails")
    again = learning("progress", "set", *ANN, "basics/b", "done")

    told = "With this “ann@x.org” has completed “python”, and they are told by e-mail.\n"
    assert tried.err == f"{told}Nothing was written: it was a dry run.\n"
    assert (ran.out, ran.err) == ("completion\tgained\nmails\t1\n", told)
    assert again.err == "Nothing to do: “basics/b” is done.\n"


def test_taking_a_completion_back_asks(home: Path, learning: Run) -> None:
    head = "id: python\ntitle: Python\ncompletion: {on_add: reopen}\n"
    (home / "python/course.yaml").write_text(head, encoding="utf-8")
    learning("course", "sync", "python", "--yes")
    for name in ("a", "b"):
        learning("progress", "set", *ANN, f"basics/{name}", "done")

    asked = learning("progress", "set", *ANN, "basics/a", "open")
    ran = learning("progress", "set", *ANN, "basics/a", "open", "--yes", "--fields", "completion")

    assert (asked.code, ran.code, ran.out) == (6, 0, "reopened\n")


def test_words_that_name_nothing_are_refused(learning: Run) -> None:
    assert learning("progress", "set", *ANN, "basics/c", "done").code == 4
    assert learning("progress", "set", *ANN, "basics/a", "perhaps").code == 2
    assert learning("progress", "set", *ANN, "basics/a").code == 2
    assert learning("progress", "show", "eve@x.org", "python").code == 4


def test_a_recount_completes_who_has_done_enough(home: Path, learning: Run) -> None:
    done(home, "bob@x.org")

    tried = learning("progress", "recount", "python", "--dry-run", "--fields", "gained")
    ran = learning("progress", "recount", "python", "--fields", "gained")
    again = learning("progress", "recount", "python", "--fields", "gained")

    assert (tried.out, ran.out, again.out) == ("1\n", "1\n", "0\n")
    assert ran.err == "1 learner is told by e-mail.\n"


def test_the_learners_of_a_course_are_listed(home: Path, learning: Run) -> None:
    learning("progress", "set", *ANN, "basics/a", "done")
    done(home, "bob@x.org")

    ran = learning(
        "course", "students", "python", "--sort", "-percent", "--fields", "email,percent"
    )
    below = learning("course", "students", "python", "--below", "51", "--format", "ids")
    above = learning("course", "students", "python", "--above", "50", "--format", "ids")

    assert ran.out == "bob@x.org\t100\nann@x.org\t50\n"
    assert (below.out, above.out) == ("ann@x.org\n", "bob@x.org\n")
    assert learning("course", "students", "python", "--state", "completed").out == ""
    assert learning("course", "students", "python", "--as", "ann@x.org").code == 6


def test_a_learner_looks_at_themselves_and_sets_nothing(learning: Run) -> None:
    assert learning("progress", "show", *ANN, "--as", "ann@x.org").code == 0
    assert learning("progress", "show", *ANN, "--as", "bob@x.org").code == 6
    assert learning("progress", "set", *ANN, "basics/a", "done", "--as", "ann@x.org").code == 6
