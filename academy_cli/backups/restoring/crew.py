"""Who works at a scratch schema: one connection in its one transaction, or two at once.

Two see nothing of each other before it is committed, so everything they do is. Refuses to know what the work
is, and what becomes of it where it ends badly.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Any, Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

Work = Callable[[Connection], object]


class Crew(Protocol):
    """One or more connections to the same schema."""

    connection: Connection
    """By which it is made, looked at and swapped in."""
    is_one: bool
    """Whether all of it is one transaction, which nobody else sees before its end."""

    def do(self, work: Work) -> None:
        """Let some work be done, by now or later. May raise what earlier work did."""

    def join(self) -> None:
        """Wait until all work is done, and let everybody see it. Raises what any of it did."""


class Alone:
    """A connection with its transaction."""

    is_one = True

    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def do(self, work: Work) -> None:
        """Do some work."""
        work(self.connection)

    def join(self) -> None:
        """Nothing is left to do."""


class Pair:
    """Two connections that take turns; every work is a transaction.

    What they commit need not be on the disk before the last of it is, which is the swap.
    """

    is_one = False

    def __init__(self, connection: Connection, other: Connection) -> None:
        self.connection = connection
        self._both = (connection, other)
        self._idle: SimpleQueue[Connection] = SimpleQueue()
        self._given: deque[Future[None]] = deque()
        self._threads = ThreadPoolExecutor(len(self._both), thread_name_prefix="restoring")
        for one in self._both:
            self._idle.put(one)

    def do(self, work: Work) -> None:
        """Let whoever is idle next do some work; waits while there is more than both can do."""
        while len(self._given) > len(self._both):
            self._given.popleft().result()
        self._given.append(self._threads.submit(self._done, work))

    def join(self) -> None:
        """Wait for both, and commit what was done on the first by itself."""
        while self._given:
            self._given.popleft().result()
        self.connection.commit()

    def stop(self) -> None:
        """Break off whatever is under way, and undo what was not committed."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for one in self._both:
            with suppress(Exception):
                _driver(one).cancel_safe(timeout=CANCEL_S)
        self._threads.shutdown()
        for one in self._both:
            with suppress(DBAPIError):
                one.rollback()

    def close(self) -> None:
        """Let both threads end."""
        self._threads.shutdown()

    def _done(self, work: Work) -> None:
        connection = self._idle.get()
        try:
            if not connection.in_transaction():
                connection.begin()  # it sees nothing of what is done by the driver alone
            work(connection)
            connection.commit()
        except BaseException:
            with suppress(DBAPIError):
                connection.rollback()
            raise
        finally:
            self._idle.put(connection)


CANCEL_S = 5.0
"""How long it is tried to break off what the server is at."""


@contextmanager
def second(engine: Engine) -> Iterator[Connection | None]:
    """Another connection for the block; None where the server has no room for it."""
    try:
        connection = engine.connect()
    except OperationalError:
        yield None
        return
    with connection:
        yield connection


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection
