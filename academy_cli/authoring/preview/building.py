"""A course written as pages: files that any web server, or a browser alone, can show.

Knows which files are its own, by a list that it leaves beside them; refuses to touch any other.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from academy_cli.authoring.preview.addresses import STATIC
from academy_cli.authoring.preview.errors import (
    OutInsideError,
    OutTakenError,
    OutUnwritableError,
    UnreadablePagesError,
)
from academy_cli.authoring.preview.frame import Frame
from academy_cli.authoring.preview.looking import Looking, View
from academy_cli.authoring.preview.sketch import Sketch
from academy_cli.authoring.preview.whole import WholeCourse
from academy_cli.authoring.source import scan
from academy_cli.authoring.tree import Limits
from academy_cli.kit.clock import utc_now
from academy_cli.kit.language import canonical_tag
from academy_cli.kit.paths import is_file, is_taken, real
from academy_cli.kit.systemwords import system_words
from academy_cli.pages.drawing import STATIC as STATIC_FILES
from academy_cli.pages.drawing import drawn, static

LIST = ".academy-pages.json"
_PARTIAL = ".academy-pages.partial"
_OURS = frozenset({LIST, _PARTIAL})
_PAGES = ("index.html", "lesson/", "module/")
_PLACES = (*_PAGES, "file/", STATIC)
"""Where a build writes; one that was cut short may have left more there than its list says."""
_TOLERATED = frozenset({".git", ".DS_Store", ".nojekyll", "CNAME"})
"""What stands beside pages and belongs to whoever publishes them."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote: pages, files that they refer to, and how many were new, changed or gone.

    ``left_out`` counts the lessons that nobody may see before their errors are mended.
    """

    course: str
    folder: str
    pages: int
    files: int
    written: int
    removed: int
    left_out: int = 0

    @property
    def home(self) -> str:
        """Where to begin."""
        return f"{self.folder}/index.html"


class Builder:
    """One course folder to be written into another folder."""

    def __init__(
        self,
        folder: Path,
        out: Path,
        *,
        limits: Limits = Limits(),
        hosts: frozenset[str] = frozenset(),
        with_drafts: bool = False,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self.folder, self.out, self.limits, self.hosts = folder, out, limits, hosts
        self._view = View.AUTHOR if with_drafts else View.LEARNER
        self._clock = clock
        self._real = real(folder)

    def plan(self, progress: Callable[[int], None] = lambda _: None) -> Built:
        """Say what a build would write. Raises what ``build`` does, but for what writing finds."""
        return self._run(progress, is_dry=True)

    def build(self, progress: Callable[[int], None] = lambda _: None) -> Built:
        """Write every page, and every file that one refers to; remove those of the last build that are
        gone.

        Raises OutInsideError, OutTakenError, UnreadablePagesError and OutUnwritableError.
        """
        try:
            return self._run(progress, is_dry=False)
        except OSError as error:
            reason = system_words(error)
            raise OutUnwritableError(self.out, reason) from error

    def _run(self, progress: Callable[[int], None], *, is_dry: bool) -> Built:
        before = self._before()
        sketch = Sketch(scan(self.folder, limits=self.limits), self._real.name, self.limits)
        if not sketch.is_readable:
            raise UnreadablePagesError(self.folder)
        looking = Looking(sketch, self._view, self._clock())
        course = WholeCourse(looking, Frame(self.hosts))
        desk = _Desk(self.out, before, is_dry=is_dry)
        pages = 0
        for address, page in course.pages():
            desk.put(address, drawn(page, self.hosts).encode())
            pages += 1
            progress(pages)
        for name in STATIC_FILES:
            desk.put(f"{STATIC}{name}", static(name))
        copied = sum(self._copy(desk, path, course.address(path)) for path in course.referred())
        removed = desk.done()
        slug = sketch.root.key or self._real.name
        faulty = sum(map(looking.is_faulty, sketch.lessons.values())) if looking.is_learner else 0
        return Built(slug, str(self.out), pages, copied, desk.written, removed, faulty)

    def _copy(self, desk: _Desk, path: str, address: str) -> bool:
        """Copy a file of the course, unless it leads out of it or is gone meanwhile."""
        source = real(self.folder / path)
        if not source.is_relative_to(self._real) or not is_file(source):
            return False
        desk.copy(address, source)
        return True

    def _before(self) -> Mapping[str, str]:
        """What the last build wrote, by its sha256; insists that there is nothing else."""
        out = real(self.out)
        if out.is_relative_to(self._real) or self._real.is_relative_to(out):
            raise OutInsideError(self.out)
        if is_taken(self.out) and not self.out.is_dir():
            raise OutTakenError(self.out, self.out.name)
        before, is_begun = _listed(self.out / LIST)
        for path in _everything(self.out):
            if path not in before and not (is_begun and _is_written_to(path)):
                raise OutTakenError(self.out, path)
        left = dict.fromkeys(_everything(self.out), "") if is_begun else {}
        return {**left, **before}


class _Desk:
    """Writes what differs, and keeps the list of what is ours; it says so, too, when a build was cut
    short."""

    def __init__(self, out: Path, before: Mapping[str, str], *, is_dry: bool) -> None:
        self._out, self._before, self._is_dry = out, before, is_dry
        self._now: dict[str, str] = {}
        self.written = 0
        if not is_dry:
            out.mkdir(parents=True, exist_ok=True)
            self._save(before, is_begun=True)

    def put(self, address: str, data: bytes) -> None:
        """Write a file, unless it is there already."""
        mark = hashlib.sha256(data).hexdigest()
        target = self._out / address
        self._now[address] = mark
        if self._before.get(address) == mark and _is_same(target, mark):
            return
        self.written += 1
        if not self._is_dry:
            target.parent.mkdir(parents=True, exist_ok=True)
            partial = self._out / _PARTIAL
            partial.write_bytes(data)
            partial.replace(target)

    def copy(self, address: str, source: Path) -> None:
        """Write a copy of a file."""
        self.put(address, source.read_bytes())

    def done(self) -> int:
        """Remove what is gone, and list what there is; how many were removed."""
        gone = [address for address in self._before if address not in self._now]
        if self._is_dry:
            return len(gone)
        for address in gone:
            target = self._out / address
            target.unlink(missing_ok=True)
            _remove_empty(target.parent, self._out)
        self._save(self._now)
        return len(gone)

    def _save(self, files: Mapping[str, str], *, is_begun: bool = False) -> None:
        told = {"academy-pages": 1, "files": files} | ({"is_begun": True} if is_begun else {})
        text = json.dumps(told, indent=0, sort_keys=True, ensure_ascii=False)
        partial = self._out / _PARTIAL
        partial.write_text(f"{text}\n", "utf-8")
        partial.replace(self._out / LIST)


def _is_written_to(path: str) -> bool:
    """Whether a build writes where a file is; pages in further languages are below a folder for each."""
    first, _, rest = path.partition("/")
    return path.startswith(_PLACES) or (canonical_tag(first) == first and rest.startswith(_PAGES))


def _is_same(path: Path, mark: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == mark
    except OSError:
        return False


def _listed(path: Path) -> tuple[Mapping[str, str], bool]:
    """What the last build listed, and whether it was cut short."""
    try:
        told = json.loads(path.read_text("utf-8"))
        files: Mapping[str, str] = told["files"]
        return {str(name): str(mark) for name, mark in files.items()}, bool(told.get("is_begun"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}, False


def _everything(out: Path) -> Iterator[str]:
    """Every file and link in the folder, but for what may stand beside pages."""
    for here, folders, files in os.walk(out):
        is_top = Path(here) == out
        if is_top:
            folders[:] = [name for name in folders if name not in _TOLERATED]
        links = [name for name in folders if (Path(here) / name).is_symlink()]
        for name in sorted((*files, *links)):
            if not is_top or name not in _OURS | _TOLERATED:
                yield (Path(here) / name).relative_to(out).as_posix()


def _remove_empty(folder: Path, out: Path) -> None:
    while folder != out:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent
