"""Refusals in Stripe's form: status, type, code, parameter and a sentence.

Knows the form of an error; refuses to decide when there is one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class RefusedError(Exception):
    """An error answer, as https://docs.stripe.com/api/errors describes it.

    ``kind`` is Stripe's ``type``; ``more`` are attributes that only some errors have.
    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers: Mapping[str, str] = headers or {}
        self.body: dict[str, Any] = {"type": kind, "message": message}
        if code is not None:
            self.body["code"] = code
            address = code.replace("_", "-")
            self.body["doc_url"] = f"https://docs.stripe.com/error-codes/{address}"
        if param is not None:
            self.body["param"] = param
        self.body.update(more)


def missing(kind: str, name: str, param: str | None = None) -> RefusedError:
    """No such object: 404 where it is the address, 400 where it is a parameter.

    https://docs.stripe.com/error-codes#resource-missing; that a parameter gives 400 is what client
    libraries report, the page does not say it.
    """
    words = kind.replace(".", " ")
    return RefusedError(
        404 if param is None else 400,
        f"No such {words}: '{name}'",
        code="resource_missing",
        param=param or "id",
    )


def absent(param: str) -> RefusedError:
    """A parameter that is needed is not there (https://docs.stripe.com/error-codes#parameter-missing)."""
    return RefusedError(
        400, f"Missing required param: {param}.", code="parameter_missing", param=param
    )


def unmodelled(what: str) -> RefusedError:
    """Stripe could do this and the stand-in cannot; it says so rather than pretend."""
    return RefusedError(
        400, f"The stand-in does not model {what}.", code="stand_in_unmodelled", param=what
    )
