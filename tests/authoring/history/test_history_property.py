"""Random edits, then every revision brought back and written out, on both databases."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given

from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.document import LESSON
from academy_cli.formats.problems import has_errors
from academy_cli.models import Content, LessonProgress, Revision
from tests.authoring.academy import Academy
from tests.authoring.chance import often
from tests.authoring.people import advance, enroll
from tests.authoring.scripts import Script, scripts
from tests.authoring.test_sync_property import synced

FEW, MANY = 4, 2000


def manifests(academy: Academy, slug: str) -> dict[int, str]:
    """The digest of what each revision of a course holds, by number."""
    course = academy.course(slug).id
    found = [row for row in academy.rows(Revision) if row.course_id == course]
    return {row.number: row.manifest_sha256 for row in found}


def everybody_begins(academy: Academy, slug: str) -> None:
    """Let a learner complete every lesson that was there in some revision."""
    course, (who,) = academy.course(slug).id, enroll(academy, slug, 1)
    for row in academy.rows(Content):
        if (row.course_id, row.kind) == (course, "lesson"):
            advance(academy, who, row.id)


@often(FEW, torture=MANY)
@given(edits=scripts)
def test_every_revision_comes_back_whole_and_costs_nobody_anything(
    academy: Academy, tmp_path: Path, edits: list[Script]
) -> None:
    *_, (place, prepared) = synced(academy, tmp_path, edits)
    slug = prepared.plan.course
    everybody_begins(academy, slug)
    for number, manifest in manifests(academy, slug).items():
        rows, progress = academy.contents(slug), academy.rows(LessonProgress)

        back = academy.history.rollback(slug, number)
        done = academy.courses.apply(back)

        assert academy.history.difference(slug, number, done.revision).changes == ()
        assert academy.revision(slug).manifest_sha256 == manifest
        assert academy.document(slug) == back.comparison.result
        assert academy.contents(slug) == rows
        assert academy.rows(LessonProgress) == progress
    academy.sync(place, partial=True)
    with academy.planned(place) as again:
        assert again.plan.changes == ()


@often(FEW, torture=MANY)
@given(edits=scripts)
def test_a_rollback_gives_every_lesson_the_row_that_it_had(
    academy: Academy, tmp_path: Path, edits: list[Script]
) -> None:
    rows: dict[int, dict[str, int]] = {}
    slug = ""
    for _, prepared in synced(academy, tmp_path, edits):
        slug = prepared.plan.course
        lessons = [row for row in academy.rows(Content) if not row.is_archived]
        course = academy.course(slug)
        mine = {row.path: row.id for row in lessons if row.course_id == course.id}
        rows[course.revision] = mine
    for number, then in rows.items():
        academy.courses.apply(academy.history.rollback(slug, number))

        course = academy.course(slug).id
        now = [r for r in academy.rows(Content) if not r.is_archived and r.course_id == course]
        assert {row.path: row.id for row in now} == then


@often(FEW, torture=MANY)
@given(edits=scripts)
def test_an_export_reads_as_the_revision_has_it(
    academy: Academy, tmp_path: Path, edits: list[Script]
) -> None:
    wrote = 0
    sound: dict[int, dict[str, bytes]] = {}
    for place, prepared in synced(academy, tmp_path, edits):
        slug = prepared.plan.course
        if not has_errors(prepared.plan.problems):
            lessons = academy.document(slug).of_kind(LESSON)
            read = {node.path: (place / node.path).read_bytes() for node in lessons}
            sound[academy.course(slug).revision] = read
    for number, read in sound.items():
        folder = tmp_path / f"{slug}-{number}"

        wrote += academy.history.export(slug, folder, number).differs

        assert {path: (folder / path).read_bytes() for path in read} == read
        assert not has_errors(compile_course(folder).problems)
    assert wrote == 0


@often(FEW, torture=MANY)
@given(edits=scripts)
def test_there_is_nothing_to_plan_for_the_export_of_what_holds(
    academy: Academy, tmp_path: Path, edits: list[Script]
) -> None:
    *_, (_, prepared) = synced(academy, tmp_path, edits)
    slug = prepared.plan.course
    if not has_errors(prepared.plan.problems):
        folder = tmp_path / f"{slug}-out"
        academy.history.export(slug, folder)

        with academy.planned(folder) as plan:
            assert plan.plan.changes == ()
