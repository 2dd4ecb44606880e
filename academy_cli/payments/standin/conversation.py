"""From a request to an answer: who asks, what goes wrong on purpose, what the key remembers, what is done.

Knows the order of these; refuses to know sockets and the rules of objects.
"""

from __future__ import annotations

import base64
import binascii
import re
import sys
import threading
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from academy_cli.payments.standin.checking import checked, modelled
from academy_cli.payments.standin.expansion import expanded
from academy_cli.payments.standin.faults import GARBAGE, Fault, Trouble, Troubles, broken, refused
from academy_cli.payments.standin.lists import Asked
from academy_cli.payments.standin.parameters import of_request
from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.resources.all import ROUTES
from academy_cli.payments.standin.routes import Route, chosen
from academy_cli.payments.standin.wire import Answer, Json, Request, answer, refusal
from academy_cli.payments.standin.world import API_VERSION, World

_PREFIXES = {"sk_test_": False, "rk_test_": False, "sk_live_": True, "rk_live_": True}


@dataclass(frozen=True)
class Reply:
    """What goes back: an answer, or half of it, or a reset of the connection."""

    answer: Answer | None
    is_cut: bool = False


@dataclass(frozen=True)
class Stage:
    """What one run of the stand-in is made of: a world for each mode, and the faults to come."""

    worlds: Mapping[bool, World]
    troubles: Troubles
    log: list[Json]
    rights: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """What restricted keys may ask for, as patterns of requests; a key that is not here may do everything."""

    @classmethod
    def set(cls, seed: int | None = None, start: int | None = None) -> Stage:
        """A fresh one; with a seed its ids are the same each time, with a start its clock stands still."""
        worlds = {mode: World(livemode=mode, seed=seed, start=start) for mode in (False, True)}
        return cls(worlds, Troubles(), [])


def reply(stage: Stage, request: Request) -> Reply:
    """Answer a request, unless a fault is waiting for it; each one is noted in the log."""
    trouble = stage.troubles.take(request.words)
    name = f"req_{threading.get_ident() % 10**6}{time.monotonic_ns()}"
    found = _reply(stage, request, trouble, name)
    stage.log.append(
        {
            "id": name,
            "method": request.method,
            "path": request.path,
            "params": request.form,
            "idempotency_key": request.headers.get("idempotency-key"),
            "fault": trouble and str(trouble.fault),
            "status": found.answer and found.answer.status,
            "replayed": bool(found.answer and "Idempotent-Replayed" in found.answer.headers),
        }
    )
    return replace(found, answer=found.answer and _signed(found.answer, request, name))


def _signed(given: Answer, request: Request, name: str) -> Answer:
    """An answer with what every answer has: https://docs.stripe.com/api/request_ids."""
    more = {
        "Request-Id": name,
        "Stripe-Version": request.headers.get("stripe-version", API_VERSION),
    }
    if key := request.headers.get("idempotency-key"):
        more["Idempotency-Key"] = key
    return replace(given, headers={**more, **given.headers})


def _reply(stage: Stage, request: Request, trouble: Trouble | None, name: str) -> Reply:
    fault = trouble and trouble.fault
    if fault is Fault.HANG:
        stage.troubles.released.wait()
    if fault in {Fault.HANG, Fault.DROP_BEFORE}:
        return Reply(None)
    if fault is Fault.GARBAGE:
        return Reply(GARBAGE)
    try:
        given = _answer(stage, request, trouble, name)
    except RefusedError as error:
        given = refusal(error)
    if fault is Fault.HANG_DONE:
        stage.troubles.released.wait()
    if fault in {Fault.HANG_DONE, Fault.DROP_AFTER}:
        return Reply(None)
    return Reply(given, is_cut=fault is Fault.HALF)


def _answer(stage: Stage, request: Request, trouble: Trouble | None, name: str) -> Answer:
    """The answer of one request; raises RefusedError for what is not kept for its key."""
    authorization = request.headers.get("authorization", "")
    world = stage.worlds[_mode(authorization)]
    _require_right(stage.rights, _secret(authorization), request.words)
    found, about = chosen(ROUTES, request.method, request.path)
    refusal_by_fault = trouble and refused(trouble)
    if refusal_by_fault:
        # Limits come before keys (https://docs.stripe.com/error-low-level#idempotency).
        raise refusal_by_fault
    params = checked(request.form, of_request(found.params))
    modelled(params, found.knows)
    asked = Asked(params, about, request.path)
    key = request.headers.get("idempotency-key", "") if request.method == "POST" else ""
    if not key:
        return _carried_out(world, found, asked, trouble, {"id": name, "idempotency_key": None})
    with world.lock:
        world.clock.catch_up()
        kept = world.keys.begin(key, request.written, world.now())
    if kept:
        return kept
    given = _carried_out(world, found, asked, trouble, {"id": name, "idempotency_key": key})
    with world.lock:
        world.keys.finish(key, given)
    return given


def _carried_out(
    world: World, found: Route, asked: Asked, trouble: Trouble | None, origin: Json
) -> Answer:
    """What execution gives, whatever it is: from here on everything is kept for the key."""
    fault = trouble and trouble.fault
    if trouble and fault is Fault.SLOW:
        time.sleep(trouble.seconds)
    if trouble and fault is Fault.ERROR_NOTHING:
        return refusal(broken(trouble))
    with world.lock:
        given = _executed(world, found, asked, origin)
    return refusal(broken(trouble)) if trouble and fault is Fault.ERROR_DONE else given


def _executed(world: World, found: Route, asked: Asked, origin: Json) -> Answer:
    world.clock.catch_up()
    world.request = origin
    try:
        made = found.action(world, asked)
        return answer(200, expanded(world, made, asked.params.get("expand", [])))
    except RefusedError as error:
        return refusal(error)
    except Exception as error:
        traceback.print_exc(file=sys.stderr)
        return refusal(RefusedError(500, f"The stand-in broke: {error!r}", kind="api_error"))
    finally:
        world.request = {"id": None, "idempotency_key": None}


def _mode(authorization: str) -> bool:
    """Whether a key is of the live mode; raises RefusedError 401 for what is no secret key.

    https://docs.stripe.com/api/authentication and https://docs.stripe.com/keys.
    """
    key = _secret(authorization)
    if not key:
        raise RefusedError(
            401,
            "You did not provide an API key. You need to provide your API key in the Authorization header, "
            "using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
        )
    for prefix, is_live in _PREFIXES.items():
        if key.startswith(prefix) and len(key) > len(prefix):
            return is_live
    raise RefusedError(401, f"Invalid API Key provided: {key[:4]}****{key[-2:]}")


def _require_right(rights: Mapping[str, tuple[str, ...]], key: str, words: str) -> None:
    """Refuse what a restricted key was not allowed: https://docs.stripe.com/keys#limit-access."""
    allowed = rights.get(key)
    if allowed is None or any(re.search(pattern, words) for pattern in allowed):
        return
    raise RefusedError(
        403,
        f"The provided key '{key[:8]}****' does not have the required permissions for this endpoint. "
        "Edit its permissions at https://dashboard.stripe.com/apikeys.",
    )


def _secret(authorization: str) -> str:
    scheme, _, rest = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return rest.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(rest, validate=True).decode().partition(":")[0]
    except (binascii.Error, UnicodeDecodeError):
        return ""
