"""HTML in texts of which nothing stays in any package: programs, style sheets, frames and the like.

Knows where such a tag begins; refuses to know what is allowed, which pages do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from academy_cli.interchange.exporting.course import Course
from academy_cli.interchange.exporting.package import Package
from academy_cli.interchange.exporting.placing import Placing
from academy_cli.pages.allowed import EMPTIED
from academy_cli.pages.parsing import MarkdownError, events

_TOLD = EMPTIED - {"iframe"}
"""Of a frame its address may stay, as a card or a link."""
_TAG = re.compile(rb"<!--.*?-->|<([a-zA-Z]+)(?=[\s/>])", re.DOTALL)
_WHY = "pages leave it out with all that is in it"


def note_emptied(package: Package, course: Course) -> None:
    """Note each such tag in the texts of lessons and of their translations, as far as a package has them.

    Drafts may not be in it at all; nor what translates them.
    """
    left_out = {note.file for note in package.notes if note.what == "draft"}
    origins = course.sketch.translated.files
    kept = {one.file for one in package.notes if one.what == "translation"} & origins.keys()
    translated = [path for path in sorted(kept) if origins[path].path in course.sketch.lessons]
    left_out |= {path for path in translated if origins[path].path in left_out}
    for path in (*course.sketch.lessons, *translated):
        text = course.sketch.read(path).text
        if path in left_out or "<" not in text:
            continue
        first = Placing(course, path).line(text)
        for name, line in _emptied(text):
            package.drop("html", path, _WHY, line=first + line - 1, name=name)


def _emptied(text: str) -> Iterator[tuple[str, int]]:
    """Each such tag of a text, with its line from 1; none where Markdown stays as it was written."""
    data = text.encode()
    try:
        found = list(events(text))
    except MarkdownError:
        return
    for event, span in found:
        if "Html" not in event and "InlineHtml" not in event:
            continue
        for tag in _TAG.finditer(data, span["start"], span["end"]):
            name = (tag[1] or b"").decode().lower()
            if name in _TOLD:
                yield name, data.count(b"\n", 0, tag.start()) + 1
