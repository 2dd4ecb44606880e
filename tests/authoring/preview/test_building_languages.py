"""A build of a course in several languages: every page of each, and none of one that is gone."""

from __future__ import annotations

from pathlib import Path

from academy_cli.authoring.preview.building import Builder
from tests.pages.built import broken
from tests.pages.languages import HEAT, course
from tests.pages.sites import write


def test_a_build_has_every_language_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    originals = course()
    originals[HEAT] = originals[HEAT].replace("## How hot", "## How hot {#how-hot}")
    folder, out = write(tmp_path / "bread", originals), tmp_path / "out"

    built = Builder(folder, out).build()

    pages = {path.relative_to(out).as_posix() for path in out.rglob("*.html")}
    assert built.pages == len(pages)
    below = {page for page in pages if page.startswith("de/")}
    assert {
        f"de/{page}" for page in pages if page.startswith(("lesson/", "module/", "index"))
    } == below
    lost = [one for one in broken(out) if not one.endswith("#how-hot")]
    assert lost == []
    assert (out / "file/translations/de/02-oven/fire.svg").is_file()
    assert not list(out.rglob("*.md"))


def test_a_language_that_is_gone_takes_its_pages_with_it(tmp_path: Path) -> None:
    folder, out = write(tmp_path / "bread", course()), tmp_path / "out"
    Builder(folder, out).build()
    (folder / f"translations/pt-BR/{HEAT}").unlink()

    Builder(folder, out).build()

    assert not (out / "pt-BR").exists()
    assert (out / "de/index.html").is_file()
