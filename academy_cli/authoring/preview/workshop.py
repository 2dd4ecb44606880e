"""A course folder while its author works on it: its pages as they are now, and what changed since.

Knows what has to be read again after a save; refuses to know who watches and who asks. Pages are made from
what they show alone, and the whole course is checked behind them.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from academy_cli.authoring.preview.addresses import file_at, href
from academy_cli.authoring.preview.found import Found, Packed
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.looking import Looking, View
from academy_cli.authoring.preview.making import PageMaker
from academy_cli.authoring.preview.quizzing import NO_ATTEMPT, Attempt
from academy_cli.authoring.preview.sketch import Sketch
from academy_cli.authoring.source import PRUNED, scan
from academy_cli.authoring.tree import Limits
from academy_cli.kit.clock import utc_now
from academy_cli.kit.paths import is_file, is_there, real
from academy_cli.pages.drawing import drawn
from academy_cli.pages.values import Link


class Answer(NamedTuple):
    """A page as it is answered: ``mark`` is another one for other content."""

    html: str
    mark: str
    is_there: bool = True


class Workshop:
    """One course folder, its pages, and what is known of its findings."""

    def __init__(
        self,
        folder: Path,
        *,
        limits: Limits = Limits(),
        hosts: frozenset[str] = frozenset(),
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.folder, self.hosts, self.limits, self._clock = folder.absolute(), hosts, limits, clock
        self._real = real(folder)
        self.sketch = self._sketched()
        self.found = Found()
        self._referred: set[str] = set()
        self._changing = threading.Lock()
        self._since: frozenset[str] = frozenset()

    def _sketched(self) -> Sketch:
        tree = scan(self.folder, limits=self.limits)
        return Sketch(tree, self._real.name, self.limits)

    def page(self, view: View, address: str, attempt: Attempt = NO_ATTEMPT) -> Answer:
        """The page at an address, as it is now; a quiz with the answers of an attempt."""
        sketch = self.sketch
        language, _ = sketch.translated.parted(address)
        looking = Looking(sketch, view, self._clock(), language)
        frame = Frame(
            self.hosts, self._views(view), is_live=True, refer=self._referred.add, mark=self._mark
        )
        maker = PageMaker(looking, self.found, frame, attempt)
        page = maker.page(address)
        html = drawn(page or maker.missing(address), self.hosts)
        mark = hashlib.sha256(html.encode()).hexdigest()[:32]
        if attempt.fields is None:
            html = html.replace("<html ", f'<html data-version="{mark}" ', 1)
        return Answer(html, mark, page is not None)

    def _views(self, view: View) -> Callable[[str, str], Sequence[Link]]:
        def views(root: str, address: str) -> Sequence[Link]:
            there = {each: href(f"{root}../{each.value}/", address) for each in View}
            return [Link(each.value, "" if each is view else there[each]) for each in View]

        return views

    def _mark(self, path: str) -> str:
        """What tells a file from what it was before, so that a browser asks for it again."""
        try:
            return f"?{(self.folder / path).stat().st_mtime_ns:x}"
        except OSError:
            return ""

    def file(self, address: str) -> Path | None:
        """A file that a page refers to; None for everything else, however it is asked for."""
        path = file_at(address)
        if path not in self._referred or path not in self.sketch.tree.paths:
            return None
        found = real(self.folder / path)
        return found if found.is_relative_to(self._real) and is_file(found) else None

    # -- what changes ---------------------------------------------------------------------------

    def renew(self) -> None:
        """List the folder again, and read what is asked for again."""
        with self._changing:
            self._real = real(self.folder)
            self.sketch = self._sketched()

    def standing(self) -> tuple[int, int] | None:
        """Which folder has the name now, for it can be removed and come back; None while none has it."""
        try:
            found = self.folder.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def changed(self, files: Collection[Path]) -> bool:
        """Take note that files changed; whether that concerns the course."""
        with self._changing:
            paths = frozenset(self._concerning(files))
            if not paths:
                return False
            texts = (self.sketch.lessons, self.sketch.translated.files)
            if all(
                any(path in each for each in texts) and is_file(self.folder / path)
                for path in paths
            ):
                self.sketch.forget(paths)
            else:
                sketch = self._sketched()
                sketch.take_over(self.sketch, paths)
                self.sketch = sketch
            self._since |= paths
            self.found = self.found.since(paths)
            return True

    def _concerning(self, files: Collection[Path]) -> list[str]:
        """The files that are, or were, part of the folder; not those that came and went in between."""
        paths = self.sketch.tree.paths
        found = []
        for file in files:
            try:
                path = file.relative_to(self._real).as_posix()
            except ValueError:
                continue
            if path in paths or (is_there(file) and not self._is_pruned(path)):
                found.append(path)
        return found

    @staticmethod
    def _is_pruned(path: str) -> bool:
        return not PRUNED.isdisjoint(path.split("/"))

    def checking(self) -> None:
        """Take note that a check begins: what changes from now on may not be in it."""
        with self._changing:
            self._since = frozenset()

    def checked(self, packed: Packed) -> bool:
        """Take over what a check found; whether nothing changed meanwhile."""
        with self._changing:
            self.found = Found(packed, self._since)
            return not self._since
