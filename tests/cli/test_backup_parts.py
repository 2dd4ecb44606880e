"""``academy backup restore --only``, as support sees it after somebody removed the wrong thing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, Set


@pytest.fixture
def kept(academy: Run, home: Path, given: Set) -> Run:
    """An academy whose backup has a course of two lessons and a learner who did one."""
    given(backup_to=home / "backups")
    folder = home / "python"
    folder.mkdir()
    (folder / "course.yaml").write_text("id: python\ntitle: Python\nstatus: published\n")
    for name in ("one", "two"):
        (folder / f"{name}.md").write_text(f"# {name}\n")
    for words in (
        ("course", "sync", "python"),
        ("user", "create", "ann@x.org", "--name", "Ann"),
        ("enrollment", "create", "ann@x.org", "python", "--kind", "gift"),
        ("progress", "set", "ann@x.org", "python", "one", "done", "--reason", "said so"),
        ("backup", "create"),
    ):
        ran = academy(*words, "--yes")
        assert ran.code == 0, ran.err
    return academy


def restored(run: Run, part: str, *words: str, code: int = 0) -> dict[str, object]:
    ran = run("backup", "restore", "--only", part, *words, "--yes", "--format", "json")
    assert ran.code == code, ran.err
    found: dict[str, object] = json.loads(ran.out)
    return found


def test_a_course_comes_back_as_a_plan(kept: Run, home: Path) -> None:
    (home / "python/two.md").unlink()
    (home / "python/one.md").write_text("# Broken\n")
    assert kept("course", "sync", "python", "--yes").code == 0

    shown = kept("backup", "restore", "--only", "course:python", "--dry-run")
    assert ("restore\tlesson\ttwo.md" in shown.out, shown.code) == (True, 0)
    assert kept("backup", "restore", "--only", "course:python").code == 6
    assert kept("course", "history", "python", "--fields", "revision").out.split() == ["2", "1"]

    done = restored(kept, "course:python")
    assert (done["revision"], done["changes"]) == (3, 2)
    assert kept("lesson", "list", "--course", "python", "--format", "ids").out.split() == [
        "one",
        "two",
    ]
    assert restored(kept, "course:python")["revision"] is None


def test_files_that_were_attached_to_its_lessons_come_back_with_a_course(
    kept: Run, home: Path, given: Set
) -> None:
    for name in ("lecture.mp4", "notes.pdf", "slides.pdf"):
        (home / name).write_bytes(name.encode() * 1000)
        assert kept("lesson", "upload", "python", "one", name).code == 0
    assert kept("backup", "create").code == 0
    off = ("lesson", "upload", "python", "one", "--remove", "lecture.mp4", "--yes")
    assert kept(*off).code == 0
    (home / "new.pdf").write_bytes(b"other slides")
    new = ("lesson", "upload", "python", "one", "new.pdf", "--name", "slides.pdf", "--yes")
    assert kept(*new).code == 0
    for stored in (home / ".local/share/academy/storage").rglob("assets/*/*"):
        stored.unlink()

    part = ("backup", "restore", "--only", "course:python")
    shown = kept(*part, "--dry-run")
    assert "To be attached again: “lecture.mp4” of lesson “one” (11.0 kB)." in shown.err
    assert kept(*part).code == 6
    done = restored(kept, "course:python")

    assert (done["attached"], done["revision"]) == (1, None)
    assert done["left_out"] == [
        ["“slides.pdf” of lesson “one”", "another file was attached by that name since"]
    ]
    assert sizes(kept) == {"lecture.mp4": 11_000, "notes.pdf": 9_000, "slides.pdf": 12}
    [stored] = (home / ".local/share/academy/storage").rglob("assets/*/*")
    assert stored.read_bytes() == b"lecture.mp4" * 1000
    assert restored(kept, "course:python")["attached"] == 0

    given(database_url=f"sqlite:///{home / 'new.db'}")
    assert restored(kept, "course:python")["attached"] == 3
    assert sizes(kept) == {"lecture.mp4": 11_000, "notes.pdf": 9_000, "slides.pdf": 10_000}


def sizes(kept: Run) -> dict[str, int]:
    """What is attached to the lesson, by name."""
    shown = kept("lesson", "show", "one", "--course", "python", "--format", "json")
    return {one["name"]: one["size"] for one in json.loads(shown.out)["uploads"]}


def test_what_no_archive_and_no_storage_has_is_named(kept: Run, home: Path) -> None:
    (home / "lecture.mp4").write_bytes(b"a lecture")
    assert kept("lesson", "upload", "python", "one", "lecture.mp4").code == 0
    assert kept("backup", "create", "--no-files").code == 0
    off = ("lesson", "upload", "python", "one", "--remove", "lecture.mp4", "--yes")
    assert kept(*off).code == 0
    part = ("backup", "restore", "--only", "course:python", "--dry-run")
    assert "To be attached again: “lecture.mp4”" in kept(*part).err  # storage has it still
    [stored] = (home / ".local/share/academy/storage").rglob("assets/*/*")

    stored.write_bytes(b"A lecture")

    ran = kept(*part)
    assert (
        "“lecture.mp4” of lesson “one” does not come back by this: the backup only says" in ran.err
    )
    assert "attached again" not in ran.err


def test_a_person_comes_back_with_places_and_progress(kept: Run) -> None:
    out = ("enrollment", "remove", "ann@x.org", "python", "--reason", "the wrong Ann", "--yes")
    assert kept(*out).code == 0

    shown = kept("backup", "restore", "--only", "user:ann@x.org", "--dry-run")
    assert (shown.code, "After that progress: 1 row" in shown.err) == (0, True)
    done = restored(kept, "user:ann@x.org")
    [batch] = done["batches"]  # type: ignore[misc] - of JSON
    seen = kept("enrollment", "list", "--user", "ann@x.org", "--fields", "state").out
    assert seen == "active\n"
    assert kept("enrollment", "import", "--undo", str(batch), "--yes").code == 0
    seen = kept("enrollment", "list", "--user", "ann@x.org", "--fields", "state").out
    assert seen == "removed\n"


def test_into_an_empty_academy_course_first_then_people(kept: Run, home: Path, given: Set) -> None:
    given(database_url=f"sqlite:///{home / 'new.db'}")
    alone = kept("backup", "restore", "--only", "user:ann@x.org", "--yes", "--format", "json")
    assert (alone.code, json.loads(alone.out)["refused"]) == (8, 0)
    assert '"1 part can come back later; the reasons are above."' in alone.err
    assert (
        "warning: the place of “ann@x.org” in “python” does not come back by this: that course is not here;"
        " bring it back first: academy backup restore --only course:python." in alone.err
    )
    assert kept("user", "list", "--format", "ids").out == "ann@x.org\n"

    assert restored(kept, "course:python", "--learners")["revision"] == 1
    again = restored(kept, "user:ann@x.org")
    assert again["refused"] == 0
    shown = kept("progress", "show", "ann@x.org", "python", "--format", "json").out
    assert '"done"' in shown or "completed" in shown
    assert restored(kept, "user:ann@x.org")["changes"] == 0


def test_what_is_of_a_course_that_is_not_here_keeps_nothing_else_back(
    kept: Run, home: Path, given: Set
) -> None:
    (home / "sql").mkdir()
    (home / "sql/course.yaml").write_text("id: sql\ntitle: SQL\nstatus: published\n")
    (home / "sql/one.md").write_text("# One\n")
    assert kept("course", "sync", "sql", "--yes").code == 0
    assert kept("enrollment", "create", "ann@x.org", "sql", "--kind", "gift", "--yes").code == 0
    assert kept("progress", "set", "ann@x.org", "sql", "one", "done", "--reason", "r").code == 0
    assert kept("backup", "create").code == 0
    given(database_url=f"sqlite:///{home / 'new.db'}")
    assert kept("course", "sync", "python", "--yes").code == 0

    done = restored(kept, "user:ann@x.org", code=8)

    assert done["refused"] == 0
    [[what, _]] = done["left_out"]  # type: ignore[misc] - of JSON
    assert what == "the place of “ann@x.org” in “sql”"
    assert kept("enrollment", "list", "--fields", "course").out == "python\n"
    assert "completed" in kept("progress", "show", "ann@x.org", "python", "--format", "json").out


def test_a_dry_run_plans_no_learners_before_their_course_is_back(kept: Run, home: Path) -> None:
    (home / "python/one.md").unlink()
    assert kept("course", "sync", "python", "--yes").code == 0
    part = ("backup", "restore", "--only", "course:python", "--learners")

    shown = kept(*part, "--dry-run")

    assert (shown.code, "After that progress: 1 row of the backup." in shown.err) == (0, True)
    assert shown.err.count("is of 20") == 1
    assert "not come back" not in shown.err
    assert restored(kept, "course:python", "--learners")["refused"] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--only", "course:pyton"), 4),
        (("--only", "user:bo@x.org"), 4),
        (("--only", "python"), 2),
        (("--learners",), 2),
        (("--only", "user:ann@x.org", "--learners"), 2),
    ],
)
def test_words_that_mean_nothing(kept: Run, words: tuple[str, ...], code: int) -> None:
    assert kept("backup", "restore", *words, "--yes").code == code


@pytest.mark.parametrize("form", ["json", "yaml", "csv"])
@pytest.mark.parametrize("part", ["user:ann@x.org", "course:python"])
def test_a_dry_run_with_nothing_to_do_answers_in_every_format(
    kept: Run, part: str, form: str
) -> None:
    ran = kept("backup", "restore", "--only", part, "--dry-run", "--format", form)

    assert ran.code == 0
    if form == "json":
        assert json.loads(ran.out)
    assert ran.out.strip()
