"""How what reading a file found is kept in the database, so that an unchanged file need not be read again.

Knows the JSON of a page's links and findings; the rest of a page has columns of its own.
"""

from __future__ import annotations

import json
from typing import Any

from academy_cli.authoring.document import Page
from academy_cli.authoring.markdown import Link, Refers
from academy_cli.formats.problems import Problem, Severity
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.saying import put_together, taken_apart

NOTHING_TO_SAY = ""
"""What most pages have: a title of their own, no links to check and no findings."""


def findings_of(page: Page) -> str:
    """A page's links, findings and whether it has a title of its own."""
    kept: dict[str, Any] = {}
    if page.title is None:
        kept["untitled"] = True
    if page.is_unsure:
        kept["unsure"] = True
    if page.other_ids:
        kept["ids"] = list(page.other_ids)
    if page.links:
        kept["links"] = [[x.target, x.line, x.column, x.kind.value, x.has_alt] for x in page.links]
    if page.problems:
        kept["problems"] = [
            [
                *(p.code, p.severity.value, p.line, p.column, p.value),
                *(taken_apart(p.message), taken_apart(p.hint), p.is_firm),
            ]
            for p in page.problems
        ]
    return canonical(kept) if kept else NOTHING_TO_SAY


def with_findings(page: Page, findings: str) -> Page:
    """A page, whose title is the shown one, with what was kept beside its columns."""
    kept = json.loads(findings or "{}")
    links = tuple(
        Link(target, line, column, Refers(kind), has_alt)
        for target, line, column, kind, has_alt in kept.get("links", ())
    )
    problems = tuple(
        Problem(
            *(code, Severity(grade), "", line, column, value),
            *(put_together(message), put_together(hint), is_firm),
        )
        for code, grade, line, column, value, message, hint, is_firm in kept.get("problems", ())
    )
    return page._replace(
        title=None if kept.get("untitled") else page.title,
        links=links,
        problems=problems,
        is_unsure=kept.get("unsure", False),
        other_ids=tuple(kept.get("ids", ())),
    )
