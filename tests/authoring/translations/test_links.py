"""Links of translations lead to what is there from either of two places."""

from __future__ import annotations

import pytest

from academy_cli.authoring.translations.lessons import leads_to
from tests import make
from tests.authoring.translations.words import GERMAN, INTRO, course, translated

PATHS = {
    INTRO,
    GERMAN,
    "translations/de/01-basics/own.png",
    "01-basics/own.png",
    "01-basics/all.png",
}
FOLDERS = {"", "01-basics", "02-more", "translations", "translations/de", "translations/de/02-more"}


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("own.png", "translations/de/01-basics/own.png"),
        ("all.png", "01-basics/all.png"),
        ("../../../01-basics/all.png", "01-basics/all.png"),
        ("../02-more", "02-more"),
        ("gone.png", "translations/de/01-basics/gone.png"),
        ("../../../../gone.png", None),
    ],
)
def test_what_lies_beside_a_translation_comes_first(target: str, path: str | None) -> None:
    assert leads_to(GERMAN, INTRO, target, PATHS, FOLDERS) == path


def test_an_original_is_read_from_where_it_is_alone() -> None:
    assert leads_to(INTRO, None, "own.png", PATHS, FOLDERS) == "01-basics/own.png"
    assert leads_to(INTRO, None, "../../gone.png", PATHS, FOLDERS) is None


def test_a_folder_that_only_mirrors_a_module_is_that_module() -> None:
    linked = {GERMAN: translated("# Einführung\n\nWeiter mit [Dateien](../02-more).\n")}

    assert make.findings({**course(), **linked}) == ()


def test_a_folder_that_is_no_module_is_still_found() -> None:
    linked = {GERMAN: translated("# Einführung\n\n[Bilder](images) und [nichts](../03-gone).\n")}

    codes = [one.code for one in make.findings({**course(), **linked})]

    assert codes == ["link.broken", "link.broken"]
