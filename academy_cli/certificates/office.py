"""What certificates are issued with: the keys, and the terms by which they are signed.

Signs what waits, some at a time, each round in a transaction of its own. Knows what is at hand; refuses to
fail for what is not: then it waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import Connection, Engine

from academy_cli.access.actor import Actor
from academy_cli.audit.service import Act, record
from academy_cli.certificates.credential import code as codes
from academy_cli.certificates.credential.facts import BadFactError
from academy_cli.certificates.errors import BadNameError
from academy_cli.certificates.issuing import signing, store
from academy_cli.certificates.issuing.signing import Terms
from academy_cli.certificates.issuing.store import Choice
from academy_cli.certificates.keys.ring import Ring
from academy_cli.certificates.views import Signed, Trouble
from academy_cli.db.transaction import read, write
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say

_ALL = Choice()
NAMED = 100
"""So many codes the log names of one round; of more it has the number."""


Keep: TypeAlias = Callable[[str, bytes], None]


def let_go(code: str, page: bytes) -> None:
    """Let a page go: it can be drawn again, and is the same then."""


class Office(NamedTuple):
    """The keys, the terms, and the clock."""

    ring: Ring
    terms: Terms
    clock: Callable[[], datetime]

    def sign(
        self,
        engine: Engine,
        actor: Actor,
        choice: Choice = _ALL,
        keep: Keep = let_go,
        *,
        since: datetime | None = None,
    ) -> Signed:
        """Sign what waits, or some of it; never raises for what is not at hand.

        ``keep`` is given the page of each once it is committed. With ``since``, what waits still is told only
        of those that were issued since.
        """
        own = choice._replace(since=since)
        with read(engine) as connection:
            if not store.count_waiting(connection, choice):
                return Signed(0, 0)
            try:
                key = self.ring.signing(connection)
            except AcademyError as error:
                there = store.count_waiting(connection, own)
                return Signed(0, there, (), error.message, error.hint or "")
        signed = 0
        last: int | None = 0
        troubles: list[Trouble] = []
        while last is not None:
            with write(engine) as connection:
                at = self.clock()
                done = signing.sign(connection, key, self.terms, at, after=last, choice=choice)
                if done.done:
                    some = [one.row.code for one in done.done]
                    record(connection, at=at, actor=actor, act=_act(some, key.name))
            for one in done.done:
                keep(codes.shown(one.row.code), one.page)
            signed += len(done.done)
            mine = [one for one in done.troubles if since is None or one.issued_at >= since]
            troubles += map(_told, mine)
            last = done.last
        return _came(engine, own, signed, troubles)

    def sign_now(self, connection: Connection, actor: Actor, number: int) -> None:
        """Sign one in the caller's transaction. Raises whatever keeps it from being signed."""
        key, at = self.ring.signing(connection), self.clock()
        done = signing.sign(connection, key, self.terms, at, choice=Choice(ids=[number]))
        for one in done.troubles:
            raise _refusal(one.email, one.why) from one.why
        record(
            connection, at=at, actor=actor, act=_act([one.row.code for one in done.done], key.name)
        )

    def try_now(self, row: Any) -> None:
        """Raise whatever would keep one from being signed, but for a key; writes nothing."""
        try:
            signing.tried(self.terms, self.clock(), row)
        except (AcademyError, BadFactError) as error:
            raise _refusal(row.email, error) from error


def _came(engine: Engine, own: Choice, signed: int, troubles: Sequence[Trouble]) -> Signed:
    """What came of signing, with what waits still."""
    with read(engine) as connection:
        waiting = store.count_waiting(connection, own)
        is_first = signed > 0 and not store.has_more_signed(connection, signed)
        return Signed(signed, waiting, tuple(troubles), is_first=is_first)


def _refusal(email: str, why: AcademyError | BadFactError) -> AcademyError:
    return BadNameError(email, why.why) if isinstance(why, BadFactError) else why


def _act(signed: Sequence[str], key: str) -> Act:
    details = {"certificates": len(signed), "codes": [codes.shown(one) for one in signed[:NAMED]]}
    return Act("certificate.sign", f"key:{key}", details)


def _told(one: signing.Trouble) -> Trouble:
    if isinstance(one.why, BadFactError):
        hint = f"academy user set {one.email} --name 'Ann Example'"
        said = say("It cannot be stated: {}.", one.why)
        return Trouble(codes.shown(one.code), one.email, said, hint, "name")
    why = one.why
    return Trouble(codes.shown(one.code), one.email, why.message, why.hint or "", why.code)
