"""Courses of which the test knows who is who: lessons with a hidden identity and texts of many lines.

Knows how such a course is written down; refuses to know what an author does to it and what becomes of it.
The serial numbers stand nowhere in the files.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.authoring.folders import broken, lay_out

SHORTEST, LONGEST = 12, 30
"""So many lines a lesson has."""
BOILERPLATE = ("Try it yourself before you read on.", "Write down what surprised you.")
"""What every lesson ends with."""
CONFLICT = "<<<<<<< ours\nOne way.\n=======\nThe other way.\n>>>>>>> theirs\n"
_WORDS = (
    *("A baker|A pilot|The clerk|My aunt|Every sailor|One student|The old judge|A gardener",),
    *("opens|measures|forgets|repairs|describes|compares|carries|paints",),
    *("a wooden|the second|an empty|some warm|that narrow|a borrowed|the northern|a silent",),
    *("bridge|letter|engine|kitchen|harbour|ladder|mirror|orchard",),
    *("before|after|because of|in spite of|without|beside|during|until",),
    *("the long|an early|a sudden|the last|a quiet|the usual|a distant|the coldest",),
    *("winter|meeting|question|holiday|journey|answer|morning|storm",),
)
_WORD_LISTS = tuple(words.split("|") for words in _WORDS)


@lru_cache(maxsize=65536)
def sentence(number: int) -> str:
    """A sentence that no other number has."""
    rest, said = number * 7919 % 8 ** len(_WORD_LISTS), []
    for words in _WORD_LISTS:
        rest, which = divmod(rest, len(words))
        said.append(words[which])
    return f"{' '.join(said)}."


@dataclass(frozen=True)
class Page:
    """A lesson's file; ``serial`` says which lesson it is, ``kin`` whose words are in it besides its own.

    A copy and the second part of a lesson that was split are lessons of their own, and kin to the first;
    what another was merged into is kin to that.
    """

    serial: int
    title: str
    lines: tuple[str, ...]
    id: str | None = None
    kin: frozenset[int] = frozenset()
    broken: str = ""

    @property
    def family(self) -> frozenset[int]:
        """Every lesson that it has words of."""
        return self.kin | {self.serial}

    @property
    def body(self) -> str:
        """Its text without front matter."""
        return "\n".join([f"# {self.title}", "", *self.lines, "", *BOILERPLATE, ""])

    @property
    def digest(self) -> str:
        """The digest of its text."""
        return sha256(self.body.encode()).hexdigest()

    def written(self) -> bytes:
        """Its file, or what is left of it."""
        front = [f"id: {self.id}"] if self.id is not None else []
        front += {2: ["required: false"], 5: ["draft: true"]}.get(self.serial % 9, [])
        body = self.body + (CONFLICT if self.broken == "conflict" else "")
        if front or self.broken in ("unclosed", "syntax", "bad-field", "bad-id"):
            return broken("\n".join(["---", *front, f"---\n{body}"]), self.broken)
        return broken(body, self.broken)


@dataclass(frozen=True)
class Folder:
    """A folder with lessons in it; ``serial`` says which it is, whatever it is called."""

    serial: int
    id: str | None = None
    content: tuple[str, ...] | None = None
    broken: str = ""

    def written(self) -> bytes | None:
        """Its module.yaml; None for a folder that needs none."""
        if self == Folder(self.serial):
            return None
        lines = [f"id: {self.id}"] if self.id is not None else []
        if self.content is not None:
            lines += ["content:", *(f"  - {name}" for name in self.content)]
        if self.content == ():
            lines[-1] += " []"
        return broken("\n".join(["x-note: ours", *lines, ""]), self.broken)


@dataclass(frozen=True)
class Classroom:
    """A course folder: lessons by path, folders by path, and the order of the folders.

    ``lost`` are lessons that were deleted, with the path they had, so that they can come back. ``born``
    and ``wrote`` number lessons, folders and sentences.
    """

    slug: str
    rule: str = ""
    pages: Mapping[str, Page] = field(default_factory=dict)
    folders: Mapping[str, Folder] = field(default_factory=dict)
    content: tuple[str, ...] | None = None
    lost: tuple[tuple[str, Page], ...] = ()
    born: int = 0
    wrote: int = 0

    # -- who is where ---------------------------------------------------------------------------

    def pick(self, number: int) -> str:
        """A lesson's path by number."""
        paths = sorted(self.pages)
        return paths[number % len(paths)]

    def pick_folder(self, number: int) -> str:
        """A folder's path by number."""
        paths = sorted(self.folders)
        return paths[number % len(paths)]

    def home(self, path: str) -> int:
        """Which folder a path is in; 0 for the course's own."""
        above = folder_of(path)
        return self.folders[above].serial if above in self.folders else 0

    # -- the course with something else in it ---------------------------------------------------

    def having(self, path: str, page: Page) -> Classroom:
        """With a file at a path, whatever was there."""
        return replace(self, pages={**self.pages, path: page})

    def having_folder(self, path: str, folder: Folder) -> Classroom:
        """With a folder at a path, whatever was there."""
        return replace(self, folders={**self.folders, path: folder})

    def adding(self, path: str, page: Page) -> Classroom:
        """With a new lesson, unless something is there."""
        if path in self.pages:
            return self
        return replace(self.having(path, page).listing(path, path), born=self.born + 1)

    def losing(self, path: str) -> Classroom:
        """Without a lesson, which can come back."""
        pages = {at: page for at, page in self.pages.items() if at != path}
        return replace(self, pages=pages, lost=(*self.lost, (path, self.pages[path])))

    def carrying(self, old: str, new: str, *, keeps_lists: bool = True) -> Classroom:
        """With a lesson's file at another path; what was there is deleted."""
        if old == new:
            return self
        cleared = self.losing(new) if new in self.pages else self
        pages = {path: one for path, one in cleared.pages.items() if path != old}
        moved = replace(cleared, pages={**pages, new: self.pages[old]})
        return moved.listing(old, new) if keeps_lists else moved

    def listing(self, old: str, new: str | None) -> Classroom:
        """With a lesson under its new name in the lists of folders, or in none of them."""
        folders = dict(self.folders)
        here, there = folder_of(old), folder_of(new) if new else ""
        before, after = old.rpartition("/")[2], new.rpartition("/")[2] if new else ""
        listed = folders[here].content if here in folders else None
        if listed is not None:
            renamed = [after if name == before else name for name in listed if name != after]
            left = [name for name in listed if name != before]
            folders[here] = replace(
                folders[here], content=tuple(renamed if here == there else left)
            )
        target = folders.get(there) if new and here != there else None
        if target is not None and target.content is not None and after not in target.content:
            folders[there] = replace(target, content=(*target.content, after))
        return replace(self, folders=folders)

    # -- files ----------------------------------------------------------------------------------

    def write(self, folder: Path) -> None:
        """Make a folder on disk exactly this course."""
        files = {path: page.written() for path, page in self.pages.items()}
        homes = {folder_of(path) for path in self.pages}
        for path, one in self.folders.items():
            data = one.written() if path in homes else None
            files |= {} if data is None else {f"{path}/module.yaml": data}
        gone = [path for path, page in self.pages.items() if page.broken == "gone"]
        gone += [
            f"{p}/module.yaml"
            for p, one in self.folders.items()
            if one.broken == "gone" and p in homes
        ]
        text = [f"id: {self.slug}", "title: Who is who", *([self.rule] if self.rule else [])]
        if self.content is not None:
            text += ["content:", *(f"  - {entry}" for entry in self.content)]
        files["course.yaml"] = "\n".join([*text, ""]).encode()
        lay_out(folder, {path: files[path] for path in files if path not in gone}, gone)


