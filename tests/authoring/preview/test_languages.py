"""Pages in every language of a course: what is translated, what is not, and where each leads."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.preview import links as preview_links
from academy_cli.authoring.preview import retelling
from academy_cli.authoring.preview.found import packed
from academy_cli.authoring.preview.looking import View
from academy_cli.authoring.preview.workshop import Workshop
from academy_cli.authoring.signposts import joined
from academy_cli.authoring.source import FolderTree
from tests.pages.languages import FLOUR, HEAT, HOSTILE, course
from tests.pages.sites import write

AT_FLOUR, AT_HEAT = "lesson/01-dough/01-flour.html", "lesson/02-oven/heat.html"
AT_KINDS, AT_ONLY = "lesson/03-kinds.quiz.html", "lesson/02-oven/only.html"
LINK = re.compile(r'<a [^>]*href="([^"]*)"[^>]*>(?:<[^>]*>)*([^<]*)')


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """The course in five languages."""
    return Workshop(write(tmp_path / "bread", course()))


def page(workshop: Workshop, address: str, view: View = View.AUTHOR) -> str:
    """A page that is there."""
    found = workshop.page(view, address)
    assert found.is_there, address
    return found.html


def text(html: str) -> str:
    """What stands in a page's middle."""
    return html.partition("<main")[2].partition("</main>")[0]


def links(html: str) -> dict[str, str]:
    """Where the links of a page's middle lead, by their words."""
    return {unescape(said).strip(): unescape(href) for href, said in LINK.findall(text(html))}


@pytest.mark.parametrize(
    ("address", "html", "title"),
    [
        (AT_FLOUR, 'lang="en" dir="ltr"', "Flour &amp; water"),
        (f"de/{AT_FLOUR}", 'lang="de" dir="ltr"', "Mehl"),
        (f"ar/{AT_FLOUR}", 'lang="ar" dir="rtl"', "الدقيق"),
        (f"fr/{AT_HEAT}", 'lang="fr" dir="ltr"', "Chaleur"),
        (f"pt-BR/{AT_HEAT}", 'lang="pt-BR" dir="ltr"', "Calor"),
        ("de/module/01-dough.html", 'lang="de" dir="ltr"', "Teig"),
        ("de/index.html", 'lang="de" dir="ltr"', "Brot"),
        ("de/", 'lang="de" dir="ltr"', "Brot"),
    ],
)
def test_a_page_is_in_the_language_of_its_address(
    workshop: Workshop, address: str, html: str, title: str
) -> None:
    found = page(workshop, address)

    assert html in found.partition(">\n<head>")[0]
    assert f"<h1>{title}</h1>" in found


def test_what_is_not_translated_is_told_as_it_is_and_that_it_is(workshop: Workshop) -> None:
    german, arabic = (page(workshop, f"{tag}/{AT_ONLY}") for tag in ("de", "ar"))

    assert "Diese Seite ist noch nicht übersetzt." in german
    assert "لم تُترجم هذه الصفحة بعد." in arabic
    for found in (german, arabic):
        assert '<h1 lang="en" dir="ltr">Only here</h1>' in found
        body = found.partition('<div class="text" lang="en" dir="ltr">')[2]
        assert "It is <a" in body.partition("</div>")[0]
    assert "noch nicht" not in page(workshop, f"de/{AT_FLOUR}")
    assert "noch nicht" not in page(workshop, AT_ONLY)


def test_titles_around_a_page_are_those_of_its_language_where_there_are_any(
    workshop: Workshop,
) -> None:
    german = page(workshop, f"de/{AT_FLOUR}")
    outline = german.partition('<nav class="outline"')[2]

    assert '<a href="../../../de/module/01-dough.html">Teig</a>' in outline
    assert '<a href="../../../de/module/02-oven.html" lang="en" dir="ltr">Oven</a>' in outline
    assert ">Zum Schluss</a>" in outline
    assert '<a href="../../../de/module/01-dough.html">Teig</a>' in text(german)  # the trail
    assert '<strong lang="en" dir="ltr">Secret</strong>' in german
    assert 'href="../../../de/index.html">Brot</a>' in german


def test_a_course_is_summed_up_in_its_language(workshop: Workshop) -> None:
    german, arabic = page(workshop, "de/index.html"), page(workshop, "ar/index.html")

    assert '<p class="summary">Selbst gebacken.</p>' in german
    assert "<p>Mehl, Wasser und <em>Zeit</em>.</p>" in german
    assert '<p class="summary" lang="en" dir="ltr">Bake it yourself.</p>' in arabic
    assert '<a class="course" href="../ar/index.html" lang="en" dir="ltr">Bread</a>' in arabic
    assert '<dd lang="en" dir="ltr">2 hours</dd>' in german
    assert "<dd>2 hours</dd>" in page(workshop, "index.html")
    assert 'src="../file/cover.svg' in german


