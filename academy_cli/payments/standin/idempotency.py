"""Idempotency keys: what was answered to a key is answered again.

Knows the rules of https://docs.stripe.com/api/idempotent_requests; refuses to know what was asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from academy_cli.payments.standin.refusals import RefusedError
from academy_cli.payments.standin.wire import Answer

KEPT_S = 24 * 3600
"""Keys may be removed once they are 24 hours old; the stand-in removes them then, the worst it may do."""
LONGEST = 255


@dataclass(frozen=True)
class _Kept:
    request: str
    began_at: int
    answer: Answer | None = None


class IdempotencyKeys:
    """What each key stands for. Not safe between threads by itself: the world's lock is."""

    def __init__(self) -> None:
        self._kept: dict[str, _Kept] = {}

    def begin(self, key: str, request: str, now: int) -> Answer | None:
        """Claim a key for a request, or say what was answered to it before.

        Raises RefusedError: 400 ``idempotency_error`` for another request under the same key, and 409 while
        the first is under way (https://docs.stripe.com/error-codes#idempotency-key-in-use).
        """
        if not key or len(key) > LONGEST:
            raise RefusedError(
                400, f"Idempotency keys have 1 to {LONGEST} characters.", kind="idempotency_error"
            )
        kept = self._kept.get(key)
        if kept is None or now - kept.began_at >= KEPT_S:
            self._kept[key] = _Kept(request, now)
            return None
        if kept.request != request:
            raise _another(key, kept.request, request)
        if kept.answer is None:
            raise RefusedError(
                409,
                f"There is currently another in-progress request using this Idempotent Key {key}. "
                "Please try again later.",
                kind="idempotency_error",
                code="idempotency_key_in_use",
            )
        again = {**kept.answer.headers, "Idempotent-Replayed": "true"}
        return Answer(kept.answer.status, kept.answer.body, again)

    def in_use(self) -> list[str]:
        """The keys of requests that are under way."""
        return [key for key, kept in self._kept.items() if kept.answer is None]

    def finish(self, key: str, answer: Answer) -> None:
        """Keep what was answered, errors with status 500 included."""
        kept = self._kept[key]
        self._kept[key] = _Kept(kept.request, kept.began_at, answer)


def _another(key: str, first: str, now: str) -> RefusedError:
    there, here = (one.partition("?")[0].partition(" ")[2] for one in (first, now))
    what = (
        "with the same parameters they were first used with"
        if there == here
        else f"for the same endpoint they were first used for ('{here}' vs '{there}')"
    )
    return RefusedError(
        400,
        f"Keys for idempotent requests can only be used {what}. "
        f"Try using a key other than '{key}' if you meant to execute a different request.",
        kind="idempotency_error",
    )
