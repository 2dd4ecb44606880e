"""A course in several languages in a real browser: switched, read from both sides, and by everybody."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.preview.building import Builder
from academy_cli.authoring.preview.looking import View
from tests.pages import hostile
from tests.pages.chromium import Chromium
from tests.pages.languages import FLOUR, HOSTILE, course
from tests.pages.sites import served, write

pytestmark = pytest.mark.slow

AT_FLOUR, AT_ONLY = "lesson/01-dough/01-flour.html", "lesson/02-oven/only.html"
AT_KINDS = "lesson/03-kinds.quiz.html"
IN = "[document.documentElement.lang, document.documentElement.dir]"
SIDE = (
    "(({left, right}) => left > innerWidth - right)"
    "(document.querySelector('.outline').getBoundingClientRect())"
)


def test_somebody_changes_the_language_and_stays_in_the_lesson(
    tmp_path: Path, chromium: Chromium
) -> None:
    with served(write(tmp_path, course())) as site, chromium.tab() as tab:
        tab.goto(site.page(AT_FLOUR))
        tab.click(".menu summary")
        tab.follow(".menu [hreflang=ar]")
        assert (tab.evaluate(IN), tab.texts("h1")) == (["ar", "rtl"], ["الدقيق"])
        assert tab.evaluate(SIDE) is True
        tab.follow(".text a")
        assert tab.texts("h1, .standing") == [
            "Heat",
            "لم تُترجم هذه الصفحة بعد. يظهر لك النص الأصلي.",
        ]
        text = "getComputedStyle(document.querySelector('.text')).direction"
        assert (tab.evaluate(IN), tab.evaluate(text)) == (["ar", "rtl"], "ltr")
        tab.click(".menu summary")
        tab.follow(".menu [hreflang=de]")
        assert (tab.evaluate(IN), tab.texts("h1")) == (["de", "ltr"], ["Hitze"])
        tab.follow("a.course")
        assert tab.texts("h1") == ["Brot"]
        assert tab.console == []
        assert tab.outside == []


def test_code_and_formulas_among_words_from_the_right_read_from_the_left(
    tmp_path: Path, chromium: Chromium
) -> None:
    """`500 g` stood there as “g 500”, for a page's direction is that of everything that says no other."""
    arabic = {f"translations/ar/{FLOUR}": "# الدقيق\n\nخذ `500 g` من $2 + x$ هنا.\n"}
    begins = (
        "[...document.querySelectorAll('.text p :is(code, .math)')].map(one => {"
        "const at = n => { const r = new Range(), t = one.firstChild;"
        " r.setStart(t, n); r.setEnd(t, n + 1); return r.getBoundingClientRect().left };"
        " return at(0) < at(one.textContent.length - 1) })"
    )
    with served(write(tmp_path, {**course(), **arabic})) as site, chromium.tab() as tab:
        tab.goto(site.page(f"ar/{AT_FLOUR}"))
        assert tab.evaluate(begins) == [True, True]


def test_words_of_a_quiz_read_as_they_are_written_on_pages_from_the_right(
    tmp_path: Path, chromium: Chromium
) -> None:
    """A translation keeps many a choice, such as “30 million”, which stood there as “million 30”."""
    sides = (
        "[...new Set([...document.querySelectorAll('legend .text, .answers label > span:not(.unseen)')]"
        ".filter(one => /[a-z]/i.test(one.textContent)).map(one => getComputedStyle(one).direction))]"
    )
    with served(write(tmp_path, course())) as site, chromium.tab() as tab:
        tab.goto(site.page(f"ar/{AT_KINDS}"))
        assert tab.evaluate("document.documentElement.dir") == "rtl"
        assert tab.evaluate(sides) == ["ltr"]


def test_the_menu_closes_by_escape_and_by_going_elsewhere(
    tmp_path: Path, chromium: Chromium
) -> None:
    is_open = "document.querySelector('.menu').open"
    with served(write(tmp_path, course())) as site, chromium.tab() as tab:
        tab.goto(site.page(AT_FLOUR))
        tab.click(".menu summary")
        assert tab.evaluate(is_open) is True
        tab.press("Escape")
        assert tab.evaluate(is_open) is False
        assert tab.evaluate("document.activeElement.localName") == "summary"
        tab.press("Enter")
        assert tab.evaluate(is_open) is True
        tab.evaluate("document.querySelector('h1').click()")
        assert tab.evaluate(is_open) is False


def test_it_is_switched_without_javascript(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, course())) as site, chromium.tab(script=False) as tab:
        tab.goto(site.page(AT_FLOUR))
        tab.click(".menu summary")
        tab.follow(".menu [hreflang=de]")
        assert tab.texts("h1") == ["Mehl"]


@pytest.mark.parametrize(
    ("tag", "scheme"), [("", "light"), ("de/", "dark"), ("ar/", "light"), ("ar/", "dark")]
)
def test_everybody_can_use_it(tmp_path: Path, chromium: Chromium, tag: str, scheme: str) -> None:
    pages = ("index.html", AT_FLOUR, AT_ONLY, AT_KINDS)
    with (
        served(write(tmp_path, course())) as site,
        chromium.tab(scheme=scheme, guarded=False) as tab,
    ):
        for address in pages:
            tab.goto(site.page(f"{tag}{address}"))
            tab.click(".menu summary")
            assert (address, tab.barriers()) == (address, [])


