"""A course is exported to another format, by its slug or its folder, and told about in words."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.interchange.exporting.sample import contents, written
from tests.interchange.exporting.test_packages import repacked
from tests.repositories import COURSE, Repository

OLX = ("--to", "olx")


@pytest.fixture
def everything(home: Path) -> Path:
    return written(home / "courses" / "everything")


@pytest.fixture
def synced(academy: Run, everything: Path) -> Run:
    ran = academy("course", "sync", "courses/everything", "--yes")
    assert ran.code == 0, ran.err
    return academy


def test_counts_are_the_answer_and_the_story_is_told_beside_it(synced: Run, home: Path) -> None:
    ran = synced("course", "export", "everything", *OLX)

    assert ran.code == 0
    assert "visibility\t1\t0\t0\n" in ran.out
    assert "“Everything & more”, 10 lessons, as olx: everything.tar.gz, " in ran.err
    assert "drafts and answers among them" in ran.err
    assert ran.err.endswith("Next: academy course import everything.tar.gz DIR --dry-run\n")
    assert (home / "everything.tar.gz").is_file()


@pytest.mark.parametrize("form", ["olx", "common-cartridge", "html", "epub", "scorm"])
def test_a_slug_and_a_folder_make_the_same_bytes(synced: Run, home: Path, form: str) -> None:
    assert synced("course", "export", "everything", "--to", form, "--out", "a.x").code == 0
    assert synced("course", "export", "courses/everything", "--to", form, "--out", "b.x").code == 0

    assert (home / "a.x").read_bytes() == (home / "b.x").read_bytes()


def test_what_is_for_learners_can_be_read_like_any_file_and_what_has_answers_cannot(
    synced: Run, home: Path
) -> None:
    modes = {}
    before = os.umask(0o022)
    try:
        for form, *words in (["html"], ["epub"], ["scorm"], ["olx"], ["html", "--source"]):
            out = f"{form}-{len(words)}.x"
            assert (
                synced("course", "export", "everything", "--to", form, "--out", out, *words).code
                == 0
            )
            modes[out] = (home / out).stat().st_mode & 0o777
    finally:
        os.umask(before)

    private = {name for name, mode in modes.items() if mode == 0o600}
    assert private == {"olx-0.x", "html-1.x"}
    assert {modes[name] for name in modes.keys() - private} == {0o644}


def test_a_second_word_is_told_with_the_option_that_names_a_package(synced: Run) -> None:
    ran = synced("course", "export", "everything", "my out.olx", *OLX)

    assert ran.code == 2
    assert ran.err == (
        "error: “my out.olx” is one word too many: --out says where a package goes.\n"
        "hint: Run: academy course export everything --to olx --out 'my out.olx'\n"
    )


@pytest.mark.parametrize("form", ["html", "epub", "scorm"])
def test_what_learners_get_says_nothing_of_answers_and_prices(
    synced: Run, home: Path, form: str
) -> None:
    ran = synced("course", "export", "everything", "--to", form, "--out", "a.x", "--format", "json")

    assert ran.code == 0
    said = json.loads(ran.out)
    assert said["has_source"] is False
    assert {"prices", "instructors"} <= {
        note["name"] for note in said["notes"] if note["fate"] == "dropped"
    }
    files = contents(home / "a.x")
    assert not [name for name in files if "/source/" in name]
    assert not [name for name, data in files.items() if b"ada@example.org" in data]
    assert "academy course import" not in ran.err


def test_words_of_scorm_want_scorm(synced: Run) -> None:
    ran = synced("course", "export", "everything", "--to", "epub", "--with-answers")

    assert (ran.code, "--to scorm" in ran.err) == (2, True)


def test_a_language_is_of_packages_that_have_one(synced: Run) -> None:
    site = synced("course", "export", "everything", "--to", "html", "--language", "en")
    book = synced("course", "export", "everything", "--to", "epub", "--language", "xx")
    own = synced("course", "export", "everything", "--to", "epub", "--language", "en", "--dry-run")

    assert (site.code, "Leave --language out" in site.err) == (2, True)
    assert (book.code, "It is in en." in book.err) == (4, True)
    assert (own.code, "everything.en.epub" in own.err) == (0, True)


def test_the_version_of_scorm_is_the_one_asked_for(synced: Run, home: Path) -> None:
    synced("course", "export", "everything", "--to", "scorm", "--out", "old.zip")
    synced("course", "export", "everything", "--to", "scorm", "--scorm", "2004", "--out", "new.zip")

    assert b">1.2<" in contents(home / "old.zip")["imsmanifest.xml"]
    assert b">2004 4th Edition<" in contents(home / "new.zip")["imsmanifest.xml"]


def test_what_is_imported_again_is_nothing_new(synced: Run) -> None:
    synced("course", "export", "everything", *OLX)
    assert synced("course", "import", "everything.tar.gz", "back").code == 0

    assert synced("course", "plan", "back", "--exit-code").code == 0


def test_a_package_that_was_changed_since_is_told_as_what_it_is_read_as(
    synced: Run, home: Path
) -> None:
    assert synced("course", "export", "everything", *OLX, "--out", "a.tar.gz").code == 0
    page = next(path for path in contents(home / "a.tar.gz") if path.endswith(".html"))
    changed = repacked(home / "a.tar.gz", {page: b"<p>Somebody was here.</p>"})

    ran = synced("course", "import", str(changed), "changed", "--dry-run")

    since = "A package of academy's, of which 1 file changed since"
    assert f"{since} ({page}): read as olx" in " ".join(ran.err.split())
    assert "A package of" not in synced("course", "import", "a.tar.gz", "same", "--dry-run").err


def test_as_json_it_has_every_note_with_file_and_line(synced: Run) -> None:
    said = json.loads(synced("course", "export", "everything", *OLX, "--format", "json").out)

    (note,) = [one for one in said["notes"] if one["name"] == "prices"]
    assert (note["fate"], note["file"], note["line"]) == ("dropped", "course.yaml", 10)
    assert (said["family"], said["has_source"], said["lessons"]) == ("olx", True, 10)


def test_the_report_is_also_written_to_a_file(synced: Run, home: Path) -> None:
    answer = synced(
        "course", "export", "everything", *OLX, "--report", "it.json", "--format", "json"
    ).out

    assert json.loads((home / "it.json").read_text("utf-8")) == json.loads(answer)


def test_a_dry_run_says_the_same_and_writes_nothing(synced: Run, home: Path) -> None:
    before = sorted(home.iterdir())
    dry = synced("course", "export", "everything", *OLX, "--dry-run", "--report", "it.json")

    assert sorted(home.iterdir()) == before
    assert dry.out == synced("course", "export", "everything", *OLX).out


def test_a_package_that_is_there_stays_unless_it_is_to_be_replaced(synced: Run, home: Path) -> None:
    (home / "everything.tar.gz").write_text("mine")
    ran = synced("course", "export", "everything", *OLX)

    assert ran.code == 5
    assert (home / "everything.tar.gz").read_text() == "mine"
    assert "--replace" in ran.err
    assert synced("course", "export", "everything", *OLX, "--replace").code == 0
    assert contents(home / "everything.tar.gz")


def test_a_folder_is_told_where_a_file_in_it_can_go(synced: Run, home: Path) -> None:
    (home / "out it").mkdir()

    words = ("course", "export", "everything", "--to", "epub", "--out")
    ran = synced(*words, "out it", "--replace")

    assert (ran.code, "--out 'out it/everything.epub'" in ran.err) == (5, True)
    assert synced(*words, "out it/everything.epub").code == 0


def test_the_only_course_need_not_be_named(synced: Run, home: Path) -> None:
    assert synced("course", "export", *OLX).code == 0
    assert (home / "everything.tar.gz").is_file()


def test_the_course_here_need_not_be_named(
    synced: Run, everything: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(everything)
    ran = synced("course", "export", *OLX)

    assert (ran.code, "--out ../everything.tar.gz" in ran.err) == (6, True)
    assert synced("course", "export", *OLX, "--out", "../everything.tar.gz").code == 0
    assert (everything.parent / "everything.tar.gz").is_file()


def test_a_package_is_no_text(synced: Run) -> None:
    assert synced("course", "export", "everything", *OLX, "--out", "-").code == 2


def test_a_folder_with_the_name_of_a_course_is_meant_if_it_is_one(synced: Run, home: Path) -> None:
    (home / "everything").mkdir()
    assert synced("course", "export", "everything", *OLX, "--out", "a").code == 0

    changed = written(home / "everything")
    (changed / "00-loose.md").write_text("# Another\n")
    assert synced("course", "export", "everything", *OLX, "--out", "b").code == 0

    assert b"Another" not in b"".join(contents_of(home / "a").values())
    assert b"Another" in b"".join(contents_of(home / "b").values())


def contents_of(file: Path) -> dict[str, bytes]:
    return contents(file.rename(file.with_suffix(".tar.gz")))


def test_an_earlier_revision_can_be_had(synced: Run, everything: Path, home: Path) -> None:
    (everything / "00-loose.md").write_text("# Another\n")
    assert synced("course", "sync", "courses/everything", "--yes").code == 0
    synced("course", "export", "everything", *OLX, "--revision", "1")

    assert b"Another" not in b"".join(contents(home / "everything.tar.gz").values())


def test_a_folder_has_no_revisions(synced: Run) -> None:
    ran = synced("course", "export", "courses/everything", *OLX, "--revision", "1")

    assert (ran.code, "is a folder" in ran.err) == (2, True)


def test_without_an_academy_a_folder_is_exported_all_the_same(
    academy: Run, everything: Path, home: Path
) -> None:
    ran = academy("course", "export", "courses/everything", *OLX, "--no-source")

    assert ran.code == 0
    assert not list(home.rglob("*.db"))
    assert not [name for name in contents(home / "everything.tar.gz") if "/source/" in name]
    assert "drafts and answers" not in ran.err


def test_a_repository_is_exported_without_being_cloned(academy: Run, home: Path) -> None:
    repository = Repository.new(home / "small.git")
    repository.commit(COURSE)

    ran = academy("course", "export", str(repository.path), "--to", "common-cartridge")

    assert ran.code == 0, ran.err
    assert "pages/first.html" in contents(home / "small.imscc")


def test_a_course_with_errors_is_refused(academy: Run, everything: Path, home: Path) -> None:
    (everything / "00-loose.md").write_text("---\ntitle: [\n---\n")
    ran = academy("course", "export", "courses/everything", *OLX)

    assert ran.code == 3
    assert "academy course check courses/everything" in ran.err
    assert not (home / "everything.tar.gz").exists()


def test_several_courses_are_not_one(academy: Run, home: Path, everything: Path) -> None:
    written(home / "courses" / "small", {**COURSE})

    assert academy("course", "export", "courses/", *OLX).code == 2


def test_nothing_of_that_name_is_said(academy: Run, synced: Run) -> None:
    assert academy("course", "export", "nobody", *OLX).code == 4
    assert academy("course", "export", "./nobody", *OLX).code == 4
    assert academy("course", "export", "everything", "out", *OLX).code == 2


def test_options_of_packages_want_a_format(synced: Run) -> None:
    ran = synced("course", "export", "everything", "out", "--drafts")

    assert (ran.code, "--to" in ran.err) == (2, True)
