"""The site in a browser: everybody can use it, and no other machine is asked for anything."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.pages.chromium import Chromium

pytestmark = pytest.mark.slow

KINDS = ("index.html", "tutorials/authors.html", "exporting.html")


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    serving = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    serving.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 360)])
def test_axe_finds_nothing_serious(
    chromium: Chromium, address: str, scheme: str, width: int
) -> None:
    with chromium.tab(scheme=scheme, width=width, guarded=False) as tab:
        found = {}
        for kind in KINDS:
            tab.goto(f"{address}/{kind}")
            found[kind] = tab.barriers()

        assert found == {kind: [] for kind in KINDS}
        assert tab.outside == []


def test_what_somebody_looks_for_is_found(chromium: Chromium, address: str) -> None:
    with chromium.tab(guarded=False) as tab:
        tab.goto(f"{address}/index.html?q=reconcile")
        tab.wait("document.querySelectorAll('.md-search-result__link').length > 0")

        assert "Money" in " ".join(tab.texts(".md-search-result__link"))
        assert tab.outside == []
