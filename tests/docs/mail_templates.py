"""The table of docs/mail-templates.md: ``python -m tests.docs.mail_templates`` writes it again.

Knows how the catalog reads in words; refuses to know any mail by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from academy_cli.mail.templates.catalog import COMMON, EVENTS, Event, Variable

PAGE = Path(__file__).parents[2] / "docs" / "mail-templates.md"
_BLOCK = re.compile(r"(<!-- variables -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """The page with its table as it should be."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{''.join(_sections())}{found[2]}", page)


def _sections() -> Iterator[str]:
    yield _section("every mail", "What all of them have.", COMMON)
    for event in EVENTS.values():
        yield _section(f"`{event.name}`", event.what, _own(event))


def _own(event: Event) -> list[Variable]:
    return [one for one in event.variables.values() if one not in COMMON]


def _section(title: str, what: str, variables: Iterable[Variable]) -> str:
    rows = "".join(map(_row, variables))
    head = "| variable | what it is | value |\n| --- | --- | --- |\n"
    return f"**{title}**: {what}\n\n{head}{rows}\n"


def _row(one: Variable) -> str:
    notes = [one.form.value]
    notes += ["may be empty"] * one.may_be_empty + ["needed"] * one.is_needed
    return f"| `{one.name}` | {one.what} | {'; '.join(notes)} |\n"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
