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

    ``taken`` are the files that are translated, each with the language.
    """
    files: dict[str, list[str]] = defaultdict(list)
    for file, node in originals.items():
        if not node.is_broken:
            files[wording(node)].append(file)
    found: dict[Place, str] = {}
    for place in orphans:
        language = canonical_tag(place.code) or place.code
        those = files.get(source_in(ledger, place.path), ())
        free = [one for one in those if (one, language) not in taken and _is_like(one, place)]
        if len(those) == len(free) == 1:
            found[place] = free[0]
    claims = Counter((canonical_tag(place.code), file) for place, file in found.items())
    return {
        place.path: file
        for place, file in found.items()
        if claims[canonical_tag(place.code), file] == 1
    }


def _is_like(file: str, place: Place) -> bool:
    """Whether two originals are files of one kind."""
    return _suffix(file) == _suffix(place.original)


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
