"""Syncing random edits on real folders and both databases: what was planned is what there is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

from hypothesis import given

from academy_cli.authoring.codes import AT_PLAN
from academy_cli.authoring.compile import compile_course
from academy_cli.authoring.document import Kind
from academy_cli.authoring.prepared import Prepared
from academy_cli.formats.problems import Problem
from tests.authoring.academy import Academy, whole_manifest
from tests.authoring.chance import often
from tests.authoring.scripts import START, Script, edited, scripts

FEW, MANY = 6, 3000
_numbers = count()


def synced(academy: Academy, folder: Path, edits: list[Script]) -> Iterator[tuple[Path, Prepared]]:
    """Sync a course of its own after each script, and give the plan that was just applied."""
    course = replace(START, slug=f"chance-{next(_numbers)}")
    place = folder / course.slug
    for script in edits:
        course = edited(course, script)
        course.write(place)
        prepared = academy.courses.plan(place)
        academy.courses.apply(prepared, partial=True)
        yield place, prepared


def folder_findings(problems: Iterable[Problem]) -> list[Problem]:
    """What the folder alone gives rise to; of an id that stands twice a plan has more to say."""
    found = (one for one in problems if one.code not in AT_PLAN)
    return [
        replace(one, message="", hint="") if one.code == "id.duplicate" else one for one in found
    ]


@often(FEW, torture=MANY)
@given(edits=scripts)
def test_the_database_is_what_was_planned_and_there_is_nothing_left(
    academy: Academy, tmp_path: Path, edits: list[Script]
) -> None:
    for place, prepared in synced(academy, tmp_path, edits):
        slug = prepared.plan.course

        assert academy.document(slug) == prepared.comparison.result
        with academy.planned(place) as again:
            assert again.plan.changes == ()
            here = compile_course(place).problems
            assert folder_findings(again.plan.problems) == folder_findings(here)


@often(FEW, torture=MANY)
@given(edits=scripts)
def test_a_sound_folder_and_the_database_hold_the_same_course(
    academy: Academy, tmp_path: Path, edits: list[Script]
) -> None:
    for place, prepared in synced(academy, tmp_path, edits):
        compiled = compile_course(place)
        if compiled.document is not None and not prepared.plan.has_errors:
            assert academy.document(prepared.plan.course) == compiled.document


@often(FEW, torture=MANY)
@given(edits=scripts)
def test_no_row_is_deleted_and_every_text_is_kept(
    academy: Academy, tmp_path: Path, edits: list[Script]
) -> None:
    before: frozenset[tuple[str, int]] = frozenset()
    for _, prepared in synced(academy, tmp_path, edits):
        now = academy.contents(prepared.plan.course)
        bodies = {node.body for node in prepared.comparison.result.of_kind(Kind.LESSON)}

        assert before <= now
        assert bodies <= academy.blobs().keys()
        before = now


@often(FEW, torture=MANY)
@given(edits=scripts)
def test_a_manifest_that_grew_equals_one_that_is_written_anew(
    academy: Academy, tmp_path: Path, edits: list[Script]
) -> None:
    for _, prepared in synced(academy, tmp_path, edits):
        slug = prepared.plan.course
        root, trees = whole_manifest(academy.document(slug))

        assert academy.revision(slug).manifest_sha256 == root
        assert academy.trees(slug) == trees
        assert {root, *trees.values()} <= academy.blobs().keys()
