"""Countries: the one an order is made out to, and that of a person, who is where their newest order says.

Knows orders' billing; refuses to guess. Nobody is asked where they live, so whoever bought nothing has none.
"""

from __future__ import annotations

from sqlalchemy import (
    SQLColumnExpression,
    String,
    Subquery,
    func,
    literal_column,
    select,
    type_coerce,
)

from academy_cli.models import Order


def billed(*, is_sqlite: bool) -> SQLColumnExpression[str]:
    """The country that an order is made out to, in capitals; null where none was given."""
    if is_sqlite:
        found: SQLColumnExpression[str] = func.json_extract(Order.billing, "$.country")
    else:
        found = type_coerce(Order.billing, String).op("::")(literal_column("json"))
        found = found.op("->>")(literal_column("'country'"))
    return func.nullif(func.upper(found), "")


def homes(*, is_sqlite: bool) -> Subquery:
    """The country of everybody who has one: that of their newest order which names one."""
    country = billed(is_sqlite=is_sqlite)
    newest = func.row_number().over(partition_by=Order.user_id, order_by=Order.id.desc())
    named = select(Order.user_id, country.label("country"), newest.label("place"))
    every = named.where(country.is_not(None)).subquery("named")
    only = select(every.c.user_id, every.c.country).where(every.c.place == 1)
    return only.subquery("homes")
