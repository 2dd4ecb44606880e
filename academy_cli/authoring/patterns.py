"""Texts of one form that only courses have: paths within a course, file patterns.

Knows no key by name.
"""

from __future__ import annotations

from academy_cli.formats.patterns import Pattern
from academy_cli.kit.saying import say

_PRINTABLE = r"(?!\s)[^\x00-\x1f\x7f-\x9f]+"
PATH = Pattern(
    r"(?!/)(?![A-Za-z][A-Za-z0-9+.-]*:)" + _PRINTABLE,
    say("a path within the course"),
    say("Write it relative to the file, like `images/cover.png`."),
    "images/cover.png",
    is_placed=True,
)
URL_OR_PATH = Pattern(
    _PRINTABLE,
    say("a web address or a path"),
    say("Write it like `https://…` or `video.mp4`."),
    max_length=2000,
    is_placed=True,
)
GLOB = Pattern(
    _PRINTABLE, say("a file pattern"), say("Write it like `drafts/**` or `*.bak`."), "drafts/**"
)
