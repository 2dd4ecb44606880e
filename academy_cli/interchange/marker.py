"""The list that a package of ours carries: the digest of each of its files, and which of them are the course.

Knows its text, which is a public contract; refuses to trust it, which is for whoever compares the digests.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from academy_cli.authoring.names import COURSE_FILE
from academy_cli.authoring.source import PRUNED

NAME = "package.json"
_FORMAT = 1
MOST_BYTES = 64 * 1024 * 1024
_UNUSABLE = re.compile("^[A-Za-z]:|[\x00-\x1f\x7f-\x9f\\\\\ud800-\udfff]")


class Marker(NamedTuple):
    """What a package says of itself: its format, its course, its own path in it, digests by path.

    ``source`` gives the file of the package that each file of the course is; empty where they are not in it.
    """

    format: str
    course: str
    path: str
    files: Mapping[str, str]
    source: Mapping[str, str]


def text(marker: Marker) -> str:
    """A marker as text: JSON, sorted."""
    told = {
        "academy-package": _FORMAT,
        "format": marker.format,
        "course": marker.course,
        "path": marker.path,
        "files": marker.files,
        "source": marker.source,
    }
    return json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def read(data: bytes) -> Marker | None:
    """The marker that some bytes are; None where they are none of ours, or want to write where nobody may."""
    if len(data) > MOST_BYTES:
        return None
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or told.get("academy-package") != _FORMAT:
        return None
    words = [told.get(name) for name in ("format", "course", "path")]
    maps = [told.get(name) for name in ("files", "source")]
    if not all(isinstance(one, str) for one in words) or not all(map(_is_texts, maps)):
        return None
    found = Marker(*words, *maps)  # type: ignore[arg-type] # looked at just above
    return found if all(map(is_usable, found.source)) else None


def _is_texts(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())


def is_usable(path: str) -> bool:
    """Whether a path stays within a course's folder, and is none that a program such as git reads."""
    return (
        bool(path)
        and len(path.encode("utf-8", "surrogatepass")) <= 1000
        and not _UNUSABLE.search(path)
        and all(map(_is_usable_part, path.split("/")))
    )


def _is_usable_part(part: str) -> bool:
    """Whether one name is neither a way out nor, for any file system, a folder that is never looked into.

    What stands behind a colon is to Windows no part of a folder's name.
    """
    name = part.partition(":")[0]
    seen = "".join(letter for letter in name if unicodedata.category(letter) != "Cf")
    folded = unicodedata.normalize("NFKC", seen).casefold().rstrip(" .")
    return bool(folded) and folded not in PRUNED and not folded.startswith("git~")


def has_course(marker: Marker) -> bool:
    """Whether the course's own files are in the package."""
    return COURSE_FILE in marker.source
