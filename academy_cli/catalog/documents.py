"""Documents: what a course, a module or a lesson says in one language, as terms in their order.

Values alone; knows which fields count and how long a document may be. Two documents of one digest have the
same terms, so what has not changed is not read again.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from academy_cli.catalog.plaintext import plain
from academy_cli.catalog.words import Term, terms
from academy_cli.kit.jsontext import canonical

READER = 1
"""Raised whenever the same texts become other terms."""
_APART = Term("\u00b6", "")
"""Stands between the parts and lines of a document, so that no phrase reaches from one into the next; no word
has it."""
MOST_BYTES = 900_000
"""Of distinct terms in a document: PostgreSQL's vectors end at a mebibyte."""


class Said(NamedTuple):
    """What stands somewhere in one language, before it is read; ``body`` is the digest of its text."""

    kind: str
    content_id: int | None
    language: str
    title: str
    fields: Mapping[str, Any]
    body: str | None
    is_quiz: bool
    is_draft: bool
    opens_at: datetime | None

    @property
    def digest(self) -> str:
        """Of all that its terms are made from."""
        parts = [READER, self.kind, self.language, self.title, list(self._about), self.body]
        return sha256(canonical([*parts, self.is_quiz]).encode()).hexdigest()

    @property
    def about(self) -> str:
        """What it says of itself beside title and text, a line each."""
        return "\n".join(self._about)

    @property
    def _about(self) -> Iterator[str]:
        for name in ("summary", "category", "tags", "objectives"):
            value = self.fields.get(name)
            yield from [value] if isinstance(value, str) else (str(one) for one in value or ())

    @property
    def is_preview(self) -> bool:
        """Whether everybody may read it: a course's own page, and lessons that say so."""
        return self.kind == "course" or self.fields.get("preview") is True

    @property
    def showing(self) -> tuple[bool, bool, datetime | None]:
        """To whom it is shown."""
        return self.is_preview, self.is_draft, self.opens_at


class Document(NamedTuple):
    """Terms of a document, apart by spaces, and the words that they are of."""

    title: str
    about: str
    terms: str
    words: frozenset[Term]


def document(said: Said, body: str) -> Document:
    """Read what is said somewhere; ``body`` is the text that its digest names."""
    title = list(_lines(said.title, said.language))
    about = list(_lines(said.about, said.language))
    text = _at_most(_lines(readable(body, is_quiz=said.is_quiz), said.language))
    return Document(
        _joined(title),
        _joined(about),
        _joined([*title, _APART, *about, _APART, *text]),
        frozenset(one for one in (*title, *about, *text) if one is not _APART),
    )


def _lines(text: str, language: str) -> Iterator[Term]:
    """The words of a text, what is not in one line apart."""
    for at, line in enumerate(filter(None, text.split("\n"))):
        if at:
            yield _APART
        yield from terms(line, language)


def readable(body: str, *, is_quiz: bool) -> str:
    """What learners read of a text: of a quiz neither its questions nor their answers."""
    return plain(str(json.loads(body or "{}").get("text", "")) if is_quiz else body)


def _joined(found: Iterable[Term]) -> str:
    return " ".join([one.stem for one in found])


def _at_most(found: Iterable[Term]) -> list[Term]:
    """As many terms as an index takes of one document."""
    seen, size, kept = set[str](), 0, list[Term]()
    for one in found:
        if one.stem not in seen:
            seen.add(one.stem)
            size += len(one.stem.encode()) + 8
            if size > MOST_BYTES:
                break
        kept.append(one)
    return kept
