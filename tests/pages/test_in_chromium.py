"""Pages in a real browser: a course is read, walked through and looked at in every way there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.preview.building import Builder
from academy_cli.authoring.preview.looking import View
from tests.pages.chromium import Chromium
from tests.pages.sites import COURSE, HOSTS, served, write

pytestmark = pytest.mark.slow

FLOUR = "lesson/01-dough/01-flour.html"


def test_a_course_is_walked_through(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab() as tab:
        assert tab.goto(site.url) == 200
        assert tab.texts("h1, .summary") == ["Bread", "Bake it yourself."]
        assert tab.texts(".list a") == [
            *("Dough", "Flour & water", "Secret"),
            *("Oven", "Heat", "Later"),
        ]
        tab.follow(".start")
        assert tab.texts("h1") == ["Flour & water"]
        assert tab.evaluate("document.querySelector('main img').naturalWidth") == 40
        assert tab.texts(".outline [aria-current=page]") == ["Flour & water"]
        assert tab.texts(".contents a") == ["Kinds", "Ratio"]
        tab.follow(".text a[href*='oven']")
        assert tab.texts("h1") == ["Heat"]
        assert tab.evaluate("decodeURI(location.hash)") == "#how-hot"
        assert tab.evaluate("document.querySelector(location.hash).localName") == "h2"
        tab.follow(".ways .previous")
        assert tab.texts("h1") == ["Secret"]
        tab.follow("nav[aria-label=View] a")
        assert tab.texts("h1") == ["Not here"]
        assert tab.goto(site.page("", View.LEARNER)) == 200
        assert "Secret" not in tab.texts(".list a")
        assert [line for line in tab.console if "404" not in line] == []
        assert tab.outside == []


def test_what_markdown_says_is_what_is_shown(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab() as tab:
        tab.goto(site.page(FLOUR))

        assert tab.texts(".math") == ["$w_1 * w_2 = x_1 * 5$", "\\(a_b * c_d\\)"]
        assert tab.texts(".alert.note p") == ["Note", "Rye is heavier."]
        assert tab.texts("pre .k, pre .nf, pre .c") == ["def", "weigh", "return", "# twice"]
        assert tab.texts("td") == ["rye", "500"]
        assert tab.texts("a.outside") == ["Elsewhere (https://pictures.example/x.png)"]
        assert tab.evaluate("document.querySelectorAll('[role=img]').length") == 3
        assert tab.evaluate(
            "fetch(document.querySelector('a[href*=csv]').href).then((r) => r.text())"
        ) == ("kind,grams\nrye,500\n")


def test_findings_stand_beside_their_lesson_for_its_author_alone(
    tmp_path: Path, chromium: Chromium
) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab() as tab:
        tab.goto(site.page("lesson/01-dough/02-secret.html"))
        assert tab.texts(".findings .place") == ["7:10 link.broken"]
        assert tab.texts(".standing") == ["This is a draft: learners do not see it."]
        tab.goto(site.page("findings.html"))
        assert tab.texts(".of-file h2") == ["01-dough/02-secret.md"]

        assert tab.goto(site.page("findings.html", View.LEARNER)) == 404
        assert tab.goto(site.page("lesson/02-oven/later.html", View.LEARNER)) == 200
        assert tab.texts("main p.standing") == ["This opens on 2999-01-01."]
        assert "Wait for it." not in tab.texts("main")[0]


def test_a_video_is_loaded_when_somebody_asks_for_it(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab() as tab:
        tab.goto(site.page(FLOUR))
        assert tab.outside == []

        tab.click(".embed a")

        tab.wait("document.querySelector('.embed iframe') !== null")
        assert tab.outside == ["https://www.youtube-nocookie.com/embed/abc_123"]


def test_somebody_chooses_dark_and_it_stays_dark(tmp_path: Path, chromium: Chromium) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with served(write(tmp_path, COURSE)) as site, chromium.tab() as tab:
        tab.goto(site.page())
        light = tab.evaluate(ground)
        tab.click("button.theme")
        dark = tab.evaluate(ground)
        tab.goto(site.page(FLOUR))

        assert (light, tab.evaluate(ground)) == ("rgb(255, 255, 255)", dark)
        assert dark != light


def test_it_is_read_without_javascript_and_by_keyboard(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, COURSE)) as site:
        with chromium.tab(script=False) as tab:
            tab.goto(site.page(FLOUR))
            tab.follow(".ways .next")
            tab.follow("a.course")
        with chromium.tab() as tab:
            tab.goto(site.page(FLOUR))
            tab.press("Tab")
            assert tab.evaluate("document.activeElement.className") == "skip"
            tab.press("Enter")
            assert tab.evaluate("document.activeElement.localName") == "main"


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_nothing_is_wider_than_the_screen(tmp_path: Path, chromium: Chromium, width: int) -> None:
    long = {
        "01-dough/03-long.md": f"# {'Long' * 40}\n\n{'word' * 60} `{'code' * 60}` $x{'y' * 200}$\n"
    }
    rows = f"| {'a | ' * 30}\n|{' --- |' * 30}\n| {'wide | ' * 30}"
    wide = {"02-oven/wide.md": f"# Wide\n\n{rows}\n\n```\n{'x' * 400}\n```\n"}
    with (
        served(write(tmp_path, {**COURSE, **long, **wide})) as site,
        chromium.tab(width=width) as tab,
    ):
        seen = tab.visit(
            [site.page(), site.page("findings.html"), *site.pages()],
            "document.documentElement.scrollWidth - innerWidth",
        )

    assert {page["url"]: page["told"] for page in seen if page["told"] > 0} == {}


def test_pages_run_from_the_right_where_their_language_does(
    tmp_path: Path, chromium: Chromium
) -> None:
    arabic = {
        "course.yaml": "id: khubz\ntitle: الخبز\nlanguage: ar\n",
        "01.md": "# الدقيق\n\nنص\n\n```\ncode\n```\n",
    }
    place = "document.querySelector('.outline').getBoundingClientRect()"
    side = f"(({{left, right}}) => left > innerWidth - right)({place})"
    with served(write(tmp_path, arabic)) as site, chromium.tab() as tab:
        tab.goto(site.page("lesson/01.html"))

        assert tab.evaluate(side) is True
        assert tab.evaluate("getComputedStyle(document.querySelector('pre')).direction") == "ltr"


def test_files_of_a_build_are_read_from_a_folder(tmp_path: Path, chromium: Chromium) -> None:
    folder, out = write(tmp_path / "course", COURSE), tmp_path / "a site #1"
    Builder(folder, out, hosts=HOSTS).build()
    with chromium.tab() as tab:
        tab.goto((out / "index.html").as_uri())
        tab.follow(".start")

        assert tab.texts("h1") == ["Flour & water"]
        assert tab.evaluate("document.querySelector('main img').naturalWidth") == 40
        assert tab.evaluate("getComputedStyle(document.querySelector('.bar')).display") == "flex"
        assert tab.evaluate("document.querySelector('button.theme').hidden") is False
        assert tab.texts(".findings") == []
        assert tab.console == []
        assert tab.outside == []


def test_a_page_follows_what_is_saved(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab() as tab:
        tab.goto(site.page("lesson/02-oven/heat.html"))
        write(tmp_path, {"02-oven/heat.md": "# Heat\n\nHotter than before.\n"})
        tab.wait("document.querySelector('.text').textContent.includes('Hotter')")
        write(tmp_path, {"02-oven/heat.md": "# Heat\n\n[Nowhere](none.md)\n"})
        tab.wait("document.querySelector('.findings') !== null")
        write(tmp_path, {"02-oven/module.yaml": "title: The big oven\n"})
        tab.wait("document.querySelector('.trail').textContent.includes('The big oven')")
        write(tmp_path, {"02-oven/new.md": "# New\n\nText.\n"})
        tab.wait("document.querySelector('.outline').textContent.includes('New')")
        site.settle()
        tab.goto(site.page())
        write(tmp_path, {"course.yaml": "id: [\n"})
        tab.wait("document.querySelector('h1').textContent === 'The course cannot be shown'")
        assert tab.texts(".finding-list .severity") == ["error"]
        write(tmp_path, {"course.yaml": COURSE["course.yaml"]})
        tab.wait("document.querySelector('h1').textContent === 'Bread'")
