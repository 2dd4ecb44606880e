"""Front matter that does not count as such, does not parse, or lacks a line: mended where it is clear how.

Each fix tries what is likely and keeps the first that is read without that finding. Pure functions of bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from academy_cli.authoring import names
from academy_cli.authoring.page import read_page
from academy_cli.authoring.parts import split
from academy_cli.authoring.repair.bench import Bench
from academy_cli.authoring.repair.edits import Edit, Mended, Offer, Unsafe, applied
from academy_cli.authoring.repair.idlines import beginning
from academy_cli.authoring.repair.scalars import as_scalar
from academy_cli.authoring.schema import LESSON
from academy_cli.formats.problems import Problem
from academy_cli.formats.reading import BOM
from academy_cli.formats.yamltext import parse
from academy_cli.kit.saying import say

_BLANKS = re.compile(rb"(?:[ \t]*\r?\n)+(?=---)")
_ABOVE = re.compile(rb"\s*(<!--[^>]*-->[ \t]*\r?\n?|\#[^\n]*\n)\s*(?=---[ \t]*\r?\n)")
_OTHER_FENCE = re.compile(
    rb"\s*(?:--|-{4,}|\xe2\x80\x94)[ \t]*(\r?\n)((?:[^\n]*\n)*?)"
    rb"(?:-{2,}|\xe2\x80\x94)[ \t]*(?=\r?\n|\Z)"
)
_NAMED_FENCE = re.compile(rb"---[ \t]*\w+[ \t]*(?=\r?\n)")
_NEARLY_CLOSED = re.compile(
    rb"^[ \t]*(?:--|-{4,}|\.\.\.|\xe2\x80\x94|[ \t]+---)[ \t]*(?=\r?$)", re.MULTILINE
)
_SETTING = re.compile(rb"(?:[A-Za-z_][\w-]*:(?:[ \t].*)?|[ \t]+\S.*|- .*|#.*)\r?\Z")
_KEY = re.compile(r"([ \t-]*)([A-Za-z_][\w-]*:[ \t]+)(.*?)([ \t]*)\Z")


def at_the_top(finding: Problem, bench: Bench) -> Offer:
    """Front matter where it counts: on the first line, between two lines `---`."""
    data = bench.data(finding.file)
    start = len(BOM) if data.startswith(BOM) else 0
    for what, edits in _moved_up(finding.file, data, start):
        if _is_mended(data, edits, finding.code):
            return Mended(what, edits)
    return Unsafe(say("where its front matter ends is not clear"))


def _moved_up(file: str, data: bytes, start: int) -> Iterator[tuple[str, tuple[Edit, ...]]]:
    if found := _BLANKS.match(data, start):
        yield (
            say("the blank lines before the front matter go"),
            (Edit(file, start, found.end(), b""),),
        )
    if found := _ABOVE.match(data, start):
        parts = split(data[found.end() :])
        if parts.front is not None and not parts.is_unclosed:
            below = found.end() + len(parts.head)
            line = found[1].rstrip() + (b"\r\n" if b"\r\n" in found[0] else b"\n")
            moved = (Edit(file, start, found.end(), b""), Edit(file, below, below, line))
            yield say("the front matter comes first, and below it what stood above"), moved
    if found := _OTHER_FENCE.match(data, start):
        end = found[1]
        whole = b"---" + end + found[2] + b"---"
        yield (
            say("the front matter stands between two lines `---`"),
            (Edit(file, start, found.end(), whole),),
        )
    if found := _NAMED_FENCE.match(data, start):
        yield (
            say("the front matter begins with `---` alone"),
            (Edit(file, start, found.end(), b"---"),),
        )


def _is_mended(data: bytes, edits: tuple[Edit, ...], code: str) -> bool:
    """Whether a lesson then has front matter where it counts, whatever else is wrong with that."""
    made = applied(data, edits)
    parts = split(made)
    found = {one.code for one in read_page(made, "").problems}
    return code not in found and parts.front is not None and not parts.is_unclosed


def closed(finding: Problem, bench: Bench) -> Offer:
    """Front matter with its closing line, where its last setting is clear."""
    data, file = bench.data(finding.file), finding.file
    begin = data.find(b"\n") + 1
    if found := _NEARLY_CLOSED.search(data, begin):
        edit = Edit(file, found.start(), found.end(), b"---")
        if _is_only_ours(data[begin : found.start()]):
            return Mended(say("the line that closes the front matter is `---`"), (edit,))
    at = begin
    for line in data[begin:].splitlines(keepends=True):
        if not _SETTING.match(line.rstrip(b"\n")):
            break
        at += len(line)
    if at == begin or not _is_only_ours(data[begin:at]):
        return Unsafe(say("where its front matter ends is not clear"))
    end = b"\r\n" if data[:begin].endswith(b"\r\n") else b"\n"
    line = (b"" if data[:at].endswith(b"\n") else end) + b"---" + end
    return Mended(say("a line `---` closes the front matter"), (Edit(file, at, at, line),))


def _is_only_ours(yaml: bytes) -> bool:
    """Whether some lines are nothing but settings that academy knows."""
    found = parse(yaml.decode(errors="replace"), "").mapping
    keys = [key.value for key, _ in found.value] if found is not None else []
    return bool(keys) and all(key in LESSON.by_name or key.startswith("x-") for key in keys)


def with_title(finding: Problem, bench: Bench) -> Offer:
    """A lesson with the title that learners see anyway, which is made from its name."""
    node = bench.nodes.get(finding.file)
    if node is None or not node.title:
        return None
    return with_line(finding.file, bench.data(finding.file), f"title: {as_scalar(node.title)}")


def as_draft(finding: Problem, bench: Bench) -> Offer:
    """An empty lesson as a draft."""
    return with_line(finding.file, bench.data(finding.file), "draft: true")


def with_line(file: str, data: bytes, line: str) -> Mended:
    """A lesson with one line more in its front matter, which it gets where it has none."""
    start = len(BOM) if data.startswith(BOM) else 0
    end = b"\r\n" if data[: data.find(b"\n") + 1].endswith(b"\r\n") else b"\n"
    new = line.encode() + end
    if file.endswith(".yaml"):
        at = beginning(data)
        edit = Edit(file, at, at, new)
    elif split(data).front is None:
        edit = Edit(file, start, start, b"---" + end + new + b"---" + end)
    else:
        at = data.index(b"\n") + 1
        front = split(data).front or b""
        edit = Edit(file, at + len(front), at + len(front), new)
    return Mended(f"`{line}`", (edit,))


def parsed(finding: Problem, bench: Bench) -> Offer:
    """YAML that parses: a value in quotes, a quote closed, spaces for tabs, in the one line that is wrong."""
    data, file = bench.data(finding.file), finding.file
    lines = data.split(b"\n")
    if not 0 < finding.line <= len(lines):
        return None
    at = sum(len(line) + 1 for line in lines[: finding.line - 1])
    raw = lines[finding.line - 1].rstrip(b"\r")
    for what, text in _parsable(raw.decode(errors="replace")):
        edit = Edit(file, at, at + len(raw), text.encode())
        made = data[:at] + edit.text + data[edit.end :]
        if _parses(file, made):
            return Mended(what, (edit,))
    return None


def _parses(file: str, data: bytes) -> bool:
    yaml = data
    if names.is_markdown_name(file):
        parts = split(data)
        if parts.front is None or parts.is_unclosed:
            return False
        yaml = parts.front
    found = parse(yaml.decode(errors="replace").removeprefix("\ufeff"), "")
    return found.mapping is not None


def _parsable(line: str) -> Iterator[tuple[str, str]]:
    """How a line may have been meant, the likeliest first."""
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" in indent:
        yield say("spaces instead of tabs"), indent.replace("\t", "  ") + line.lstrip(" \t")
    found = _KEY.match(line)
    if found is None:
        return
    margin, key, value, rest = found.groups()
    quote = value[:1] if value[:1] in ('"', "'") else ""
    if quote and value.count(quote) == 1:
        yield say("the quote is closed"), f"{margin}{key}{value}{quote}{rest}"
    inner = value.strip(quote) if quote and value.endswith(quote) and len(value) > 1 else value
    if inner:
        yield say("the value stands in quotes"), f"{margin}{key}{_quoted(inner)}{rest}"


def _quoted(value: str) -> str:
    if "\\" in value or '"' in value:
        return "'" + value.replace("'", "''") + "'"
    return f'"{value}"'
