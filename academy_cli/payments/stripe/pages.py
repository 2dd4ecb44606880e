"""The pages of a list, each asked for while the one before it is worked on.

One thread asks for all pages of a list, so they share a connection. It is a daemon: whoever gives up waits
for no answer. Refuses to know what is listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any

Page = Mapping[str, Any]
Ask = Callable[[str | None], Page]


def objects(ask: Ask) -> Iterator[Any]:
    """All objects of a list; ``ask`` gets the page behind an object, or the first. Raises what it does."""
    page, reader = ask(None), _Reader(ask)
    try:
        while page["has_more"] and page["data"]:
            coming = reader.soon(page["data"][-1]["id"])
            yield from page["data"]
            page = coming.result()
    finally:
        reader.end()
    yield from page["data"]


class _Reader:
    """A thread that asks for one page after the other; it begins with the first it is asked for."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._wanted: SimpleQueue[tuple[str, Future[Page]] | None] = SimpleQueue()
        self._is_running = False

    def soon(self, behind: str) -> Future[Page]:
        """The page behind an object, when it has come."""
        coming: Future[Page] = Future()
        self._wanted.put((behind, coming))
        if not self._is_running:
            self._is_running = True
            Thread(target=self._run, name="pages", daemon=True).start()
        return coming

    def end(self) -> None:
        """Ask for no more."""
        self._wanted.put(None)

    def _run(self) -> None:
        while (wanted := self._wanted.get()) is not None:
            behind, coming = wanted
            try:
                coming.set_result(self._ask(behind))
            except BaseException as error:  # whoever waits hears of it, whatever it is
                coming.set_exception(error)
