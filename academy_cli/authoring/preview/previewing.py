"""A preview: a course served while its author writes, from the first page until somebody ends it.

Knows what runs beside what: pages are answered at once, saves are noticed, and the course is checked behind
them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from academy_cli.authoring.preview.errors import PortTakenError
from academy_cli.authoring.preview.looking import View
from academy_cli.authoring.preview.server import Door
from academy_cli.authoring.preview.workshop import Workshop
from academy_cli.kit.paths import real
from academy_cli.kit.systemwords import system_words

LOOK_S = 0.3
"""Seconds between two looks at whether to end."""
CLOSING_S = 0.05
"""Seconds between two looks of whoever answers at whether to end: whoever ended it waits for that."""
_CALM_MS, _STEP_MS = 40, 10
"""How long editors take for one save, and how often that is looked at."""
_HASTE_S = 0.5
"""Seconds that watching waits for the first page; what is saved meanwhile is seen all the same."""
_PATIENCE_S = 2.0
"""Seconds that checking waits for the first page, which it would slow down."""


def preview(
    workshop: Workshop,
    port: int,
    view: View,
    *,
    ready: Callable[[str], None],
    is_over: Callable[[], bool],
) -> None:
    """Serve a course on a port of this machine, 0 for any, until it is over.

    ``ready`` is told the address. Raises PortTakenError.
    """
    try:
        door = Door(workshop, port, view)
    except (OSError, OverflowError) as error:
        reason = system_words(error) if isinstance(error, OSError) else str(error)
        raise PortTakenError(port, reason) from error
    behind = _Behind(door)
    with door:
        threads = [
            threading.Thread(target=work, daemon=True)
            for work in (partial(door.serve_forever, CLOSING_S), behind.watch, behind.check)
        ]
        for thread in threads:
            thread.start()
        ready(door.url)
        try:
            while not is_over():
                behind.over.wait(LOOK_S)
        finally:
            behind.end()
            door.shutdown()


class _Behind:
    """What goes on behind the pages: watching, and checking after each change."""

    def __init__(self, door: Door) -> None:
        self._door, self._workshop = door, door.workshop
        self.over = threading.Event()
        self._wanted = threading.Event()
        self._wanted.set()
        self._closing = threading.Lock()
        self._close: Callable[[], None] = lambda: None

    def end(self) -> None:
        """End all of it."""
        with self._closing:
            self.over.set()
            self._wanted.set()
            self._close()

    def watch(self) -> None:
        """Notice what changes, and tell the pages; where the system watches no more folders, by looking."""
        self._door.answered.wait(_HASTE_S)
        while not self.over.is_set():
            try:
                self._watch(is_looking=None)
            except (
                OSError,
                RuntimeError,
            ):  # inotify's limits; WATCHFILES_FORCE_POLLING decides by None
                self._watch(is_looking=True)
            self._begin_anew()

    def _begin_anew(self) -> None:
        """The folder is another one, or gone: say so, and wait for one that can be watched."""
        while not self.over.is_set():
            self._workshop.renew()
            self._door.ring()
            self._wanted.set()
            if self._workshop.standing() is not None:
                return
            while self._workshop.standing() is None and not self.over.is_set():
                self.over.wait(LOOK_S)

    def _watch(self, *, is_looking: bool | None) -> None:
        from watchfiles import watch

        is_first, standing = True, self._workshop.standing()
        if standing is None:
            return
        folder = real(self._workshop.folder)
        for changes in watch(
            folder,
            watch_filter=None,
            debounce=_CALM_MS,
            step=_STEP_MS,
            rust_timeout=500,
            stop_event=self.over,
            raise_interrupt=False,
            yield_on_timeout=True,
            force_polling=is_looking,
            ignore_permission_denied=True,
        ):
            if is_first:  # what was saved before anybody watched
                self._workshop.renew()
                self._door.ring()
            is_first = False
            if self._workshop.standing() != standing or any(
                path == str(folder) for _, path in changes
            ):
                return  # a new folder may have the number of the one that was removed
            if self._workshop.changed([Path(path) for _, path in changes]):
                self._door.ring()
                self._wanted.set()

    def check(self) -> None:
        """Check the course whenever it changed, in a process of its own."""
        from academy_cli.authoring.preview.checker import Checker

        self._door.answered.wait(_PATIENCE_S)
        with self._closing:
            if self.over.is_set():
                return
            checker = Checker(self._workshop.folder, self._workshop.limits)
            self._close = checker.close
        while not self.over.is_set():
            self._wanted.wait()
            self._wanted.clear()
            self._workshop.checking()
            found = checker.check()
            if found is None:
                return
            if self._workshop.checked(found):
                self._door.ring()
