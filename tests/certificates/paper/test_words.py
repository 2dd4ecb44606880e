"""Dates, hours and placeholders as languages write them, from tables that no update changes."""

from __future__ import annotations

from datetime import date

import pytest
from babel.dates import format_date

from academy_cli.certificates.paper import dates, hours, templates, wording
from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.samples import SAMPLES
from academy_cli.certificates.paper.text import missing, page_text

DAY = date(2026, 11, 26)
WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
WANTED = ("en", "fr", "de", "es", "it", "pt", "nl", "pl", "ru", "el", "ar", "he", "zh", "ja", "tr")


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("en", DAY, "26 November 2026"),
        ("en-US", DAY, "November 26, 2026"),
        ("fr", DAY, "26 novembre 2026"),
        ("fr", date(2026, 5, 1), "1er mai 2026"),
        ("fr-CA", DAY, "26 novembre 2026"),
        ("de", DAY, "26. November 2026"),
        ("de-AT", date(2026, 1, 2), "2. Jänner 2026"),
        ("es", DAY, "26 de noviembre de 2026"),
        ("ru", DAY, "26 ноября 2026 г."),
        ("ca", date(2026, 4, 3), "3 d’abril del 2026"),
        ("el", DAY, "26 Νοεμβρίου 2026"),
        ("tr", DAY, "26 Kasım 2026"),
        ("ar", DAY, "26 نوفمبر 2026"),
        ("ar-EG", DAY, "٢٦ نوفمبر ٢٠٢٦"),
        ("ar-SY", DAY, "٢٦ تشرين الثاني ٢٠٢٦"),
        ("ar-TN", DAY, "26 نوفمبر 2026"),
        ("fa", DAY, "۲۶ نوامبر ۲۰۲۶"),
        ("he", DAY, "26 בנובמבר 2026"),
        ("zh", DAY, "2026年11月26日"),
        ("zh-Hant-TW", DAY, "2026年11月26日"),
        ("ja", DAY, "2026年11月26日"),
        ("ko", DAY, "2026년 11월 26일"),
        ("tlh", DAY, "2026-11-26"),
    ],
)
def test_a_day_reads_as_its_language_writes_it(language: str, day: date, words: str) -> None:
    assert dates.in_words(day, language) == words


@pytest.mark.parametrize("language", sorted(dates.LANGUAGES - {"ca", "en", "fr", "it", "no", "pt"}))
@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_those_of_the_unicode_cldr(language: str, month: int) -> None:
    day = date(2026, month, 17)
    theirs = " ".join(format_date(day, "long", locale=language.replace("-", "_")).split())

    assert dates.in_words(day, language).translate(WESTERN) == theirs.translate(WESTERN)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", {1: "1 hour", 2: "2 hours"}),
        ("fr-CA", {1: "1 heure", 24: "24 heures"}),
        ("pl", {1: "1 godzina", 3: "3 godziny", 5: "5 godzin", 12: "12 godzin", 22: "22 godziny"}),
        ("ru", {1: "1 час", 21: "21 час", 3: "3 часа", 11: "11 часов", 114: "114 часов"}),
        ("cs", {1: "1 hodina", 4: "4 hodiny", 22: "22 hodin"}),
        ("ro", {1: "1 oră", 19: "19 ore", 20: "20 de ore"}),
        ("ar", {1: "ساعة واحدة", 2: "ساعتان", 3: "3 ساعات", 11: "11 ساعة", 103: "103 ساعات"}),
        ("ar-EG", {24: "٢٤ ساعة"}),
        ("he", {1: "שעה אחת", 2: "שעתיים", 24: "24 שעות"}),
        ("zh", {24: "24小时"}),
        ("zh-Hant", {24: "24小時"}),
        ("sw", {24: "24 h"}),
    ],
)
def test_hours_have_the_plural_of_their_language(language: str, said: dict[int, str]) -> None:
    assert {number: hours.in_words(number, language) for number in said} == said


@pytest.mark.parametrize("language", WANTED)
def test_the_wanted_languages_have_dates_and_hours(language: str) -> None:
    assert language in dates.LANGUAGES & hours.LANGUAGES


@pytest.mark.parametrize(
    ("languages", "wanted", "chosen"),
    [
        (["en", "fr"], "fr-CA", "fr"),
        (["en", "zh-Hant", "zh"], "zh-Hant-TW", "zh-Hant"),
        (["en", "fr"], "de", "en"),
        (["fr", "de"], "it", "fr"),
    ],
)
def test_a_page_is_in_the_nearest_language_that_the_template_has(
    languages: list[str], wanted: str, chosen: str
) -> None:
    assert wording.page_language(languages, wanted) == chosen


def test_facts_take_their_places_and_spaces_are_tidied() -> None:
    filled = wording.filled(
        "{{ a }}  of  {{b}}", {"a": "One", "b": "e\u0301te\u0301"}, is_rtl=False
    )

    assert filled == "One of été"


@pytest.mark.parametrize(
    ("text", "language", "capitals"),
    [
        ("istanbul akademisi", "tr", "İSTANBUL AKADEMİSİ"),
        ("Ακαδημία της Λίμνης", "el", "ΑΚΑΔΗΜΙΑ ΤΗΣ ΛΙΜΝΗΣ"),
        ("Café της Λίμνης", "el", "CAFÉ ΤΗΣ ΛΙΜΝΗΣ"),
        ("straße", "de", "STRASSE"),
    ],
)
def test_capitals_are_those_of_the_language(text: str, language: str, capitals: str) -> None:
    assert wording.upper(text, language) == capitals


@pytest.mark.parametrize(
    ("academy", "language", "shown"),
    [
        ("Lakeside Academy", "tr", "Lakeside Academy — BİRİNCİ"),
        ("Bilim Akademisi", "tr", "Bilim Akademisi — BİRİNCİ"),
        ("Lakeside Academy", "de", "LAKESIDE ACADEMY — BIRINCI"),
    ],
)
def test_the_name_of_an_academy_need_not_be_of_the_pages_language(
    academy: str, language: str, shown: str
) -> None:
    text = "{{ academy.name }} — birinci"
    values = {"academy.name": academy}

    assert wording.filled(text, values, is_rtl=False, capitals_of=language) == shown


def test_a_turkish_page_spells_its_academy_as_it_is() -> None:
    sheet = SAMPLES["short"]._replace(language="tr")

    for name in templates.shipped():
        text = page_text(drawn(templates.named(name), sheet))
        assert "LAKESİDE" not in text
        assert missing(["Lakeside Academy"], text) == []
