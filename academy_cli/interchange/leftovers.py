"""Files of a source that nothing in the course needs: each with the reason why it is not in it.

Knows what else lies in repositories; refuses to know what lessons say.
"""

from __future__ import annotations

import re

from academy_cli.interchange.notes import Fate, Note
from academy_cli.interchange.sources import Source

_PAPERS = re.compile(
    r"(?:licen[cs]e|copying|notice|authors|citation|code[-_]of[-_]conduct|contributing|changelog|security"
    r"|support|source|thirdpartynotices|codeowners|maintainers|attributions)[^/]*$",
    re.IGNORECASE,
)
_REASONS = (
    (re.compile(r"(?:^|/)\."), "not part of the course: settings of the repository"),
    (re.compile(r"(?:^|/)translations/"), ""),
    (re.compile(r"\.(?:py|js|ts|tsx|jsx|c|cc|cpp|h|cs|java|rs|go|rb|sh|ps1|css|scss|r)$", re.IGNORECASE),
     "a program or a style sheet that no lesson links to"),
    (re.compile(r"\.(?:png|jpe?g|gif|svg|webp|avif|ico|bmp)$", re.IGNORECASE),
     "a picture that no lesson shows"),
    (re.compile(r"\.mdx?$", re.IGNORECASE), "a text that is nowhere in the order of the course"),
)  # fmt: skip
OTHERWISE = "nothing in the course refers to it"
LATER = "its original is no lesson of the course"
_TRANSLATED = re.compile(
    r"(?:^|/)translations/([A-Za-z][\w-]*)/|(?:^|/)po/([A-Za-z]{2,3}(?:[_-]\w+)?)\.po$"
)


def add_leftovers(source: Source) -> None:
    """Note every file of which nothing was said yet: what was read, and what nothing needs."""
    told = {note.file for note in source.notes}
    for path in source.paths:
        if path in told:
            continue
        if path in source.used:
            source.notes.append(Note(Fate.KEPT, "file", path, why="what it says is in the course"))
        elif translated := _TRANSLATED.search(path):
            source.notes.append(
                Note(Fate.DROPPED, "translation", path, 1, translated[1] or translated[2], LATER)
            )
        else:
            source.notes.append(Note(Fate.DROPPED, "file", path, why=_reason(path)))


def _reason(path: str) -> str:
    if _PAPERS.match(path.rpartition("/")[2]):
        return "not part of the course: papers of the repository"
    return next((why for sign, why in _REASONS if why and sign.search(path)), OTHERWISE)
