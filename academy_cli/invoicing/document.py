"""An invoice or a credit note as a value: everything that it says, and its canonical text.

Pure: knows how a document is written and read back; refuses rows, pictures, and to decide an amount.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from hashlib import sha256
from operator import attrgetter
from typing import Any

from academy_cli.invoicing.amounts import Share
from academy_cli.kit.jsontext import canonical

FORMAT = 1
"""Of the text; a later one can be told from it."""
BEGINNING = "0" * 64
"""What comes before the first document of a series and year."""
INVOICE, CREDIT_NOTE = "invoice", "credit_note"
STANDARD, REVERSE_CHARGE, EXEMPT = "standard", "reverse_charge", "exempt"


@dataclass(frozen=True, slots=True)
class Identifier:
    """One of a seller's numbers, such as that of the register of commerce."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Seller:
    """Who sells, as the document says it; ``country`` is a code of ISO 3166-1, or empty."""

    name: str
    address: tuple[str, ...] = ()
    country: str = ""
    ids: tuple[Identifier, ...] = ()
    note: str = ""
    country_name: str = ""
    """The country in the document's language, as it was called then; nothing where it is not said."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who buys."""

    name: str
    email: str
    address: tuple[str, ...] = ()
    country: str = ""
    tax_number: str = ""
    country_name: str = ""
    """The country in the document's language, as it was called then."""

    @property
    def country_said(self) -> str:
        """How the document says the country: by its name, or by its code if it was issued without one."""
        return self.country_name or self.country


@dataclass(frozen=True, slots=True)
class Line:
    """One line; ``number`` is that of the invoice's line, from 1, also on what credits it."""

    number: int
    description: str
    course: str
    basis_points: int
    net: int
    tax: int

    @property
    def share(self) -> Share:
        """What is paid for it."""
        return Share(self.net, self.tax)


@dataclass(frozen=True, slots=True)
class Group:
    """The sum of all lines of one rate."""

    basis_points: int
    net: int
    tax: int

    @property
    def share(self) -> Share:
        """What is paid at this rate."""
        return Share(self.net, self.tax)


@dataclass(frozen=True, slots=True)
class Corrected:
    """The document that another one corrects; ``issued_at`` in ISO 8601."""

    reference: str
    issued_at: str


@dataclass(frozen=True, slots=True)
class Document:
    """All of it; moments are in ISO 8601, UTC, as in ``2026-11-26T08:30:00Z``."""

    kind: str
    series: str
    year: int
    number: int
    reference: str
    about: str
    order: str
    user: int | None
    corrects: Corrected | None
    language: str
    currency: str
    issued_at: str
    supplied_at: str
    paid_at: str | None
    method: str
    treatment: str
    mention: str
    reason: str
    seller: Seller
    buyer: Buyer
    lines: tuple[Line, ...]
    groups: tuple[Group, ...]
    net: int
    tax: int
    gross: int
    previous_sha256: str
    format: int = FORMAT
    is_part: bool = False
    """Whether it is of a part of what its order costs."""

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note."""
        return self.kind == CREDIT_NOTE

    @property
    def total(self) -> Share:
        """What the whole comes to."""
        return Share(self.net, self.tax)


def body(document: Document) -> str:
    """The canonical text of a document: equal documents have equal texts."""
    seller, before = document.seller, document.corrects
    nested = {
        "seller": {**_party(seller), "ids": [_told(one) for one in seller.ids]},
        "buyer": _party(document.buyer),
        "corrects": None if before is None else _told(before),
        "lines": [_told(one) for one in document.lines],
        "groups": [_told(one) for one in document.groups],
    }
    told = {**_told(document), **nested}
    if not document.is_part:  # documents that were issued before it was said keep their text
        del told["is_part"]
    return canonical(told)


def _party(part: Seller | Buyer) -> dict[str, Any]:
    """The fields of a seller or a buyer; who has no country's name is written as before there was any."""
    told = _told(part)
    if not part.country_name:
        del told["country_name"]
    return told


def _told(part: Any) -> dict[str, Any]:
    """The fields of a part, those that are parts themselves as they are; hundreds are written at once."""
    names, values = _FIELDS[type(part)]
    return dict(zip(names, values(part), strict=True))


_PARTS = (Document, Seller, Identifier, Buyer, Line, Group, Corrected)
_NAMES = {kind: [one.name for one in fields(kind)] for kind in _PARTS}
_FIELDS = {kind: (names, attrgetter(*names)) for kind, names in _NAMES.items()}


def digest(text: str) -> str:
    """The digest of a body, by which the document after it knows it."""
    return sha256(text.encode()).hexdigest()


def read(text: str) -> Document:
    """The document that a body holds. Raises ValueError for what holds none."""
    try:
        return _document(json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from error


def _document(told: Mapping[str, Any]) -> Document:
    seller, buyer, before = told["seller"], told["buyer"], told["corrects"]
    ids = tuple(Identifier(**one) for one in seller["ids"])
    parts = {
        "seller": Seller(**{**seller, "address": tuple(seller["address"]), "ids": ids}),
        "buyer": Buyer(**{**buyer, "address": tuple(buyer["address"])}),
        "corrects": None if before is None else Corrected(**before),
        "lines": tuple(Line(**one) for one in told["lines"]),
        "groups": tuple(Group(**one) for one in told["groups"]),
    }
    return Document(**{**told, **parts})
