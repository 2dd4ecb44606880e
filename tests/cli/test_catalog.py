"""Finding, featuring, recommending and reviewing courses from the terminal, as a person sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.screen import Screen

OnScreen = Callable[..., Screen]
PYTHON = "id: python\ntitle: Python for beginners\nlevel: beginner\nstatus: published\n"
NETS = "id: nets\ntitle: Networks\ncategory: Machines\nstatus: published\n"


@pytest.fixture
def shop(staffed: Run, home: Path) -> Run:
    """An academy with two published courses."""
    for slug, said, lesson in (
        ("python", PYTHON, "# Decorators\n\nA function that wraps another function.\n"),
        ("nets", NETS, "# Routing\n\nPackets, seldom in Python.\n"),
    ):
        (home / slug).mkdir()
        (home / slug / "course.yaml").write_text(said)
        (home / slug / "a.md").write_text(lesson)
        assert staffed("course", "sync", slug, "--yes").code == 0
    assert staffed("course", "search", "--quiet").code == 0
    return staffed


def test_the_first_search_says_that_it_reads(staffed: Run, home: Path) -> None:
    (home / "python").mkdir()
    (home / "python" / "course.yaml").write_text(PYTHON)
    (home / "python" / "a.md").write_text("# A\n\nB.\n")
    assert staffed("course", "sync", "python", "--yes").code == 0

    first, second = (staffed("course", "search", "python") for _ in range(2))

    assert (
        first.err == "Courses changed since anybody searched: they are read first.\n2 texts read.\n"
    )
    assert (second.out, second.err) == (first.out, "")


def test_on_a_terminal_each_course_says_where(shop: Run) -> None:
    ran = shop("course", "search", "function", "python", "--format", "table")

    assert ran.out == (
        "Python for beginners  python\n  beginner · free\n"
        "    Decorators: A **function** that wraps another **function**.  a\n"
    )


def test_in_a_pipe_a_course_is_a_line(shop: Run) -> None:
    ran = shop("course", "search", "packets")
    ids = shop("course", "search", "python", "--format", "ids", "--limit", "1")

    assert ran.out == "nets\tNetworks\t\t\t\t0\t1\ta\t**Packets**, seldom in Python.\n"
    assert ids.out == "python\n"


def test_what_is_looked_for_instead_is_said(shop: Run) -> None:
    slip = shop("course", "search", "pyhton", "--fields", "course")
    begun = shop("course", "search", "packe", "--fields", "course")
    lacking = shop("course", "search", "packets", "kubernetes", "--fields", "course,missing")

    assert slip.err == "Nothing says “pyhton”: searched for “python”.\n"
    assert slip.out == "python\nnets\n"
    assert begun.err == "Nothing says “packe”: these are words that begin so.\n"
    assert lacking.err == "No course says all of it: these do not say “kubernetes”.\n"
    assert lacking.out == "nets\tkubernetes\n"


def test_nothing_found_is_an_answer(shop: Run, screen: OnScreen) -> None:
    ran = shop("course", "search", "xylophone")
    shown = screen("course", "search", "xylophone")

    assert (ran.code, ran.out, ran.err) == (0, "", "")
    assert "No course says “xylophone”, or none like that." in shown.text


@pytest.mark.parametrize("said", ["9..3", "cheap", "..", "-1..", "1,5..2"])
def test_a_range_that_is_none_is_refused(shop: Run, said: str) -> None:
    ran = shop("course", "search", f"--price={said}")

    assert ran.code == 2
    assert ran.err.startswith(
        f"error: “{said}” is no range of prices.\nhint: Write it like --price free"
    )


@pytest.mark.parametrize("said", ["zzz", "euros", "xau", ""])
def test_a_currency_that_is_none_is_refused(shop: Run, said: str) -> None:
    for words in (("--price=..50",), ()):
        ran = shop("course", "search", *words, f"--currency={said}")

        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(
            f"error: “{said}” is no currency that courses are sold in.\nhint: Write its three letters"
        )


def test_prices_are_asked_for_in_whole_money(shop: Run) -> None:
    assert shop("price", "set", "python", "49 EUR").code == 0

    def found(*words: str) -> str:
        return shop("course", "search", *words, "--format", "ids").out

    assert found("--price", "free") == "nets\n"
    assert found("--price", "40..50", "--currency", "eur") == "python\n"
    assert found("--price", "50..") == ""
    assert found("--currency", "usd") == "nets\n"


def test_a_course_is_featured_moved_and_let_go(shop: Run) -> None:
    until = ("--until", "2999-01-01")
    tried = shop("course", "feature", "nets", *until, "--dry-run")
    done = shop("course", "feature", "nets", *until, "--fields", "outcome,position")
    again = shop("course", "feature", "nets", "--fields", "outcome")
    listed = shop("course", "feature", "--format", "json")
    gone = shop("course", "feature", "nets", "--remove", "--fields", "outcome")

    assert tried.err == (
        "“nets” would stand at position 1 until 2999-01-02 00:00Z.\n"
        "Nothing was written: it was a dry run.\n"
    )
    assert done.out == "outcome\tfeatured\nposition\t1\n"
    assert (again.out, again.err) == (
        "unchanged\n",
        "Nothing to do: “nets” stands like that already.\n",
    )
    assert [one["course"] for one in json.loads(listed.out)] == ["nets"]
    assert gone.out == "removed\n"


def test_a_review_is_written_moderated_and_removed(shop: Run, screen: OnScreen) -> None:
    for words in (
        ("user", "create", "ann@x.org", "--name", "Ann Lee"),
        ("enrollment", "create", "ann@x.org", "python"),
    ):
        assert shop(*words).code == 0
    early = shop("review", "add", "ann@x.org", "python", "--stars", "5")
    assert shop("progress", "set", "ann@x.org", "python", "a", "done", "--yes").code == 0

    shown = screen("review", "add", "ann@x.org", "python", "--text", "Good.", answers="\n")
    hidden = shop("review", "moderate", "1", "hide", "--reason", "Short", "--fields", "state")
    wordless = shop("review", "moderate", "1", "hide")
    asked = shop("review", "remove", "1")
    seen = shop("review", "list", "--format", "json")
    gone = shop("review", "remove", "1", "--yes", "--fields", "outcome")

    assert (early.code, early.err.splitlines()[0]) == (
        6,
        "error: “ann@x.org” has not begun “python”, and only who has can review it.",
    )
    assert "How many stars?" in shown.text
    assert hidden.out == "hidden\n"
    assert (wordless.code, asked.code) == (2, 6)
    [one] = json.loads(seen.out)
    assert (one["stars"], one["text"], one["state"], one["reason"]) == (
        5,
        "Good.",
        "hidden",
        "Short",
    )
    assert gone.out == "removed\n"


def test_recommendations_say_why(shop: Run) -> None:
    assert shop("user", "create", "ann@x.org", "--name", "Ann").code == 0
    assert shop("enrollment", "create", "ann@x.org", "python").code == 0

    ran = shop("course", "recommend", "ann@x.org", "--fields", "course,why")

    assert ran.out == "nets\tIt is new here.\n"
