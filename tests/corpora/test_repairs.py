"""Real courses, mended: what was found is gone, nothing else is found, and nobody's place or id is lost."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from academy_cli.authoring.compile import Compilation, compile_course
from academy_cli.authoring.repair.carryout import repairs_of, write
from academy_cli.authoring.repair.fixes import EVERY, USUAL
from tests.corpora.conftest import Course
from tests.corpora.test_corpora import AZURE, GAPMINDER, IOT, each_corpus

Make = Callable[..., Course]


def found(compiled: Compilation) -> Counter[tuple[str, str, str]]:
    return Counter((one.code, one.file, one.value) for one in compiled.problems)


def identities(compiled: Compilation) -> list[tuple[str, str | None, str]]:
    """Who is there: path, id and title."""
    return [(node.path, node.id, node.title) for node in compiled.reading.draft.contents]


@each_corpus
def test_mending_takes_findings_away_and_adds_none(
    corpus: tuple[str, ...], course: Make, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(course(*corpus).folder, tmp_path / "course"))
    before = compile_course(folder)

    repairs = repairs_of(before, USUAL)
    told = write(repairs)
    after = compile_course(folder)

    mended = [one for one in told if one.is_written]
    assert len(mended) == len(repairs.result.repairs)
    assert after.problems == repairs.result.after
    new = found(after) - found(before)
    assert {code for code, _, _ in new} <= {EVERY[one.code].leaves for one in mended} - {""}
    assert len(found(before) - found(after)) > 0 or not mended
    assert [path for path, _, _ in identities(after)] == [path for path, _, _ in identities(before)]
    assert repairs_of(after, USUAL).result.repairs == ()


@pytest.mark.parametrize("corpus", [IOT, GAPMINDER, AZURE], ids=lambda corpus: corpus[0])
def test_tidying_changes_no_name_and_no_id(
    corpus: tuple[str, ...], course: Make, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(course(*corpus).folder, tmp_path / "course"))
    before = compile_course(folder)

    write(repairs_of(before, ["tidy.newline", "tidy.order", "tidy.quotes"]))
    after = compile_course(folder)

    assert identities(after) == identities(before)
    assert found(after) == found(before)
    assert [n.fields for n in after.reading.draft.contents] == [
        n.fields for n in before.reading.draft.contents
    ]


def test_gapminders_links_and_pictures_are_mended(course: Make, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(course(*GAPMINDER).folder, tmp_path / "course"))

    made = repairs_of(compile_course(folder), USUAL).result

    counted = Counter(one.finding.code for one in made.repairs)
    assert counted["link.broken"] == 16
    assert counted["image.alt-missing"] == 12
    assert "image.alt-todo" not in {one.code for one in made.after}
