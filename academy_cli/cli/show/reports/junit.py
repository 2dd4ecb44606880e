"""Findings as JUnit XML, which every CI server reads: a course is a suite, a file is a test.

Knows that a file with errors is a failed test; warnings stand in its output. Refuses what XML cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from academy_cli.cli.show.reports.places import Files
from academy_cli.formats.problems import Problem, Severity

if TYPE_CHECKING:
    from academy_cli.cli.show.checked import Checked

_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML 1.0 document can hold, not even as a reference."""


def lines(found: Sequence[Checked]) -> Iterator[str]:
    """The document, line by line."""
    suites = [_Suite(one) for one in found]
    tests, failures = sum(len(one.files) for one in suites), sum(one.failures for one in suites)
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<testsuites name="academy course check" tests="{tests}" failures="{failures}" errors="0">'
    for suite in suites:
        yield from suite.lines()
    yield "</testsuites>"


class _Suite:
    """One course: what was found, by file, and files without any finding."""

    def __init__(self, one: Checked) -> None:
        compilation = one.compilation
        self.course, self.places = compilation.course, Files(compilation)
        read = [*compilation.reading.headers, *(n.path for n in compilation.reading.draft.contents)]
        self.files: dict[str, list[Problem]] = {
            path: [] for path in read if path in compilation.tree.paths
        }
        for problem in compilation.problems:
            self.files.setdefault(problem.file, []).append(problem)

    @property
    def failures(self) -> int:
        """How many files have an error."""
        return sum(bool(_errors(found)) for found in self.files.values())

    def lines(self) -> Iterator[str]:
        """The suite, line by line."""
        name, number = _attribute(self.course), f'tests="{len(self.files)}"'
        yield f'  <testsuite name={name} {number} failures="{self.failures}" errors="0" time="0">'
        for file in sorted(self.files):
            yield from self._case(file)
        yield "  </testsuite>"

    def _case(self, file: str) -> Iterator[str]:
        path, found = self.places.path(file), self.files[file]
        head = f"    <testcase classname={_attribute(self.course)} name={_attribute(path)}"
        head += f' file={_attribute(path)} time="0"'
        if not found:
            yield f"{head}/>"
            return
        yield f"{head}>"
        errors = _errors(found)
        if errors:
            said, kind = _attribute(errors[0].message), _attribute(errors[0].code)
            yield f"      <failure message={said} type={kind}>{_texts(errors)}</failure>"
        others = [one for one in found if one not in errors]
        if others:
            yield f"      <system-out>{_texts(others)}</system-out>"
        yield "    </testcase>"


def _errors(found: Sequence[Problem]) -> list[Problem]:
    return [one for one in found if one.severity is Severity.ERROR]


def _texts(found: Sequence[Problem]) -> str:
    said = (f"{p.place} {p.severity.value} {p.code}: {p.message}\n  {p.hint}" for p in found)
    return escape(_IMPOSSIBLE.sub("\ufffd", "\n".join(said)))


def _attribute(text: str) -> str:
    return quoteattr(_IMPOSSIBLE.sub("\ufffd", text))
