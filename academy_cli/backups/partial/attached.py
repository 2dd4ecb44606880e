"""Files of ``lesson upload`` that a backup has of a course, and that its lessons do not have now.

Knows which of them can be attached again, and which take somebody's decision; refuses to attach one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from academy_cli.backups.partial.comparing import Upload
from academy_cli.backups.partial.parts import Attached, LeftOut
from academy_cli.kit.saying import say
from academy_cli.storage.service import AssetStore

Uploads: TypeAlias = Mapping[tuple[str, str], Upload]
"""What is attached, by the lesson's key and the name that learners see."""
REPLACED = say("another file was attached by that name since")
NOWHERE = say(
    "the backup only says that there was one, and storage has it no more: academy lesson upload"
)


class Gone(NamedTuple):
    """What lessons have no more: what can be attached again, and what is left out."""

    again: tuple[Attached, ...]
    left_out: tuple[LeftOut, ...]


def wanted(had: Uploads, has: Uploads) -> frozenset[str]:
    """The digests of what lessons had, and have nothing by the name of now."""
    return frozenset(one.sha256 for about, one in had.items() if about not in has)


def gone(had: Uploads, has: Uploads, stores: Collection[AssetStore], folder: Path) -> Gone:
    """What lessons had and have no more; its bytes are in one of the stores, or nowhere.

    What a store keeps elsewhere is written to the folder.
    """
    again, left_out = list[Attached](), list[LeftOut]()
    for (lesson, name), one in had.items():
        now = has.get((lesson, name))
        if now is not None and now.sha256 == one.sha256:
            continue
        file = _file(one, stores, folder) if now is None else None
        if file is not None:
            again.append(Attached(lesson, name, file, one.size))
        else:
            why = REPLACED if now is not None else NOWHERE
            left_out.append(LeftOut(say("“{}” of lesson “{}”", name, lesson), why))
    return Gone(tuple(again), tuple(left_out))


def _file(one: Upload, stores: Collection[AssetStore], folder: Path) -> Path | None:
    """Where its bytes are on this machine now; None where they are nowhere."""
    there = (store for store in stores if store.has(one.sha256, one.size))
    store = next((store for store in there if store.is_sound(one.sha256)), None)
    if store is None:
        return None
    path = store.path(one.sha256)
    if path is None:
        path = folder / one.sha256
        with path.open("wb") as out:
            store.copy_out(one.sha256, out)
    return path
