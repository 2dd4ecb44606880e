"""Comparing and applying, without a database: nothing is lost and nothing is left to do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from hypothesis import example, given

from academy_cli.authoring.changes import Action, Comparison
from academy_cli.authoring.compare import compare
from academy_cli.authoring.document import Applied, CourseDocument, Kind, Node
from academy_cli.formats.problems import has_errors
from tests import make
from tests.authoring.chance import often
from tests.authoring.folders import Course
from tests.authoring.scripts import (
    START,
    Script,
    add,
    copy,
    delete,
    edited,
    module,
    move,
    name,
    order,
    picture,
    renumber,
    root,
    scripts,
    smash,
    swap,
    unpicture,
)


def rows(applied: Applied) -> set[tuple[bool, int]]:
    """Every row the database holds."""
    active = make.nodes(applied.document) if applied.document else ()
    return {(node.kind is Kind.ASSET, node.row) for node in (*active, *applied.archived)}


def archived(comparison: Comparison) -> set[tuple[bool, int]]:
    return {
        (change.kind is Kind.ASSET, change.was.row)
        for change in comparison.changes
        if change.action is Action.ARCHIVE and change.was is not None
    }


def compared(course: Course, before: Applied) -> Comparison:
    wanted = make.compiled(course.tree())
    return compare(wanted.course, before, wanted.doubts, make.TEXTS)


def steps(edits: list[Script]) -> Iterator[tuple[Course, Applied, Comparison]]:
    """Each state of a folder with what the database held before it and what was found to do."""
    course, before = START, Applied()
    for script in edits:
        course = edited(course, script)
        comparison = compared(course, before)
        yield course, before, comparison
        before = make.applied(comparison.result, before)


@often(50, torture=20_000)
@given(scripts)
def test_after_applying_there_is_nothing_left_to_do(edits: list[Script]) -> None:
    for course, before, comparison in steps(edits):
        again = compared(course, make.applied(comparison.result, before))

        assert again.changes == ()


@often(50, torture=20_000)
@given(scripts)
def test_a_sound_course_becomes_exactly_what_the_folder_says(edits: list[Script]) -> None:
    for course, _, comparison in steps(edits):
        wanted = make.compiled(course.tree())
        if not has_errors((*wanted.problems, *comparison.problems)):
            assert comparison.result == wanted.course
            assert comparison.withheld == ()


@often(50, torture=20_000)
@given(scripts)
def test_no_row_is_ever_lost(edits: list[Script]) -> None:
    for _, before, comparison in steps(edits):
        assert rows(before) <= rows(make.applied(comparison.result, before))


@often(50, torture=20_000)
@given(scripts)
def test_a_result_is_a_tree_in_which_every_node_has_a_name_of_its_own(edits: list[Script]) -> None:
    for _, _, comparison in steps(edits):
        names = [(node.kind, node.key) for node in comparison.result.contents]
        seen = {""}
        for node in comparison.result.contents:
            assert node.parent in seen
            seen |= {node.key} if node.kind is Kind.MODULE else set()
        assert len(set(names)) == len(names)


@often(50, torture=20_000)
@given(scripts)
def test_a_broken_file_archives_nothing_that_the_mended_one_would_keep(edits: list[Script]) -> None:
    for course, before, comparison in steps(edits):
        mended = course.mended()
        if not has_errors(make.compiled(mended.tree()).problems):
            assert archived(comparison) <= archived(compared(mended, before))


@often(50, torture=20_000)
@given(scripts)
def test_a_lesson_that_keeps_its_id_or_its_path_keeps_its_row(edits: list[Script]) -> None:
    for _, before, comparison in steps(edits):
        pairs = product(lessons(before.document), lessons(comparison.result))
        assert [(was, now) for was, now in pairs if is_same(was, now) and was.row != now.row] == []


def lessons(document: CourseDocument | None) -> tuple[Node, ...]:
    return document.of_kind(Kind.LESSON) if document else ()


def is_same(was: Node, now: Node) -> bool:
    """Whether two nodes can only be the same lesson."""
    if was.id is not None or now.id is not None:
        return was.id == now.id
    return was.path == now.path


ASIDE: list[Script] = [
    [(copy, 269, 267), (add, 94, 84), (move, 14, 301)],
    [(smash, 86, 98)],
    [(move, 85, 105), (move, 394, 395), (delete, 124, 151)],
    [(swap, 399, 142)],
]
"""A lesson that had to step aside, and one that is missing and has the same name in another module."""
WAITING: list[Script] = [
    [(add, 64, 247), (smash, 6, 236)],
    [(module, 367, 187)],
    [(renumber, 213, 3)],
]
"""A lesson that waits because a module may be another, beside one with an error and nearly its name."""

UNCOMPARED: list[Script] = [
    [(smash, 264, 418)],
    [(move, 401, 143), (module, 175, 248)],
    [(renumber, 416, 340)],
]
"""A lesson that only its text gives away, while another may be anywhere."""

UNLISTED: list[Script] = [
    [(copy, 1, 112), (root, 398, 74)],
    [(order, 147, 188), (swap, 41, 138)],
]
"""A lesson whose id is in a file that only a list makes part of the course, and that cannot be read."""

NAMESAKES: list[Script] = [
    [(smash, 340, 150), (renumber, 276, 258), (add, 78, 377)],
    [(smash, 330, 111), (renumber, 168, 51)],
]
"""A lesson with an error beside one that cannot be opened and has its name."""

STANDING: list[Script] = [
    [(picture, 416, 351)],
    [(swap, 286, 40), (move, 293, 267), (smash, 65, 364), (name, 212, 312)],
]
"""A lesson that waits for its id where another stood, and that other one with a new id."""

ARCHIVED: list[Script] = [
    [(unpicture, 132, 373)],
    [(swap, 109, 166), (move, 74, 179)],
    [(smash, 331, 183), (copy, 183, 117)],
    [(delete, 158, 380), (renumber, 288, 352)],
]
"""A lesson with an error in a renamed module, with the name of one that is archived."""

RESTORED: list[Script] = [
    [(smash, 310, 173), (module, 38, 228)],
    [(add, 48, 12), (move, 28, 200), (renumber, 60, 15), (delete, 397, 30)],
    [(delete, 160, 119), (move, 54, 395), (copy, 70, 15)],
]
"""Two copies of one lesson, one of them in a module that comes back and had another one's key."""

