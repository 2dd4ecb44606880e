"""Planning and applying on both databases: what is written, what is refused, and what stays as it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.document import Kind
from academy_cli.authoring.manifest import document_of
from academy_cli.authoring.page import digest
from academy_cli.models import (
    AuditEntry,
    Blob,
    Content,
    ContentText,
    FormerPlace,
    Revision,
    Source,
)
from tests import make
from tests.authoring.academy import ACTOR, Academy, whole_manifest
from tests.authoring.synced import FILES, INTRO, LOOPS, git
from tests.make import COURSE


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
