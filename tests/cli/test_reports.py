"""Findings for other programs: valid by the others' own rules, and no text of a course is a command."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest

from tests.cli.conftest import Run
from tests.cli.test_course import write

SCHEMA = Path(__file__).parent / "reports" / "sarif-2.1.0-rtm.5.json"
"""The standard's own schema (OASIS), as its package on npm has it."""
CHECK = ("course", "check", "python", "--format")


@pytest.fixture
def course(home: Path) -> Path:
    folder = home / "python"
    write(folder, intro__welcome="# Welcome\n\n🐍🐍 [v](Variables.md), ![](g%2C%0a::x.png)\n")
    write(
        folder, intro__variables="---\nminuts: 3\n---\n# Variables\n", broken="---\ntitle: [\n---\n"
    )
    (folder / "course.yaml").write_text("id: python\ntitle: Python\n", encoding="utf-8")
    return folder


def sarif(academy: Run) -> dict[str, Any]:
    """What is found, as SARIF."""
    found: dict[str, Any] = json.loads(academy(*CHECK, "sarif").out)
    return found


def results(academy: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sarif(academy)["runs"][0]["results"]
    return found


@pytest.mark.usefixtures("course")
class TestSarif:
    def test_it_is_valid_by_the_standards_schema(self, academy: Run) -> None:
        schema = json.loads(SCHEMA.read_text("utf-8"))

        validator = jsonschema.validators.validator_for(schema)(schema)

        assert list(validator.iter_errors(sarif(academy))) == []
        assert list(validator.iter_errors({"version": "2.1.0"})) != []

    def test_a_finding_has_its_rule_level_and_place(self, academy: Run) -> None:
        run = sarif(academy)["runs"][0]
        found = {one["ruleId"]: one for one in run["results"]}

        assert academy(*CHECK, "sarif").code == 3
        assert {one["level"] for one in run["results"]} == {"error", "warning"}
        for one in run["results"]:
            assert run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"]
        place = found["link.case"]["locations"][0]["physicalLocation"]
        assert place["artifactLocation"] == {
            "uri": "python/intro/welcome.md", "uriBaseId": "%SRCROOT%",
        }  # fmt: skip
        assert place["region"] == {"startLine": 3, "startColumn": 6}

    def test_a_fix_makes_what_academy_course_fix_makes(self, academy: Run, course: Path) -> None:
        fixed = {p: apply(p.read_bytes(), edits) for p, edits in by_file(results(academy), course)}

        academy("course", "fix", "python", "--yes")

        assert {path: path.read_bytes() for path in fixed} == fixed
        assert len(fixed) == 2

    def test_a_mark_stays_where_lines_move_and_tells_equals_apart(
        self, academy: Run, course: Path
    ) -> None:
        before = [one["partialFingerprints"] for one in results(academy)]
        path = course / "intro/welcome.md"
        path.write_text("# New\n\nLines\n\n" + path.read_text("utf-8") * 2, encoding="utf-8")

        after = [one["partialFingerprints"] for one in results(academy)]

        assert all(one in after for one in before)
        assert len({one["academyFinding/v1"] for one in after}) == len(after)


def by_file(found: list[dict[str, Any]], course: Path) -> Iterator[tuple[Path, list[Any]]]:
    """The replacements of all fixes, by file."""
    changes = [c for one in found for fix in one.get("fixes", ()) for c in fix["artifactChanges"]]
    for uri in dict.fromkeys(one["artifactLocation"]["uri"] for one in changes):
        some = [one for one in changes if one["artifactLocation"]["uri"] == uri]
        yield course.parent / uri, [edit for one in some for edit in one["replacements"]]


def apply(data: bytes, edits: list[Any]) -> bytes:
    """A file with replacements, by lines and UTF-16 columns, as the standard says."""
    lines = [line.encode("utf-16-le") for line in data.decode().split("\n")]

    def at(line: int, column: int) -> int:
        return sum(len(one) + 2 for one in lines[: line - 1]) + 2 * (column - 1)

    text = "\n".encode("utf-16-le").join(lines)
    for edit in sorted(edits, key=lambda e: -at(*list(e["deletedRegion"].values())[:2])):
        region = edit["deletedRegion"]
        start = at(region["startLine"], region["startColumn"])
        end = at(region["endLine"], region["endColumn"])
        new = edit.get("insertedContent", {}).get("text", "").encode("utf-16-le")
        text = text[:start] + new + text[end:]
    return text.decode("utf-16-le").encode()


class TestGitHub:
    @pytest.mark.usefixtures("course")
    def test_errors_come_first_and_no_text_ends_its_command(self, academy: Run) -> None:
        ran = academy(*CHECK, "github")

        lines = ran.out.splitlines()
        assert ran.code == 3
        assert lines[0].startswith("::error file=python/broken.md,line=")
        assert all(line.startswith("::warning file=") for line in lines[1:])
        assert "“g%252C%250a%3A" not in ran.out
        assert any("“g%252C%250a::x.png” is not there" in line for line in lines)

    def test_more_than_are_shown_stand_in_a_group_and_are_no_commands(
        self, academy: Run, course: Path
    ) -> None:
        links = "\n".join(f"[a](::error::{n}.md##[x]y,z)" for n in range(14))
        write(course, **{"9,a%b:c": f"# A\n\n{links}\n"})

        lines = academy(*CHECK, "github").out.splitlines()

        assert sum(line.startswith("::warning file=") for line in lines) == 10
        assert any("file=python/9%2Ca%25b%3Ac.md,line=3" in line for line in lines)
        begin = next(n for n, line in enumerate(lines) if line.startswith("::group::"))
        assert lines[-1] == "::endgroup::"
        assert all(line.startswith("warning python/") for line in lines[begin + 1 : -1])
        assert "##[" not in "".join(lines[begin:])


class TestJUnit:
    def test_a_file_is_a_test_and_an_error_its_failure(self, academy: Run, course: Path) -> None:
        write(course, **{"x<&\"'": "# A\n\n[a](b.md) ![c](d]]>.png)\n"})
        ran = academy(*CHECK, "junit")

        root = ET.fromstring(ran.out)
        (suite,) = root
        tests = {one.attrib["name"]: one for one in suite}

        assert (root.tag, suite.tag, ran.code) == ("testsuites", "testsuite", 3)
        assert root.attrib["tests"] == suite.attrib["tests"] == str(len(suite)) == "5"
        assert root.attrib["failures"] == suite.attrib["failures"] == "1"
        failure = tests["python/broken.md"][0]
        assert (failure.tag, failure.attrib["type"]) == ("failure", "yaml.syntax")
        assert not list(tests["python/course.yaml"])
        assert "link.broken" in str(tests["python/x<&\"'.md"].findtext("system-out"))

    def test_what_xml_cannot_hold_is_replaced(self, academy: Run, course: Path) -> None:
        write(course, odd="# A\n\n[a](<b\x08.md>)\n")

        text = academy(*CHECK, "junit").out

        said = "".join(ET.fromstring(text).itertext())
        assert "b\ufffd.md" in said


@pytest.mark.usefixtures("course")
@pytest.mark.parametrize("form", ["sarif", "github", "junit", "markdown"])
def test_a_command_without_the_format_refuses_it(academy: Run, form: str) -> None:
    behind = academy("course", "fix", "--format", form, "--yes")
    before = academy("--format", form, "course", "fix", "--yes")

    assert (behind.code, behind.out, before.code, before.out) == (2, "", 2, "")
    assert f"“{form}” is not one of table, tsv, json, jsonl, csv, yaml, ids.\n" in behind.err
    assert f"error: This command does not answer as {form}.\n" in before.err


def test_before_the_noun_it_holds_as_well(academy: Run, course: Path) -> None:
    del course
    assert json.loads(academy("--format", "sarif", *CHECK[:-1]).out)["version"] == "2.1.0"


def test_the_help_says_which_formats_there_are(academy: Run) -> None:
    assert "Also sarif, github, junit." in " ".join(academy("course", "check", "-h").out.split())
    assert "sarif" not in academy("course", "list", "-h").out
