"""A report: one page that needs nothing else, says the figures, and points at nobody."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import pytest

from academy_cli.access.actor import Actor, operator
from academy_cli.access.errors import NotPermittedError
from academy_cli.access.matrix import Role
from academy_cli.analytics.definitions import counted, part
from academy_cli.analytics.report import html, paper
from academy_cli.analytics.report.hiding import hidden
from academy_cli.analytics.report.service import Reports, Wanted
from academy_cli.analytics.report.values import Report
from tests.analytics.world import World
from tests.pages.chromium import Chromium


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """One browser for all tests here."""
    browser = Chromium()
    yield browser
    browser.close()


def reports(world: World, actor: Actor | None = None) -> Reports:
    """The service, whose academy has a name that HTML must not read."""
    mine = actor or operator("test")
    return Reports(world.stats(mine), mine, "<Ann & Bob>", 5)


@pytest.fixture
def made(world: World) -> Report:
    """A report of an academy with eight learners, of whom two completed the one course."""
    course = world.course("python", ["a"], teacher="tea")
    for number in range(8):
        user = world.person(f"p{number}", "2026-09-01")
        done = "2026-10-20" if number < 2 else None
        place = world.enrolled(user, course, "2026-10-02", done=done)
        world.progress(place, 1, "2026-10-03", done="2026-10-04", seconds=3600)
        world.sold(user, {course: 123400}, "2026-10-02", country="fr")
    return reports(world).make(Wanted())


class Reader(HTMLParser):
    """What a page asks for, and whether its elements end where they should."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "link", "br"}:
            self.open.append(tag)
        self.asked += [str(value) for name, value in attrs if name in {"src", "href", "action"}]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing stays open."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_a_page_says_the_figures_and_asks_for_nothing(made: Report) -> None:
    page = html.page(made).decode()
    reader = Reader()
    reader.feed(page)

    assert reader.open == []
    assert reader.asked == []
    assert not re.search(r"<script|https?:|url\(|@import", page)
    assert "&lt;Ann &amp; Bob&gt; in figures" in page
    assert "€9,872.00" in page
    assert ">8<" in page


def test_few_people_are_not_told_and_nothing_follows_from_them(made: Report) -> None:
    courses = next(one for one in made.sections if one.title == "Courses")
    assert courses.table is not None
    [row] = courses.table.rows
    told = dict(zip(courses.table.heads, row, strict=True))

    assert told["Enrolled"] == "8"
    assert told["Completed"] == "<5"
    assert told["Completion rate\N{NO-BREAK SPACE}%"] == "hidden"
    assert told["Days median"] == "hidden"
    assert told["Net"] == "€9,872.00"
    funnel = next(one for one in made.sections if one.title.startswith("From"))
    assert [bar.text for bar in funnel.charts[0].bars] == ["8", "8", "8", "<5", "0"]


def test_whoever_wants_to_tells_all(world: World, made: Report) -> None:
    assert made.highlights
    again = reports(world).make(Wanted(least=1))

    courses = next(one for one in again.sections if one.title == "Courses")
    assert courses.table is not None
    assert "25.0" in courses.table.rows[0]


def test_where_few_are_counted_at_all_no_count_is_told() -> None:
    figures = (counted("people", "how many people", people=True), counted("lessons", "how many lessons"),
               part("rate", "lessons", "people", "how many each"))  # fmt: skip
    rows = [{"people": 2, "lessons": 30, "rate": 15.0}, {"people": 0, "lessons": 0, "rate": None}]

    few, none = hidden(rows, figures, 5)

    assert [str(value) for value in few.values()] == ["<5", "hidden", "hidden"]
    assert none == rows[1]


def test_money_can_be_left_out_altogether(world: World, made: Report) -> None:
    assert "€" in str(made)
    assert "€" not in str(reports(world).make(Wanted(has_money=False)))


def test_only_an_admin_makes_one(world: World) -> None:
    for role in (Role.STUDENT, Role.INSTRUCTOR, Role.SUPPORT):
        actor = Actor("user:1", "x@x.org", 1, frozenset({role}), frozenset({"python"}))
        with pytest.raises(NotPermittedError):
            reports(world, actor).make(Wanted())


