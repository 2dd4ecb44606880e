"""The tables of docs/course-format.md: ``python -m tests.docs.course_format`` writes them again.

Knows the shapes that only a course has, and its limits; refuses to know any key or code by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from academy_cli.authoring import schema
from academy_cli.authoring.codes import CODES
from academy_cli.authoring.repair.fixes import FIXES
from academy_cli.authoring.schema import RECORDS
from academy_cli.config import settings
from academy_cli.formats.codes import Code
from academy_cli.formats.records import Field, Record
from academy_cli.formats.shapes import Choice
from academy_cli.quizzes import shapes as quiz_shapes
from academy_cli.quizzes.schema import COMMON, KINDS, POOL
from tests.docs import tables

PAGE = Path(__file__).parents[2] / "docs" / "course-format.md"
KEYS_HEAD = ("key", "value", "meaning")
KIND = Field("kind", Choice(tuple(KINDS)), "which kind of question it is", required=True)
_BLOCK = re.compile(r"(<!-- table: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """A page with its marked tables as they should be."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{table(found[2])}\n\n{found[3]}", page)


def names(page: str) -> list[str]:
    """The marked tables of a page."""
    return [found[2] for found in _BLOCK.finditer(page)]


def questions() -> dict[str, Record]:
    """What questions have in common, what each kind has besides, and what a pool has."""
    own = {
        kind: Record(tuple(field for field in record.fields[1:] if field not in COMMON))
        for kind, record in KINDS.items()
    }
    return {"common": Record((KIND, *COMMON)), **own, "pool": POOL}


def table(name: str) -> str:
    """One table: a record's or a question's keys, the codes that begin with a word, or the limits."""
    kind, _, part = name.partition(":")
    if kind == "keys":
        return tables.table(KEYS_HEAD, tables.keys(RECORDS[part]))
    if kind == "question":
        return tables.table(KEYS_HEAD, tables.keys(questions()[part]))
    if kind == "codes":
        chosen = [code for code in CODES.values() if code.name.partition(".")[0] == part]
        head = ("code", "usually", "what it says", "why it matters", "what to do")
        rows = ((*tables.code(one), _mended(one)) for one in chosen)
        return tables.table((*head, "what `course fix` does"), rows)
    return tables.table(("setting", "default", "what it limits"), _limits())


@tables.within.register
def _(one: schema.Price) -> tuple[Record | None, str]:
    return one.record, ""


@tables.shape.register
def _(one: schema.Entries) -> str:
    return "a list of names, see [Order](#order)"


@tables.shape.register
def _(one: schema.Checks) -> str:
    return "codes with a severity, see [Findings](#findings)"


@tables.shape.register
def _(one: quiz_shapes.Exact) -> str:
    return "a number, exactly as it is written"


@tables.shape.register
def _(one: quiz_shapes.Tolerance) -> str:
    return "a number, or a percentage like `5%`"


@tables.shape.register
def _(one: quiz_shapes.Embedded) -> str:
    return "keys of its own, see [Quizzes](#quizzes)"


@tables.shape.register
def _(one: quiz_shapes.ByKind) -> str:
    return "a [question](#questions) or a [pool](#pools)" if one.other else "a question"


def _mended(one: Code) -> str:
    """What `course fix` does about a kind of finding; some of it only where the code is named."""
    if not one.mends:
        return ""
    return f"{one.mends}; with `--code`" if FIXES[one.name].asked else one.mends


def _limits() -> Iterator[tuple[str, ...]]:
    for setting in settings.table():
        if setting.group == "limits":
            yield f"`{setting.name}`", f"{int(setting.shown):,}", setting.why


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
