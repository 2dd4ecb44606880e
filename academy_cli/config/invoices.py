"""The settings of invoices: who sells, how documents are numbered, and which tax is in a price.

Knows their defaults, reasons, and how lists of them are written in one line; refuses to know who reads them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from academy_cli.config.field import off, setting
from academy_cli.kit.countries import is_country
from academy_cli.kit.saying import say

_SERIES = re.compile(r"[A-Z][A-Z0-9]{0,11}")
_PERCENT = re.compile(r"(?P<whole>\d{1,3})(?:[.,](?P<rest>\d{1,2}))?\s*%?", re.ASCII)
_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_LANGUAGES = frozenset({"en", "fr", "de", "ar"})
_MOST = 10_000
"""A hundred percent."""


def basis_points(percent: str) -> int:
    """A rate as people write it (``8.1``, ``8,1 %``) in hundredths of a percent. Raises ValueError."""
    found = _PERCENT.fullmatch(percent.strip())
    if found is None:
        raise ValueError(percent)
    points = int(found["whole"]) * 100 + int((found["rest"] or "").ljust(2, "0"))
    if points > _MOST:
        raise ValueError(percent)
    return points


def rates(text: str) -> Mapping[str, int]:
    """Rates by countries, as in ``FR 20; DE 19``, in hundredths of a percent. Raises ValueError."""
    found = {}
    for part in _parts(text):
        country, _, percent = part.partition(" ")
        if not is_country(country) or country in found:
            raise ValueError(part)
        found[country] = basis_points(percent)
    return found


def labelled(text: str) -> Sequence[tuple[str, str]]:
    """Labels and values, as in ``UID: CHE-123.456.789 MWST; RC: 16/00-1``. Raises ValueError."""
    pairs = [part.partition(":") for part in _parts(text)]
    if any(not label.strip() or not value.strip() for label, _, value in pairs):
        raise ValueError(text)
    return [(label.strip(), value.strip()) for label, _, value in pairs]


def lines(text: str) -> Sequence[str]:
    """Lines of an address, parted by semicolons or by line ends."""
    return [line for part in _parts(text) for line in map(str.strip, part.splitlines()) if line]


def _parts(text: str) -> Sequence[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _flaw_of_rate(text: str) -> str | None:
    return _unless(basis_points, text, say("a percentage from 0 to 100, such as 8.1"))


def _flaw_of_rates(text: str) -> str | None:
    return _unless(rates, text, say("countries with a percentage each, such as FR 20; DE 19"))


def _flaw_of_ids(text: str) -> str | None:
    return _unless(
        labelled, text, say("labels with values, such as UID: CHE-123.456.789 MWST; RC: 12")
    )


def _unless(parse: Callable[[str], object], text: str, wanted: str) -> str | None:
    try:
        parse(text)
    except ValueError:
        return wanted
    return None


def _flaw_of_country(text: str) -> str | None:
    return (
        None if not text or is_country(text) else say("a country's code of ISO 3166-1, such as CH")
    )


def _flaw_of_series(text: str) -> str | None:
    return (
        None
        if _SERIES.fullmatch(text)
        else say("up to 12 capitals and digits, a capital first, as INV")
    )


def _flaw_of_iban(text: str) -> str | None:
    """Why a text is no IBAN: its check digits tell (ISO 13616)."""
    plain = text.replace(" ", "")
    is_sound = not plain or (_IBAN.fullmatch(plain) is not None and _remainder(plain) == 1)
    return None if is_sound else say("an IBAN, such as CH93 0076 2011 6238 5295 7")


def _remainder(iban: str) -> int:
    return int("".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])) % 97


def _flaw_of_languages(text: str) -> str | None:
    wanted = text.split()
    return None if wanted and _LANGUAGES.issuperset(wanted) else say("some of en, fr, de and ar")


@dataclass(frozen=True, slots=True)
class InvoicesSettings:
    """Who sells, and what invoices say; a document that was issued stays as it was."""

    name: str = setting(
        "", "The seller's name as registered; site.name, if it is empty.", shown="<none>"
    )
    address: str = setting(
        "", "The seller's address, its lines parted by semicolons.", shown="<none>"
    )
    country: str = setting(
        "", "The seller's country, as in CH.", shown="<none>", flaw=_flaw_of_country
    )
    ids: str = setting(
        "",
        "The seller's numbers, as the law wants them: UID: CHE-123.456.789 MWST; RC: 16/00-1.",
        shown="<none>",
        flaw=_flaw_of_ids,
    )
    note: str = setting("", "A last line of every document, in your own words.", shown="<none>")
    series: str = setting(
        "INV", "Invoices are numbered in it: INV-2026-000001.", flaw=_flaw_of_series
    )
    credit_series: str = setting(
        "CN", "Credit notes are numbered in it; it may be the same.", flaw=_flaw_of_series
    )
    tax_rate: str = setting(
        "0", "The percentage of tax that prices include, such as 8.1.", flaw=_flaw_of_rate
    )
    tax_rates: str = setting(
        "",
        "That of buyers in some countries, if it is another one: FR 20; DE 19.",
        shown="<none>",
        flaw=_flaw_of_rates,
    )
    exempt_text: str = setting(
        "",
        "Why there is no tax where the rate is 0; without it, such sales are not called exempt.",
        shown="<none>",
    )
    reverse_charge: bool = off("Buyers abroad who have a tax number pay the tax themselves.")
    reverse_charge_text: str = setting(
        "", "What is said of that instead of the usual words.", shown="<none>"
    )
    iban: str = setting("", "The account of a Swiss QR-bill.", shown="<none>", flaw=_flaw_of_iban)
    languages: str = setting(
        "en fr de ar",
        "The languages of documents; the first one is for everybody else.",
        flaw=_flaw_of_languages,
    )
