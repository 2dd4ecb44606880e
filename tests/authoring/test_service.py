"""Planning and applying on both databases: what is written, what is refused, and what stays as it is."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.document import Kind
from academy_cli.authoring.manifest import document_of
from academy_cli.authoring.page import digest
from academy_cli.authoring.plan import SavedPlan, saved_plan
from academy_cli.errors import AcademyError
from academy_cli.errors import Kind as Failure
from academy_cli.models import (
    AuditEntry,
    Blob,
    Content,
    ContentText,
    Course,
    FormerPlace,
    Resource,
    Revision,
    Source,
)
from tests import make
from tests.authoring.academy import ACTOR, Academy, whole_manifest
from tests.make import COURSE

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"
IMAGE = "01-basics/images/loop.png"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make.folder(tmp_path / "course")


@pytest.fixture
def repository(folder: Path) -> Path:
    """The course in a git repository, everything committed on branch `trunk`."""
    git(folder, "init", "-q", "-b", "trunk")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "First")
    return folder


def git(folder: Path, *words: str) -> str:
    names = {
        f"GIT_{who}_{what}": "ann@example.org"
        for who in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    command = ["git", "-C", str(folder), *words]
    finished = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, **names}
    )
    return finished.stdout.strip()


def refused(act: Callable[[], object]) -> tuple[Failure, str]:
    with pytest.raises(AcademyError) as refusal:
        act()
    return refusal.value.kind, refusal.value.code


def saved(academy: Academy, folder: Path) -> SavedPlan:
    """A plan as a plan file keeps it."""
    with academy.planned(folder) as prepared:
        found = saved_plan(json.loads(json.dumps(prepared.plan.to_json())))
    assert found is not None
    return found


# -- what is written -----------------------------------------------------------------------------


def test_a_first_sync_writes_the_course_as_the_folder_has_it(
    academy: Academy, folder: Path
) -> None:
    report = academy.sync(folder)

    assert (report.course, report.revision, report.changed) == ("python", 1, True)
    assert (report.counts["create"], report.withheld) == (7, 0)
    assert academy.document("python") == compile_course(folder).document
    assert [(row.path, row.position, row.is_archived) for row in academy.rows(Content)] == [
        ("01-basics", 0, False),
        (INTRO, 0, False),
        (LOOPS, 1, False),
        ("02-more", 1, False),
        (FILES, 0, False),
    ]


def test_a_sync_is_one_revision_and_one_audit_entry(academy: Academy, folder: Path) -> None:
    report = academy.sync(folder)

    (revision,), (entry,) = academy.rows(Revision), academy.rows(AuditEntry)
    assert (revision.number, revision.actor) == (1, ACTOR.name)
    assert revision.plan_sha256 == report.plan.digest
    assert json.loads(revision.counts) == dict(report.counts)
    assert (revision.git_commit, revision.git_branch, revision.git_dirty) == (None, None, None)
    assert (entry.actor, entry.action, entry.subject) == (
        ACTOR.name,
        "course.apply",
        "course:python",
    )
    assert json.loads(entry.details) == {
        "revision": 1,
        "plan": report.plan.digest,
        "counts": dict(report.counts),
        "commit": None,
        "completions": {"gained": 0, "reopened": 0},
    }
    assert entry.at == revision.applied_at


def test_a_revision_names_its_commit_and_branch(academy: Academy, repository: Path) -> None:
    academy.sync(repository)

    revision = academy.revision("python")
    assert revision.git_commit == git(repository, "rev-parse", "HEAD")
    assert (revision.git_branch, revision.git_dirty) == ("trunk", False)


@pytest.mark.parametrize("name", [FILES, "02-more/02-new.md"])
def test_a_revision_of_an_uncommitted_folder_is_dirty(
    academy: Academy, repository: Path, name: str
) -> None:
    (repository / name).write_text("# Uncommitted\n")

    academy.sync(repository)

    assert academy.revision("python").git_dirty is True


def test_what_happens_beside_the_course_does_not_make_it_dirty(
    academy: Academy, tmp_path: Path
) -> None:
    git(tmp_path, "init", "-q", "-b", "trunk")
    folder = make.folder(tmp_path / "courses/python")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "First")
    git(tmp_path, "checkout", "-q", "--detach")
    (tmp_path / "notes.txt").write_text("x")

    academy.sync(folder)

    revision = academy.revision("python")
    assert (revision.git_branch, revision.git_dirty) == (None, False)


def test_the_manifest_gives_the_course_back(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    held = academy.document("python")

    root = academy.revision("python").manifest_sha256
    found = document_of(root, academy.texts)

    assert root == whole_manifest(held)[0]
    assert found == held


def test_it_is_known_where_everything_stood(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (row,) = (node.row for node in academy.document("python").contents if node.path == FILES)
    (folder / FILES).rename(folder / "02-more/07-files.md")
    academy.sync(folder)
    (folder / "02-more/07-files.md").rename(folder / "_files.md")
    academy.sync(folder)
    (folder / "_files.md").rename(folder / "02-more/07-files.md")
    academy.sync(folder)

    stood = [one for one in academy.rows(FormerPlace) if one.content_id == row]
    assert [(one.until_revision, one.path, one.is_archived) for one in stood] == [
        (1, FILES, False),
        (2, "02-more/07-files.md", False),
        (3, "02-more/07-files.md", True),
    ]


def test_a_file_is_kept_to_the_byte(academy: Academy, folder: Path) -> None:
    front = "\ufeff---\r\n# a note\r\ntitle:   Files\r\n--- \r\nRead.\r\n"
    (folder / FILES).write_bytes(front.encode())

    academy.sync(folder)

    (lesson,) = (node for node in academy.document("python").contents if node.path == FILES)
    heads = {row.sha256: row.head for row in academy.rows(Source)}
    assert heads[lesson.source] + academy.blobs()[lesson.body] == front
    assert heads[academy.document("python").root.source] == COURSE


def test_texts_are_stored_once_by_their_digest(academy: Academy, folder: Path) -> None:
    make.folder(folder, {"02-more/02-same.md": make.FILES[FILES]})

    academy.sync(folder)

    blobs = academy.rows(Blob)
    assert all(digest(row.text.encode()) == row.sha256 for row in blobs)
    assert all(len(row.text.encode()) == row.size for row in blobs)
    assert [row.text for row in blobs].count(make.FILES[FILES]) == 1
    assert len(academy.rows(ContentText)) == 4


def test_a_body_is_stored_to_the_byte(academy: Academy, folder: Path) -> None:
    body = "\r\n  # Files \t\r\n\r\nüß 漢 👩‍🏫 \u00a0\n\n\n"
    (folder / FILES).write_bytes(f"---\r\ntitle: Files\r\n---\r\n{body}".encode())

    academy.sync(folder)

    assert academy.catalog.lesson("python", "more/files").text == body


def test_an_edit_costs_its_text_and_the_lists_above_it(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    before = academy.blobs().keys()
    (folder / FILES).write_text("# Files\n\nRead.\n")

    report = academy.sync(folder)

    assert report.revision == 2
    assert len(academy.blobs().keys() - before) == 6  # text; two lists, each in a tree; the root
    assert [row.updated_revision for row in academy.rows(Content) if row.path == FILES] == [2]
    assert [row.updated_revision for row in academy.rows(Content) if row.path == INTRO] == [1]


def test_prices_are_kept_in_minor_units(academy: Academy, folder: Path) -> None:
    prices = "prices:\n  - {amount: 49.00, currency: EUR}\n  - {amount: 5000, currency: jpy}\n"
    (folder / "course.yaml").write_text(COURSE + prices)

    academy.sync(folder)

    assert json.loads(academy.course("python").fields)["prices"] == [
        {"amount": 4900, "currency": "eur"},
        {"amount": 5000, "currency": "jpy"},
    ]


def test_what_the_course_says_of_itself_is_in_columns(academy: Academy, folder: Path) -> None:
    text = "publish_at: 2027-01-31T09:00+01:00\nlanguage: de-AT\ndescription: _about.md\n"
    make.folder(folder, {"course.yaml": COURSE + text, "_about.md": "All about it.\n"})

    academy.sync(folder)

    row = academy.course("python")
    assert (row.title, row.language, row.status) == ("Python", "de-AT", "draft")
    assert row.publish_at == datetime(2027, 1, 31, 8, tzinfo=UTC)
    assert academy.catalog.show("python").description == "All about it.\n"


def test_an_edited_description_file_is_a_change_of_the_course(
    academy: Academy, folder: Path
) -> None:
    make.folder(folder, {"course.yaml": COURSE + "description: _about.md\n", "_about.md": "Old.\n"})
    academy.sync(folder)
    (folder / "_about.md").write_text("New.\n")

    report = academy.sync(folder)

    assert [(x.kind, list(x.differences)) for x in report.plan.changes] == [(Kind.COURSE, ["text"])]
    assert academy.catalog.show("python").description == "New.\n"


def test_texts_follow_the_course_into_another_language(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / "course.yaml").write_text(COURSE + "language: de\n")
    (folder / FILES).write_text("# Dateien\n")

    academy.sync(folder)

    assert {row.language for row in academy.rows(ContentText)} == {"de"}
    assert academy.catalog.lesson("python", "more/files").text == "# Dateien\n"
    assert academy.catalog.lesson("python", "basics/intro").text == make.FILES[INTRO]


def test_another_course_id_is_another_course(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / "course.yaml").write_text("id: snakes\ntitle: Snakes\n")

    report = academy.sync(folder)

    assert (report.course, report.revision) == ("snakes", 1)
    assert [one.slug for one in academy.catalog.list()] == ["python", "snakes"]
    assert len(academy.contents("python")) == len(academy.contents("snakes")) == 6


# -- nothing to do, nothing done -----------------------------------------------------------------


def test_a_second_sync_does_nothing_at_all(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    before = academy.digest()

    report = academy.sync(folder)

    assert (report.revision, report.changed, sum(report.counts.values())) == (1, False, 0)
    assert academy.digest() == before


def test_a_plan_writes_nothing(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    make.folder(folder, {FILES: "# Files\n\nRead.\n", IMAGE: "another", INTRO: "# X\0\n"})
    before = academy.digest()
    stored = sorted(academy.assets.folder.rglob("*"))

    with academy.planned(folder) as prepared:
        assert not prepared.plan.is_empty

    assert academy.digest() == before
    assert sorted(academy.assets.folder.rglob("*")) == stored


def test_the_digest_of_all_rows_would_show_a_change(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    before = academy.digest()
    (folder / FILES).write_text("# Files\n\nRead.\n")

    academy.sync(folder)

    assert academy.digest() != before


# -- refused -------------------------------------------------------------------------------------


def test_a_course_with_errors_is_refused_and_nothing_is_changed(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    make.folder(folder, {FILES: "---\n", INTRO: "# New\n", IMAGE: "another"})
    before = academy.digest()

    refusal = refused(lambda: academy.sync(folder))

    assert refusal == (Failure.INVALID, "course.has-errors")
    assert academy.digest() == before


def test_partially_the_sound_part_is_applied(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    make.folder(folder, {FILES: "---\n", INTRO: "# New\n"})

    report = academy.sync(folder, partial=True)

    assert (report.revision, report.withheld) == (2, 1)
    assert academy.catalog.lesson("python", "basics/intro").title == "New"
    assert academy.catalog.lesson("python", "more/files").text == make.FILES[FILES]


def test_strict_refuses_for_a_warning(academy: Academy, folder: Path) -> None:
    (folder / FILES).write_text("no title\n")

    with academy.planned(folder, strict=True) as prepared:
        refusal = refused(lambda: academy.courses.apply(prepared))

    assert refusal == (Failure.INVALID, "course.has-errors")
    assert academy.sync(folder).revision == 1


def test_a_course_without_a_name_cannot_be_planned(academy: Academy, folder: Path) -> None:
    (folder / "course.yaml").write_text("title: Python\n")

    assert refused(lambda: academy.sync(folder)) == (Failure.INVALID, "course.unreadable")


def test_a_plan_that_was_overtaken_is_refused(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / FILES).write_text("# Files\n\nOne.\n")
    with academy.planned(folder) as stale:
        (folder / INTRO).write_text("# Introduction\n")
        academy.sync(folder)
        before = academy.digest()

        refusal = refused(lambda: academy.courses.apply(stale))

    assert refusal == (Failure.CONFLICT, "plan.stale")
    assert academy.digest() == before


def test_two_first_syncs_of_one_course_make_one_revision(academy: Academy, folder: Path) -> None:
    with academy.planned(folder) as one, academy.planned(folder) as other:
        academy.courses.apply(one)

        assert refused(lambda: academy.courses.apply(other))[1] == "plan.stale"

    assert [row.number for row in academy.rows(Revision)] == [1]


# -- saved plans ---------------------------------------------------------------------------------


def test_a_saved_plan_does_what_it_says(academy: Academy, folder: Path) -> None:
    plan = saved(academy, folder)

    prepared = academy.courses.prepare_saved(plan)
    report = academy.courses.apply(prepared)

    assert report.plan.digest == plan.digest


def test_a_saved_plan_works_in_a_folder_that_was_moved(academy: Academy, folder: Path) -> None:
    plan = saved(academy, folder)
    moved = folder.rename(folder.with_name("elsewhere"))

    prepared = academy.courses.prepare_saved(plan, folder=moved)

    assert academy.courses.apply(prepared).revision == 1


def test_a_saved_plan_is_refused_when_the_database_moved(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / FILES).write_text("# Files\n\nOne.\n")
    plan = saved(academy, folder)
    academy.sync(folder)

    refusal = refused(lambda: academy.courses.prepare_saved(plan))

    assert refusal == (Failure.CONFLICT, "plan.stale")


@pytest.mark.parametrize(
    "changes",
    [
        {FILES: "# Files\n\nTwo.\n"},
        {IMAGE: "anothr!!!"},
        {INTRO: "# Introduction\n"},
        {"03-new.md": "# New\n"},
        {FILES: "---\n"},
        {LOOPS: None},
        {"course.yaml": COURSE + "summary: New\n"},
    ],
    ids=["text", "image", "another", "new", "broken", "gone", "course"],
)
@pytest.mark.parametrize("is_new", [True, False])
def test_a_saved_plan_is_refused_when_the_files_moved(
    academy: Academy,
    folder: Path,
    changes: make.Changes,
    is_new: bool,  # noqa: FBT001
) -> None:
    if not is_new:
        academy.sync(folder)
    make.folder(folder, {FILES: "# Files\n\nOne.\n"})
    plan = saved(academy, folder)
    make.folder(folder, {FILES: "# Files\n\nOne.\n", **changes})

    refusal = refused(lambda: academy.courses.prepare_saved(plan))

    assert refusal == (Failure.CONFLICT, "plan.folder-changed")


# -- assets --------------------------------------------------------------------------------------


def test_an_image_is_stored_by_its_digest(academy: Academy, folder: Path) -> None:
    academy.sync(folder)

    (row,) = academy.rows(Resource)
    assert (row.path, row.media_type, row.size) == (IMAGE, "image/png", 9)
    assert academy.assets.path(row.sha256).read_text() == "a picture"


def test_an_image_that_storage_lost_is_put_back(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    stored = academy.assets.path(academy.rows(Resource)[0].sha256)
    stored.unlink()

    report = academy.sync(folder)

    assert (report.changed, report.restored_files) == (False, 1)
    assert stored.read_text() == "a picture"


@pytest.mark.parametrize("left", [0, 5])
def test_an_image_that_storage_cut_short_is_put_back(
    academy: Academy, folder: Path, left: int
) -> None:
    academy.sync(folder)
    stored = academy.assets.path(academy.rows(Resource)[0].sha256)
    os.truncate(stored, left)

    report = academy.sync(folder)

    assert (report.changed, report.restored_files) == (False, 1)
    assert stored.read_text() == "a picture"
    assert academy.sync(folder).restored_files == 0


def test_an_image_that_storage_cut_short_is_put_back_with_other_changes(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    stored = academy.assets.path(academy.rows(Resource)[0].sha256)
    os.truncate(stored, 5)
    (folder / INTRO).write_text("# Another introduction\n")

    report = academy.sync(folder)

    assert (report.changed, report.restored_files) == (True, 1)
    assert stored.read_text() == "a picture"


def test_an_image_that_changes_between_plan_and_apply_stops_it(
    academy: Academy, folder: Path
) -> None:
    with academy.planned(folder) as prepared:
        (folder / IMAGE).write_text("another")

        refusal = refused(lambda: academy.courses.apply(prepared))

    assert refusal == (Failure.CONFLICT, "asset.changed")
    assert academy.rows(Course) == []


def test_an_archived_image_comes_back_to_its_row(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / LOOPS).write_text("# Loops\n")
    academy.sync(folder)
    (folder / LOOPS).write_text(make.FILES[LOOPS])

    report = academy.sync(folder)

    assert [(row.is_archived, row.created_revision) for row in academy.rows(Resource)] == [
        (False, 1)
    ]
    assert report.counts["restore"] == 1


# -- findings are kept ---------------------------------------------------------------------------


def test_findings_of_unchanged_files_are_kept_and_the_same(academy: Academy, folder: Path) -> None:
    make.folder(folder, {FILES: "[a](b.md) ![](c.png)\n", INTRO: "\ufeffText\n"})
    fresh = academy.sync(folder).plan.problems

    with academy.planned(folder) as prepared:
        assert prepared.origin.compilation.reading.texts == {}
        assert prepared.plan.problems == fresh == compile_course(folder).problems

    assert len(fresh) == 6


def test_another_grading_reads_the_files_again(academy: Academy, folder: Path) -> None:
    make.folder(
        folder, {FILES: "[a](b.md)\n", "course.yaml": COURSE + "checks: {page.no-title: off}\n"}
    )
    off = academy.sync(folder).plan.problems
    (folder / "course.yaml").write_text(COURSE)

    on = academy.sync(folder).plan.problems

    assert [x.code for x in off] == ["link.broken"]
    assert {x.code for x in on} == {"link.broken", "page.no-title"}
    with academy.planned(folder) as again:
        assert again.origin.compilation.reading.texts == {}
        assert again.plan.problems == on


def test_a_lowered_error_is_one_again_when_it_is_raised(academy: Academy, folder: Path) -> None:
    lowered = COURSE + "checks: {yaml.bad-value: note}\n"
    video = "---\ntitle: A\nkind: vidoe\nvideo: https://example.org/v\n---\nx\n"
    make.folder(folder, {FILES: video, "course.yaml": lowered})
    academy.sync(folder)
    (folder / "course.yaml").write_text(COURSE)

    with academy.planned(folder) as kept:
        assert kept.origin.compilation.reading.doubts == compile_course(folder).reading.doubts
        assert kept.plan.problems == compile_course(folder).problems


def test_what_may_be_meant_for_an_id_is_remembered(academy: Academy, folder: Path) -> None:
    text = "---\ntitle: Files\nid: files\n---\nText\n"
    off = COURSE + "checks: {yaml.unknown-key: off}\n"
    both = {FILES: text, "03-new.md": text.replace("id:", "uid:"), "course.yaml": off}
    academy.sync(make.folder(folder, both))
    (folder / FILES).unlink()

    with academy.planned(folder) as again:
        assert again.origin.compilation.reading.texts == {}
        assert FILES in {held.path for held in again.plan.withheld}


# -- status --------------------------------------------------------------------------------------


def test_a_course_is_published_once_and_on_record(academy: Academy, folder: Path) -> None:
    academy.sync(folder)

    change = academy.courses.set_status("python", "published")
    again = academy.courses.set_status("python", "published")

    assert (change.before, change.after) == ("draft", "published")
    assert (again.before, again.after) == ("published", "published")
    assert academy.course("python").status == "published"
    assert [row.action for row in academy.rows(AuditEntry)] == ["course.apply", "course.status"]


def test_a_dry_publishing_changes_nothing(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    before = academy.digest()

    academy.courses.set_status("python", "published", dry_run=True)

    assert academy.digest() == before


def test_a_sync_keeps_the_status_that_course_yaml_does_not_decide(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    academy.courses.set_status("python", "published")
    (folder / FILES).write_text("# Files\n")

    academy.sync(folder)

    assert academy.course("python").status == "published"


def test_course_yaml_decides_the_status_where_it_names_one(academy: Academy, folder: Path) -> None:
    (folder / "course.yaml").write_text(COURSE + "status: published\n")
    academy.sync(folder)

    refusal = refused(lambda: academy.courses.set_status("python", "draft"))

    assert academy.course("python").status == "published"
    assert refusal == (Failure.REFUSED, "course.status-declared")


def test_a_course_that_is_not_there_has_no_status(academy: Academy, folder: Path) -> None:
    academy.sync(folder)

    with pytest.raises(AcademyError) as refusal:
        academy.courses.set_status("pyton", "draft")

    assert (refusal.value.kind, refusal.value.code) == (Failure.MISSING, "course.unknown")
    assert "python" in refusal.value.hint


# -- reading -------------------------------------------------------------------------------------


def test_a_course_is_shown_with_its_outline(academy: Academy, folder: Path) -> None:
    make.folder(folder, {FILES: "---\ntitle: Files\nminutes: 5\ndraft: true\n---\nText\n"})
    academy.sync(folder)

    view = academy.catalog.show("python")

    assert (view.modules, view.lessons, view.assets, view.revision) == (2, 3, 1, 1)
    assert [(x.depth, x.key, x.minutes, x.is_draft) for x in view.outline] == [
        (0, "basics", None, False),
        (1, "basics/intro", None, False),
        (1, "basics/loops", None, False),
        (0, "more", None, False),
        (1, "more/files", 5, True),
    ]


def test_archived_lessons_are_listed_when_they_are_asked_for(
    academy: Academy, folder: Path
) -> None:
    academy.sync(folder)
    (folder / FILES).unlink()
    academy.sync(folder)

    now = academy.catalog.lessons("python")
    ever = academy.catalog.lessons("python", archived=True)

    assert [x.key for x in now] == ["basics/intro", "basics/loops"]
    assert [(x.key, x.is_archived) for x in ever[2:]] == [("more/files", True)]


@pytest.mark.parametrize("key", ["basics/loops", LOOPS])
def test_a_lesson_is_found_by_key_and_by_path(academy: Academy, folder: Path, key: str) -> None:
    academy.sync(folder)

    assert academy.catalog.lesson("python", key).title == "Loops"


def test_a_lesson_that_is_not_there_names_the_nearest(academy: Academy, folder: Path) -> None:
    academy.sync(folder)

    with pytest.raises(AcademyError) as refusal:
        academy.catalog.lesson("python", "basics/loop")

    assert (refusal.value.code, "basics/loops" in refusal.value.hint) == ("lesson.unknown", True)


def test_the_texts_of_a_change_are_there_for_a_diff(academy: Academy, folder: Path) -> None:
    academy.sync(folder)
    (folder / FILES).write_text("---\nminutes: 3\n---\n# Files\n\nRead.\n")
    (folder / LOOPS).unlink()

    with academy.planned(folder) as prepared:
        texts = {x.path: academy.courses.texts(prepared, x) for x in prepared.plan.changes}

    assert texts[FILES] == (make.FILES[FILES], "# Files\n\nRead.\n", 4)
    assert texts[LOOPS] == (make.FILES[LOOPS], "", 1)
