"""A course written as pages: whole, the same each time, and beside nothing that is somebody else's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from academy_cli.authoring.preview import building
from academy_cli.authoring.preview.building import LIST, Builder
from academy_cli.authoring.preview.errors import (
    OutInsideError,
    OutTakenError,
    OutUnwritableError,
    UnreadablePagesError,
)
from tests.pages.built import broken
from tests.pages.sites import COURSE, write

ODD = {
    "course.yaml": (
        "id: odd\ntitle: Odd\ncontent:\n  - Loops & more?:\n      - 01 a b/#1 100% ü.md\n      - same.md\n"
        "      - same.mdx\n  - 02-x\n"
    ),
    "01 a b/#1 100% ü.md": (
        "# One\n\n[two](../same.md#here) ![p](../pic%20%231.svg) [me](#one) [x](../02-x)\n"
    ),
    "pic #1.svg": "<svg/>",
    "same.md": "## Here\n",
    "same.mdx": "# Same again\n",
    "02-x/README.md": "# X\n\n[up](..) [one](<../01 a b/#1 100% ü.md>)\n",
    "02-x/y/z.md": "# Z\n\n[readme](../README.md)\n",
}


def build(folder: Path, out: Path) -> building.Built:
    """Build a course."""
    return Builder(folder, out).build()


def everything(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("course", [COURSE, ODD], ids=["a course", "odd names"])
def test_every_link_leads_somewhere(tmp_path: Path, course: Mapping[str, str]) -> None:
    built = build(write(tmp_path / "course", course), tmp_path / "out")

    assert broken(tmp_path / "out") == []
    assert built.pages == len(list((tmp_path / "out").rglob("*.html")))


def test_a_link_that_leads_nowhere_would_be_found(tmp_path: Path) -> None:
    build(write(tmp_path / "course", COURSE), tmp_path / "out")
    (tmp_path / "out/lesson/02-oven/heat.html").unlink()

    assert broken(tmp_path / "out")


def test_the_same_course_makes_the_same_bytes(tmp_path: Path) -> None:
    first = build(write(tmp_path / "one/course", COURSE), tmp_path / "a")
    build(write(tmp_path / "two/course", dict(reversed(COURSE.items()))), tmp_path / "b")
    again = build(tmp_path / "one/course", tmp_path / "a")

    assert everything(tmp_path / "a") == everything(tmp_path / "b")
    assert first.written == len(everything(tmp_path / "a")) - 1
    assert again.written == 0


def test_it_is_what_learners_see(tmp_path: Path) -> None:
    folder = write(tmp_path / "course", COURSE)
    build(folder, tmp_path / "out")
    Builder(folder, tmp_path / "review", with_drafts=True).build()

    published, review = everything(tmp_path / "out"), everything(tmp_path / "review")
    assert "lesson/01-dough/02-secret.html" not in published
    assert b"Secret" not in b"".join(published.values())
    assert b"Wait for it." not in b"".join(published.values())
    assert b"Wait for it." in review["lesson/02-oven/later.html"]
    assert b"link.broken" not in b"".join(review.values())


def test_only_files_that_a_page_refers_to_are_copied(tmp_path: Path) -> None:
    write(tmp_path, {"secret.txt": "secret"})
    folder = write(tmp_path / "course", {**COURSE, "notes.txt": "mine"})
    (folder / "01-dough/flour.svg").unlink()
    (folder / "01-dough/flour.svg").symlink_to(tmp_path / "secret.txt")

    build(folder, tmp_path / "out")

    files = [name for name in everything(tmp_path / "out") if name.startswith("file/")]
    assert sorted(files) == ["file/01-dough/files/table.csv", "file/cover.svg"]


def test_pages_that_are_gone_are_removed_and_nothing_else(tmp_path: Path) -> None:
    folder, out = write(tmp_path / "course", COURSE), tmp_path / "out"
    build(folder, out)
    write(out, {".git/HEAD": "mine", "CNAME": "learn.example.org"})
    (folder / "01-dough/01-flour.md").unlink()

    built = build(folder, out)

    assert built.removed == 3
    assert not (out / "file/01-dough").exists()
    assert (out / ".git/HEAD").read_text() == "mine"
    assert (out / "CNAME").is_file()


@pytest.mark.parametrize("name", ["mine.txt", "lesson/mine.html", "index.html"])
def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path, name: str) -> None:
    folder, out = write(tmp_path / "course", COURSE), write(tmp_path / "out", {name: "mine"})

    with pytest.raises(OutTakenError, match=re.escape(f"holds “{name}”")):
        build(folder, out)

    assert everything(out) == {name: b"mine"}


def test_what_was_put_among_pages_is_refused(tmp_path: Path) -> None:
    folder, out = write(tmp_path / "course", COURSE), tmp_path / "out"
    build(folder, out)
    (out / "lesson/elsewhere").symlink_to(tmp_path)

    with pytest.raises(OutTakenError):
        build(folder, out)


@pytest.mark.parametrize("out", ["course/site", "course", "."])
def test_pages_do_not_go_into_the_course(tmp_path: Path, out: str) -> None:
    folder = write(tmp_path / "course", COURSE)

    with pytest.raises(OutInsideError):
        build(folder, tmp_path / out)


def test_a_build_that_was_cut_short_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, out = write(tmp_path / "course", COURSE), tmp_path / "out"
    build(folder, tmp_path / "whole")
    drawn, left = building.drawn, [3]

    def cut_short(*words: object) -> str:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return drawn(*words)  # type: ignore[arg-type] # whatever it is given

    monkeypatch.setattr(building, "drawn", cut_short)
    with pytest.raises(KeyboardInterrupt):
        build(folder, out)
    monkeypatch.setattr(building, "drawn", drawn)
    assert len(everything(out)) == 4

    build(folder, out)

    assert everything(out) == everything(tmp_path / "whole")


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    folder, out = write(tmp_path / "course", COURSE), tmp_path / "out"

    planned = Builder(folder, out).plan()

    assert not out.exists()
    assert planned == build(folder, out)
    assert (out / LIST).is_file()


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    folder = write(tmp_path / "course", COURSE)
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OutUnwritableError):
        build(folder, tmp_path / "file/out")


def test_a_course_that_cannot_be_read_is_not_built(tmp_path: Path) -> None:
    folder = write(tmp_path / "course", {**COURSE, "course.yaml": "id: [\n"})

    with pytest.raises(UnreadablePagesError):
        build(folder, tmp_path / "out")

    assert not (tmp_path / "out").exists()


HIDDEN = {
    "yaml.syntax": {"02-oven/heat.md": "---\ntitle: A: B\ndraft: true\n---\n\nSecret\n"},
    "of Hugo": {"02-oven/heat.md": '+++\ntitle = "A"\ndraft = true\n+++\n\nSecret\n'},
    "misplaced": {"02-oven/heat.md": "\n---\ntitle: A\ndraft: true\n---\n\nSecret\n"},
    "misspelt": {"02-oven/heat.md": "---\ntitle: A\ndraft: treu\n---\n\nSecret\n"},
    "no date": {"02-oven/heat.md": "---\ntitle: A\nrelease_at: 2999-13-01\n---\n\nSecret\n"},
    "of its module": {
        "02-oven/module.yaml": "title: Oven\nrelease_at: 2999-13-01\n",
        "02-oven/heat.md": "# Heat\n\nSecret\n",
    },
    "above its module": {
        "03-more/module.yaml": "release_at: soon\n",
        "03-more/deep/heat.md": "# Heat\n\nSecret\n",
    },
}


@pytest.mark.parametrize("files", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_may_be_hidden_by_what_cannot_be_read_is_no_page(
    tmp_path: Path, files: Mapping[str, str]
) -> None:
    folder = write(tmp_path / "course", {**COURSE, **files})

    built = build(folder, tmp_path / "out")
    drafts = Builder(folder, tmp_path / "drafts", with_drafts=True).build()

    assert built.left_out >= 1
    assert not [path for path, data in everything(tmp_path / "out").items() if b"Secret" in data]
    assert broken(tmp_path / "out") == []
    assert drafts.left_out == 0
    assert [path for path, data in everything(tmp_path / "drafts").items() if b"Secret" in data]


def test_what_is_only_a_warning_hides_nothing(tmp_path: Path) -> None:
    lowered = "id: bread\ntitle: Bread\nchecks: {yaml.bad-value: warning}\n"
    odd = {"course.yaml": lowered, "02-oven/heat.md": "---\nminutes: -1\n---\n\n[x](gone.md)\n"}

    built = build(write(tmp_path / "course", {**COURSE, **odd}), tmp_path / "out")

    assert built.left_out == 0
    assert "lesson/02-oven/heat.html" in everything(tmp_path / "out")
