"""The tables of docs/stats.md: ``python -m tests.docs.stats`` writes them again.

Knows how definitions read in words; refuses to know any figure by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from academy_cli.analytics.asking import NARROWED, OFFERED, Subject
from academy_cli.analytics.definitions import Figure
from academy_cli.analytics.subjects import SUBJECTS

PAGE = Path(__file__).parents[2] / "docs" / "stats.md"
_BLOCK = re.compile(r"(<!-- figures -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """The page with its tables as they should be."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{''.join(_sections())}{found[2]}", page)


def offered(subject: Subject) -> str:
    """The row that says what a subject is told for, and by what it is narrowed."""
    by = ", ".join(one.value for one in OFFERED[subject])
    only = ", ".join(name.removesuffix("s") for name in NARROWED[subject])
    return f"| `{subject.value}` | {by} | {only} |".replace("|  |", "| |")


def _sections() -> Iterator[str]:
    for subject, told in SUBJECTS.items():
        rows = "".join(map(_row, told.figures))
        yield f"**{subject.value}**\n\n| figure | counted in | what it is |\n| --- | --- | --- |\n{rows}\n"


def _row(one: Figure) -> str:
    return f"| `{one.name}` | {one.measure.value} | {one.meaning} |\n"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
