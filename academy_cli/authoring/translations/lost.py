"""Translations whose originals are not where they stood: which files those are, and where they belong now.

Knows that a `source:` names a text wherever that is; refuses to guess where it names none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence, Set

from academy_cli.authoring import names
from academy_cli.authoring.conventions import join
from academy_cli.authoring.document import Node
from academy_cli.authoring.ledger import Ledger
from academy_cli.authoring.parts import split
from academy_cli.authoring.translations.places import Place
from academy_cli.authoring.translations.tags import beside
from academy_cli.authoring.translations.wording import wording
from academy_cli.authoring.tree import UnreadableError
from academy_cli.kit.language import canonical_tag

_SOURCE = re.compile(rb"^source[ \t]*:[ \t]*[\"']?([0-9a-f]{64})\b", re.MULTILINE)


def lost_beside(ledger: Ledger, listed: Set[str]) -> frozenset[str]:
    """Files such as `loops.de.md` that name a `source:`, and beside which their original is no longer.

    By their names they would be lessons; those that lists name are.
    """
    paths = ledger.tree.paths
    named = (path for path in paths if path.count(".") > 1 and _is_alone(path, paths))
    return frozenset(
        path for path in named if listed.isdisjoint(_names(path)) and source_in(ledger, path)
    )


def _is_alone(path: str, paths: Collection[str]) -> bool:
    """Whether a lesson is called as a translation of what is not there."""
    folder, _, name = path.rpartition("/")
    if path.startswith(f"{names.TRANSLATIONS}/") or not names.is_lesson(name):
        return False
    return beside(name, lambda one: join(folder, one) not in paths) is not None


def _names(path: str) -> tuple[str, str]:
    """What a list calls a file."""
    name = path.rpartition("/")[2]
    return name, names.stem(name)


def source_in(ledger: Ledger, path: str) -> str:
    """The digest that a file names as its `source:`; empty where it names none, or cannot be read."""
    try:
        data = ledger.tree.load(path, ledger.limits.text_bytes)
    except UnreadableError:
        return ""
    text = (split(data).front or b"") if names.is_markdown_name(path) else data
    found = _SOURCE.search(text)
    return found[1].decode() if found else ""


def place_of_lost(path: str) -> Place:
    """What a lost file beside its original was, by its name."""
    folder, _, name = path.rpartition("/")
    said = names.beside(name)
    assert said is not None
    return Place(path, said[0], join(folder, said[1]))


def homes(
    orphans: Sequence[Place],
    ledger: Ledger,
    originals: Mapping[str, Node],
    taken: Collection[tuple[str, str]],
) -> Mapping[str, str]:
    """The original of each orphan, by the orphan's path, where its `source:` names the text of just one.

    Where those of a folder went to one other folder, the rest went along, if their names are there: originals
    that changed besides. ``taken`` are the files that are translated, each with the language.
    """
    free = _Free(originals, taken)
    found = {
        one: home for one in orphans if (home := free.by_text(one, source_in(ledger, one.path)))
    }
    folders: dict[str, set[str]] = defaultdict(set)
    for place, file in found.items():
        folders[_folder(place.original)].add(_folder(file))
    for place in orphans:
        to = folders.get(_folder(place.original), set())
        if place not in found and len(to) == 1:
            same = join(next(iter(to)), place.original.rpartition("/")[2])
            found |= {place: same} if free.holds(same, place) else {}
    claims = Counter((_language(place), file) for place, file in found.items())
    return {one.path: file for one, file in found.items() if claims[_language(one), file] == 1}


class _Free:
    """The originals that have no translation yet, by file and by the digest of their words."""

    def __init__(self, originals: Mapping[str, Node], taken: Collection[tuple[str, str]]) -> None:
        self.originals, self.taken = originals, taken
        self.files: dict[str, list[str]] = defaultdict(list)
        for file, node in originals.items():
            if not node.is_broken:
                self.files[wording(node)].append(file)

    def by_text(self, place: Place, source: str) -> str | None:
        """The one original with these words, if it is still to be translated."""
        those = self.files.get(source, [])
        return those[0] if len(those) == 1 and self.holds(those[0], place) else None

    def holds(self, file: str, place: Place) -> bool:
        """Whether a file can be what a translation translates, and no other one does."""
        is_like = _suffix(file) == _suffix(place.original)
        return file in self.originals and is_like and (file, _language(place)) not in self.taken


def _language(place: Place) -> str:
    return canonical_tag(place.code) or place.code


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _suffix(path: str) -> str:
    name = path.rpartition("/")[2]
    return name[len(_stem(name)) :] if names.is_lesson_name(name) else name


def _stem(name: str) -> str:
    return names.stem(name).removesuffix(".quiz") if names.is_quiz_name(name) else names.stem(name)


def moved_to(place: Place, original: str) -> str:
    """Where the translation of a file belongs, in the layout that it has."""
    if place.path.startswith(f"{names.TRANSLATIONS}/"):
        return f"{names.TRANSLATIONS}/{place.code}/{original}"
    folder, _, name = original.rpartition("/")
    stem = _stem(name)
    return join(folder, f"{stem}.{place.code}{name[len(stem) :]}")
