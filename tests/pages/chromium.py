"""Chromium, driven from a test: tabs that say what they loaded, logged and asked.

Knows how the driver is talked to; needs Debian's chromium, and what npm ci puts beside the driver.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

HERE = Path(__file__).parent / "browser"


class Chromium:
    """One browser."""

    def __init__(self) -> None:
        browser, node = shutil.which("chromium"), shutil.which("node")
        assert browser, "chromium is not installed: .ci/packages does"
        assert node, "node is not installed: .ci/packages does"
        assert (HERE / "node_modules").is_dir(), (
            "run .ci/packages, or npm ci in tests/pages/browser"
        )
        self._process = subprocess.Popen(
            [node, "driver.mjs", browser],
            cwd=HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        ready = self._process.stdout.readline()
        assert ready == "ready\n", self._process.communicate()[1]
        self._tabs = 0

    def tab(self, **how: Any) -> Tab:
        """A new tab that nothing is known to: no storage, no cache."""
        self._tabs += 1
        self.ask("open", tab=self._tabs, **how)
        return Tab(self, self._tabs)

    def ask(self, step: str, **words: Any) -> Any:
        """Let the driver do something."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"step": step, **words}) + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def close(self) -> None:
        """End the browser."""
        self._process.communicate()


class Tab:
    """One tab."""

    def __init__(self, browser: Chromium, number: int) -> None:
        self._browser, self._number = browser, number

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self.ask("close")

    def ask(self, step: str, **words: Any) -> Any:
        """Let the driver do something in this tab."""
        return self._browser.ask(step, tab=self._number, **words)

    def goto(self, url: str) -> int:
        """Load a page; the status of the answer."""
        status: int = self.ask("goto", url=url)
        return status

    def evaluate(self, code: str) -> Any:
        """What an expression is on the page."""
        return self.ask("evaluate", code=code)

    def click(self, selector: str) -> None:
        """Click on what a selector finds first."""
        self.ask("click", selector=selector)

    def follow(self, selector: str) -> None:
        """Click on a link, and wait for where it leads."""
        self.ask("follow", selector=selector)

    def press(self, key: str) -> None:
        """Press a key."""
        self.ask("press", key=key)

    def wait(self, code: str) -> None:
        """Wait until an expression holds on the page, also on one that is loaded meanwhile."""
        self.ask("wait", code=code)

    def texts(self, selector: str) -> list[str]:
        """The text of everything that a selector finds."""
        found: list[str] = self.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            ".map((one) => one.textContent.replace(/\\s+/g, ' ').trim())"
        )
        return found

    def visit(self, urls: Sequence[str], code: str, pause_ms: int = 0) -> list[dict[str, Any]]:
        """Load pages one after the other; what an expression is on each, and what was seen of it."""
        found: list[dict[str, Any]] = self.ask("visit", urls=urls, code=code, pause=pause_ms)
        return found

    def barriers(self) -> list[str]:
        """What axe-core finds that is serious or critical."""
        found = self.ask("axe")
        return [
            f"{one['id']}: {node}"
            for one in found
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]

    @property
    def console(self) -> list[str]:
        """What was logged so far."""
        logged: list[str] = self.ask("seen")["console"]
        return logged

    @property
    def outside(self) -> list[str]:
        """What was asked of another machine."""
        asked = self.ask("seen")["requests"]
        return [url for url in asked if not url.startswith(("http://127.0.0.1:", "file:"))]
