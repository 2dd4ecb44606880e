"""A learning platform on this machine: it opens a SCORM package in a frame and keeps what that says.

Its run-time is scorm-again, which implements SCORM's API as platforms do. Knows nothing of what is in
packages.
"""

from __future__ import annotations

import json
import shutil
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.pages.chromium import Tab

HERE = Path(__file__).parent / "platform" / "node_modules"
_PAGE = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Platform</title>
<link rel="icon" href="data:,">
<script src="%(script)s"></script>
<script>
window.%(name)s = new %(kind)s({ autocommit: false, logLevel: 5 });
const kept = decodeURIComponent(location.hash.slice(1));
if (kept) window.%(name)s.loadFromJSON(JSON.parse(kept).cmi, "cmi");
</script>
<iframe src="course/scorm.html" width="1000" height="700"></iframe></html>
"""
_VERSIONS: Mapping[str, Mapping[str, str]] = {
    "1.2": {"script": "scorm12.min.js", "name": "API", "kind": "Scorm12API"},
    "2004": {"script": "scorm2004.min.js", "name": "API_1484_11", "kind": "Scorm2004API"},
}
INSIDE = "frames[0].frames[0].document"
"""The page of the course, as the platform's page sees it."""


class Platform:
    """A package on a platform."""

    def __init__(self, url: str, version: str) -> None:
        self.url, self._name = url, _VERSIONS[version]["name"]

    def begin(self, tab: Tab, kept: Mapping[str, Any] | None = None) -> None:
        """Open the package in a new tab, as a learner of whom the platform knows so much already."""
        tab.goto(f"{self.url}platform.html" + (f"#{quote(json.dumps(kept))}" if kept else ""))
        self.wait(tab)

    def wait(self, tab: Tab, code: str = "true") -> None:
        """Wait until the page of the course is there, and until something holds."""
        tab.wait(f"{INSIDE}.readyState === 'complete' && {INSIDE}.querySelector('h1') && ({code})")

    def open(self, tab: Tab, address: str) -> None:
        """Let the learner go to a page of the course."""
        tab.evaluate(f"{INSIDE}.location.href = {json.dumps(self.url + 'course/' + address)}")
        self.wait(tab, f"{INSIDE}.location.pathname.endsWith({json.dumps(quote(address))})")

    def value(self, tab: Tab, name: str) -> str:
        """What the platform has kept."""
        verb = "LMSGetValue" if self._name == "API" else "GetValue"
        said: str = tab.evaluate(f"{self._name}.{verb}({json.dumps(name)})")
        return said

    def becomes(self, tab: Tab, name: str, wanted: str) -> None:
        """Wait until the platform has kept something."""
        verb = "LMSGetValue" if self._name == "API" else "GetValue"
        tab.wait(f"{self._name}.{verb}({json.dumps(name)}) === {json.dumps(wanted)}")

    def end(self, tab: Tab) -> Mapping[str, Any]:
        """Let the learner leave; what the platform keeps of them."""
        tab.evaluate("frames[0].dispatchEvent(new Event('pagehide'))")
        kept: Mapping[str, Any] = json.loads(tab.evaluate(f"{self._name}.renderCMIToJSONString()"))
        return kept


@contextmanager
def on_platform(package: Path, folder: Path, version: str) -> Iterator[Platform]:
    """Put a package on a platform while the block lasts."""
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder / "course")
    words = _VERSIONS[version]
    script = HERE / "scorm-again" / "dist" / words["script"]
    assert script.is_file(), "run .ci/packages, or npm ci in tests/interchange/platform"
    shutil.copyfile(script, folder / words["script"])
    (folder / "platform.html").write_text(_PAGE % words, encoding="utf-8")
    with served(folder) as url:
        yield Platform(url, version)


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder while the block lasts."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class has it
        """Say nothing."""