@pytest.mark.parametrize("width", [320, 1200])
def test_nothing_is_wider_than_the_screen_in_any_language(
    tmp_path: Path, chromium: Chromium, width: int
) -> None:
    with served(write(tmp_path, course())) as site, chromium.tab(width=width) as tab:
        urls = [
            site.page(f"{tag}{address}")
            for tag in ("", "de/", "ar/", "pt-BR/")
            for address in ("index.html", AT_FLOUR, AT_ONLY, AT_KINDS)
        ]
        open_it = "document.querySelector('.menu').open = true"
        wide = "document.documentElement.scrollWidth - innerWidth"
        inside = (
            "(({left, right}) => left >= 0 && right <= innerWidth)"
            "(document.querySelector('.menu nav').getBoundingClientRect())"
        )
        seen = tab.visit(urls, f"{open_it}, [{wide}, {inside}]")

    assert {page["url"]: page["told"] for page in seen if page["told"] != [0, True]} == {}


def test_words_that_there_are_not_in_a_language_are_english_and_say_so(
    tmp_path: Path, chromium: Chromium
) -> None:
    hebrew = {f"translations/he/{FLOUR}": "# קמח\n\nקמח ומים.\n"}
    told = "document.querySelector('.standing')"
    with served(write(tmp_path, {**course(), **hebrew})) as site, chromium.tab() as tab:
        tab.goto(site.page(f"he/{AT_ONLY}"))

        assert tab.evaluate(IN) == ["he", "rtl"]
        assert tab.evaluate(f"[{told}.lang, {told}.dir]") == ["en", "ltr"]
        assert tab.evaluate(f"getComputedStyle({told}).textAlign") == "right"


def test_a_quiz_is_answered_in_another_language(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, course())) as site, chromium.tab() as tab:
        tab.goto(site.page(f"de/{AT_KINDS}"))
        tab.click("input[value=false]")
        tab.evaluate("document.querySelector('[name=\"q.leave\"]').value = 'raus'")
        tab.click(".question label:nth-child(2)")
        tab.follow("button.start")

        assert tab.texts("#academy-result") == [
            "3 von 8 Punkten 37 % Nicht bestanden: 60 % sind nötig"
        ]
        assert tab.texts(".verdict.right")[0].startswith("Richtig")
        assert "Genau." in tab.texts(".verdict")[0]


def test_a_page_follows_its_translation(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, course())) as site, chromium.tab() as tab:
        tab.goto(site.page(f"de/{AT_FLOUR}"))
        write(tmp_path, {f"translations/de/{FLOUR}": "# Roggen\n\n[Nichts](none.md)\n"})
        tab.wait("document.querySelector('h1').textContent === 'Roggen'")
        tab.wait("document.querySelector('.findings') !== null")
        write(tmp_path, {"translations/de/01-dough/module.yaml": "title: Sauerteig\n"})
        tab.wait("document.querySelector('.trail').textContent.includes('Sauerteig')")


def test_a_build_is_read_from_a_folder_in_every_language(
    tmp_path: Path, chromium: Chromium
) -> None:
    out = tmp_path / "a site #1"
    Builder(write(tmp_path / "course", course()), out).build()
    with chromium.tab() as tab:
        tab.goto((out / "index.html").as_uri())
        tab.click(".menu summary")
        tab.follow(".menu [hreflang=de]")
        tab.follow(".start")
        assert tab.texts("h1") == ["Mehl"]
        assert tab.evaluate("document.querySelector('main img').naturalWidth") == 40
        assert tab.evaluate("getComputedStyle(document.querySelector('.bar')).display") == "flex"
        assert tab.console == []
        assert tab.outside == []


def test_nothing_that_a_translation_says_runs(tmp_path: Path, chromium: Chromium) -> None:
    cases = [one for one in hostile.CASES if not any(ord(sign) < 32 for sign in one)]
    said = "\n\n".join(cases)
    title = "title: '<img src=x onerror=ran++>\"><script>ran++</script>'\n"
    evil = {
        f"translations/de/{FLOUR}": f"---\n{title}---\n\n{said}\n",
        "translations/de/course.yaml": f"{title}summary: '<svg onload=ran++>'\ndescription: about.md\n",
        "translations/de/about.md": said,
        "translations/de/01-dough/module.yaml": title,
    }
    with (
        served(write(tmp_path, {**course(), **HOSTILE, **evil})) as site,
        chromium.tab() as tab,
    ):
        addresses = ("de/index.html", f"de/{AT_FLOUR}", "de/module/01-dough.html")
        urls = [site.page(one, view) for one in addresses for view in View]
        seen = tab.visit(urls, "window.ran ?? 0", 50)

    assert [page["told"] for page in seen] == [0] * 6
    assert [page["dialogs"] for page in seen] == [[]] * 6
    requests = [url for page in seen for url in page["requests"]]
    assert [url for url in requests if not url.startswith("http://127.0.0.1:")] == []
