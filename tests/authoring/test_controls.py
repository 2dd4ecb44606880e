"""Each property of the compiler fails when its mechanism is broken: the tests can tell."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from academy_cli.authoring.changes import Action, Comparison
from academy_cli.authoring.compare import compare
from academy_cli.authoring.document import Node, Page
from academy_cli.authoring.doubts import Doubts
from academy_cli.authoring.examine import examine
from academy_cli.authoring.manifest import manifest
from academy_cli.formats.problems import Problem
from tests import make
from tests.authoring.academy import Academy

INTRO, FILES = "01-basics/01-intro.md", "02-more/01-files.md"


class Forgetful:
    """What was read before, by a reader who says that nothing was ever wrong."""

    def node(self, path: str, source: str, tag: str) -> Node | None:
        """No lesson."""

    def page(self, source: str, tag: str) -> Page | None:
        """A page without findings."""
        return Page(source, "", title="Known")


def compared(changes: make.Changes, doubts: Doubts | None = None) -> Comparison:
    wanted = make.compiled(make.tree(changes))
    return compare(wanted.course, make.course(), wanted.doubts if doubts is None else doubts)


def test_without_doubts_a_broken_file_that_moved_is_a_deletion() -> None:
    broken = {FILES: None, "03-new/module.yaml": "title: [\n", "03-new/x.md": "# X\n"}

    careful, careless = compared(broken), compared(broken, Doubts())

    assert Action.ARCHIVE not in {change.action for change in careful.changes}
    assert Action.ARCHIVE in {change.action for change in careless.changes}


def test_half_a_plan_leaves_something_to_do() -> None:
    done = compared({FILES: "# New\n", INTRO: "# New\n"})
    before = make.course()
    assert before.document is not None
    half = [*before.document.contents[:4], *done.result.contents[4:]]

    again = compare(
        make.compiled(make.tree({FILES: "# New\n", INTRO: "# New\n"})).course,
        make.applied(replace(done.result, contents=tuple(half)), before),
    )

    assert [change.path for change in again.changes] == [INTRO]


def test_a_tree_that_is_kept_although_it_changed_is_another_manifest() -> None:
    course = make.compiled(make.tree()).course
    edited = make.compiled(make.tree({FILES: "# New\n"})).course
    trees = manifest(course, {}).trees

    assert manifest(edited, {"basics": trees["basics"]}).root == manifest(edited, {}).root
    assert manifest(edited, {"more": trees["more"]}).root != manifest(edited, {}).root


def test_findings_that_are_forgotten_are_missed() -> None:
    tree = make.tree({FILES: "no title [x](y.md)\n"})

    def codes(problems: tuple[Problem, ...]) -> list[str]:
        return [problem.code for problem in problems]

    assert codes(examine(tree).problems) == ["page.no-title", "link.broken"]
    assert codes(examine(tree, known=Forgetful()).problems) == []


@pytest.mark.parametrize("column", ["title", "position"])
def test_a_row_that_somebody_changes_is_no_longer_what_was_planned(
    academy: Academy, tmp_path: Path, column: str
) -> None:
    folder = make.folder(tmp_path / "course")
    academy.sync(folder)
    planned = academy.document("python")

    academy.meddle(column)

    assert academy.document("python") != planned
