"""How what reading a file found is kept in the database, so that an unchanged file need not be read again.

Knows the JSON of a page's links and findings; the rest of a page has columns of its own.
"""

from __future__ import annotations

import json
from typing import Any

from academy_cli.authoring.document import Page
from academy_cli.authoring.markdown import Link, Refers
from academy_cli.authoring.problems import Problem, Severity
from academy_cli.kit.jsontext import canonical


def findings_of(page: Page, tag: str) -> str:
    """A page's links, findings and whether it has a title of its own, with the tag of its reader."""
    if page.title is not None and not page.links and not page.problems:
        return plain(tag)
    kept: dict[str, Any] = {"reader": tag}
    if page.title is None:
        kept["untitled"] = True
    if page.links:
        kept["links"] = [
            [link.target, link.line, link.column, link.kind.value, link.has_alt]
            for link in page.links
        ]
    if page.problems:
        kept["problems"] = [
            [p.code, p.severity.value, p.line, p.column, p.value, p.message, p.hint]
            for p in page.problems
        ]
    return canonical(kept)


def plain(tag: str) -> str:
    """What most pages have: a title of their own and nothing to say."""
    return canonical({"reader": tag})


def page_from(
    tag: str,
    *,
    source: str,
    body: str,
    name: str | None,
    title: str,
    fields: str,
    findings: str | None,
) -> Page | None:
    """Rebuild a page from its columns; None when another reader read it."""
    kept = json.loads(findings or "{}")
    if kept.get("reader") != tag:
        return None
    links = tuple(
        Link(target, line, column, Refers(kind), has_alt)
        for target, line, column, kind, has_alt in kept.get("links", ())
    )
    problems = tuple(
        Problem(code, Severity(grade), "", *rest) for code, grade, *rest in kept.get("problems", ())
    )
    return Page(
        source, body, name, None if kept.get("untitled") else title, fields, links, problems
    )
