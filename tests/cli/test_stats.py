"""``academy stats`` as people and scripts see it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import get_args

import pytest

from academy_cli.cli.language import CATALOGS
from academy_cli.cli.statsreport import Language
from tests.analytics.world import World
from tests.cli.conftest import Ran, Run
from tests.cli.screen import Screen

DAYS = ("--from", "2026-10-01", "--until", "2026-11-15")


@pytest.fixture
def told(academy: Run, sqlite_url: str) -> Run:
    """Stats of an academy that sold two courses in two currencies."""
    world = World(sqlite_url)
    python, sql = world.course("python", ["a"], teacher="tea"), world.course("sql")
    buyer = world.person("zoe", "2026-09-01")
    world.enrolled(buyer, python, "2026-10-02")
    world.sold(buyer, {python: 5000, sql: 2000}, "2026-10-02")
    world.sold(buyer, {python: 1000}, "2026-11-02", currency="usd")
    world.database.close()

    def run(*words: str) -> Ran:
        return academy("--database", sqlite_url, "stats", *words)

    return run


def test_figures_are_rows_and_what_has_to_be_known_stands_beside_them(told: Run) -> None:
    ran = told("revenue", *DAYS)

    assert ran.code == 0
    assert ran.out == (
        "2026-10\teur\t1\t70.00 EUR\t0.00 EUR\t0.00 EUR\t70.00 EUR\t0.0\n"
        "2026-10\tusd\t0\t0.00 USD\t0.00 USD\t0.00 USD\t0.00 USD\t\n"
        "2026-11\teur\t0\t0.00 EUR\t0.00 EUR\t0.00 EUR\t0.00 EUR\t\n"
        "2026-11\tusd\t1\t10.00 USD\t0.00 USD\t0.00 USD\t10.00 USD\t0.0\n"
    )
    assert ran.err == ("2026-10-01 to 2026-11-15, days in UTC.\nNot all is counted of 2026-11.\n")


def test_fields_sorting_and_formats_are_those_of_every_list(told: Run) -> None:
    ran = told("revenue", *DAYS, "--by", "course", "--fields", "course,net", "--sort", "-course")
    assert ran.out == "sql\t20.00 EUR\npython\t50.00 EUR\npython\t10.00 USD\n"

    [row] = json.loads(told("courses", *DAYS, "--course", "python", "--format", "json").out)
    assert (row["enrolled"], row["completion_rate"]) == (1, 0.0)
    assert row["net"] == [
        {"amount": 5000, "currency": "eur"},
        {"amount": 1000, "currency": "usd"},
    ]


def test_a_misspelt_field_is_refused_with_those_there_are(told: Run) -> None:
    ran = told("revenue", *DAYS, "--fields", "nett")

    assert (ran.code, ran.out) == (2, "")
    assert "There is no field “nett”" in ran.err


def test_rates_are_stated_or_nothing_is_added(told: Run) -> None:
    ran = told("revenue", *DAYS, "--by", "currency", "--in", "eur", "--rate", "usd=0.9",
               "--fields", "currency,converted,rate")  # fmt: skip
    assert ran.out == "eur\t70.00 EUR\t\nusd\t9.00 EUR\t1 USD = 0.9 EUR\n"
    assert "In all, net is 79.00 EUR at the rates that are stated." in ran.err

    for words, sentence in (
        (("--in", "eur"), "At which rate is USD to be told in EUR?"),
        (("--in", "eur", "--rate", "usd"), "“usd” is no rate of a currency."),
        (("--rate", "usd=0.9"), "--rate says what a currency is worth"),
    ):
        ran = told("revenue", *DAYS, *words)
        assert (ran.code, ran.out) == (2, "")
        assert sentence in ran.err


def test_every_figure_can_be_explained(told: Run) -> None:
    for subject in ("revenue", "conversions", "users", "courses", "engagement", "certificates"):
        ran = told(subject, "--explain", "--format", "json")
        assert ran.code == 0
        assert {"figure", "measure", "meaning", "query"} == set(json.loads(ran.out)[0])
    ran = told("engagement", "--stops", "--explain", "--format", "table")
    assert "stopped (count): of the learners who began a lesson" in ran.out
    assert "SELECT courses.slug" in ran.out


def test_words_that_are_no_day_are_refused(told: Run) -> None:
    ran = told("users", "--from", "yesterday")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "error: “yesterday” is no day for --from.\n"
        "hint: Write it as 2026-11-26; days are those of the setting stats.time_zone.\n"
    )


def test_a_plot_is_a_new_file_and_never_takes_anothers_place(told: Run, home: Path) -> None:
    ran = told("revenue", *DAYS, "--plot", "net.svg")
    assert ran.code == 0
    assert "Net by month, USD" in (home / "net.svg").read_text("utf-8")

    for name, code in (("net.svg", 5), ("net.gif", 2), ("none.png", 4)):
        days = DAYS if name != "none.png" else ("--from", "2020-01-01", "--until", "2020-01-02")
        assert told("revenue", *days, "--plot", name).code == code
    assert not (home / "none.png").exists()


def test_a_chart_is_for_a_terminal_alone(
    told: Run, sqlite_url: str, screen: Callable[..., Screen]
) -> None:
    ran = told("revenue", *DAYS, "--chart")
    words = ("--database", sqlite_url, "stats", "revenue", *DAYS, "--chart")

    assert "█" not in ran.out
    assert "A chart is drawn on a terminal" in ran.err
    assert "█" in screen(*words).text
    plain = screen(*words, "--plain").text
    assert "█" not in plain
    assert "70.00 EUR" in plain


def test_a_report_is_written_as_a_page_and_as_paper(told: Run, home: Path) -> None:
    ran = told("report", *DAYS, "--html", "r.html", "--pdf", "r.pdf", "--format", "json")

    assert ran.code == 0
    assert [one["file"] for one in json.loads(ran.out)] == ["r.html", "r.pdf"]
    assert "€70.00" in (home / "r.html").read_text("utf-8")
    assert (home / "r.pdf").read_bytes().startswith(b"%PDF")
    assert told("report", "--html", "r.html").code == 5
    ran = told("report")
    assert (ran.code, ran.out) == (2, "")
    assert "--html report.html" in ran.err


def test_who_may_not_see_figures_is_told_so(told: Run) -> None:
    ran = told("revenue", "--as", "zoe@x.org")

    assert (ran.code, ran.out) == (6, "")


def test_visits_come_from_a_file(told: Run, home: Path) -> None:
    (home / "visits.csv").write_text("date,page,visits\n2026-10-02,/c/python,50\n", "utf-8")

    ran = told("conversions", *DAYS, "--by", "course", "--visits", "visits.csv",
               "--fields", "course,visits,enrolled,visit_rate")  # fmt: skip
    assert (ran.code, ran.out) == (0, "python\t50\t1\t2.0\nsql\t0\t0\t\n")

    assert told("conversions", "--visits", "none.csv").code == 3
    (home / "visits.csv").write_text("date,visits\nsoon,50\n", "utf-8")
    ran = told("conversions", "--visits", "visits.csv")
    assert (ran.code, ran.out) == (3, "")
    assert "Line 2 of the visits" in ran.err


def test_a_currency_that_is_none_is_refused(told: Run) -> None:
    ran = told("revenue", "--currency", "zzz")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("error: “zzz” is no currency that courses are sold in.\n")
    assert told("revenue", "--currency", "EUR").code == 0


def test_words_that_would_be_passed_over_are_refused(told: Run) -> None:
    for words in (
        ("--retention", "--stops"),
        ("--retention", "--compare"),
        ("--stops", "--compare"),
        ("--stops", "--by", "week"),
    ):
        ran = told("engagement", *words)
        assert (ran.code, ran.out) == (2, "")
        assert "contradict each other" in ran.err
    ran = told("engagement", "--idle-days", "5")
    assert (ran.code, ran.out) == (2, "")
    assert "“--idle-days” says nothing without “--stops”." in ran.err
    ran = told("engagement", "--retention", "--by", "course")
    assert (ran.code, ran.out) == (2, "")
    assert "There is no retention by course." in ran.err


@pytest.mark.parametrize("words", [("--retention",), ("--stops", "--idle-days", "1")])
def test_who_comes_back_and_who_stops_can_be_drawn(
    drawn: Callable[..., tuple[Ran, Screen]], home: Path, words: tuple[str, ...]
) -> None:
    ran, screen = drawn("engagement", *words, *DAYS, "--chart", "--plot", "learners.svg")

    assert ran.code == 0
    svg = (home / "learners.svg").read_text("utf-8")
    title = (
        "Learners who came back, in percent" if "--retention" in words else "Learners who stopped"
    )
    assert title in svg
    assert title in screen.text
    assert "A chart is drawn on a terminal" in ran.err


@pytest.fixture
def drawn(
    academy: Run, sqlite_url: str, screen: Callable[..., Screen]
) -> Callable[..., tuple[Ran, Screen]]:
    """Stats of a learner who began one lesson in October, in a pipe and on a terminal."""
    world = World(sqlite_url)
    place = world.enrolled(
        world.person("zoe", "2026-09-01"), world.course("sql", ["a"]), "2026-10-02"
    )
    world.progress(place, 1, "2026-10-03")
    world.database.close()

    def run(*words: str) -> tuple[Ran, Screen]:
        plain = [word for word in words if word not in {"--plot", "learners.svg"}]
        return academy("--database", sqlite_url, "stats", *words), screen(
            "--database", sqlite_url, "stats", *plain
        )

    return run


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("words", "gone", "rows_of_2026"),
    [
        (("revenue",), "No room for refund_rate. See: --fields month,refund_rate", 22),
        (
            ("engagement", "--retention"),
            "No room for after_4 to after_11. See all: --format csv",
            11,
        ),
    ],
)
def test_rows_of_time_stay_rows_on_a_narrow_terminal(
    sqlite_url: str,
    screen: Callable[..., Screen],
    words: tuple[str, ...],
    gone: str,
    rows_of_2026: int,
) -> None:
    year = ("--from", "2025-12-01", "--until", "2026-11-15")
    code = (
        "import fcntl, struct, sys, termios\n"
        "fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', 24, 60, 0, 0))\n"
        f"sys.argv[1:] = {['--database', sqlite_url, 'stats', *words, *year]!r}\n"
        "from academy_cli.__main__ import main\nmain()\n"
    )

    lines = screen(code=code).lines

    assert gone in lines
    rows = [line for line in lines if line.startswith("2026-")]
    assert len(rows) == rows_of_2026
    assert max(map(len, rows)) <= 60


def test_cohorts_stand_side_by_side_for_people_and_as_lists_for_programs(told: Run) -> None:
    words = ("engagement", "--retention", "--from", "2026-10-01", "--until", "2026-11-15")

    assert told(*words).out == "2026-10\t1\t0.0\t0.0\n2026-11\t0\t\t\n"
    assert json.loads(told(*words, "--format", "json").out)[0] == {
        "cohort": "2026-10", "enrolled": 1, "active": [0, 0], "percent": [0.0, 0.0], "is_over": False,
    }  # fmt: skip


def test_a_report_is_in_the_language_that_is_asked_for_and_else_in_that_of_the_shell(
    told: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told("report", *DAYS, "--html", "fr.html", "--language", "fr").code == 0
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert told("report", *DAYS, "--html", "shell.html").code == 0
    assert told("report", *DAYS, "--html", "en.html", "--language", "en").code == 0

    asked, shell, english = ((home / f"{name}.html").read_text() for name in ("fr", "shell", "en"))
    assert asked == shell
    assert "Recettes" in asked
    assert "Revenue" in english


def test_a_report_can_be_in_every_language_that_there_are_sentences_in(told: Run) -> None:
    known = {"en", *(one.parents[1].name for one in CATALOGS.glob("*/LC_MESSAGES/*.mo"))}

    assert set(get_args(get_args(get_args(Language)[0])[0])) == known
    assert told("report", "--html", "x.html", "--language", "tlh").code == 2


def test_a_picture_is_in_the_language_of_the_shell(
    told: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    told("revenue", *DAYS, "--currency", "eur", "--plot", "net.svg")

    assert "Net par mois, EUR" in (home / "net.svg").read_text()
