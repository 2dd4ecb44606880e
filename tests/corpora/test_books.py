"""Real courses as books: EPUBCheck finds nothing wrong with what their Markdown and pictures become."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.interchange.exporting.course import Wanted, course_of
from academy_cli.interchange.exporting.writing import export_course
from tests.corpora.conftest import Course
from tests.corpora.test_corpora import GAPMINDER, IOT
from tests.interchange.epubcheck import complaints


@pytest.mark.parametrize(
    "corpus",
    [
        pytest.param(IOT, id=IOT[0], marks=pytest.mark.torture),
        pytest.param(GAPMINDER, id=GAPMINDER[0]),
    ],
)
def test_nothing_is_wrong_with_its_book(
    corpus: tuple[str, ...], course: Callable[..., Course], tmp_path: Path
) -> None:
    made = course(*corpus)
    book = tmp_path / "book.epub"
    export_course(course_of(compile_course(made.folder)), Wanted("epub"), book)

    assert complaints(book) == []
