"""Pages that were built, looked through for links that lead nowhere."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

ADDRESS = re.compile(r' (?:href|src)="([^"]*)"')
NAMED = re.compile(r' (?:id|name)="([^"]*)"')


def broken(out: Path) -> list[str]:
    """Links of pages that lead to no file, or to no place on a page."""
    found = []
    for page in out.rglob("*.html"):
        for written in ADDRESS.findall(page.read_text("utf-8")):
            parts = urlsplit(unescape(written))
            if parts.scheme:
                continue
            target = (page.parent / unquote(parts.path)) if parts.path else page
            if not target.resolve().is_file() or (
                parts.fragment
                and unquote(parts.fragment)
                not in map(unescape, NAMED.findall(target.read_text("utf-8")))
            ):
                found.append(f"{page.relative_to(out)}: {written}")
    return found
