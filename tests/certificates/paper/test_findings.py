"""Every finding of a template: one thing broken gives exactly it, and almost breaking it nothing."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from academy_cli.certificates.paper import folders
from academy_cli.certificates.paper.codes import CODES
from academy_cli.certificates.paper.files import LARGEST_TEXT
from academy_cli.certificates.paper.images import LARGEST_BYTES
from academy_cli.formats.codes import IN_ANY_FILE
from academy_cli.typesetting.shelf import FOLDER
from tests.certificates.paper.folders import SOUND, and_, read, sound_with, written


def png(width: int = 8, height: int = 8) -> bytes:
    to = BytesIO()
    Image.new("1", (width, height)).save(to, "PNG")
    return to.getvalue()


class Case(NamedTuple):
    """What is broken, on which line it is found and with which words, and what is only almost broken."""

    broken: str
    line: int
    says: str
    near_miss: str


FILES = {
    "images/logo.png": png(),
    "images/notes.txt": b"drawn by Ada",
    "images/empty.png": b"",
    "fonts/brand.ttf": (FOLDER / "manrope.ttf").read_bytes(),
    "fonts/web.ttf": b"wOF2" + bytes(100),
}
IMAGE = "{{image: {}, at: [10, 10], height: 20}}"

CASES: dict[str, Case] = {
    "paper.covered": Case(
        and_('{box: [140, 30, 20, 12], fill: "#ffffff"}'),
        16,
        "line 8",
        and_('{box: [140, 130, 20, 12], fill: "#ffffff"}'),
    ),
    "paper.file-missing": Case(
        and_(IMAGE.format("images/logo.jpg")),
        16,
        "images/logo.jpg",
        and_(IMAGE.format("images/logo.png")),
    ),
    "paper.file-outside": Case(
        and_(IMAGE.format("../logo.png")),
        16,
        "../logo.png",
        and_(IMAGE.format("images/../images/logo.png")),
    ),
    "paper.file-too-large": Case(
        and_(IMAGE.format("images/huge.png")), 16, "5 MB", and_(IMAGE.format("images/large.png"))
    ),
    "paper.not-a-font": Case(
        sound_with("eb-garamond", "fonts/web.ttf"),
        6,
        "fonts/web.ttf",
        sound_with("eb-garamond", "fonts/brand.ttf"),
    ),
    "paper.not-an-image": Case(
        and_(IMAGE.format("images/empty.png")), 16, "no PNG", and_(IMAGE.format("images/logo.png"))
    ),
    "paper.unknown-font": Case(
        sound_with("eb-garamond,", "eb-garamont,"),
        6,
        "eb-garamont",
        sound_with("eb-garamond,", "inter,"),
    ),
    "paper.unknown-typeface": Case(
        sound_with("size: 20,", "size: 20, typeface: txt,"),
        13,
        "txt",
        sound_with("size: 20,", "size: 20, typeface: text,"),
    ),
    "paper.unknown-color": Case(
        sound_with("color: navy", "color: nav"),
        11,
        "nav",
        sound_with("color: navy", 'color: "#102030"'),
    ),
    "paper.unknown-fact": Case(
        and_('{text: "{{ recipient.nam }}", at: [60, 20], size: 9, width: 60}'),
        16,
        "recipient.nam",
        and_('{text: "{{recipient.name}}", at: [60, 20], size: 9, width: 60}'),
    ),
    "paper.bad-placeholder": Case(
        and_('{text: "{ score }", at: [60, 20], size: 9, width: 60}'),
        16,
        "{",
        and_('{text: "(score)", at: [60, 20], size: 9, width: 60}'),
    ),
    "paper.fact-missing": Case(
        sound_with("{{ code }}", "{{ score }}"),
        0,
        "code",
        sound_with("{{ code }}", "No. {{ code }}"),
    ),
    "paper.fact-changed": Case(
        sound_with("size: 20,", "size: 20, upper: true,"),
        13,
        "course.title",
        sound_with("size: 20,", "size: 20, upper: false,"),
    ),
    "paper.language-missing": Case(
        sound_with(", fr: Attestation", ""),
        8,
        "fr",
        sound_with("{en: Certificate, fr: Attestation}", "“Ada”"),
    ),
    "paper.letters-missing": Case(
        and_("{text: Ada क, at: [60, 20], size: 9}"),
        16,
        "U+0915",
        and_("{text: Ada 修, at: [60, 20], size: 9}"),
    ),
    "paper.off-page": Case(
        sound_with("[20, 190]", "[20, 210]"), 14, "210.8", sound_with("[20, 190]", "[20, 205]")
    ),
    "paper.too-long": Case(
        sound_with(
            "en: Certificate",
            "en: Certificate of Mastery",
            "size: 30\n",
            "size: 30\n    width: 60\n",
        ),
        8,
        "Mastery",
        sound_with(
            "en: Certificate",
            "en: Certificate of Mastery",
            "size: 30\n",
            "size: 30\n    min_size: 9\n    width: 60\n",
        ),
    ),
    "paper.no-width": Case(
        sound_with("size: 20, min_size: 10, width: 220", "size: 20, min_size: 10"),
        13,
        "course.title",
        sound_with("size: 20, min_size: 10, width: 220", "size: 20, width: 220"),
    ),
    "paper.overlap": Case(
        sound_with("[148.5, 110]", "[148.5, 86]"),
        13,
        "line 12",
        sound_with("[148.5, 110]", "[148.5, 88]"),
    ),
    "paper.low-contrast": Case(
        sound_with("#1b2a49", "#a0a0a0"), 8, "2.6", sound_with("#1b2a49", "#909090")
    ),
    "paper.qr-too-small": Case(
        sound_with("size: 34}", "size: 30}"), 15, "0.39", sound_with("size: 34}", "size: 31}")
    ),
    "paper.qr-crowded": Case(
        and_("{line: [230, 186, 280, 186]}"), 15, "line 16", and_("{line: [230, 187, 280, 187]}")
    ),
    "paper.qr-unreadable": Case(
        sound_with("size: 34}", 'size: 34, color: "#a0a0a0"}'),
        15,
        "#a0a0a0",
        sound_with("size: 34}", 'size: 34, color: "#505050"}'),
    ),
    "yaml.unknown-key": Case(
        sound_with("lines: 2", "lins: 2"), 12, "lins", sound_with("lines: 2", "x-lins: 2")
    ),
    "yaml.required": Case(
        and_("{txt: Ada}"), 16, "what is to be drawn", and_("{text: Ada, at: [50, 20], size: 9}")
    ),
    "yaml.wrong-type": Case(and_("{line: 190}"), 16, "[x1, y1", and_("{line: [1, 2, 3, 4.5]}")),
    "yaml.bad-value": Case(
        and_('{path: "M 1 1 Q 2 2 3 3"}'), 16, "Q 2 2", and_('{path: "M 1 1 L 2 2 3 3"}')
    ),
    "yaml.duplicate-key": Case(
        sound_with("name: small\n", "name: small\nname: other\n"),
        2,
        "name",
        sound_with("name: small\n", "name: small\ntitle: other\n"),
    ),
    "yaml.syntax": Case(SOUND + "  - {", 17, "parse", SOUND + "  # {"),
    "yaml.bad-key": Case(SOUND + "[a, b]: c\n", 16, "plain text", SOUND + "x-a: c\n"),
}
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
