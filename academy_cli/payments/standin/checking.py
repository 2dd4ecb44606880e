"""Whether the parameters of a request are what Stripe takes, and what they are worth in Python.

Knows shapes and the sentences of Stripe's refusals; refuses to know any request. The codes are those of
https://docs.stripe.com/error-codes; where the page gives none, there is none here.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from academy_cli.payments.standin.parameters import Fields, Shape, fields
from academy_cli.payments.standin.refusals import RefusedError, absent, unmodelled
from academy_cli.payments.standin.wire import Json

LARGEST_METADATA, LONGEST_NAME, LONGEST_VALUE = 50, 40, 500


def checked(form: Json, wanted: Fields, within: str = "") -> Json:
    """A form with its values as Python has them; raises RefusedError for the first that is wrong."""
    unknown = [_place(within, name) for name in form if name not in wanted.shapes]
    if unknown == ["payment_method_types"]:
        # https://docs.stripe.com/changelog/endive/2026-09-30 says so for payment intents; what Checkout
        # answers it does not say.
        raise RefusedError(
            400,
            "payment_method_types is no longer supported; use allowed_payment_method_types.",
            code="payment_method_types_no_longer_supported",
            param="payment_method_types",
        )
    if unknown:
        words = "parameter" if len(unknown) == 1 else "parameters"
        raise RefusedError(
            400,
            f"Received unknown {words}: {', '.join(unknown)}",
            code="parameter_unknown",
            param=unknown[0],
        )
    for name in sorted(wanted.required):
        if name not in form:
            raise absent(_place(within, name))
    return {
        name: _value(value, wanted.shapes[name], _place(within, name))
        for name, value in form.items()
    }


def modelled(params: Json, known: frozenset[str], within: str = "") -> None:
    """Refuse what Stripe takes and the stand-in would pass over in silence."""
    for name, value in params.items():
        full = f"{within}{name}"
        if name == "expand" or full in known:
            continue
        inner = value if isinstance(value, list) else [value]
        if all(isinstance(one, dict) for one in inner) and any(
            one.startswith(f"{full}.") for one in known
        ):
            for one in inner:
                modelled(one, known, f"{full}.")
            continue
        raise unmodelled(full)


def _place(within: str, name: str) -> str:
    return f"{within}[{name}]" if within else name


def _value(value: Any, shape: Shape, where: str) -> Any:
    if isinstance(value, dict):
        return _nested(value, shape, where)
    if value == "" and shape.may_be_empty:
        return ""
    if value == "" and not shape.is_free:
        raise RefusedError(
            400,
            f"You passed an empty string for '{where}'. We assume empty values are an attempt to unset a "
            f"parameter; however '{where}' cannot be unset. You should remove '{where}' from your request "
            "or supply a non-empty value.",
            code="parameter_invalid_empty",
            param=where,
        )
    return _scalar(value, shape, where)


def _nested(value: Json, shape: Shape, where: str) -> Any:
    if shape.items is not None and all(name.isdigit() for name in value):
        items = [value[name] for name in sorted(value, key=int)]
        return [_value(item, shape.items, _place(where, str(n))) for n, item in enumerate(items)]
    if shape.record is not None:
        return checked(value, fields(shape.record), where)
    if shape.is_free:
        return _metadata(value, where)
    raise RefusedError(400, "Invalid string: a hash was given", param=where)


def _metadata(value: Json, where: str) -> Json:
    """Flat texts, within https://docs.stripe.com/api/metadata: 50 keys of 40, values of 500 characters."""
    if len(value) > LARGEST_METADATA:
        raise RefusedError(400, "Metadata can have at most 50 keys.", param=where)
    for name, text in value.items():
        if not isinstance(text, str):
            raise RefusedError(400, "Metadata values must be strings.", param=_place(where, name))
        if len(name) > LONGEST_NAME or len(text) > LONGEST_VALUE:
            raise RefusedError(
                400,
                "Metadata keys can have up to 40 and values up to 500 characters.",
                param=_place(where, name),
            )
    return value


def _scalar(value: str, shape: Shape, where: str) -> Any:
    if shape.choices and value in shape.choices:
        return value
    for kind in shape.kinds:
        for found in _read(kind, value):
            return found
    raise _wrong(value, shape, where)


def _read(kind: type, value: str) -> Iterator[Any]:
    if kind is str:
        yield value
    elif kind is bool and value in {"true", "false"}:
        yield value == "true"
    elif kind is int and value.removeprefix("-").isdecimal() and value.isascii():
        yield int(value)
    elif kind in {float, Decimal}:
        try:
            yield Decimal(value)
        except InvalidOperation:
            return


def _wrong(value: str, shape: Shape, where: str) -> RefusedError:
    if shape.choices and not shape.kinds:
        *many, last = sorted(shape.choices)
        known = f"{', '.join(many)}, or {last}" if many else last
        return RefusedError(400, f"Invalid {where}: must be one of {known}", param=where)
    if int in shape.kinds:
        return RefusedError(
            400, f"Invalid integer: {value}", code="parameter_invalid_integer", param=where
        )
    words = "boolean" if bool in shape.kinds else "array" if shape.items else "object"
    return RefusedError(400, f"Invalid {words}: {value}", param=where)
