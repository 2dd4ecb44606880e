"""The site of docs/: whole, in its order, and nobody else is asked for any of it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest

from tests.docs.blocks import ROOT
from tests.docs.fences import deepened, on_page_markdown

CONFIG = ROOT / "mkdocs.yml"
NAV = re.compile(r": ([\w/.-]+\.md)$", re.MULTILINE)
LOADING = {
    ("script", "src"),
    ("img", "src"),
    ("iframe", "src"),
    ("source", "src"),
    ("video", "src"),
}


class Page(HTMLParser):
    """What a page loads, where it leads, and where it can be led to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: set[str] = set()
        self.leads: set[str] = set()
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        given = {name: value or "" for name, value in attrs}
        self.ids |= {given.get("id", ""), given.get("name", "")}
        self.loads |= {value for name, value in given.items() if (tag, name) in LOADING}
        if tag == "link" and given.get("rel") not in ("canonical", "prev", "next"):
            self.loads.add(given["href"])
        if tag == "a" and "href" in given:
            self.leads.add(given["href"])


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, Page]:
    """Every page of it."""
    found = {path: Page(path.read_text("utf-8")) for path in site.rglob("*.html")}
    return {path: page for path, page in found.items() if path.name != "404.html"}


def test_every_page_has_its_place_and_every_place_its_page() -> None:
    listed = NAV.findall(CONFIG.read_text("utf-8"))
    written = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}

    assert len(listed) == len(set(listed))
    assert set(listed) == written


def test_pages_load_nothing_from_elsewhere(pages: dict[Path, Page]) -> None:
    assert len(pages) > 50
    for path, page in pages.items():
        assert not {one for one in page.loads if urlsplit(one).netloc}, path


def test_style_sheets_load_nothing_from_elsewhere(site: Path) -> None:
    for sheet in site.rglob("*.css"):
        assert not re.search(r"@import|url\(['\"]?(?:https?:)?//", sheet.read_text("utf-8")), sheet


def test_what_would_be_loaded_from_elsewhere_is_noticed() -> None:
    page = Page('<script src="https://unpkg.com/x"></script><link rel="stylesheet" href="//a/b">')

    assert len({one for one in page.loads if urlsplit(one).netloc}) == 2


def test_every_link_within_leads_somewhere(pages: dict[Path, Page]) -> None:
    for path, page in pages.items():
        for link in page.leads:
            where, anchor = urldefrag(link)
            if urlsplit(where).scheme or where.startswith("mailto:"):
                continue
            target = (path.parent / unquote(where)).resolve() if where else path
            target = target / "index.html" if target.is_dir() else target
            assert target.exists(), (path, link)
            assert not anchor or unquote(anchor) in pages[target].ids, (path, link)


def test_a_files_name_becomes_the_title_of_its_block() -> None:
    assert on_page_markdown("```yaml a/b.yaml\nx: 1\n```") == (
        '```yaml title="a/b.yaml"\nx: 1\n```'
    )


def test_lists_are_nested_by_four_and_blocks_keep_what_they_say() -> None:
    page = "- a\n  - b\n\n  ```sh\n  ls\n    -l\n  ```\n\n```text\n  left\n```\n"

    assert deepened(page) == (
        "- a\n    - b\n\n    ```sh\n    ls\n      -l\n    ```\n\n```text\n  left\n```\n"
    )
