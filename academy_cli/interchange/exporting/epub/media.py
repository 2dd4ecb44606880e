"""What may be shown in a book: pictures, sounds and videos that every reading system takes.

Knows files by how they begin, whatever they are called; refuses what would load or run something.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from academy_cli.interchange import markup

_LARGEST_SVG = 5_000_000
_UNFIT = frozenset(("script", "foreignobject", "iframe", "audio", "video", "handler"))
_NAME = re.compile(r"[^\W\d][\w.-]*")
_LOADS = re.compile(r"@import|url\(\s*['\"]?(?!#|data:image/)", re.IGNORECASE)


class Medium(NamedTuple):
    """A file that can be in a book; ``why`` not, where it cannot be.

    ``mended`` is what it is there, if not itself.
    """

    type: str = ""
    suffix: str = ""
    why: str = ""
    mended: bytes = b""

    @property
    def kind(self) -> str:
        """Whether it is an image, audio or video."""
        return self.type.partition("/")[0]


def medium(path: Path) -> Medium:
    """What a file is."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
    except OSError:
        return Medium(why="it cannot be read")
    for begin, offset, media_type, suffix in _BEGINS:
        if head[offset:].startswith(begin):
            return Medium(media_type, suffix)
    if head[4:8] == b"ftyp":
        is_sound = head[8:12] in (b"M4A ", b"M4B ")
        return Medium("audio/mp4", ".m4a") if is_sound else Medium("video/mp4", ".mp4")
    if path.suffix.lower() == ".svg":
        return _drawing(path)
    return Medium(why="it is no picture, sound or video that reading systems take")


_BEGINS = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png", ".png"),
    (b"\xff\xd8\xff", 0, "image/jpeg", ".jpg"),
    (b"GIF8", 0, "image/gif", ".gif"),
    (b"WEBP", 8, "image/webp", ".webp"),
    (b"ID3", 0, "audio/mpeg", ".mp3"),
    (b"\xff\xfb", 0, "audio/mpeg", ".mp3"),
    (b"\xff\xf3", 0, "audio/mpeg", ".mp3"),
    (b"\x1aE\xdf\xa3", 0, "video/webm", ".webm"),
)


def _drawing(path: Path) -> Medium:
    """A drawing (SVG) that does nothing and loads nothing."""
    if path.stat().st_size > _LARGEST_SVG:
        return Medium(why="it is too large a drawing")
    root = markup.document(path.read_bytes())
    if root is None or markup.name(root) != "svg":
        return Medium(why="it is no drawing that can be read")
    for one in root.iter():
        if markup.name(one) in _UNFIT:
            return Medium(why=f"it holds {markup.name(one)}, which may load or run something")
        if markup.name(one) == "style" and _LOADS.search(one.text or ""):
            return Medium(why="its styles load something")
        for name, value in one.attrib.items():
            bare = name.rpartition("}")[2].lower()
            if bare.startswith("on") or (
                bare == "href" and not value.startswith(("#", "data:image/"))
            ):
                return Medium(why="it refers to something else, or does something")
    return Medium("image/svg+xml", ".svg", mended=_identified(root))


def _identified(root: markup.Element) -> bytes:
    """A drawing in which no two things have one id, and each is a name; empty where that is so already."""
    taken: set[str] = set()
    is_mended = False
    for one in root.iter():
        name = one.attrib.get("id")
        if name is None:
            continue
        if name in taken or not _NAME.fullmatch(name):
            del one.attrib["id"]
            is_mended = True
        taken.add(name)
    return markup.raw_document(root) if is_mended else b""
