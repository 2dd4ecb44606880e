"""What countries are called on a document, and whether its seller's is said.

Knows names of Unicode's CLDR through Babel, whose next release may have others: so a document is issued with
them and keeps them. Refuses to draw any.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from academy_cli.invoicing.document import Buyer, Seller
from academy_cli.invoicing.pdf.words import language_of


@cache
def called(country: str, language: str) -> str:
    """The name of a country (ISO 3166-1, ``CH``) in a document's language; nothing where none is known."""
    from babel import Locale

    return str(Locale(language_of(language)).territories.get(country, ""))


def buyer_named(buyer: Buyer, language: str) -> Buyer:
    """A buyer with the name of their country, where one is known."""
    return replace(buyer, country_name=called(buyer.country, language)) if buyer.country else buyer


def seller_named(seller: Seller, buyer: Buyer, language: str) -> Seller:
    """A seller with the name of their country, where the buyer is in another and the address says none."""
    if not (seller.country and buyer.country) or seller.country == buyer.country:
        return seller
    name = called(seller.country, language)
    said = [line.strip().casefold() for line in seller.address]
    return seller if name.casefold() in said else replace(seller, country_name=name)
