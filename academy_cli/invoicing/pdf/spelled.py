"""A total in French words, as Algerian invoices have to say it (décret exécutif 05-468, article 3).

Knows how num2words counts; refuses other languages, which nobody asks for.
"""

from __future__ import annotations

from academy_cli.kit.money import Money, decimals

_UNITS = {
    "dzd": ("dinar algérien", "dinars algériens", "centime", "centimes"),
    "eur": ("euro", "euros", "centime", "centimes"),
}


def in_french(total: Money) -> str:
    """An amount in words: ``quatre mille neuf cents dinars algériens et cinquante centimes``."""
    from num2words import num2words  # a table of all languages, and few documents need one

    code = total.currency.upper()
    one, many, cent, cents = _UNITS.get(total.currency, (code, code, "centime", "centimes"))
    whole, rest = divmod(abs(total.amount), 10 ** decimals(total.currency))
    said = f"{num2words(whole, lang='fr')} {one if whole < 2 else many}"
    if not rest:
        return said
    return f"{said} et {num2words(rest, lang='fr')} {cent if rest < 2 else cents}"
