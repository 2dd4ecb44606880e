"""Asking one address, politely: HEAD, then GET where that is not answered; only headers are ever read.

Redirects are followed by hand, so that every step is judged as the first one is. Knows HTTP and what answers
mean; refuses cookies, credentials and proxies, which would look up names for us.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from academy_cli.authoring.links.guard import (
    ForbiddenError,
    LookupFailedError,
    NoSuchHostError,
    target_of,
)
from academy_cli.authoring.links.verdicts import TOO_LONG, Fate, Verdict
from academy_cli.kit.saying import said_by, say

if TYPE_CHECKING:
    import httpx

REDIRECTS = 10
ATTEMPTS = 3
LONGEST_WAIT_S = 20.0
"""Who asks for more patience than this is not waited for."""
_PERMANENT, _TEMPORARY = (301, 308), (302, 303, 307)
_GONE = (404, 410)
_REFUSED = (401, 402, 403, 405, 406, 451, 999)
"""There is something, but not for a program: nothing that an author could mend."""


@dataclass(frozen=True)
class Manners:
    """How links are asked: who we say we are, how patient we are, and whom else we may ask."""

    agent: str = "academy"
    timeout_s: float = 10.0
    pause_s: float = 0.3
    allowed: Collection[str] = ()
    ignored: tuple[str, ...] = ()
    wait: Callable[[float], None] = time.sleep


@dataclass(frozen=True, slots=True)
class _Answer:
    """A status, where it sends us on to, and how long it asks us to wait."""

    status: int
    location: str = ""
    retry_after: str = ""


class _Failed(Exception):  # noqa: N818  # it is caught within this module, and means "again, perhaps"
    """Nothing that can be understood came back; says why."""


class Asker:
    """Asks addresses one after another over one client."""

    def __init__(self, manners: Manners) -> None:
        import httpx

        self.manners = manners
        self._client: httpx.Client = httpx.Client(
            trust_env=False, follow_redirects=False, timeout=manners.timeout_s
        )

    def close(self) -> None:
        """Let go of its connections."""
        self._client.close()

    def verdict(self, address: str) -> Verdict:
        """What an address is found to be. Never raises."""
        found = self._followed(address)
        if found.fate is Fate.FINE and address.lower().startswith("http://"):
            secure = f"https{address[4:]}"
            if self._followed(secure).fate is Fate.FINE:
                return Verdict(Fate.INSECURE, now=secure)
        return found

    def _followed(self, address: str) -> Verdict:
        here, lasting, moved = address, True, ""
        seen = {address}
        while len(seen) <= REDIRECTS + 1:
            answer = self._step(here)
            if isinstance(answer, Verdict):
                return answer
            if answer.status not in (*_PERMANENT, *_TEMPORARY) or not answer.location:
                return _judged(answer.status, moved)
            here = urljoin(here, answer.location).partition("#")[0]
            if here in seen:
                return Verdict(Fate.UNREACHABLE, say("it leads round in a circle"))
            seen.add(here)
            lasting = lasting and answer.status in _PERMANENT
            moved = here if lasting else moved
        return Verdict(Fate.UNREACHABLE, say("it leads on more than {} times", REDIRECTS))

    def _step(self, address: str) -> _Answer | Verdict:
        """What one address answers, or why nobody can say."""
        try:
            return self._answered(address)
        except ForbiddenError as error:
            return Verdict(Fate.SKIPPED, said_by(error))
        except NoSuchHostError:
            return Verdict(Fate.DEAD, say("there is no such host"))
        except LookupFailedError:
            return Verdict(Fate.UNREACHABLE, say("its host cannot be looked up"))
        except _Failed as error:
            return Verdict(Fate.UNREACHABLE, said_by(error))

    def _answered(self, address: str) -> _Answer:
        """An answer worth judging: after two more tries where the server is at fault, or asks to wait."""
        why = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                self.manners.wait(0.5 * 2**attempt)
            try:
                answer = self._asked_twice(address)
            except _Failed as error:
                why = said_by(error)
                continue
            if answer.status == 429 or (answer.status == 503 and answer.retry_after):
                why = say("it answers {} and asks to wait", answer.status)
                seconds = _seconds(answer.retry_after)
                if seconds > LONGEST_WAIT_S:
                    break
                self.manners.wait(seconds)
            elif answer.status >= 500 and answer.status not in _REFUSED:
                why = say("it answers {}", answer.status)
            else:
                return answer
        raise _Failed(why)

    def _asked_twice(self, address: str) -> _Answer:
        """HEAD, and GET where HEAD is refused or told that nothing is there: some know no better."""
        answer = self._asked("HEAD", address)
        is_odd = answer.status >= 400 and answer.status not in (410, 429)
        return self._asked("GET", address) if is_odd else answer

    def _asked(self, method: str, address: str) -> _Answer:
        import httpx

        target = target_of(address, self.manners.allowed)
        request = self._client.build_request(
            method,
            target.url,
            headers={"Host": target.named, "User-Agent": self.manners.agent, "Accept": "*/*"},
            extensions={"sni_hostname": target.host},
        )
        self._client.cookies.clear()
        try:
            answer = self._client.send(request, stream=True)
            answer.close()
        except httpx.TimeoutException as error:
            raise _Failed(TOO_LONG.why) from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            raise _Failed(_why(error)) from error
        given = answer.headers
        return _Answer(answer.status_code, given.get("location", ""), given.get("retry-after", ""))


def _judged(status: int, moved: str) -> Verdict:
    if status in _GONE:
        return Verdict(Fate.DEAD, say("it answers {}", status))
    if status < 400 or status in _REFUSED:
        return Verdict(Fate.MOVED, now=moved) if moved and status < 400 else Verdict(Fate.FINE)
    return Verdict(Fate.UNREACHABLE, say("it answers {}", status))


def _seconds(said: str) -> float:
    """How long a server asks us to wait: seconds, or a date."""
    if said.strip().isdigit():
        return float(said)
    try:
        return max(parsedate_to_datetime(said).timestamp() - time.time(), 0.0)
    except (TypeError, ValueError):
        return 1.0


def _why(error: Exception) -> str:
    said = str(error)
    if "certificate" in said.lower():
        return say("its certificate is not valid")
    if "ssl" in said.lower():
        return say("no encrypted connection comes about")
    return (
        say("the connection fails") if isinstance(error, OSError) or said else type(error).__name__
    )
