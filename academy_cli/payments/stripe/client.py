"""Requests to Stripe, and what its failures mean.

The library's own client sends them, with two retries where that is safe; answers are plain JSON. Knows
which failure leaves what was asked undone; refuses to know what is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from academy_cli.kit.saying import say
from academy_cli.payments.gateway import (
    PER_PAGE,
    BusyError,
    DeniedError,
    KeyRefusedError,
    ProviderError,
    UnclearError,
    UnknownObjectError,
)
from academy_cli.payments.stripe.pages import objects

if TYPE_CHECKING:
    import stripe

CONNECT_S, ANSWER_S = 5, 30
"""Seconds; the library waits 80 for an answer, three times."""
RETRIES = 2
LIVE, TEST = ("sk_live_", "rk_live_"), ("sk_test_", "rk_test_")


class StripeClient:
    """One account of Stripe's, by its key; ``base`` is another server that speaks as Stripe does."""

    def __init__(self, key: str, base: str = "", *, timeout_s: float = ANSWER_S) -> None:
        self._key, self._base, self._timeout_s = key, base, timeout_s
        self._client: stripe.StripeClient | None = None

    @property
    def is_live(self) -> bool:
        """Whether the key is for real money."""
        return self._key.startswith(LIVE)

    @property
    def api_version(self) -> str:
        """The version of the interface that is spoken."""
        import stripe

        return str(stripe.api_version)

    def post(self, path: str, parameters: Mapping[str, object], key: str | None = None) -> Any:
        """Ask for something to be done; with a key, once. Raises ProviderError."""
        options = {"idempotency_key": key} if key else {}
        return self._ask("post", path, {**parameters, **options})

    def delete(self, path: str) -> Any:
        """Let something be gone. Raises ProviderError."""
        return self._ask("delete", path, {})

    def get(self, path: str, parameters: Mapping[str, object] | None = None) -> Any:
        """An object or a page of a list as it is now. Raises ProviderError."""
        return self._ask("get", path, parameters or {})

    def headers(self, path: str, parameters: Mapping[str, object]) -> Mapping[str, str]:
        """What stands above an answer; also of a refusal to show what was asked for. Raises ProviderError."""
        import stripe

        try:
            headers = self._answer("get", path, parameters).headers
        except stripe.PermissionError as error:
            headers = error.headers or {}
        except stripe.StripeError as error:
            raise meaning(error) from error
        return dict(headers)

    def pages(self, path: str, parameters: Mapping[str, object]) -> Iterator[Any]:
        """All objects of a list, newest first, read a page ahead. Raises ProviderError."""
        told = {**parameters, "limit": PER_PAGE}

        def ask(behind: str | None) -> Any:
            return self.get(path, {**told, "starting_after": behind} if behind else told)

        return objects(ask)

    def _ask(self, method: str, path: str, parameters: Mapping[str, object]) -> Any:
        import stripe

        try:
            return self._answer(method, path, parameters).data
        except stripe.StripeError as error:
            raise meaning(error) from error

    def _answer(self, method: str, path: str, parameters: Mapping[str, object]) -> Any:
        return self._opened().raw_request(method, f"/v1/{path}", **parameters)

    def _opened(self) -> stripe.StripeClient:
        """The library's client; made once, because that takes a while."""
        if self._client is None:
            import stripe

            stripe.enable_telemetry = False
            transport = stripe.RequestsClient(timeout=(CONNECT_S, self._timeout_s))
            self._client = stripe.StripeClient(
                self._key,
                base_addresses={"api": self._base} if self._base else None,
                http_client=transport,
                max_network_retries=RETRIES,
            )
        return self._client


def meaning(error: stripe.StripeError) -> ProviderError:
    """What a failure means for what was asked: nothing was done, not now, or nobody knows.

    A 500 is kept by Stripe and may have done anything (docs.stripe.com/api/idempotent_requests); a code is
    read from its answer, its words never.
    """
    import stripe

    reason, code = _reason(error), error.code
    if isinstance(error, stripe.IdempotencyError):
        return _of_key(error, reason)
    if isinstance(error, stripe.AuthenticationError | stripe.PermissionError):
        return KeyRefusedError(reason, code)
    if isinstance(error, stripe.RateLimitError) or error.http_status == 409:
        return BusyError(reason, code)
    if error.http_status == 404:
        return UnknownObjectError(reason, code)
    if isinstance(error, stripe.InvalidRequestError | stripe.CardError):
        return DeniedError(reason, code)
    return UnclearError(reason, code)


def _of_key(error: stripe.StripeError, reason: str) -> ProviderError:
    """About our own key: the request is still under way, or the key asked for something else."""
    if error.http_status == 409:
        return BusyError(reason, error.code)
    return DeniedError(reason, "idempotency_error")


def _reason(error: stripe.StripeError) -> str:
    import stripe

    if isinstance(error, stripe.APIConnectionError):
        return _unheard(error)
    said = error.user_message or str(error)
    return " ".join(said.split())[:500].rstrip(". ") or type(error).__name__


def _unheard(error: BaseException) -> str:
    """Why nothing was heard: the library's own words name its pools and objects, the system's do not."""
    cause, deepest = error.__cause__, None
    while cause is not None:
        if "Timeout" in type(cause).__name__:
            return say("it gave no answer in time")
        deepest = _of_system(cause) or deepest
        cause = cause.__cause__ or cause.__context__ or getattr(cause, "reason", None)
    return say("there is no connection ({})", deepest) if deepest else say("there is no connection")


def _of_system(error: BaseException) -> str | None:
    """What the system says of a failure, where it says anything."""
    from academy_cli.kit.systemwords import system_words

    return system_words(error) if isinstance(error, OSError) and error.strerror else None
