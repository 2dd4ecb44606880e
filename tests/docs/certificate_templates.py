"""The tables of docs/certificate-templates.md: ``python -m tests.docs.certificate_templates`` writes them.

Knows the shapes that only a template has; refuses to know any key or code by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from academy_cli.certificates.paper import measures, schema
from academy_cli.certificates.paper.codes import CODES
from academy_cli.certificates.paper.wording import FACTS
from academy_cli.typesetting.shelf import SHELF
from tests.docs import tables

PAGE = Path(__file__).parents[2] / "docs" / "certificate-templates.md"
_BLOCK = re.compile(r"(<!-- table: (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def written(page: str) -> str:
    """A page with its marked tables as they should be."""
    return _BLOCK.sub(lambda found: f"{found[1]}\n{table(found[2])}\n\n{found[3]}", page)


def names(page: str) -> list[str]:
    """The marked tables of a page."""
    return [found[2] for found in _BLOCK.finditer(page)]


def table(name: str) -> str:
    """One table: the template's keys, an element's, facts, fonts, or codes of findings."""
    kind, _, part = name.partition(":")
    if kind == "keys":
        record = schema.ELEMENTS.get(part, schema.TEMPLATE)
        return tables.table(("key", "value", "meaning"), tables.keys(record))
    if kind == "facts":
        return tables.table(("fact", "what it is"), ((f"`{n}`", said) for n, said in FACTS.items()))
    if kind == "fonts":
        return tables.table(("name", "for"), ((f"`{one.name}`", one.scripts) for one in SHELF))
    return tables.table(("code", "usually", "what it says", "why", "what to do"), _codes())


def _codes() -> Iterator[tuple[str, ...]]:
    return (tables.code(code) for code in CODES.values() if code.name.startswith("paper."))


@tables.shape.register
def _(one: measures.Numbers) -> str:
    return f"`[{', '.join(one.names)}]`"


@tables.shape.register
def _(one: measures.Path) -> str:
    return "a path, like `M 10 20 L 30 20`"


@tables.shape.register
def _(one: measures.Wordings) -> str:
    return "text, or `language: text` lines"


@tables.shape.register
def _(one: measures.Named) -> str:
    return one.words


@tables.shape.register
def _(one: schema.Elements) -> str:
    return "a list, see [elements](#elements)"


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text("utf-8")), "utf-8")
