"""Pages can be used by everybody: axe-core finds nothing serious on any kind of page."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.authoring.preview.looking import View
from tests.pages.chromium import Chromium
from tests.pages.sites import COURSE, served, write

pytestmark = pytest.mark.slow

KINDS = {
    "course": ("", View.AUTHOR),
    "module": ("module/01-dough.html", View.AUTHOR),
    "lesson": ("lesson/01-dough/01-flour.html", View.AUTHOR),
    "draft": ("lesson/01-dough/02-secret.html", View.AUTHOR),
    "waiting": ("lesson/02-oven/later.html", View.LEARNER),
    "findings": ("findings.html", View.AUTHOR),
    "missing": ("lesson/none.html", View.LEARNER),
}
ARABIC = {
    "course.yaml": "id: khubz\ntitle: الخبز\nlanguage: ar\n",
    "01-dough/01-flour.md": (
        "# الدقيق\n\nاقرأ [الفرن](../02-oven/heat.md).\n\n## أنواع\n\n> [!TIP]\n> نصيحة\n\n"
        "```python\nx = 1\n```\n\n"
        "## نسبة\n\n| أ | ب |\n| --- | --- |\n| 1 | 2 |\n"
    ),
    "02-oven/heat.md": "# الحرارة\n\nساخن.\n",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(tmp_path: Path, chromium: Chromium, scheme: str) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab(scheme=scheme) as tab:
        found = {}
        for kind, (address, view) in KINDS.items():
            tab.goto(site.page(address, view))
            found[kind] = tab.barriers()

    assert found == {kind: [] for kind in KINDS}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_from_right_to_left(
    tmp_path: Path, chromium: Chromium, scheme: str
) -> None:
    with served(write(tmp_path, ARABIC)) as site, chromium.tab(scheme=scheme, width=360) as tab:
        found = []
        for url in (site.page(), *site.pages()):
            tab.goto(url)
            found += tab.barriers()

    assert found == []


def test_axe_finds_what_is_wrong(tmp_path: Path, chromium: Chromium) -> None:
    with served(write(tmp_path, COURSE)) as site, chromium.tab(guarded=False) as tab:
        tab.goto(site.page())
        tab.evaluate("document.querySelector('.start').textContent = ''")

        assert [one.partition(":")[0] for one in tab.barriers()] == ["link-name"]
