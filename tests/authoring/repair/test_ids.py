"""Fixing a course: every lesson gets an id of its own, and nothing else happens, to files or to learners."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.changes import Action
from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.errors import FileUnwritableError
from academy_cli.authoring.repair import ids
from academy_cli.authoring.repair.newids import NO_KNOWN_IDS, KnownIds, known_ids
from academy_cli.authoring.repair.writing import MEANWHILE
from academy_cli.errors import Kind
from tests import make
from tests.authoring.academy import Academy
from tests.make import COURSE, Changes

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"
MODULE = "02-more/module.yaml"


def proposed(folder: Path, known: KnownIds = NO_KNOWN_IDS) -> dict[str, str | None]:
    """The ids that would be given, by file; None for one that is left alone."""
    return {one.file: one.id for one in ids.missing_ids(compile_course(folder), known).planned}


def fixed(folder: Path, academy: Academy | None = None) -> dict[str, str | None]:
    """The ids that are given, by file, with what an academy knows."""
    known = NO_KNOWN_IDS
    if academy is not None:
        with academy.planned(folder) as prepared:
            known = known_ids(prepared.comparison, prepared.before.applied)
    told = ids.write(ids.missing_ids(compile_course(folder), known))
    return {one.file: one.id for one in told}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course", {MODULE: "title: More\n"})


def course(tmp_path: Path, texts: Changes) -> Path:
    """A course of these files only."""
    return make.folder(
        tmp_path / "own", {**dict.fromkeys(make.FILES), "course.yaml": COURSE, **texts}
    )


def test_ids_are_paths_without_numbers(folder: Path) -> None:
    assert fixed(folder) == {
        INTRO: "basics-intro",
        LOOPS: "basics-loops",
        FILES: "more-files",
        MODULE: "more",
    }
    assert (folder / INTRO).read_text("utf-8") == f"---\nid: basics-intro\n---\n{make.FILES[INTRO]}"
    assert (folder / MODULE).read_text("utf-8") == "id: more\ntitle: More\n"
    assert compile_course(folder).problems == ()


def test_a_second_time_there_is_nothing_to_do(folder: Path) -> None:
    fixed(folder)

    assert proposed(folder) == {}


def test_no_two_get_the_same_id(tmp_path: Path) -> None:
    texts = {
        "1-a/module.yaml": "title: A\n",
        "1-a/README.md": "# A\n",
        "1-a/1-b.md": "# B\n",
        "1-a/2-b.md": "# B again\n",
        "2-a-b.md": "# A b\n",
        "名.md": "# Name\n",
        "null.md": "# Null\n",
    }

    assert proposed(course(tmp_path, texts)) == {
        "1-a/module.yaml": "a",
        "1-a/README.md": "a-readme",
        "1-a/1-b.md": "a-b-2",
        "1-a/2-b.md": "a-b-3",
        "2-a-b.md": "a-b",
        "名.md": "lesson",
        "null.md": "null-2",
    }


def test_ids_that_stand_anywhere_in_the_folder_are_taken(tmp_path: Path) -> None:
    texts = {
        "a.md": "# A\n",
        "b.md": "# B\n",
        "c.md": "# C\n",
        "other.md": "---\nid: A\n---\n# Other\n",
        "_draft.md": "---\nid: b\n---\n# Draft\n",
        "broken.md": "---\nid: c\ntitle: [\n---\n# Broken\n",
    }

    assert proposed(course(tmp_path, texts)) == {
        "a.md": "a-2",
        "b.md": "b-2",
        "c.md": "c-2",
    }


@pytest.mark.parametrize(
    "text",
    [
        b"---\ntitle: A\n",
        b"---\ntitle: [\n---\n# A\n",
        b"---\nid:\ntitle: A\n---\nText\n",
        b"# Na\xefve\n",
        b"\n---\nid: a\n---\n# A\n",
    ],
)
def test_a_file_with_an_error_is_left_alone_and_told(tmp_path: Path, text: bytes) -> None:
    folder = course(tmp_path, {"a.md": text, "b.md": "# B\n"})

    told = {one.file: one for one in ids.write(ids.missing_ids(compile_course(folder)))}

    assert (told["a.md"].id, told["a.md"].is_written) == (None, False)
    assert told["a.md"].reason
    assert (folder / "a.md").read_bytes() == text
    assert told["b.md"].is_written


def test_without_a_readable_list_nothing_is_written(tmp_path: Path) -> None:
    folder = course(tmp_path, {"a.md": "# A\n", "course.yaml": "id: python\ntitle: [\n"})

    assert proposed(folder) == {"a.md": None, "course.yaml": None}


def test_a_file_keeps_its_mode(folder: Path) -> None:
    (folder / INTRO).chmod(0o640)

    fixed(folder)

    assert (folder / INTRO).stat().st_mode & 0o777 == 0o640
    assert not list(folder.rglob("*.tmp"))


def test_a_link_within_the_course_is_written_through(tmp_path: Path) -> None:
    folder = course(tmp_path, {"_texts/a.md": "# A\n"})
    (folder / "1-a.md").symlink_to("_texts/a.md")

    assert fixed(folder) == {"1-a.md": "a"}

    assert (folder / "1-a.md").is_symlink()
    assert (folder / "_texts/a.md").read_text("utf-8").startswith("---\nid: a\n")


def test_what_stands_twice_by_a_link_is_left_alone(tmp_path: Path) -> None:
    folder = course(tmp_path, {"a.md": "# A\n", "b.md": "# B\n"})
    (folder / "c.md").symlink_to("a.md")

    assert fixed(folder) == {"a.md": None, "b.md": "b", "c.md": None}


def test_a_link_that_leaves_the_course_is_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("# Outside\n", encoding="utf-8")
    folder = course(tmp_path, {"a.md": "# A\n"})
    (folder / "b.md").symlink_to(outside)

    fixed(folder)

    assert outside.read_text("utf-8") == "# Outside\n"


def test_what_was_edited_meanwhile_is_left_alone(folder: Path) -> None:
    fixes = ids.missing_ids(compile_course(folder))
    (folder / INTRO).write_text("# Edited\n", encoding="utf-8")

    told = {one.file: one for one in ids.write(fixes)}

    assert (told[INTRO].id, told[INTRO].reason) == (None, MEANWHILE)
    assert (folder / INTRO).read_text("utf-8") == "# Edited\n"


def test_a_file_that_is_gone_meanwhile_is_refused_after_what_was_done(folder: Path) -> None:
    fixes = ids.missing_ids(compile_course(folder))
    (folder / LOOPS).unlink()

    with pytest.raises(FileUnwritableError) as refusal:
        ids.write(fixes)

    assert refusal.value.kind is Kind.PARTIAL
    assert "id: basics-intro" in (folder / INTRO).read_text("utf-8")


class TestLearners:
    def test_only_ids_and_keys_change(self, academy: Academy, folder: Path) -> None:
        academy.sync(folder)
        before = academy.contents("python")

        fixed(folder, academy)

        with academy.planned(folder) as prepared:
            changes = prepared.plan.changes
            fields = {name for change in changes for name in change.differences}
            assert {change.action for change in changes} <= {Action.RENAME, Action.UPDATE}
            assert fields <= {"id", "key", "source"}
            assert prepared.plan.withheld == prepared.plan.problems == ()
        academy.sync(folder)
        assert academy.contents("python") == before
        with academy.planned(folder) as prepared:
            assert prepared.plan.is_empty

    def test_an_archived_lessons_id_is_nobody_elses(self, academy: Academy, tmp_path: Path) -> None:
        folder = course(tmp_path, {"a.md": "# A\n", "old.md": "---\nid: b\n---\n# Old\n"})
        academy.sync(folder)
        (folder / "old.md").unlink()
        (folder / "b.md").write_text("# Quite another\n", encoding="utf-8")
        academy.sync(folder)

        assert fixed(folder, academy) == {"a.md": "a", "b.md": "b-2"}

    def test_an_id_that_was_removed_comes_back(self, academy: Academy, tmp_path: Path) -> None:
        folder = course(tmp_path, {"a.md": "---\nid: first\n---\n# A\n", "b.md": "# B\n"})
        academy.sync(folder)
        (folder / "a.md").write_text("# A\n", encoding="utf-8")

        assert fixed(folder, academy) == {"a.md": "first", "b.md": "b"}
