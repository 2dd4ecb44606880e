"""HTML that no page shows is told, whatever the format."""

from __future__ import annotations

from pathlib import Path

import pytest

from academy_cli.interchange.exporting.formats import FORMATS
from academy_cli.interchange.notes import Fate
from tests.interchange.exports import exported

COURSE = """id: safe
title: Safe
"""
LESSON = """---
title: One
---
# One

<script>alert("one")</script>

Some <object data="a.swf"></object> words, `<script>` in code, <b>bold</b>.

<!-- <style>p {}</style> -->

```html
<script>alert("shown")</script>
```

<div>
<STYLE>p { color: red }</STYLE>
</div>
"""


@pytest.mark.parametrize("form", FORMATS)
def test_what_no_page_shows_is_told_with_its_line(tmp_path: Path, form: str) -> None:
    _, made = exported({"course.yaml": COURSE, "one.md": LESSON}, tmp_path, form)

    told = [(note.line, note.name) for note in made.notes if note.what == "html"]
    assert told == [(6, "script"), (8, "object"), (17, "style")]
    assert {note.fate for note in made.notes if note.what == "html"} == {Fate.DROPPED}


def test_a_draft_that_is_left_out_is_told_once(tmp_path: Path) -> None:
    secret = LESSON.replace("title: One\n", "title: One\ndraft: true\n")

    _, made = exported(
        {"course.yaml": COURSE, "one.md": secret, "two.md": "# Two\n"}, tmp_path, "html"
    )

    assert [note.what for note in made.notes if note.file == "one.md"] == ["draft"]