LEFT_BEHIND: list[Script] = [
    [(copy, 381, 373), (renumber, 117, 239), (move, 53, 84)],
    [(swap, 375, 82), (smash, 339, 273), (renumber, 142, 297)],
]
"""A front page that stays where its module was, because a lesson with an error may be it."""
ALONE: list[Script] = [
    [(delete, 218, 249), (smash, 231, 136), (move, 159, 191)],
    [(copy, 63, 222), (renumber, 133, 152), (swap, 249, 12)],
]
"""The same with a lesson alone, beside a new one of its text and nearly its name."""

MODULES: list[Script] = [
    [(delete, 277, 26), (add, 311, 195), (smash, 148, 311), (move, 240, 361)],
    [(move, 186, 314), (renumber, 131, 220)],
    [(renumber, 75, 156)],
]
"""Modules that only their lessons tell apart, whose texts cannot be compared."""


@often(50, torture=20_000)
@given(scripts)
@example(MODULES)
@example(LEFT_BEHIND)
@example(ALONE)
@example(RESTORED)
@example(ARCHIVED)
@example(ASIDE)
@example(WAITING)
@example(UNLISTED)
@example(STANDING)
@example(NAMESAKES)
@example(UNCOMPARED)
def test_applying_the_sound_part_first_costs_nobodys_progress(edits: list[Script]) -> None:
    for course, before, comparison in steps(edits):
        mended = course.mended()
        if not has_errors(make.compiled(mended.tree()).problems):
            straight = compared(mended, before)
            detour = compared(mended, make.applied(comparison.result, before)).result
            if not has_errors(straight.problems):
                assert known(straight.result, before).items() <= known(detour, before).items()


def known(document: CourseDocument, before: Applied) -> dict[int, str]:
    """The paths of the lessons that were there before, by row."""
    old = {row for is_asset, row in rows(before) if not is_asset}
    return {node.row: node.path for node in lessons(document) if node.row in old}
