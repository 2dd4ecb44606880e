"""Whom an invoice is made out to: each part in its one form, and what is refused.

Functions of values, so that every way in holds people to the same; refuses to know where a part is shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from academy_cli.kit.countries import is_country
from academy_cli.kit.oneline import one_line
from academy_cli.kit.saying import say
from academy_cli.payments.orders.errors import BadBuyerError

LONGEST_NAME = 150
"""Characters. Stripe takes 256 (docs.stripe.com/api/customers/create); a page has room for less."""
MOST_LINES, LONGEST_LINE = 6, 100
LONGEST_NUMBER = 40


def buyer(said: Mapping[str, object]) -> Mapping[str, object]:
    """What is kept of whom an invoice is made out to; what is empty is left out.

    ``name``, ``address`` (lines), ``country`` and ``tax_number`` are. Raises BadBuyerError.
    """
    return dict(_parts(said))


def _parts(said: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    if name := _text(say("name"), said.get("name"), LONGEST_NAME):
        yield "name", name
    lines = cast("Sequence[str]", said.get("address") or ())
    address = [line for line in (_text(say("address"), one, LONGEST_LINE) for one in lines) if line]
    if len(address) > MOST_LINES:
        raise BadBuyerError(
            say("address"), say("has {} lines; {} are taken", len(address), MOST_LINES)
        )
    if address:
        yield "address", address
    if country := _text(say("country"), said.get("country"), LONGEST_LINE).upper():
        if not is_country(country):
            raise BadBuyerError(
                say("country"), say("“{}” is no code of ISO 3166-1, such as FR", country)
            )
        yield "country", country
    if number := _text(say("tax number"), said.get("tax_number"), LONGEST_NUMBER):
        yield "tax_number", number


def _text(part: str, said: object, longest: int) -> str:
    """One line of text; empty where nothing was said. Raises BadBuyerError."""
    try:
        found = one_line(str(said or ""))
    except ValueError as error:
        raise BadBuyerError(
            part, say("holds a control character, or a mark that turns text round")
        ) from error
    if len(found) > longest:
        raise BadBuyerError(
            part, say("has {} characters in a line; {} are taken", len(found), longest)
        )
    return found
