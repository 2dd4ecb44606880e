"""Real courses of six formats are imported, and what their README counts comes out.

Where the numbers differ the comment says by which rule of ours.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.source import scan
from academy_cli.interchange.exporting.course import Wanted as Packed
from academy_cli.interchange.exporting.course import course_of
from academy_cli.interchange.exporting.formats import FORMATS
from academy_cli.interchange.exporting.writing import export_course
from academy_cli.interchange.notes import Fate, total
from academy_cli.interchange.writing import Imported, import_course
from tests.archives import unpack
from tests.interchange.exporting.cartridges import complaints
from tests.interchange.exporting.sample import contents
from tests.interchange.exporting.studio import COLONS, findings

Importing = Callable[[str], Imported]
COUNTS: Mapping[str, tuple[str, Mapping[str, int]]] = {
    "freecodecamp-2022": (
        "freecodecamp",
        {"lesson": 2708, "question": 153, "translation": 11_731},
    ),
    "mslearn-azure-de": (
        "mslearn",
        # Units: 453 that a module lists, and 12 that none does.
        {"module": 63, "lesson": 465, "quiz": 94, "question": 237},
    ),
    "iot-for-beginners": (
        "markdown",
        {"quiz": 48, "question": 144},
    ),
    "carpentries-python-gapminder": (
        "carpentries",
        # 20 episodes, the front page, and four pages for learners.
        {"lesson": 25, "challenge": 83, "solution": 83, "questions": 17, "objectives": 17,
         "keypoints": 17, "callout": 16},
    ),
    "theorielearn-prairielearn": (
        "prairielearn",
        {"question": 446, "quiz": 26, "zone": 99, "reference": 598},
    ),
    "harvardx-studio-advanced-olx": (
        "olx",
        {"chapter": 9, "sequential": 47, "vertical": 286, "split_test": 30, "html": 315, "problem": 76,
         "video": 17, "word_cloud": 1, "poll": 121, "survey": 3, "discussion": 2, "draft": 28},
    ),
}  # fmt: skip

UNSAID = ("InvalidSetting", "InvalidHTML")
"""Dates and pictures of courses that have none; ids that stand twice in their texts."""
each_corpus = pytest.mark.parametrize("corpus", COUNTS, scope="module")
"""One after the other, so that no two processes of tests import the same one."""


@pytest.fixture(scope="session")
def importing(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Importing:
    """Import a corpus, once for all tests that ask for it."""

    @cache
    def made(corpus: str) -> Imported:
        root = tmp_path_factory.mktemp(f"import-{corpus}")
        unpack(corpora / f"{corpus}.tar.gz", root, re.compile(corpus))
        return import_course(root / corpus, root / "course")

    return made


@each_corpus
def test_its_format_is_recognised_and_its_counts_come_out(
    corpus: str, importing: Importing
) -> None:
    family, counts = COUNTS[corpus]

    made = importing(corpus)

    found = total(made.converted.notes)
    assert made.family == family
    assert {word: found[word] for word in counts} == counts


@each_corpus
def test_it_becomes_a_course_without_errors(corpus: str, importing: Importing) -> None:
    compiled = compile_course(importing(corpus).folder)

    assert not compiled.has_errors
    assert compiled.counts["lessons"] == importing(corpus).converted.lessons


@each_corpus
def test_every_file_of_it_is_in_the_report(corpus: str, importing: Importing) -> None:
    made = importing(corpus)

    assert {note.file for note in made.converted.notes} == set(scan(made.source).paths)


@each_corpus
def test_whatever_is_not_kept_says_why_and_where(corpus: str, importing: Importing) -> None:
    lost = [note for note in importing(corpus).converted.notes if note.fate is not Fate.KEPT]

    assert all(note.why and note.line > 0 for note in lost)


LARGE = ("freecodecamp-2022", "mslearn-azure-de")
"""Each file of a course makes several of OLX, which are as those of the other courses."""
LONG = pytest.param(LARGE[0], "common-cartridge", marks=pytest.mark.torture)
"""Its thousands of lessons take longer than all others together, and are of a kind that mslearn has too."""


@pytest.mark.parametrize(
    ("corpus", "form"),
    [*((corpus, form) for corpus in COUNTS for form in ("olx", "common-cartridge")
       if corpus != LARGE[0] and (form != "olx" or corpus not in LARGE)), LONG],
    scope="module",
)  # fmt: skip
def test_it_goes_to_other_formats_and_comes_back(
    corpus: str, form: str, importing: Importing, tmp_path: Path
) -> None:
    folder = importing(corpus).folder
    file = tmp_path / f"it{FORMATS[form].suffix}"
    made = export_course(course_of(compile_course(folder)), Packed(form), file)

    came = import_course(file, tmp_path / "back")

    assert (came.family, came.problems) == ("academy", importing(corpus).problems)
    for path in (*made.course.texts, *made.course.assets):
        assert (tmp_path / "back" / path).read_bytes() == (folder / path).read_bytes()
    assert all(note.why for note in made.notes if note.fate is not Fate.KEPT)
    if form == "common-cartridge":
        assert complaints(contents(file)) == []
    else:
        assert findings(file, tmp_path / "unpacked", (COLONS, *UNSAID)) == []