def test_paper_has_the_same_words_on_as_many_pages_as_they_need(made: Report) -> None:
    document = pypdfium2.PdfDocument(paper.page(made))
    text = "\n".join(page.get_textpage().get_text_range() for page in document)

    assert len(document) >= 2
    for words in ("<Ann & Bob> in figures", "€9,872.00", "What the figures mean", "<5"):
        assert words in text


def test_on_paper_a_title_stands_on_the_page_of_its_chart(made: Report) -> None:
    document = pypdfium2.PdfDocument(paper.page(made))
    pages = [page.get_textpage().get_text_range() for page in document]

    for section in made.sections:
        words = " ".join(section.words[0].split()[:8])
        for chart in section.charts[:1]:
            assert any(words in page and chart.title in page for page in pages), section.title


@pytest.mark.usefixtures("made")
def test_a_printed_page_leaves_no_column_out(world: World, tmp_path: Path) -> None:
    file, printed = tmp_path / "report.html", tmp_path / "printed.pdf"
    file.write_bytes(html.page(reports(world).make(Wanted(least=1))))
    browser = shutil.which("chromium")
    assert browser, "chromium is not installed: .ci/packages does"

    words = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'own'}"]
    subprocess.run(
        [browser, *words, f"--print-to-pdf={printed}", file.as_uri()],
        check=True,
        capture_output=True,
    )

    document = pypdfium2.PdfDocument(printed)
    pages = [page.get_textpage().get_text_range() for page in document]
    [funnel] = [
        page for page in pages if "From enrolling to a certificate, 1 December 2025" in page
    ]
    assert "100.0" in funnel  # the part of the orders that was paid, in the last column


def test_lessons_where_enough_learners_stop_are_told_and_no_others(world: World) -> None:
    course = world.course("python", ["a", "b"])
    for number in range(9):
        user = world.person(f"p{number}", "2026-09-01")
        place = world.enrolled(user, course, "2026-09-02")
        world.progress(place, 1, "2026-09-03")
        if number < 3:
            world.progress(place, 2, "2026-09-04")

    told = {one.title: one for one in reports(world).make(Wanted()).sections}
    all_of_them = {one.title: one for one in reports(world).make(Wanted(least=1)).sections}

    few, all_ = told["Where learners stop"], all_of_them["Where learners stop"]
    assert few.table
    assert all_.table
    assert few.table.rows == (("python", "A", "9", "6", "66.7"),)
    assert [bar.text for bar in few.charts[0].bars] == ["6 of 9"]
    assert all_.table.rows[1] == ("python", "B", "3", "3", "100.0")


def test_where_too_few_stop_there_is_no_section_of_it(world: World, made: Report) -> None:
    few = reports(world).make(Wanted(least=7))

    assert "Where learners stop" in {one.title for one in made.sections}
    assert "Where learners stop" not in {one.title for one in few.sections}


def test_the_same_report_is_the_same_bytes(made: Report) -> None:
    assert html.page(made) == html.page(made)
    assert paper.page(made) == paper.page(made)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    sqlite_url: str, tmp_path: Path, chromium: Chromium, scheme: str
) -> None:
    world = World(sqlite_url)
    course = world.course("python", ["a"])
    place = world.enrolled(world.person("ann", "2026-09-01"), course, "2026-10-02")
    world.progress(place, 1, "2026-10-03")
    world.sold(1, {course: 5000}, "2026-10-02")
    file = tmp_path / "report.html"
    file.write_bytes(html.page(reports(world).make(Wanted(least=1))))
    world.database.close()

    with chromium.tab(scheme=scheme, width=390) as tab:
        tab.goto(file.as_uri())
        found, outside, wide = (
            tab.barriers(),
            tab.outside,
            tab.evaluate("document.body.scrollWidth"),
        )

    assert (found, outside) == ([], [])
    assert wide <= 390
