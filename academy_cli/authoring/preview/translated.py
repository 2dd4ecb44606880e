"""Which files of a course are texts of its pages in further languages.

Knows paths, and the codes that nobody can go by; refuses to know what the files say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from academy_cli.authoring.globs import compile_patterns
from academy_cli.authoring.ledger import Ledger
from academy_cli.authoring.translations.codes import wrong_codes
from academy_cli.authoring.translations.places import places_of
from academy_cli.kit.language import canonical_tag


class Origin(NamedTuple):
    """What a file is a translation of, and into which language."""

    language: str
    path: str


class Translated:
    """The translations of one course folder, by file and by what they translate."""

    def __init__(self, files: Mapping[str, Origin]) -> None:
        self.files = files
        self._of = {origin: path for path, origin in files.items()}
        self.languages: Sequence[str] = sorted({origin.language for origin in files.values()})

    def of(self, language: str, original: str) -> str | None:
        """The file that is the translation of another one; None where there is none."""
        return self._of.get(Origin(language, original))

    def parted(self, address: str) -> tuple[str, str]:
        """The language whose pages an address is among, empty for the course's own, and the rest of it."""
        first, _, rest = address.partition("/")
        return (first, rest) if first in self.languages and "/" in address else ("", address)


def translated(
    ledger: Ledger,
    own: str,
    lessons: Collection[str],
    headers: Collection[str],
    ignore: Sequence[str],
) -> Translated:
    """Find the translations of a course in the language ``own``: of its lessons, and of what says how the
    course and its modules are called.

    Of two for the same, and of those whose code is wrong, no page is made; checking says so.
    """
    places = [*places_of(ledger.tree.paths, {*lessons, *headers}, compile_patterns(ignore))]
    wrong = wrong_codes(places, own, ledger)
    found: dict[Origin, str] = {}
    for place in places:
        if place.code not in wrong and (place.original in lessons or place.original in headers):
            language = canonical_tag(place.code) or place.code
            found.setdefault(Origin(language, place.original), place.path)
    return Translated({path: origin for origin, path in found.items()})
