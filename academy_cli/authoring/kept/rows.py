"""A page as a row of plain values, and back.

Knows what of a page is kept; refuses to know where.
"""

from __future__ import annotations

from academy_cli.authoring.codec import findings_of, with_findings
from academy_cli.authoring.document import Page

Row = tuple[str, str, str | None, str, str, str]
"""A page's source, body, id, title, fields and findings."""


def row_of(page: Page) -> Row:
    """The row of a page; of one that could not be read there is none to keep."""
    return (page.source, page.body, page.id, page.title or "", page.fields, findings_of(page))


def page_of(row: Row) -> Page:
    """The page of a row."""
    source, body, name, title, fields, findings = row
    page = Page(source, body, name, title, fields)
    return with_findings(page, findings) if findings else page


def is_row(value: object) -> bool:
    """Whether a value out of a file is a row."""
    return (
        isinstance(value, list)
        and len(value) == 6
        and all(
            isinstance(part, str) or (place == 2 and part is None)
            for place, part in enumerate(value)
        )
    )
