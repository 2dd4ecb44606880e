"""A template's file: front matter with subject and language, then the body in Markdown.

Pure. Refuses other keys, and everything in the body that mail programs do not show alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from academy_cli.kit.language import canonical_tag
from academy_cli.kit.saying import say
from academy_cli.mail.templates.errors import (
    FrontMatterError,
    MarkupError,
    Place,
    PlaceholderError,
    UnknownKeyError,
)
from academy_cli.mail.templates.parts import Block, Group, Leaf, Piece, Slot, slots_in
from academy_cli.mail.templates.placeholders import marked, pieces

KEYS = ("subject", "language")
_FENCE = "---"


@dataclass(frozen=True, slots=True)
class Template:
    """A letter in one language, still without values; ``slots`` are all of its places for them."""

    path: str
    name: str
    """What it is called: the file's name."""
    language: str
    subject: tuple[Piece, ...]
    body: tuple[Block, ...]
    slots: tuple[Slot, ...]


def parse(text: str, path: str | PurePath) -> Template:
    """Read a template. Raises a TemplateError, which names file and line."""
    where = str(path)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    end = _end_of_front_matter(lines, where)
    said = _front_matter(lines[1:end], where)
    language = canonical_tag(said["language"][0])
    if language is None:
        why = say("“{}” is no language tag (BCP 47) such as en or pt-BR.", said["language"][0])
        raise FrontMatterError(said["language"][1], why)
    slots: list[Slot] = []
    subject = _subject(*said["subject"], slots)
    body = _body("\n".join(lines[end + 1 :]), Place(where, end + 2), slots)
    return Template(where, PurePath(where).stem, language, subject, body, tuple(slots))


def _end_of_front_matter(lines: list[str], path: str) -> int:
    if lines[0].rstrip() != _FENCE:
        raise FrontMatterError(Place(path, 1), say("“{}” stands where --- begins.", lines[0][:40]))
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == _FENCE:
            return number
    raise FrontMatterError(Place(path, 1), say("the front matter has no --- at its end."))


def _front_matter(lines: list[str], path: str) -> dict[str, tuple[str, Place]]:
    found: dict[str, tuple[str, Place]] = {}
    for number, line in enumerate(lines, 2):
        place = Place(path, number)
        key, colon, value = (part.strip() for part in line.partition(":"))
        if not line.strip() or line.startswith("#"):
            continue
        if not colon:
            raise FrontMatterError(place, say("“{}” is no “key: value”.", line[:40]))
        if key not in KEYS:
            raise UnknownKeyError(place, key[:40], KEYS)
        if key in found:
            raise FrontMatterError(place, say("“{}” stands twice.", key))
        if not _bare(value):
            raise FrontMatterError(place, say("“{}” says nothing.", key))
        found[key] = _bare(value), place
    for key in KEYS:
        if key not in found:
            raise FrontMatterError(Place(path, 1), say("“{}” is missing.", key))
    return found


def _bare(value: str) -> str:
    """A value without the quotes that YAML has people write."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return value


def _subject(written: str, place: Place, slots: list[Slot]) -> tuple[Piece, ...]:
    text = marked(written, place.path, slots, place.line)
    for slot in slots:
        if slot.is_optional:
            why = say("a subject is never left out, so give a text with |")
            raise PlaceholderError(place, f"{{{{ {slot.name}? }}}}", why)
    return pieces(text, slots, place)


def _body(text: str, place: Place, slots: list[Slot]) -> tuple[Block, ...]:
    from academy_cli.mail.templates.markdown import blocks  # the parser is costly to load

    in_subject = len(slots)
    body = blocks(marked(text, place.path, slots, place.line), slots, place)
    if not body:
        raise MarkupError(place, say("nothing follows the front matter."))
    shown = {id(slot) for slot in _slots(body)}
    for slot in slots[in_subject:]:
        if id(slot) not in shown:
            why = say("“{}” stands where no mail shows it.", slot.name)
            raise MarkupError(Place(place.path, slot.line), why)
    return body


def _slots(body: tuple[Block, ...]) -> Iterator[Slot]:
    for one in body:
        if isinstance(one, Leaf):
            yield from slots_in(one.inside)
        elif isinstance(one, Group):
            yield from _slots(one.inside)
