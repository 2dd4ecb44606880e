"""Findings and plans as a person reads them and as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from academy_cli.authoring.changes import Action, Change, FieldChange, Withheld
from academy_cli.authoring.codes import CODES, problem
from academy_cli.authoring.document import Kind
from academy_cli.authoring.plan import Plan
from academy_cli.authoring.problems import Severity
from academy_cli.cli.show import plan as plans
from academy_cli.cli.show import problems
from academy_cli.cli.show.problems import Line
from academy_cli.cli.terminal.ink import inked

BROKEN = problem("image.broken", "01-intro/README.md", 12, 3, value="a.png", hint="Add the file.")
TYPO = replace(BROKEN, code="yaml.unknown-key", severity=Severity.ERROR, line=0, value="")


def read(lines: Iterable[Line]) -> list[str]:
    return [inked(line, colour=False, screen=True) for line in lines]


def change(action: Action, path: str, kind: Kind = Kind.LESSON, **fields: FieldChange) -> Change:
    return Change(action, kind, path, path, f"Title of {path}", "", fields)


def plan(*changes: Change, base: int = 3, withheld: tuple[Withheld, ...] = ()) -> Plan:
    return Plan("python", "courses/python", base, changes, withheld, ())


def test_a_finding_is_a_place_a_value_a_reason_and_a_remedy() -> None:
    assert read(problems.lines([BROKEN], PurePosixPath("c"))) == [
        "c/01-intro/README.md:12:3: warning: image.broken “a.png”: An image is not there.",
        f"  why: {CODES['image.broken'].why}",
        "  fix: Add the file.",
    ]


def test_a_reason_is_given_once_for_each_code() -> None:
    lines = read(problems.lines([BROKEN, BROKEN], PurePosixPath()))

    assert len([line for line in lines if line.startswith("  why: ")]) == 1


def test_a_finding_about_a_whole_file_has_no_line() -> None:
    first = read(problems.lines([TYPO], PurePosixPath("c")))[0]

    assert first.startswith("c/01-intro/README.md: error: yaml.unknown-key: ")


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([], "no findings"),
        ([TYPO], "1 error"),
        ([TYPO, BROKEN, BROKEN], "1 error and 2 warnings"),
        (
            [TYPO, BROKEN, replace(BROKEN, severity=Severity.NOTE)],
            "1 error, 1 warning and 1 note",
        ),
    ],
)
def test_findings_are_counted_in_words(found: list[problems.Problem], said: str) -> None:
    assert problems.summary(found) == said


def test_a_plan_is_a_tree_with_the_unchanged_folders_between() -> None:
    shown = plans.lines(
        plan(
            change(Action.UPDATE, "a/1.md", title=FieldChange("Hi", "Welcome"), text=FieldChange("x", "y")),
            change(Action.CREATE, "a/2.md"),
            change(Action.MOVE, "b", Kind.MODULE, position=FieldChange(2, 0)),
            change(Action.ARCHIVE, "b/9.md"),
        )
    )  # fmt: skip

    assert read(shown) == [
        "python  would change from revision 3",
        "    a/",
        "    ~ 1.md  title “Hi” → “Welcome”, text",
        "    + 2.md  new lesson “Title of a/2.md”",
        "  > b  position 2 → 0",
        "    - 9.md  archive lesson “Title of b/9.md”",
        "1 create, 1 update, 1 move, 1 archive",
    ]


def test_what_is_withheld_says_why() -> None:
    held = Withheld(Action.ARCHIVE, Kind.LESSON, "x", "x.md", "X", "course.yaml has an error")

    assert read(plans.lines(plan(withheld=(held,)))) == [
        "python  is as revision 3 has it",
        "  ! x.md  archive lesson “X” is withheld: course.yaml has an error",
        "1 withheld",
    ]


def test_an_empty_plan_says_so() -> None:
    assert read(plans.lines(plan())) == ["python  is as revision 3 has it", "Nothing to do."]


def test_a_long_plan_is_cut_and_still_counted() -> None:
    many = [change(Action.CREATE, f"{number}.md") for number in range(plans.LONGEST + 5)]

    shown = read(plans.lines(plan(*many, base=0)))

    assert len(shown) == plans.LONGEST + 3
    assert shown[0] == "python  would be new"
    assert shown[-2] == "  … 5 more lines; --format json has them all"
    assert shown[-1] == f"{plans.LONGEST + 5} create"


def test_a_plan_as_rows_has_its_reasons() -> None:
    held = Withheld(Action.ARCHIVE, Kind.LESSON, "x", "x.md", "X", "an error")
    update = change(Action.UPDATE, "a.md", title=FieldChange("A", "B"))

    first, second = plans.rows(plan(update, withheld=(held,)))

    assert set(first) == set(plans.COLUMNS.known) == set(second)
    assert (first["fields"], first["withheld"]) == (["title"], "")
    assert (second["fields"], second["withheld"]) == ([], "an error")
