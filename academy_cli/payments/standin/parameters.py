"""What parameters a request may have, read from the types of Stripe's own Python client.

Knows ``stripe.params``; refuses to look at any value.
"""

from __future__ import annotations

import decimal
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any


@dataclass(frozen=True)
class Shape:
    """What one parameter may be; several kinds at once where Stripe takes either."""

    kinds: frozenset[type] = frozenset()
    choices: frozenset[str] | None = None
    may_be_empty: bool = False
    record: type | None = None
    items: Shape | None = None
    is_free: bool = False


@dataclass(frozen=True)
class Fields:
    """The parameters of a request, or of one object within it."""

    shapes: Mapping[str, Shape]
    required: frozenset[str]


def of_request(name: str) -> Fields:
    """The parameters of a request, by the name of its type (``checkout.SessionCreateParams``).

    The types are generated from Stripe's published description of its API
    (https://github.com/stripe/openapi).
    """
    return fields(_named(name))


@cache
def _named(name: str) -> type:
    place, _, last = name.rpartition(".")
    found: type = getattr(
        import_module(f"stripe.params.{place}" if place else "stripe.params"), last
    )
    return found


@cache
def fields(record: type) -> Fields:
    """The parameters of a TypedDict, without the options that never travel as parameters."""
    options = set(import_module("stripe").RequestOptions.__annotations__)
    names = {"StripeContext": object, "Mapping": Mapping, "Optional": typing.Optional}
    hints = typing.get_type_hints(record, localns=names)
    required: frozenset[str] = record.__required_keys__  # type: ignore[attr-defined]
    return Fields(
        {name: _shape(hint) for name, hint in hints.items() if name not in options}, required
    )


def _shape(hint: Any) -> Shape:
    parts = typing.get_args(hint) if _is_union(hint) else (hint,)
    literals = [part for part in parts if typing.get_origin(part) is typing.Literal]
    words = {word for part in literals for word in typing.get_args(part)}
    chosen = frozenset(words - {""})
    kinds = {part for part in parts if part in {str, int, bool, float, decimal.Decimal}}
    lists = [typing.get_args(part)[0] for part in parts if typing.get_origin(part) is list]
    return Shape(
        # The client widens each of Stripe's closed sets by str, so that new words do not break it.
        kinds=frozenset((kinds - {str}) if chosen else kinds),
        choices=chosen or None,
        may_be_empty="" in words,
        # The client's are typing_extensions', which typing.is_typeddict does not know everywhere.
        record=next((part for part in parts if hasattr(part, "__required_keys__")), None),
        items=_shape(lists[0]) if lists else None,
        is_free=any(typing.get_origin(part) is dict for part in parts),
    )


def _is_union(hint: Any) -> bool:
    return typing.get_origin(hint) in {typing.Union, types.UnionType}
