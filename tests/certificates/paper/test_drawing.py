"""A page is the same to the letter whatever was drawn before, says what it should, or is refused in words."""

from __future__ import annotations

import random
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from PIL import Image

from academy_cli.certificates.paper import preview, samples, templates
from academy_cli.certificates.paper.drawing import CREDENTIAL, drawn
from academy_cli.certificates.paper.errors import (
    CodeTooDenseError,
    LetterMissingError,
    TextTooLongError,
    TooManySignatoriesError,
)
from academy_cli.certificates.paper.samples import SAMPLES
from academy_cli.certificates.paper.sheet import Sheet, Signatory
from academy_cli.certificates.paper.template import Template
from academy_cli.certificates.paper.text import missing, page_text
from academy_cli.errors import AcademyError, Kind
from tests.certificates.paper.folders import and_, sound_with, template
from tests.certificates.paper.pictures import logo, opened, places, sizes

SHEET = SAMPLES["short"]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return template(tmp_path_factory.mktemp("small"))


def test_the_same_facts_give_the_same_bytes_in_whatever_order_pages_are_drawn() -> None:
    every = [
        (templates.named(name), sheet) for name in ("classic", "bold") for sheet in SAMPLES.values()
    ]
    first = {(one.digest, sheet): drawn(one, sheet) for one, sheet in every}

    random.Random(7).shuffle(every)

    assert all(drawn(one, sheet) == first[one.digest, sheet] for one, sheet in every)
    assert len(set(first.values())) == len(every)


def test_every_fact_matters_to_the_page(small: Template) -> None:
    page = drawn(small, SHEET)
    others = [
        SHEET._replace(recipient="Amelia Hartwel"),
        SHEET._replace(title="Python for Everybodi"),
        SHEET._replace(code="K7QM-3ZP0-9XTB-54C9"),
        SHEET._replace(signed=SHEET.signed[:-1] + "A"),
        SHEET._replace(credential=b"{}"),
    ]

    assert page not in [drawn(small, one) for one in others]


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("shipped", templates.shipped())
def test_name_title_and_code_can_be_read_back(shipped: str, name: str) -> None:
    sheet = SAMPLES[name]

    page = page_text(drawn(templates.named(shipped), sheet))

    assert missing([sheet.recipient, sheet.title, sheet.code], page) == []


def test_the_credential_travels_inside(small: Template) -> None:
    with opened(drawn(small, SHEET)) as pdf:
        assert list(pdf.attachments) == [CREDENTIAL]
        assert pdf.attachments[CREDENTIAL].get_file().read_bytes() == SHEET.credential


def test_a_page_says_what_it_is_and_in_which_language() -> None:
    with opened(drawn(templates.named("classic"), SAMPLES["arabic"])) as pdf:
        assert str(pdf.Root.Lang) == "ar"
        assert SAMPLES["arabic"].recipient in str(pdf.docinfo["/Title"])


def test_no_font_is_left_to_the_reader(small: Template) -> None:
    with opened(drawn(small, SAMPLES["mixed"])) as pdf:
        fonts = pdf.pages[0].Resources.Font
        files = [font.FontDescriptor.FontFile2 for font in fonts.values()]

    assert len(files) == 3


def test_a_page_of_a_language_from_the_right_is_mirrored_and_its_code_is_not(
    tmp_path: Path,
) -> None:
    text = sound_with("[en, fr]", "[en, ar]", "fr: Attestation", "ar: شهادة")
    here, stays = template(tmp_path / "a", text), template(tmp_path / "b", "mirror: false\n" + text)
    arabic = SHEET._replace(language="ar")

    left, right = (places(drawn(here, one))["K7QM-3ZP0-9XTB-54C8"] for one in (SHEET, arabic))

    assert left < 100 < 297 - 100 < right
    assert places(drawn(stays, arabic))["K7QM-3ZP0-9XTB-54C8"] == left


def test_an_element_that_stays_is_not_mirrored(tmp_path: Path) -> None:
    text = sound_with(
        "[en, fr]",
        "[en, ar]",
        "fr: Attestation",
        "ar: شهادة",
        "width: 60}",
        "width: 60, stays: true}",
    )
    here = template(tmp_path, text)

    left, right = (
        places(drawn(here, one))["K7QM-3ZP0-9XTB-54C8"]
        for one in (SHEET, SHEET._replace(language="ar"))
    )

    assert left == right


def test_a_course_in_a_language_that_the_template_lacks_gets_english() -> None:
    page = page_text(drawn(templates.named("classic"), SHEET._replace(language="sw")))

    assert "completed on 26 November 2026" in page