def test_a_link_leads_to_the_same_language(workshop: Workshop) -> None:
    german = links(page(workshop, f"de/{AT_FLOUR}"))

    assert german["Ofen"] == f"../../../de/{AT_HEAT}"
    assert german["dem, was fehlt"] == f"../../../de/{AT_ONLY}"
    assert german["alles"] == "../../../de/module/02-oven.html"
    assert german["eine Tabelle"].startswith("../../../file/01-dough/files/table.csv")
    assert links(page(workshop, f"de/{AT_ONLY}"))["hot"] == f"../../../de/{AT_HEAT}"
    assert links(page(workshop, f"fr/{AT_FLOUR}"))["the oven"] == f"../../../fr/{AT_HEAT}#how-hot"


def test_what_lies_beside_a_translation_wins(workshop: Workshop) -> None:
    assert "file/translations/de/02-oven/fire.svg" in text(page(workshop, f"de/{AT_HEAT}"))
    assert 'src="../../../file/02-oven/fire.svg' in text(page(workshop, f"fr/{AT_HEAT}"))
    assert 'src="../../../file/01-dough/flour.svg' in text(page(workshop, f"de/{AT_FLOUR}"))


def test_every_language_is_one_click_away_and_called_as_it_calls_itself(workshop: Workshop) -> None:
    found = page(workshop, f"ar/{AT_FLOUR}")
    menu = found.partition('<details class="menu">')[2].partition("</details>")[0]

    assert re.findall(r'lang="(\S*)" dir="(\S*)" hreflang="(\S*)" href="(\S*)"( aria-current)?', menu) == [
        ("en", "ltr", "en", f"../../../{AT_FLOUR}", ""),
        ("ar", "rtl", "ar", f"../../../ar/{AT_FLOUR}", " aria-current"),
        ("de", "ltr", "de", f"../../../de/{AT_FLOUR}", ""),
        ("fr", "ltr", "fr", f"../../../fr/{AT_FLOUR}", ""),
        ("pt-BR", "ltr", "pt-BR", f"../../../pt-BR/{AT_FLOUR}", ""),
    ]  # fmt: skip
    for name in ("English", "العربية", "Deutsch", "Français", "Português (Brasil)"):
        assert f">{name}</a>" in menu


def test_a_head_names_the_languages_in_which_there_is_that_page(workshop: Workshop) -> None:
    def alternates(address: str) -> list[str]:
        return re.findall(r'rel="alternate" hreflang="(\S*)"', page(workshop, address))

    assert alternates(AT_FLOUR) == ["en", "ar", "de"]
    assert alternates(f"fr/{AT_FLOUR}") == ["en", "ar", "de"]
    assert alternates(AT_ONLY) == ["en"]
    assert alternates(AT_HEAT) == ["en", "de", "fr", "pt-BR"]


def test_a_course_in_one_language_has_no_switch(tmp_path: Path) -> None:
    originals = {name: text for name, text in course().items() if not name.startswith("transl")}
    del originals["02-oven/heat.fr.md"]

    found = page(Workshop(write(tmp_path, originals)), AT_FLOUR)

    assert "hreflang" not in found
    assert not Workshop(tmp_path).page(View.AUTHOR, f"de/{AT_FLOUR}").is_there


def test_that_a_translation_is_out_of_date_is_told_to_authors(workshop: Workshop) -> None:
    german, learner = f"de/{AT_HEAT}", View.LEARNER
    stale = "Das Original wurde geändert, seit es übersetzt worden ist."

    assert stale in page(workshop, german)
    assert stale not in page(workshop, german, learner)
    for address in (f"de/{AT_FLOUR}", f"de/{AT_KINDS}", "de/index.html", "de/module/01-dough.html"):
        assert stale not in page(workshop, address)
    write(workshop.folder, {FLOUR: "# Flour\n\nOther.\n", "01-dough/module.yaml": "title: Other\n"})
    workshop.renew()
    assert stale in page(workshop, f"de/{AT_FLOUR}")
    assert stale in page(workshop, "de/module/01-dough.html")


def test_findings_of_a_translation_stand_on_its_page(workshop: Workshop) -> None:
    workshop.checking()
    workshop.checked(packed(compile_course(workshop.folder).problems))

    assert "none.md" in page(workshop, f"de/{AT_HEAT}").partition("findings")[2]
    assert "link.broken" not in page(workshop, AT_HEAT)
    assert "link.broken" not in page(workshop, f"de/{AT_HEAT}", View.LEARNER)
    every = links(page(workshop, "fr/findings.html"))
    assert every[f"translations/de/{HEAT}"] == f"../de/{AT_HEAT}"
    assert every["01-dough/02-secret.md"] == "../lesson/01-dough/02-secret.html"


