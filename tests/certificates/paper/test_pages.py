"""Pages read back, shown as pictures, and templates by name."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from academy_cli.certificates.credential import code
from academy_cli.certificates.paper import preview, templates, text
from academy_cli.certificates.paper.drawing import drawn
from academy_cli.certificates.paper.errors import TemplateExistsError, UnknownPaperError
from academy_cli.certificates.paper.samples import SAMPLES
from academy_cli.certificates.paper.sheet import sheet
from academy_cli.certificates.paper.text import UnreadablePageError, missing, page_text, stands
from tests.certificates.credential.samples import FACTS, SITE

CLASSIC = templates.named("classic")
PAGE = drawn(CLASSIC, SAMPLES["long"])


def test_a_name_that_was_broken_into_lines_still_stands_there() -> None:
    assert stands(SAMPLES["long"].recipient, page_text(PAGE))


@pytest.mark.parametrize(
    "forged",
    [
        "Amelia Hartwel",
        "Amelia Hartwell Jr.",
        "amelia hartwell",
        "Аmelia Hartwell",
        "Amélia Hartwell",
    ],
)
def test_a_name_that_is_almost_there_is_not(forged: str) -> None:
    page = page_text(drawn(CLASSIC, SAMPLES["short"]))

    assert missing(["Amelia Hartwell"], page) == []
    assert missing([forged], page) == [forged]


def test_a_name_that_is_part_of_a_longer_one_is_not_there() -> None:
    page = page_text(drawn(CLASSIC, SAMPLES["short"]._replace(recipient="Amelia Hartwell-Jones")))

    assert not stands("Amelia Hartwell", page)


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7 nothing", PAGE[:500], b" " * (text.LARGEST_BYTES + 1)]
)
def test_what_is_no_readable_pdf_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePageError):
        page_text(content)


def test_a_preview_is_a_picture_of_the_page() -> None:
    ((name, content),) = preview.previews(CLASSIC, ["arabic"], 72)
    image = Image.open(BytesIO(content))

    assert name == "arabic"
    assert image.format == "PNG"
    assert [
        abs(side - wanted) <= 1 for side, wanted in zip(image.size, (842, 595), strict=True)
    ] == [True, True]


def test_a_preview_larger_than_anybody_can_open_is_refused() -> None:
    with pytest.raises(ValueError, match="600"):
        preview.picture(PAGE, 10_000)


def test_a_sheet_says_what_its_credential_states() -> None:
    found = sheet(FACTS, b"{}", signed="ACADEMY:AA", url=f"{SITE}/c/1")
    page = page_text(drawn(templates.named("upright"), found))

    assert missing([FACTS.recipient, FACTS.taught.title, code.shown(FACTS.code)], page) == []
    assert "24 hours" in page
    assert "26 November 2026" in page
    assert "27 November 2029" in page


def test_the_default_template_is_named_first() -> None:
    assert templates.shipped() == ("classic", "bold", "modern", "upright")


def test_an_unknown_template_names_the_nearest() -> None:
    with pytest.raises(UnknownPaperError) as caught:
        templates.named("clasic")

    assert "classic" in caught.value.hint


@pytest.mark.parametrize("name", templates.shipped())
def test_one_of_ones_own_begins_as_one_that_comes_along(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "Our Deed"

    made = templates.new(folder, name)
    found, problems = templates.read(folder)

    assert [path.name for path in made] == ["template.yaml"]
    assert problems == ()
    assert found is not None
    assert (found.name, found.title) == ("our-deed", "Our Deed")
    assert found.elements == templates.named(name).elements


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    with pytest.raises(TemplateExistsError, match=r"mine\.txt"):
        templates.new(tmp_path)
    with pytest.raises(TemplateExistsError):
        templates.new(tmp_path / "mine.txt")

    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
