"""Which files of a course are translations: of what, and into which language.

Knows the two places for them, `translations/LANG/` and `NAME.LANG.md`; refuses to open a file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from academy_cli.authoring import names
from academy_cli.authoring.conventions import join
from academy_cli.authoring.translations.tags import beside

_BELOW = f"{names.TRANSLATIONS}/"


class Place(NamedTuple):
    """One file that is a translation: ``code`` is its language as its path has it, ``original`` the path of
    the file that it stands for."""

    path: str
    code: str
    original: str


def places_of(
    paths: Collection[str], own: Collection[str], ignored: re.Pattern[str] | None
) -> Iterator[Place]:
    """The translations among the paths of a course, in order, but for the files of its ``own`` content."""
    may_be = (path for path in paths if path.startswith(_BELOW) or path.count(".") > 1)
    for path in sorted(may_be):
        place = _mirrored(path) if path.startswith(_BELOW) else _beside(path, paths)
        if place is None or path in own:
            continue
        if ignored is None or not ignored.match(path):
            yield place


def _mirrored(path: str) -> Place | None:
    _, code, *rest = path.split("/")
    if not rest or any(name.startswith((".", "_")) for name in (code, *rest)):
        return None
    is_text = names.is_lesson_name(rest[-1]) or rest[-1] in (names.COURSE_FILE, names.MODULE_FILE)
    return Place(path, code, "/".join(rest)) if is_text else None


def _beside(path: str, paths: Collection[str]) -> Place | None:
    folder, _, name = path.rpartition("/")
    said = beside(name, lambda one: one == names.MODULE_FILE or join(folder, one) in paths)
    return Place(path, said[0], join(folder, said[1])) if said is not None else None
