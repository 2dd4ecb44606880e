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


def test_a_translation_that_is_in_the_package_is_told_like_its_original(tmp_path: Path) -> None:
    course = {
        "course.yaml": COURSE,
        "one.md": LESSON,
        "one.de.md": "# Eins\n\n<script>eins</script>\n",
        "two.md": "---\ndraft: true\n---\n# Two\n",
        "two.de.md": "# Zwei\n\n<script>zwei</script>\n",
    }

    _, made = exported(course, tmp_path, "html")

    told = [(note.file, note.line) for note in made.notes if note.what == "html"]
    assert told == [("one.de.md", 3), ("one.md", 6), ("one.md", 8), ("one.md", 17)]


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "html"])
def test_a_translation_that_no_package_has_is_told_wherever_it_stands(
    tmp_path: Path, form: str
) -> None:
    course = {
        "course.yaml": COURSE,
        "one.md": "# One\n",
        "one.de.md": "# Eins\n",
        "two.md": "# Two\n",
        "translations/de/two.md": "# Zwei\n",
    }

    _, made = exported(course, tmp_path, form)

    told = {note.file: note.fate for note in made.notes if note.what == "translation"}
    assert told == {"one.de.md": Fate.DROPPED, "translations/de/two.md": Fate.DROPPED}


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_is_told_that_nobody_wrote(tmp_path: Path, form: str) -> None:
    quiz = "questions: [{kind: true-false, text: Is it?, answer: true}]\n"

    _, made = exported({"course.yaml": COURSE, "one.quiz.yaml": quiz}, tmp_path, form)

    assert [note for note in made.notes if note.what == "key" and note.fate is Fate.DROPPED] == []
