"""Texts of one form that only courses have: paths within a course, file patterns.

Knows no key by name.
"""

from __future__ import annotations

from academy_cli.formats.patterns import Pattern

_PRINTABLE = r"(?!\s)[^\x00-\x1f\x7f-\x9f]+"
PATH = Pattern(
    r"(?!/)(?![A-Za-z][A-Za-z0-9+.-]*:)" + _PRINTABLE,
    "a path within the course",
    "Write it relative to the file, like `images/cover.png`.",
    "images/cover.png",
    is_placed=True,
)
URL_OR_PATH = Pattern(
    _PRINTABLE,
    "a web address or a path",
    "Write it like `https://…` or `video.mp4`.",
    max_length=2000,
    is_placed=True,
)
GLOB = Pattern(_PRINTABLE, "a file pattern", "Write it like `drafts/**` or `*.bak`.", "drafts/**")