def test_what_is_not_known_leaves_no_trace() -> None:
    page = page_text(drawn(templates.named("modern"), SAMPLES["plain"]))

    assert [word for word in ("Result", "Valid", "hours", "Study") if word in page] == []


@pytest.mark.parametrize("holds", ["signed", "url"])
def test_the_code_is_read_from_a_picture_as_a_scanner_makes_it(holds: str, tmp_path: Path) -> None:
    small = template(tmp_path, sound_with("{qr: signed", f"{{qr: {holds}"))
    to = tmp_path / "page.png"
    to.write_bytes(preview.picture(drawn(small, SHEET), 200))

    (found,) = zxingcpp.read_barcodes(Image.open(to))

    assert found.text == getattr(SHEET, holds)


def test_an_image_keeps_its_colours_and_what_is_seen_through_it(tmp_path: Path) -> None:
    small = template(
        tmp_path,
        and_("{image: images/logo.png, at: [20, 20], width: 30}"),
        {"images/logo.png": logo()},
    )
    to = tmp_path / "page.png"
    to.write_bytes(preview.picture(drawn(small, SHEET), 72))
    seen = Image.open(to).convert("RGB")

    left, right = (seen.getpixel((round(x * 72 / 25.4), round(22 * 72 / 25.4))) for x in (24, 46))

    assert left == (200, 30, 30)
    assert right == (255, 255, 255)


def refused(one: Template, sheet: Sheet) -> AcademyError:
    with pytest.raises(AcademyError) as caught:
        drawn(one, sheet)
    assert caught.value.kind is Kind.INVALID
    return caught.value


def test_a_letter_that_no_font_has_is_named_with_code_point_and_remedy(small: Template) -> None:
    error = refused(small, SHEET._replace(recipient="ანა"))

    assert isinstance(error, LetterMissingError)
    assert "“ა” (U+10D0)" in error.message
    assert "typefaces: text" in error.hint


def test_a_letter_of_a_script_that_is_not_set_asks_for_another_script(small: Template) -> None:
    error = refused(small, SHEET._replace(recipient="अनिता शर्मा"))

    assert isinstance(error, LetterMissingError)
    assert "“अ” (U+0905)" in error.message
    assert "not set yet" in str(error.hint)


def test_a_name_without_room_is_refused(small: Template) -> None:
    error = refused(small, SHEET._replace(recipient="Donaudampfschifffahrt" * 8))

    assert isinstance(error, TextTooLongError)
    assert "12 points" in error.message


def test_a_code_too_dense_to_be_scanned_is_refused(small: Template) -> None:
    error = refused(small, SHEET._replace(signed="HTTPS://A.EXAMPLE/Q/" + "A" * 900))

    assert isinstance(error, CodeTooDenseError)


def test_a_fifth_signatory_is_refused() -> None:
    error = refused(templates.named("bold"), SHEET._replace(signatories=[Signatory("Ada")] * 5))

    assert isinstance(error, TooManySignatoriesError)


def test_people_who_sign_side_by_side_have_letters_of_one_size() -> None:
    people = (
        Signatory("Ada"),
        Signatory("Prof. Dr. Aleksandra Kowalczyk-Wiśniewska"),
        Signatory("Bob"),
    )
    here, there = (
        sizes(drawn(templates.named("bold"), SHEET._replace(signatories=some)))
        for some in (people, people[:1])
    )

    assert here["Ada"] < there["Ada"]
    assert here["Ada"] == here["Bob"] == here["Kowalczyk-Wiśniewska"]


def test_signatories_stand_from_the_side_where_reading_begins() -> None:
    here = templates.named("bold")
    people = (Signatory("Ada"), Signatory("Bob"))

    left = places(drawn(here, SHEET._replace(signatories=people)))
    right = places(drawn(here, SHEET._replace(signatories=people, language="ar")))

    assert left["Ada"] < left["Bob"]
    assert right["Ada"] > right["Bob"]


def test_a_page_is_sound_to_a_reader_that_is_strict() -> None:
    for name in templates.shipped():
        with opened(drawn(templates.named(name), SAMPLES["mixed"])) as pdf:
            assert pdf.check_pdf_syntax() == []


def test_samples_are_nobodys_and_in_many_scripts() -> None:
    assert {sheet.language for sheet in samples.SAMPLES.values()} >= {
        "en",
        "ar",
        "he",
        "zh",
        "el",
        "ru",
    }


def test_pikepdf_sees_a_broken_page() -> None:
    page = drawn(templates.named("modern"), SHEET)

    with pytest.raises(pikepdf.PdfError):
        opened(page[:100])
