"""Which courses are wanted, by what is known of them, and how many there are of each kind.

Values alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from academy_cli.catalog.facts import LAST, Facts
from academy_cli.catalog.views import PriceRange, Wanted
from academy_cli.catalog.words import folded
from academy_cli.kit.money import decimals


def is_wanted(one: Facts, wanted: Wanted, *, knows_addresses: bool) -> bool:
    """Whether a course is as somebody wants it; who ``knows_addresses`` may ask for an instructor's."""
    fields = one.fields
    tags = {folded(tag) for tag in fields.get("tags", ())}
    return (
        (wanted.status == one.status if wanted.status else one.status != "archived")
        and _is_same(wanted.category, fields.get("category"))
        and _is_same(wanted.level, fields.get("level"))
        and (wanted.tag is None or folded(wanted.tag) in tags)
        and _speaks(one, wanted.language)
        and _teaches(one, wanted.instructor, knows_addresses=knows_addresses)
        and _costs(one, wanted.price)
        and (wanted.rating is None or (one.stars.average or 0) >= wanted.rating)
        and (not wanted.featured or one.position < LAST)
    )


def _is_same(wanted: str | None, said: str | None) -> bool:
    return wanted is None or (said is not None and folded(wanted) == folded(said))


def _speaks(one: Facts, language: str | None) -> bool:
    """Whether a course is there in a language; ``pt`` is also ``pt-BR``."""
    if language is None:
        return True
    wanted = language.lower()
    return any(
        said.lower() == wanted or said.lower().startswith(f"{wanted}-") for said in one.languages
    )


def _teaches(one: Facts, instructor: str | None, *, knows_addresses: bool) -> bool:
    if instructor is None:
        return True
    if "@" in instructor:
        return knows_addresses and instructor.strip().lower() in (
            email for _, email in one.teachers
        )
    return any(folded(instructor) in folded(name) for name, _ in one.teachers)


def _costs(one: Facts, price: PriceRange | None) -> bool:
    """Whether a course costs so much; in a currency in which it is not sold, it is not."""
    if price is None:
        return True
    is_free = not any(each.amount for each in one.prices)
    if price.is_free or is_free:
        return is_free and (price.is_free or not price.lowest)
    return any(
        (price.lowest or 0) <= amount and (price.highest is None or amount <= price.highest)
        for each in one.prices
        for amount in (Decimal(each.amount).scaleb(-decimals(each.currency)),)
        if price.currency in (None, each.currency)
    )


def facets(courses: Iterable[Facts]) -> Mapping[str, Mapping[str, int]]:
    """How many courses there are of each kind, the most first."""
    counted: dict[str, Counter[str]] = {
        name: Counter() for name in ("category", "level", "language", "tag", "price", "stars")
    }
    for one in courses:
        for name in ("category", "level"):
            if said := one.fields.get(name):
                counted[name][said] += 1
        counted["language"].update(one.languages)
        counted["tag"].update(one.fields.get("tags", ()))
        counted["price"]["paid" if any(each.amount for each in one.prices) else "free"] += 1
        if one.stars.given_by:
            counted["stars"][str(int(one.stars.average or 0))] += 1
    return {
        name: dict(sorted(some.items(), key=lambda pair: (-pair[1], pair[0])))
        for name, some in counted.items()
    }
