"""Every finding of a template: one thing broken gives exactly it, and almost breaking it nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.certificates.paper import folders
from academy_cli.certificates.paper.codes import CODES
from academy_cli.certificates.paper.files import LARGEST_TEXT
from academy_cli.certificates.paper.images import LARGEST_BYTES
from academy_cli.formats.codes import IN_ANY_FILE
from tests.certificates.paper.broken import CASES, FILES, IMAGE, png
from tests.certificates.paper.folders import SOUND, and_, read, sound_with, written

ELSEWHERE = {"paper.no-template", "paper.unused-file", *IN_ANY_FILE}


def found(root: Path, text: str) -> list[tuple[str, int, str]]:
    files = FILES | {
        "images/large.png": png() + bytes(LARGEST_BYTES - 200),
        "images/huge.png": png() + bytes(LARGEST_BYTES),
    }
    problems = read(root, text, files).problems
    return [(p.code, p.line, p.message) for p in problems if p.code != "paper.unused-file"]


def test_every_code_has_a_case() -> None:
    assert set(CODES) - set(CASES) <= ELSEWHERE


@pytest.mark.parametrize("code", CASES)
def test_what_is_broken_is_found_where_it_is(code: str, tmp_path: Path) -> None:
    case = CASES[code]

    problems = found(tmp_path, case.broken)

    assert [(name, line) for name, line, _ in problems] == [(code, case.line)]
    assert case.says in problems[0][2]


@pytest.mark.parametrize("code", CASES)
def test_what_is_only_almost_broken_is_none(code: str, tmp_path: Path) -> None:
    assert found(tmp_path, CASES[code].near_miss) == []


def test_a_folder_without_a_template_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert [p.code for p in folders.read(tmp_path / "empty").problems] == ["paper.no-template"]
    assert [p.code for p in folders.read(tmp_path / "no").problems] == ["paper.no-template"]


def test_a_file_that_nothing_names_is_noticed(tmp_path: Path) -> None:
    problems = read(tmp_path, SOUND, {"images/logo.png": png(), "fonts/OFL.txt": b""}).problems

    assert [(p.code, p.place) for p in problems] == [("paper.unused-file", "images/logo.png")]


def test_a_link_that_leads_out_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(png())
    root = written(tmp_path / "here", and_(IMAGE.format("images/logo.png")))
    (root / "images").mkdir()
    (root / "images" / "logo.png").symlink_to(tmp_path / "secret.png")
    assert [p.code for p in folders.read(root).problems] == ["paper.file-outside"]


def test_an_image_of_too_many_pixels_is_refused(tmp_path: Path) -> None:
    text = and_(IMAGE.format("images/wide.png"))

    problems = read(tmp_path, text, {"images/wide.png": png(26_000, 1_000)}).problems

    assert [p.code for p in problems] == ["paper.file-too-large"]


def test_a_template_of_too_many_letters_is_refused(tmp_path: Path) -> None:
    problems = read(tmp_path, SOUND + "#" * LARGEST_TEXT).problems

    assert [p.code for p in problems] == ["paper.file-too-large"]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("paper.unknown-font", "eb-garamond"),
        ("paper.unknown-color", "navy"),
        ("paper.unknown-fact", "recipient.name"),
        ("paper.unknown-typeface", "text"),
        ("yaml.unknown-key", "lines"),
    ],
)
def test_the_nearest_right_word_is_named(code: str, word: str, tmp_path: Path) -> None:
    (problem,) = read(tmp_path, CASES[code].broken).problems

    assert f"`{word}`" in problem.hint


def test_a_colour_without_quotes_is_no_silent_black(tmp_path: Path) -> None:
    (problem,) = read(tmp_path, sound_with("color: navy", "color: #102030")).problems

    assert (problem.code, problem.line, problem.column) == ("yaml.bad-value", 11, 12)
    assert "quotes" in problem.hint


def test_texts_of_several_mistakes_are_all_found_at_once(tmp_path: Path) -> None:
    broken = sound_with(
        "color: navy", "color: nav", "[20, 190]", "[20, 230]", "size: 34}", "size: 20}"
    )

    codes = [p.code for p in read(tmp_path, broken).problems]

    assert codes == ["paper.unknown-color", "paper.off-page", "paper.qr-too-small"]


def test_letters_of_its_languages_have_to_be_in_the_fonts_of_facts(tmp_path: Path) -> None:
    text = sound_with("[en, fr]", "[en, fr, ru]", "fr: Attestation", "fr: Attestation, ru: Тест")
    problems = read(tmp_path, text.replace("eb-garamond", "amiri")).problems

    assert {(p.code, "ru has" in p.message) for p in problems} >= {("paper.letters-missing", True)}
    assert read(tmp_path, text).problems == ()


def test_a_box_below_is_what_a_text_is_read_on(tmp_path: Path) -> None:
    dark = SOUND.replace("elements:\n", 'elements:\n  - {box: [0, 0, 297, 60], fill: "#101010"}\n')

    assert [p.code for p in read(tmp_path, dark).problems] == ["paper.low-contrast"]
