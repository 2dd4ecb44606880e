"""Courses for the academy to be interrupted with: a state, and another that touches every kind of row.

Knows folders on disk; refuses to know what a sync makes of them.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

FIRST: Mapping[str, str] = {
    "course.yaml": "id: python\ntitle: Python\ndescription: Learn it.\n",
    "01-basics/module.yaml": "id: basics\ntitle: Basics\n",
    "01-basics/01-intro.md": "---\nid: intro\n---\n# Introduction\n\n![Loop](images/loop.png)\n",
    "01-basics/02-loops.md": "# Loops\n\nRound and round. ![Same](images/same.png)\n",
    "01-basics/03-gone.md": "# Gone\n\nSoon. ![Gone](images/gone.png)\n",
    "01-basics/images/loop.png": "a loop",
    "01-basics/images/same.png": "the same",
    "01-basics/images/gone.png": "gone soon",
    "02-more/01-files.md": "---\nid: files\n---\n# Files\n\nRead and write.\n",
    "02-more/02-text.md": "# Text\n\nWords.\n",
}
SECOND: Mapping[str, str] = {
    "course.yaml": "id: python\ntitle: Python 2\ndescription: Learn more.\nlanguage: en-GB\n",
    "01-basics/module.yaml": "id: basics\ntitle: The basics\n",
    "01-basics/01-loops.md": "# Loops\n\nOn and on. ![Same](images/same.png)\n",
    "01-basics/02-files.md": "---\nid: files\n---\n# Files\n\nRead and write.\n",
    "01-basics/images/loop.png": "another loop",
    "01-basics/images/same.png": "the same",
    "03-new/01-start.md": "# Start\n\nNew. ![Loop](../01-basics/images/loop.png)\n",
    "03-new/02-end.md": "# End\n\n![End](end.png)\n",
    "03-new/end.png": "the end",
    "02-more/02-text.md": "# Text\n\nWords.\n",
}
"""The first one renamed, moved, reordered, rewritten, added to and taken from."""


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Make a folder hold exactly these files."""
    for path in sorted(folder.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def large(chance: random.Random, lessons: int, *, slug: str = "large") -> dict[str, str]:
    """A course of many lessons of different lengths, some with an asset."""
    files = {"course.yaml": f"id: {slug}\ntitle: Large\n"}
    for number in range(lessons):
        folder = f"{number % 7:02}-part"
        words = " ".join(str(chance.random()) for _ in range(chance.randrange(5, 60)))
        image = f"![A picture]({number}.png)" if number % 20 == 0 else ""
        files[f"{folder}/{number:04}-lesson.md"] = f"# Lesson {number}\n\n{image}\n{words}\n"
        if image:
            files[f"{folder}/{number}.png"] = words
    return files
