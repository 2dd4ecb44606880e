"""Whatever an author writes, nothing of it runs, and nothing is loaded from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from academy_cli.authoring.preview.looking import View
from academy_cli.pages import rendering
from academy_cli.pages.rendering import rendered
from tests.pages import hostile
from tests.pages.chromium import Chromium
from tests.pages.sites import served, write

pytestmark = pytest.mark.slow

LOOK = """(() => {
  const text = document.querySelector("main");
  const wrong = [];
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link && /^https?:$/.test(link.protocol)) event.preventDefault();
  }, true);
  for (const one of document.querySelectorAll("main *")) {
    const name = one.localName;
    if (/^(script|style|iframe|object|embed|form|input|button|svg|math|link|meta|base|frame)$/.test(name)) {
      wrong.push(name);
    }
    for (const { name: key, value } of one.attributes) {
      if (/^on|^style$|^srcdoc$|^srcset$|^formaction$|^ping$/i.test(key)) wrong.push(`${name} ${key}`);
      if (/^(href|src|data|action|poster|cite|background|data-embed)$/.test(key)) {
        const scheme = new URL(value, location.href).protocol;
        if (!["http:", "https:", "mailto:", "tel:"].includes(scheme)) wrong.push(`${key}=${value}`);
        if (key === "src" && new URL(value, location.href).origin !== location.origin) wrong.push(value);
      }
      if (key === "data-embed" && !value.startsWith("https://www.youtube-nocookie.com/")) wrong.push(value);
    }
    one.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
    one.dispatchEvent(new PointerEvent("pointerenter"));
    one.dispatchEvent(new AnimationEvent("animationstart"));
    if (name !== "a" && name !== "summary") one.click();
    if (one.focus) one.focus();
  }
  const ids = [...document.querySelectorAll("[id^=academy-]")].map((one) => one.id);
  if (new Set(ids).size !== ids.length) wrong.push(`twice: ${ids}`);
  if (!document.querySelector("header.bar button.theme")) wrong.push("no theme button");
  if (!text || !text.querySelector("h1")) wrong.push("no heading");
  return { wrong, ran: window.ran ?? 0, at: location.pathname };
})()"""


def trouble(seen: dict[str, Any]) -> list[str]:
    """What should not have happened on a page."""
    told = seen["told"]
    found = [*told["wrong"], *(f"dialog {one}" for one in seen["dialogs"])]
    found += [url for url in seen["requests"] if not url.startswith("http://127.0.0.1:")]
    found += [line for line in seen["console"] if not line.startswith("error: Failed to load")]
    found += ["it ran"] * bool(told["ran"])
    return [f"{told['at']}: {one}" for one in found]


def test_nothing_runs_and_nothing_is_loaded(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, hostile.course())) as site:
        more = [site.page(), site.page(view=View.LEARNER), site.page("findings.html")]
        urls = [*more, *site.pages()]
        with chromium.tab(guarded=False) as tab:
            by_sanitising_alone = tab.visit(urls, LOOK)
        with chromium.tab() as tab:
            with_the_policy = tab.visit(urls[::10], LOOK)

    seen = (*by_sanitising_alone, *with_the_policy)
    assert [one for page in seen for one in trouble(page)] == []


def test_the_same_texts_run_where_nothing_sanitises(
    tmp_path: Path, chromium: Chromium, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rendering, "sanitised", lambda html: html)
    monkeypatch.setattr(rendering, "dressed", lambda html, _blocks, _where: html)
    kept = [(name, text) for name, text in hostile.course().items() if "/0" in name][::6]
    files = {"course.yaml": "id: x\ntitle: x\n"} | dict(kept)
    with served(write(tmp_path, files)) as site, chromium.tab(guarded=False) as tab:
        seen = tab.visit([url for url in site.pages() if "/lesson/" in url], LOOK, pause_ms=20)

    assert sum(bool(trouble(page)) for page in seen) > len(kept) / 2


class Nowhere:
    """A course with nothing to refer to."""

    hosts = frozenset[str]()

    def link(self, target: str) -> str | None:
        """Every link leads to a page."""
        return f"page/{len(target)}.html"

    def file(self, target: str) -> str | None:
        """Every picture is there."""
        return f"file/{len(target)}"


@pytest.mark.parametrize("text", hostile.CASES)
def test_what_is_sanitised_twice_is_the_same(text: str) -> None:
    once = rendered(text, Nowhere()).html

    assert rendering.sanitised(once) == once
