"""The codes of countries, ISO 3166-1 alpha-2.

Knows the table that comes with the time zone database (iso3166.tab, in the public domain), which follows what
ISO publishes; refuses names.
"""

from __future__ import annotations

from functools import cache

KOSOVO = "XK"
"""Of the codes that ISO leaves to its users, the one that banks, Stripe and the European Union use."""


def is_country(code: str) -> bool:
    """Whether it is the code of a country, in capitals: ``CH``."""
    return code in _codes()


@cache
def _codes() -> frozenset[str]:
    from importlib.resources import files  # few commands ask for a country

    table = files("tzdata").joinpath("zoneinfo", "iso3166.tab").read_text("utf-8")
    said = (line.partition("\t")[0] for line in table.splitlines() if not line.startswith("#"))
    return frozenset([*filter(None, said), KOSOVO])
