"""Courses that are served for a test, as a preview serves them.

Knows how a preview is begun and ended; refuses to know who looks.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from academy_cli.authoring.preview.looking import View
from academy_cli.authoring.preview.previewing import preview
from academy_cli.authoring.preview.workshop import Workshop

HOSTS = frozenset({"www.youtube-nocookie.com", "player.vimeo.com"})
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">'
    '<rect width="40" height="20" fill="#36c"/></svg>'
)
COURSE: Mapping[str, str] = {
    "course.yaml": (
        "id: bread\ntitle: Bread\nsummary: Bake it yourself.\nlevel: beginner\nduration: 2 hours\n"
        "description: _about.md\ncover: cover.svg\n"
    ),
    "_about.md": "Flour, water and *time*.",
    "cover.svg": PICTURE,
    "01-dough/module.yaml": "title: Dough\nsummary: What it is made of.\n",
    "01-dough/01-flour.md": (
        "---\nminutes: 5\n---\n\n# Flour & water\n\nSee [the oven](../02-oven/heat.md#how-hot) and "
        "[a table](files/table.csv).\n\n![A bag of flour](flour.svg)\n\n## Kinds\n\n"
        "> [!NOTE]\n> Rye is heavier.\n\n```python\ndef weigh(grams):\n    return grams * 2  # twice\n```\n\n"
        "## Ratio\n\nUse $w_1 * w_2 = x_1 * 5$ and \\(a_b * c_d\\).\n\n"
        "| kind | grams |\n| --- | ---: |\n| rye | 500 |\n\n- [x] buy\n- [ ] weigh\n\nSaid before.[^1]\n\n"
        "[^1]: By bakers.\n\n<details><summary>More</summary>Hidden.</details>\n\n"
        '<iframe src="https://www.youtube.com/watch?v=abc_123" title="Kneading"></iframe>\n\n'
        "![Elsewhere](https://pictures.example/x.png)\n"
    ),
    "01-dough/flour.svg": PICTURE,
    "01-dough/files/table.csv": "kind,grams\nrye,500\n",
    "01-dough/02-secret.md": "---\ndraft: true\n---\n\n# Secret\n\nNot yet. [Nowhere](gone.md)\n",
    "02-oven/heat.md": "# Heat\n\n## How hot\n\nVery.\n\n## How long\n\nLonger.\n",
    "02-oven/later.md": "---\nrelease_at: 2999-01-01\n---\n\n# Later\n\nWait for it.\n",
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Files in a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


class Site:
    """A course that is served."""

    def __init__(self, workshop: Workshop, url: str) -> None:
        self.workshop, self.url = workshop, url

    def page(self, address: str = "", view: View = View.AUTHOR) -> str:
        """The address of a page."""
        return f"{self.url}{view.value}/{address}"

    def settle(self) -> None:
        """Wait until the course was checked, which loads pages again."""
        with urlopen(self.page()):
            pass
        while not self.workshop.found.is_checked or self.workshop.found.stale:
            time.sleep(0.01)

    def pages(self, view: View = View.AUTHOR) -> list[str]:
        """The address of every module and lesson."""
        from academy_cli.authoring.preview.addresses import href

        return [self.page(href("", one), view) for one in self.workshop.sketch.addresses.of]


@contextmanager
def served(
    folder: Path, meanwhile: Callable[[Workshop], object] = lambda _: None
) -> Iterator[Site]:
    """Serve a course while the block lasts; ``meanwhile`` is what happens before anybody watches."""
    workshop = Workshop(folder, hosts=HOSTS)
    meanwhile(workshop)
    over, ready = threading.Event(), queue.Queue[str]()
    server = threading.Thread(
        target=preview,
        args=(workshop, 0, View.AUTHOR),
        kwargs={"ready": ready.put, "is_over": over.is_set},
    )
    server.start()
    try:
        site = Site(workshop, ready.get(timeout=10))
        site.settle()
        yield site
    finally:
        over.set()
        server.join(timeout=10)
