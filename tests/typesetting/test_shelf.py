"""The fonts that come along stay as they are: certificates name them by digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables.ttProgram import Program

from academy_cli.typesetting import shelf, typefaces
from academy_cli.typesetting.shelf import FOLDER, SHELF, Shelved
from tests.typesetting.stripping import stripped

NEEDED_TABLES = frozenset(
    ("GPOS", "OS/2", "cmap", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "name", "post")
)


@pytest.mark.parametrize("one", SHELF, ids=lambda one: one.name)
def test_a_font_is_the_one_that_its_digest_names(one: Shelved) -> None:
    content = (FOLDER / f"{one.name}.ttf").read_bytes()

    assert hashlib.sha256(content).hexdigest() == one.digest
    assert shelf.digested(one.digest) == shelf.named(one.name)


def test_every_file_is_on_the_shelf_and_in_the_list_of_licences() -> None:
    names = {path.stem for path in FOLDER.glob("*.ttf")}
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    said = [row.split("`")[1].rstrip("*") for row in page.splitlines() if row.startswith("| `")]

    assert names == {one.name for one in SHELF}
    assert [name for name in names if not any(name.startswith(one) for one in said)] == []


def test_an_unknown_font_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        shelf.named("comic-sans")
    with pytest.raises(KeyError):
        shelf.digested("0" * 64)


@pytest.mark.parametrize("one", SHELF, ids=lambda one: one.name)
def test_a_font_holds_nothing_that_a_page_does_not_need(one: Shelved) -> None:
    held = set(TTFont(FOLDER / f"{one.name}.ttf").keys())

    assert held <= {"GlyphOrder", *NEEDED_TABLES}


def test_stripping_takes_away_what_a_page_does_not_need(tmp_path: Path) -> None:
    published, made = tmp_path / "published.ttf", tmp_path / "made.ttf"
    font = TTFont(FOLDER / "heebo.ttf")
    font["prep"] = newTable("prep")
    font["prep"].program = Program()
    font.save(published)

    stripped(published, made)

    assert "prep" in TTFont(published)
    assert "prep" not in TTFont(made)
    assert TTFont(made).getBestCmap() == font.getBestCmap()


LETTERS = {
    "eb-garamond": "AÉŁőабвЩαβΩἀ–’…",
    "inter": "AÉŁőабвЩαβΩ–’…",
    "manrope": "AÉŁőабвЩαβΩ–’…",
    "amiri": "ﺵﻼ٠۹ﷲ،",
    "noto-sans-arabic": "ﺵﻼ٠۹،",
    "noto-kufi-arabic": "ﺵﻼ٠۹،",
    "frank-ruhl-libre": "אבגםץ״",
    "heebo": "אבגםץ״",
    "droid-sans-fallback": "王あア한",
}


@pytest.mark.parametrize("name", LETTERS)
def test_fonts_have_the_letters_that_they_are_for(name: str) -> None:
    for one in SHELF:
        if one.name.startswith(name):
            font = shelf.named(one.name)
            assert [letter for letter in LETTERS[name] if not typefaces.has(font, letter)] == []
