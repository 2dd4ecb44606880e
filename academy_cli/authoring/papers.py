"""Whether an academy has the certificate template that a course names.

Knows where course.yaml says it; refuses to know which templates there are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import CourseDocument
from academy_cli.authoring.names import COURSE_FILE
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say

Lacks = Callable[[str], str | None]
"""What to do about the name of a template that is not here; None for one that is."""
_TEMPLATE = re.compile(rb"\btemplate[\"']?[ \t]*:[ \t]*")


def unknown_paper(document: CourseDocument, header: bytes, lacks: Lacks) -> Iterator[Problem]:
    """What is wrong with the template that a course names; ``header`` is the text of its course.yaml."""
    said = document.root.values.get("certificate")
    name = str(said.get("template") or "") if isinstance(said, Mapping) else ""
    hint = lacks(name) if name else None
    if hint is None:
        return
    message = say("This academy has no certificate template “{}”", name)
    place = _place(header, name)
    yield problem(
        "certificate.unknown-template", COURSE_FILE, *place, value=name, message=message, hint=hint
    )


def _place(header: bytes, name: str) -> tuple[int, int]:
    """The line and the column of a template's name, from 1; zeros where it is not found."""
    for found in _TEMPLATE.finditer(header):
        if header[found.end() :].lstrip(b"\"'").startswith(name.encode()):
            begins = header.rfind(b"\n", 0, found.start()) + 1
            before = header[begins : found.end()].decode("utf-8", "replace")
            return header.count(b"\n", 0, begins) + 1, len(before) + 1
    return 0, 0
