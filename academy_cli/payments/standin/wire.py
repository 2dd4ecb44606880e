"""Requests and answers as values, and forms as Stripe's clients write them.

Knows brackets in names of parameters; refuses to know what any parameter means.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from academy_cli.payments.standin.refusals import RefusedError

Json = dict[str, Any]
"""A JSON object, such as travels; its values are what Stripe's pages say they are."""
_NAME = re.compile(r"^([^\[\]]+)((?:\[[^\[\]]*\])*)$")


@dataclass(frozen=True)
class Request:
    """What a client asked, before anybody looked at it; names of headers are in lower case."""

    method: str
    path: str
    form: Json
    headers: Mapping[str, str]

    @property
    def words(self) -> str:
        """What faults are matched against: the method and the path."""
        return f"{self.method} {self.path}"

    @property
    def written(self) -> str:
        """One text for all requests that ask the same."""
        return f"{self.words}?{json.dumps(self.form, sort_keys=True)}"


@dataclass(frozen=True)
class Answer:
    """A status, a body, and headers beside those of every answer."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def answer(status: int, body: Json, **headers: str) -> Answer:
    """An answer in JSON; words of headers are joined by a low line."""
    written = json.dumps(body).encode()
    return Answer(status, written, {name.replace("_", "-"): text for name, text in headers.items()})


def refusal(error: RefusedError) -> Answer:
    """What a refusal looks like on the wire."""
    return Answer(error.status, json.dumps({"error": error.body}).encode(), error.headers)


def decoded(text: str) -> Json:
    """A form as nested objects of texts; lists stay objects whose keys are numbers.

    The form: ``a[b]=1``, ``a[0][c]=2``, ``a[]=3`` (https://docs.stripe.com/api#intro). Raises
    RefusedError for names without sense.
    """
    form: Json = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        _put(form, name, value)
    return form


def _put(form: Json, name: str, value: str) -> None:
    found = _NAME.match(name)
    if found is None:
        raise RefusedError(400, f"Invalid parameter name: {name}", param=name)
    *way, last = [found[1], *re.findall(r"\[([^\[\]]*)\]", found[2])]
    place = form
    for step in way:
        place = place.setdefault(step or str(len(place)), {})
        if not isinstance(place, dict):
            raise RefusedError(400, f"Invalid parameter: {name}", param=name)
    place[last or str(len(place))] = value
