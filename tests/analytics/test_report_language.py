"""A report in the language of its readers: every word of ours, each number, amount and day."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pypdfium2
import pytest

from academy_cli.access.actor import operator
from academy_cli.analytics.asking import OFFERED, By, Subject
from academy_cli.analytics.charts.choosing import charts
from academy_cli.analytics.charts.drawing import Words, drawn
from academy_cli.analytics.charts.scales import told
from academy_cli.analytics.conversions import VISITED
from academy_cli.analytics.labels import BY, HEADS, SUBJECTS, label
from academy_cli.analytics.report import html, paper
from academy_cli.analytics.report.service import Reports, Wanted
from academy_cli.analytics.report.values import Report
from academy_cli.analytics.voice import PLAIN, Voice
from academy_cli.cli import language
from tests.analytics.world import World

FRENCH = Voice("fr", language.named("fr"))
OPEN, SHUT = "⟦⟧"
OWN = re.compile(
    r"\b(?:Ann|python|Intro|UTC|EUR|[kMG]|[a-z_]+ / [a-z_0-9 /]+)\b|[<>()+.,:;–%€0-9\s]"
)
"""Names, units and fields, which are the same in each language."""


class Marked:
    """A language made up for tests, in which all that is ours stands between marks, and no value does."""

    def gettext(self, message: str, /) -> str:
        marked = re.sub(r"(\{[^}]*\})", rf"{SHUT}\1{OPEN}", message)
        return f"{OPEN}{marked}{SHUT}" if re.search("[a-z]", message) else message

    def ngettext(self, one: str, many: str, count: int, /) -> str:
        return self.gettext(one if count == 1 else many)


def sold(world: World) -> None:
    """Nine learners of a course, of whom six stop at its first lesson."""
    course = world.course("python", ["intro"], teacher="tea")
    for number in range(9):
        user = world.person(f"p{number}", "2026-09-01")
        place = world.enrolled(
            user, course, "2026-10-02", done="2026-10-20" if number < 3 else None
        )
        world.progress(place, 1, "2026-10-03", done="2026-10-04", seconds=3600)
        world.sold(user, {course: 123456}, "2026-10-02", country="fr")


def reported(world: World, voice: Voice, least: int = 1) -> Report:
    mine = operator("test")
    reports = Reports(world.stats(mine), mine, "Ann", 5)
    return reports.make(Wanted(least=least, voice=voice))


def texts(value: object) -> Iterator[str]:
    """Every text of a report."""
    if isinstance(value, Voice):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list):
        for one in value:
            yield from texts(one)


def of_nobody(text: str) -> str:
    """What is left of a text without what is marked, and without names and numbers."""
    depth, left = 0, []
    for letter in text:
        depth += (letter == OPEN) - (letter == SHUT)
        left.append("" if depth or letter == SHUT else letter)
    return OWN.sub("", "".join(left))


def test_every_word_of_ours_is_in_the_readers_language(world: World) -> None:
    sold(world)
    made = reported(world, Voice("qq", Marked()))
    drawings = [drawn(chart) for section in made.sections for chart in section.charts]
    shown = [one.text for each in drawings for one in each.shapes if isinstance(one, Words)]

    told_to_all = {*texts(made), *shown, *(one.told for one in drawings)}

    assert {
        one for one in told_to_all if re.search("[a-zA-Z]", of_nobody(one)) and not is_iso(one)
    } == set()


def is_iso(text: str) -> bool:
    """Whether it is an amount or a day that no language is known for: ISO has a form for both."""
    return bool(re.fullmatch(r"[0-9. ]+[A-Z]{3}|[0-9-]+", text))


def test_without_a_language_they_are_not(world: World) -> None:
    """The control."""
    sold(world)

    assert any(re.search("[a-z]", of_nobody(one)) for one in texts(reported(world, PLAIN)))


def test_a_french_report_has_french_words_numbers_amounts_and_days(world: World) -> None:
    sold(world)
    made = reported(world, FRENCH)

    assert made.title == "Ann en chiffres"
    assert made.days == "du 1er décembre 2025 au 28 novembre 2026"
    assert [(one.name, one.value) for one in made.highlights] == [
        ("Net", "11\N{NARROW NO-BREAK SPACE}111,04\N{NO-BREAK SPACE}€"),
        ("Inscrits", "9"),
        ("Dont cours achevé", "33,3\N{NO-BREAK SPACE}%"),
        ("Certificats délivrés", "0"),
    ]
    learning = next(one for one in made.sections if one.title == "Apprentissage")
    assert learning.table
    assert learning.table.rows[-2][0] == "oct. 2026"
    assert learning.charts[0].title == "Apprenants par mois"
    assert [told(one, FRENCH) for one in (2.5, 1500)] == ["2,5", "1,5\N{NO-BREAK SPACE}k"]


def test_pages_say_their_language_and_hold_the_same_words(world: World) -> None:
    sold(world)
    made = reported(world, FRENCH)
    page = html.page(made).decode()
    document = pypdfium2.PdfDocument(paper.page(made))
    text = "\n".join(one.get_textpage().get_text_range() for one in document)

    assert '<html lang="fr">' in page
    assert '<html lang="en">' in html.page(reported(world, PLAIN)).decode()
    assert b"/Lang (fr)" in paper.page(made)
    for words in ("Ann en chiffres", "Ce que signifient les chiffres", "avant\N{NO-BREAK SPACE}: "):
        assert words in page
        assert words.strip().replace("\N{NO-BREAK SPACE}", " ") in text.replace(
            "\N{NO-BREAK SPACE}", " "
        )


def test_every_figure_and_whatever_it_is_told_for_has_a_name_for_people(world: World) -> None:
    sold(world)
    names = {one.name for one in VISITED}
    for subject in Subject:
        names |= {one.name for one in world.tell(subject, By.TOTAL).figures}

    assert {SUBJECTS[one] for one in Subject}
    assert {BY[one] for one in By}
    assert all(label(name) for name in names)
    assert {by.value for every in OFFERED.values() for by in every} - {"total"} <= set(HEADS)


def test_a_figure_without_a_name_is_seen() -> None:
    """The control."""
    with pytest.raises(KeyError):
        label("nothing_of_the_kind")


def test_charts_alone_are_in_the_language_too(world: World) -> None:
    sold(world)

    [chart] = charts(world.tell(Subject.REVENUE, By.MONTH), FRENCH)

    assert chart.title == "Net par mois, EUR"
    assert chart.bars[0].name == "oct. 2026"
    assert chart.told.startswith("Net par mois, EUR\N{NO-BREAK SPACE}: de oct. 2026 (11")