def test_a_translated_quiz_keeps_the_keys_of_its_original(workshop: Workshop) -> None:
    english, german = page(workshop, AT_KINDS), page(workshop, f"de/{AT_KINDS}")

    def fields(html: str) -> set[tuple[str, str]]:
        return set(re.findall(r'name="(q\.[^"]*)"(?: value="([^"]*)")?', html))

    assert "Welche Schleife läuft" in german
    assert fields(german) == fields(english)
    assert "Ein paar Fragen" in german


def test_a_quiz_that_asks_otherwise_is_not_shown_in_its_place(workshop: Workshop) -> None:
    arabic = page(workshop, f"ar/{AT_KINDS}")

    assert '<span class="text" lang="en" dir="ltr"><p>Which loop runs' in arabic
    assert "Welche Schleife" not in arabic


def test_a_save_of_a_translation_reads_it_alone(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    page(workshop, f"de/{AT_FLOUR}")
    sketch, load, read = workshop.sketch, FolderTree.load, list[str]()

    def noted(self: FolderTree, path: str, limit: int) -> bytes:
        read.append(path)
        return load(self, path, limit)

    monkeypatch.setattr(FolderTree, "load", noted)
    for name, said in (
        (f"translations/de/{FLOUR}", "# Roggen\n"),
        ("translations/de/01-dough/module.yaml", "title: Sauerteig\n"),
    ):
        write(workshop.folder, {name: said})
        assert workshop.changed([workshop.folder / name])

    found = page(workshop, f"de/{AT_FLOUR}")

    assert "<h1>Roggen</h1>" in found
    assert "Sauerteig" in found
    assert workshop.sketch is sketch
    assert sorted(read) == [f"translations/de/{FLOUR}", "translations/de/01-dough/module.yaml"]


def test_a_translation_that_is_new_or_gone_is_seen(workshop: Workshop) -> None:
    new = f"translations/es/{FLOUR}"
    write(workshop.folder, {new: "# Harina\n"})
    workshop.changed([workshop.folder / new])
    assert "<h1>Harina</h1>" in page(workshop, f"es/{AT_FLOUR}")

    (workshop.folder / new).unlink()
    workshop.changed([workshop.folder / new])

    assert not workshop.page(View.AUTHOR, f"es/{AT_FLOUR}").is_there


def test_learners_are_led_to_no_draft_in_any_language(workshop: Workshop) -> None:
    secret = "lesson/01-dough/02-secret.html"

    for tag in ("de/", "ar/", ""):
        assert not workshop.page(View.LEARNER, f"{tag}{secret}").is_there
        assert "secret" not in page(workshop, f"{tag}{AT_FLOUR}", View.LEARNER)
        waiting = page(workshop, f"{tag}lesson/02-oven/later.html", View.LEARNER)
        assert "Wait for it." not in waiting


def test_codes_that_are_none_make_no_pages(tmp_path: Path) -> None:
    workshop = Workshop(write(tmp_path, {**course(), **HOSTILE}))

    assert workshop.sketch.translated.languages == ["ar", "de", "es", "fr", "pt-BR"]
    assert "<h1>Harina</h1>" in page(workshop, f"es/{AT_FLOUR}")
    assert "<h1>Calor</h1>" in page(workshop, f"es/{AT_HEAT}")
    assert "<h1>Brot</h1>" in page(workshop, "de/index.html")
    assert "<h1>Deep in it</h1>" in page(workshop, "lesson/de/lesson/x.html")
    assert '<h1 lang="en" dir="ltr">Deep in it</h1>' in page(workshop, "de/lesson/de/lesson/x.html")
    for address in ("en/index.html", "hk/index.html", "..x/index.html", "ES/index.html", "de"):
        assert not workshop.page(View.AUTHOR, address).is_there


def test_without_its_comparison_a_quiz_that_asks_otherwise_would_be_shown(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retelling, "differences", lambda *_: iter(()))

    assert "Welche Schleife" in page(workshop, f"ar/{AT_KINDS}")


def test_without_the_rule_of_two_places_links_of_a_translation_would_be_lost(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        preview_links, "leads_to", lambda file, _, target, *__: joined(file, target)
    )

    german = links(page(workshop, f"de/{AT_FLOUR}"))

    assert "eine Tabelle" not in german
    assert german["Ofen"] == f"../../../de/{AT_HEAT}"
