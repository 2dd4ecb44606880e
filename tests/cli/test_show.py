"""Findings and plans as a person reads them and as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePosixPath

import pytest

from academy_cli.authoring.changes import Action, Change, FieldChange, Withheld
from academy_cli.authoring.codes import CODES, problem
from academy_cli.authoring.document import Kind, Node, State
from academy_cli.authoring.plan import Plan
from academy_cli.cli.show import plan as plans
from academy_cli.cli.show import problems
from academy_cli.cli.terminal import Line
from academy_cli.cli.terminal.ink import inked
from academy_cli.formats.problems import Severity

BROKEN = problem("image.broken", "01-intro/README.md", 12, 3, value="a.png", hint="Add the file.")
TYPO = replace(BROKEN, code="yaml.unknown-key", severity=Severity.ERROR, line=0, value="")


def read(lines: Iterable[Line]) -> list[str]:
    return [inked(line, colour=False, screen=True) for line in lines]


def change(action: Action, path: str, kind: Kind = Kind.LESSON, **fields: FieldChange) -> Change:
    return Change(action, kind, path, path, f"Title of {path}", "", fields)


def plan(*changes: Change, base: int = 3, withheld: tuple[Withheld, ...] = ()) -> Plan:
    return Plan("python", "courses/python", State(base), changes, withheld, ())


def test_a_finding_is_a_kind_a_reason_a_remedy_and_a_place() -> None:
    assert read(problems.lines([BROKEN], PurePosixPath("c"))) == [
        "warning image.broken: An image is not there.",
        f"  why: {CODES['image.broken'].why}",
        "  fix: Add the file.",
        "  c/01-intro/README.md:12:3  a.png",
        "",
    ]


def test_a_kind_is_explained_once_and_its_places_are_counted() -> None:
    many = [replace(BROKEN, line=line) for line in range(1, 10)]

    lines = read(problems.lines(many, PurePosixPath()))

    assert lines[0] == "warning image.broken, 9 times: An image is not there."
    assert lines[3:8] == [f"  01-intro/README.md:{line}:3  a.png" for line in range(1, 6)]
    assert lines[8:] == ["  … and 4 more; --all shows them", ""]


def test_everything_is_shown_on_request_and_errors_always_are() -> None:
    many = [replace(BROKEN, line=line) for line in range(1, 10)]
    errors = [replace(one, severity=Severity.ERROR) for one in many]

    assert len(read(problems.lines(many, PurePosixPath(), is_whole=True))) == 9 + 4
    assert len(read(problems.lines(errors, PurePosixPath()))) == 9 + 4


def test_errors_come_first() -> None:
    first = read(problems.lines([BROKEN, TYPO], PurePosixPath("c")))[0]

    assert first.startswith("error yaml.unknown-key: ")


def test_remedies_that_differ_stand_with_their_places() -> None:
    other = replace(BROKEN, line=20, hint="Write `b.png`.")

    lines = read(problems.lines([BROKEN, other], PurePosixPath()))

    assert lines[2:6] == [
        "  01-intro/README.md:12:3  a.png",
        "      fix: Add the file.",
        "  01-intro/README.md:20:3  a.png",
        "      fix: Write `b.png`.",
    ]


def test_a_long_sentence_has_a_line_of_its_own() -> None:
    said = replace(
        BROKEN, message="the picture of the sensor and the little green board is not there"
    )

    assert read(problems.lines([said], PurePosixPath("c")))[3:5] == [
        "  c/01-intro/README.md:12:3",
        f"      “a.png”: {said.message}",
    ]


def test_a_finding_about_a_whole_file_has_no_line() -> None:
    places = read(problems.lines([TYPO], PurePosixPath("c")))[3]

    assert places.strip().startswith("c/01-intro/README.md  ")


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
        "  > b  place 3 → 1",
        "    - 9.md  archive lesson “Title of b/9.md”",
        "1 to create, 1 to update, 1 to move, 1 to archive",
    ]


def renamed(key: str, path: str, kind: Kind = Kind.LESSON, *, follows: str = "") -> Change:
    fields = {"path": FieldChange(f"old/{path}", f"new/{path}")}
    return Change(Action.RENAME, kind, key, f"new/{path}", "", "", fields, follows)


def test_what_goes_along_with_a_renamed_module_is_counted_there() -> None:
    shown = plans.lines(
        plan(
            renamed("m", "", Kind.MODULE),
            renamed("n", "x", Kind.MODULE, follows="m"),
            renamed("one", "x/1.md", follows="n"),
            renamed("two", "2.md", follows="m"),
        )
    )

    assert read(shown)[1:] == ["  > new  was old; 1 module and 2 lessons follow", "4 to rename"]


def test_a_diff_stands_below_the_lesson_it_is_of() -> None:
    node = Node(Kind.LESSON, "1", "1.md")
    update = change(Action.UPDATE, "1.md", text=FieldChange("x", "y"))
    shown = plans.lines(plan(replace(update, node=node, was=node)), lambda _: ("Hi", "Ho", 5))

    assert read(shown)[1:4] == ["  ~ 1.md  text", "    line 5", "      [-Hi-]{+Ho+}"]


def test_what_is_withheld_says_why() -> None:
    held = Withheld(Action.ARCHIVE, Kind.LESSON, "x", "x.md", "X", "course.yaml has an error")

    assert read(plans.lines(plan(withheld=(held,)))) == [
        "python  stays as revision 3 has it",
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
    assert shown[-1] == f"{plans.LONGEST + 5} to create"


def test_a_plan_as_rows_has_its_reasons() -> None:
    held = Withheld(Action.ARCHIVE, Kind.LESSON, "x", "x.md", "X", "an error")
    update = change(Action.UPDATE, "a.md", title=FieldChange("A", "B"))

    first, second = plans.rows("python", [update], [held])

    assert set(first) == set(plans.COLUMNS.known) == set(second)
    assert (first["fields"], first["withheld"]) == (["title"], "")
    assert (second["fields"], second["withheld"]) == ([], "an error")
