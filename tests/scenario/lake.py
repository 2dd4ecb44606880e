"""The course that the story is about, as its instructor has it in git: six lessons, a picture, a quiz."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

SLUG, TITLE = "lake-biology", "Life in a lake"
LESSONS = ("plankton", "fish", "reeds", "ice", "storms")
QUIZ = "what-lives-there"
DONE = (*LESSONS, QUIZ)

COURSE = f"""\
id: {SLUG}
title: {TITLE}
summary: What lives in a lake, and how it gets through the year.
language: en
status: published
certificate: {{}}
refunds:
  window: 14 days
"""
_QUIZ = """\
id: what-lives-there
title: What lives there?
pass_mark: 50
attempts: 3
questions:
  - id: smallest
    kind: single
    text: Which of them is the smallest?
    choices:
      - text: A pike
      - text: An alga
        correct: true
  - id: degrees
    kind: numeric
    text: How many degrees has the water below the ice, at the bottom?
    answer: 4
    tolerance: 0.5
"""


def files(plankton: str = "Small, and many of them.") -> Mapping[str, bytes]:
    """Every file of the course."""
    texts = {
        "course.yaml": COURSE,
        "1-summer/module.yaml": "title: Summer\n",
        "1-summer/1-plankton.md": _lesson("plankton", f"{plankton}\n\n![A pond](pond.png)\n"),
        "1-summer/2-fish.md": _lesson(
            "fish", "They hide below the lilies. See [reeds](3-reeds.md).\n"
        ),
        "1-summer/3-reeds.md": _lesson("reeds", "Where birds nest.\n"),
        "2-winter/module.yaml": "title: Winter\n",
        "2-winter/1-ice.md": _lesson("ice", "It swims, which is why anything lives below it.\n"),
        "2-winter/2-storms.md": _lesson("storms", "They turn the water over.\n"),
        "2-winter/3-what-lives-there.quiz.yaml": _QUIZ,
    }
    return {name: text.encode() for name, text in texts.items()} | {"1-summer/pond.png": _picture()}


def _lesson(key: str, text: str) -> str:
    return f"---\nid: {key}\n---\n\n# {key.title()}\n\n{text}"


def _picture() -> bytes:
    """A blue dot, as PNG (W3C, third edition, section 5)."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x20\x60\xc0")),
        (b"IEND", b""),
    ]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
