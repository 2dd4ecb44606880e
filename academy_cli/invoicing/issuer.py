"""Who issues, and which tax is in a price, as the settings say.

Knows the settings of invoices; refuses rows. Which rate the law wants, only an accountant knows.
"""

from __future__ import annotations

from typing import NamedTuple

from academy_cli.config.invoices import (
    InvoicesSettings,
    basis_points,
    labelled,
    lines,
    rates,
)
from academy_cli.invoicing.document import (
    EXEMPT,
    REVERSE_CHARGE,
    STANDARD,
    Identifier,
    Seller,
)
from academy_cli.invoicing.grounds import Issuer


class Tax(NamedTuple):
    """The tax in a price: its rate in hundredths of a percent, and how the law calls the sale."""

    basis_points: int
    treatment: str


def issuer_of(said: InvoicesSettings, site_name: str) -> Issuer:
    """Who issues documents; ``site_name`` stands in for a seller without a name."""
    seller = Seller(
        said.name or site_name,
        tuple(lines(said.address)),
        said.country,
        tuple(Identifier(label, value) for label, value in labelled(said.ids)),
        said.note,
    )
    return Issuer(seller, said.series, said.credit_series)


def tax_for(said: InvoicesSettings, country: str, *, has_tax_number: bool) -> Tax:
    """The tax in a price for a buyer from a country (``FR``; empty where nobody knows).

    A buyer abroad who has a tax number pays it themselves, where ``reverse_charge`` is on; else the rate is
    that of their country, if it has one of its own.
    """
    code = country.upper()
    is_abroad = bool(code and said.country and code != said.country)
    if said.reverse_charge and has_tax_number and is_abroad:
        return Tax(0, REVERSE_CHARGE)
    rate = rates(said.tax_rates).get(code, basis_points(said.tax_rate))
    return Tax(rate, EXEMPT if not rate and said.exempt_text else STANDARD)


def mention_for(said: InvoicesSettings, treatment: str) -> str:
    """What a document says of a treatment; nothing, where the usual words of its language will do."""
    texts = {EXEMPT: said.exempt_text, REVERSE_CHARGE: said.reverse_charge_text}
    return texts.get(treatment, "")


def language_for(said: InvoicesSettings, tag: str | None) -> str:
    """The language of a document for somebody who reads one (BCP 47): theirs, or the first there is."""
    wanted = said.languages.split()
    first = (tag or "").lower().replace("_", "-").partition("-")[0]
    return first if first in wanted else wanted[0]
