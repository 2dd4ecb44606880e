"""Authors grade findings, and what may not be graded stays an error."""

from __future__ import annotations

import pytest

from academy_cli.authoring.codes import CODES
from academy_cli.formats.problems import Severity
from tests import make
from tests.authoring.checked import FILES, front, one
from tests.make import COURSE


def checks(*lines: str) -> str:
    return COURSE + "checks:\n" + "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("line", "severity"),
    [
        ("link.broken: error", Severity.ERROR),
        ("link.broken: warning", Severity.WARNING),
        ("link.broken: note", Severity.NOTE),
    ],
)
def test_an_author_raises_and_lowers_severities(line: str, severity: Severity) -> None:
    found = one({"course.yaml": checks(line), FILES: "# Files\n\n[x](y.md)\n"})

    assert found.severity is severity


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("link.broken", "# Files\n\n[x](y.md)\n"),
        ("page.no-title", "Text\n"),
        ("yaml.wrong-type", front("title: A\nminutes: x\n")),
        ("source.bom", "\ufeff# Files\n"),
    ],
)
def test_an_author_switches_findings_off(code: str, text: str) -> None:
    assert make.findings({"course.yaml": checks(f"{code}: off"), FILES: text}) == ()


def test_a_lowered_error_no_longer_breaks_its_lesson() -> None:
    text = front("title: A\nminutes: x\n")

    compiled = make.compiled(
        make.tree({"course.yaml": checks("yaml.wrong-type: note"), FILES: text})
    )

    assert not any(node.is_broken for node in compiled.course.contents)
    assert [x.severity for x in compiled.problems] == [Severity.NOTE]


def test_a_raised_warning_breaks_its_lesson() -> None:
    compiled = make.compiled(
        make.tree({"course.yaml": checks("source.bom: error"), FILES: "\ufeff# A\n"})
    )

    assert [node.path for node in compiled.course.contents if node.is_broken] == [FILES]


@pytest.mark.parametrize("code", [code.name for code in CODES.values() if code.is_firm])
def test_what_nothing_can_be_read_past_stays_an_error(code: str) -> None:
    found = one({"course.yaml": checks(f"{code}: off")})

    assert (found.code, found.place, found.value) == ("yaml.bad-value", "course.yaml:4:3", code)


def test_a_code_that_is_graded_twice_is_found() -> None:
    found = one({"course.yaml": checks("link.broken: off", "link.broken: error")})

    assert (found.code, found.place) == ("yaml.duplicate-key", "course.yaml:5:3")


def test_strict_makes_errors_of_warnings_but_not_of_notes() -> None:
    broken = {
        FILES: "# Files\n\n[x](y.md) ![](z.png)\n",
        "course.yaml": checks("image.broken: note"),
    }

    found = make.findings(broken, strict=True)

    assert {x.code: x.severity.value for x in found} == {
        "link.broken": "error",
        "image.alt-missing": "error",
        "image.broken": "note",
    }


def test_a_name_that_is_missing_is_an_error_whatever_the_author_says() -> None:
    found = make.findings({"course.yaml": "title: A\nchecks: {yaml.required: off}\n"})

    assert [(x.code, x.severity) for x in found] == [("yaml.required", Severity.ERROR)]
