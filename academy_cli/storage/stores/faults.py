"""What the failures of a bucket mean, as sentences that hold no secret.

Knows obstore's exceptions and the status codes of HTTP; refuses to repeat what a server or a library wrote,
for that may hold addresses with signatures in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus

from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say
from academy_cli.storage.errors import (
    AlreadyStoredError,
    MissingObjectError,
    NoBucketError,
    StoreDeniedError,
    StoreUnavailableError,
)

_STATUS = re.compile(r"status(?: code)?:? (\d{3})\b")
_PASSING = frozenset({408, 425, 429})
NO_BUCKET = ("NoSuchBucket", "ContainerNotFound", "The specified bucket does not exist")


@contextmanager
def translating(store: str, key: str) -> Iterator[None]:
    """Say what goes wrong in the block with a key of a store."""
    from obstore.exceptions import (
        AlreadyExistsError,
        BaseError,
        PermissionDeniedError,
        PreconditionError,
        UnauthenticatedError,
    )

    try:
        yield
    except FileNotFoundError as error:
        raise absent(store, key, str(error)) from error
    except (AlreadyExistsError, PreconditionError) as error:
        raise AlreadyStoredError(store, key) from error
    except PermissionDeniedError as error:
        raise denied(store, 403) from error
    except UnauthenticatedError as error:
        raise denied(store, 401) from error
    except (BaseError, OSError, ValueError) as error:
        raise _other(store, str(error)) from error


def absent(store: str, key: str, said: str) -> AcademyError:
    """What a 404 means: a bucket that is missing, or a key."""
    if any(word in said for word in NO_BUCKET):
        return NoBucketError(store)
    return MissingObjectError(store, key)


def denied(store: str, status: int) -> AcademyError:
    """What 401 and 403 mean."""
    if status == HTTPStatus.UNAUTHORIZED:
        return StoreDeniedError(store, say("it does not know these keys"))
    return StoreDeniedError(store, say("these keys may not do that, or are wrong"))


def is_passing(status: int) -> bool:
    """Whether asking again may help."""
    is_theirs = status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.NOT_IMPLEMENTED
    return is_theirs or status in _PASSING


def by_status(store: str, status: int) -> AcademyError:
    """What every other status means: try again, or something is set wrongly."""
    if is_passing(status):
        return StoreUnavailableError(store, say("it answers {}", _named(status)))
    if HTTPStatus.MULTIPLE_CHOICES <= status < HTTPStatus.BAD_REQUEST:
        return StoreDeniedError(store, say("it is in another region than storage.region says"))
    return StoreDeniedError(store, say("it answers {}", _named(status)))


def _other(store: str, said: str) -> AcademyError:
    if any(word in said for word in NO_BUCKET):
        return NoBucketError(store)
    found = _STATUS.search(said)
    if found is not None:
        return by_status(store, int(found[1]))
    if "redirect" in said:
        return by_status(store, 301)
    if "credential" in said.lower() or "metadata" in said.lower():
        return StoreDeniedError(store, say("no keys are set, and this machine has none of its own"))
    if "timed out" in said or "Timeout" in said:
        return StoreUnavailableError(store, say("it does not answer in time"))
    return StoreUnavailableError(store, say("the connection was refused or broke off"))


def _named(status: int) -> str:
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)