def folder_of(path: str) -> str:
    """The folder that a path is in."""
    return path.rpartition("/")[0]


def fresh(serial: int, topic: str) -> Page:
    """A lesson nobody has seen before."""
    number = Random(serial).randint(SHORTEST, LONGEST)
    lines = tuple(sentence(serial * LONGEST + line) for line in range(number))
    return Page(serial, topic.capitalize(), lines)


def classroom(slug: str, rule: str = "", size: int = 7) -> Classroom:
    """A course to begin with: three folders, up to seven lessons, some with ids."""
    names = (
        *("01-basics/01-bread.md", "01-basics/02-water.md", "01-basics/03-salt.md"),
        *("02-more/01-bread.md", "02-more/02-ovens.md", "03-deep/README.md", "03-deep/01-yeast.md"),
    )
    ids = {"01-basics/03-salt.md": "salt", "02-more/02-ovens.md": "ovens"}
    folders = {path: Folder(n) for n, path in enumerate(("01-basics", "02-more", "03-deep"), 1)}
    folders["02-more"] = Folder(2, "more")
    pages = {
        path: replace(fresh(serial, path.rpartition("-")[2][:-3]), id=ids.get(path))
        for serial, path in enumerate(names[:size], len(folders) + 1)
    }
    return Classroom(slug, rule, pages, folders, born=len(pages) + len(folders))
