"""A file of YAML, read: bytes in, the values of a record out, with everything that is wrong.

Knows encodings; refuses to open a file, and to know what the values are for.
"""

from __future__ import annotations

from typing import Any

from academy_cli.formats.codes import IN_ANY_FILE, Codes
from academy_cli.formats.findings import ABSENT, Findings
from academy_cli.formats.problems import Problem
from academy_cli.formats.records import Record
from academy_cli.formats.yamltext import YamlLimits, parse
from academy_cli.kit.saying import say

BOM = b"\xef\xbb\xbf"


def decoded(data: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """The text of a file, with what is wrong with its encoding; None where it cannot be read."""
    problems = [IN_ANY_FILE["source.bom"].found(file, 1, 1)] if data.startswith(BOM) else []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, begin = data.count(b"\n", 0, error.start) + 1, data.rfind(b"\n", 0, error.start) + 1
        column = len(data[begin : error.start].decode(errors="replace")) + 1
        bad = f"0x{data[error.start]:02x}"
        message = say("the byte {} is not UTF-8", bad)
        found = IN_ANY_FILE["source.not-utf8"].found(file, line, column, value=bad, message=message)
        return None, [*problems, found]
    if "\x00" in text:
        at = text.index("\x00")
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        return None, [*problems, IN_ANY_FILE["source.nul"].found(file, line, column)]
    return text, problems


def values(
    text: str,
    file: str,
    record: Record,
    *,
    codes: Codes = IN_ANY_FILE,
    limits: YamlLimits = YamlLimits(),
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """What the sound keys of a text say, or None when none can be read; never raises for bad input."""
    parsed = parse(text.removeprefix("\ufeff"), file, limits=limits)
    if parsed.mapping is None:
        return None, list(parsed.problems)
    findings = Findings(file, codes=codes)
    read = record.read(parsed.mapping, findings)
    return (None if read is ABSENT else read), findings.problems
