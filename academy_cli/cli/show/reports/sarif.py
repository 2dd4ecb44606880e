"""Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines they are about.

Knows the standard's words; refuses to know how a finding came about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from academy_cli import __version__
from academy_cli.authoring.codes import CODES
from academy_cli.cli.jsonrows import json_text
from academy_cli.cli.show.reports.places import Files, sentences
from academy_cli.formats.codes import Code
from academy_cli.formats.problems import Problem, Severity
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.authoring.repair.edits import Edit, Mended
    from academy_cli.cli.show.checked import Checked

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_BASE = "%SRCROOT%"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def lines(found: Sequence[Checked]) -> Iterator[str]:
    """The document, as one text."""
    yield json_text(document(found))


def document(found: Sequence[Checked]) -> Mapping[str, Any]:
    """One run with the findings of all courses; its rules are the kinds of findings that occur."""
    used = {problem.code for one in found for problem in one.compilation.problems}
    rules = [code for code in CODES.values() if code.name in used]
    places = {code.name: number for number, code in enumerate(rules)}
    results = [result for one in found for result in _results(one, places)]
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "academy",
                        "version": __version__,
                        "semanticVersion": __version__,
                        "rules": [_rule(code) for code in rules],
                    }
                },
                "invocations": [{"executionSuccessful": True}],
                "originalUriBaseIds": {
                    _BASE: {"description": {"text": "The folder that academy was run in."}}
                },
                "columnKind": "utf16CodeUnits",
                "results": results,
            }
        ],
    }


def _rule(code: Code) -> Mapping[str, Any]:
    helps = say("{} `academy course fix` {}.", code.fix, code.mends) if code.mends else code.fix
    return {
        "id": code.name,
        "name": "".join(word.capitalize() for word in code.name.replace(".", "-").split("-")),
        "shortDescription": {"text": code.what},
        "fullDescription": {"text": f"{code.what} {code.why}"},
        "help": {"text": helps.replace("`", ""), "markdown": f"{code.why}\n\n{helps}"},
        "defaultConfiguration": {"level": _LEVELS.get(code.severity, "none")},
        "properties": {"tags": [code.name.partition(".")[0]]},
    }


def _results(one: Checked, rules: Mapping[str, int]) -> Iterator[Mapping[str, Any]]:
    files = Files(one.compilation)
    seen: Counter[str] = Counter()
    for problem in one.compilation.problems:
        path = files.path(problem.file)
        said = f"{problem.code}\0{path}\0{problem.value}"
        seen[said] += 1
        mark = sha256(f"{said}\0{seen[said]}".encode(errors="replace")).hexdigest()[:32]
        result: dict[str, Any] = {
            "ruleId": problem.code,
            "ruleIndex": rules[problem.code],
            "level": _LEVELS[problem.severity],
            "message": {"text": sentences(problem.message, problem.hint)},
            "locations": [{"physicalLocation": _location(problem, files)}],
            "partialFingerprints": {"academyFinding/v1": mark},
        }
        mended = one.fixable.get(problem)
        fix = _fix(mended, files) if mended is not None else None
        yield result | ({"fixes": [fix]} if fix else {})


def _location(problem: Problem, files: Files) -> Mapping[str, Any]:
    found: dict[str, Any] = {"artifactLocation": _artifact(files.path(problem.file))}
    if problem.line:
        column = files.column(problem.file, problem.line, max(problem.column, 1))
        found["region"] = {"startLine": problem.line, "startColumn": column}
    return found


def _artifact(path: str) -> Mapping[str, str]:
    """A file by its path from the base; one elsewhere by its whole address."""
    if path.startswith("/"):
        return {"uri": f"file://{quote(path)}"}
    return {"uri": quote(path), "uriBaseId": _BASE}


def _fix(mended: Mended, files: Files) -> Mapping[str, Any] | None:
    """How a finding is mended by edits of texts; renaming a file is none."""
    changed: dict[str, list[Mapping[str, Any]]] = {}
    for edit in mended.edits:
        region = _region(edit, files)
        if region is None:
            return None
        inserted = {"insertedContent": {"text": edit.text.decode()}} if edit.text else {}
        changed.setdefault(edit.file, []).append({"deletedRegion": region, **inserted})
    if not changed:
        return None
    changes = [
        {"artifactLocation": _artifact(files.path(file)), "replacements": replacements}
        for file, replacements in changed.items()
    ]
    return {"description": {"text": mended.what}, "artifactChanges": changes}


def _region(edit: Edit, files: Files) -> Mapping[str, int] | None:
    start, end = files.place(edit.file, edit.start), files.place(edit.file, edit.end)
    if start is None or end is None:
        return None
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }
