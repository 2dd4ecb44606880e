"""Courses as folders of files, right and wrong, in memory and on disk.

Knows how a course is written down; refuses to know what the compiler makes of it. Names and ids are few, so
that they meet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from academy_cli.authoring.codes import problem
from academy_cli.authoring.tree import MemoryTree

FOLDERS = ("", "01-basics", "02-more", "3-basics", "01-basics/sub", "02-more/01-sub", "deep/er")
NAMES = (
    *(
        "01-intro.md",
        "02-loops.md",
        "3-loops.md",
        "intro.md",
        "README.md",
        "index.mdx",
        "10-end.md",
    ),
    *("loops.mdx", "loops/README.md", "Intro.md", "2-é.md", "1-intro/index.md"),
)
IDS = ("a", "b", "c", "intro", "loops", "intro.md")
IMAGES = ("one.png", "two.png", "deep/three.png")
BREAKS = ("unclosed", "syntax", "utf8", "nul", "bad-id", "bad-field", "gone")
"""Ways to break a file; ``gone`` makes it a symbolic link that leads nowhere."""


@dataclass(frozen=True)
class Lesson:
    """A lesson file: what it says, with lines of its own in front matter, and how it is broken."""

    words: int = 0
    id: str | None = None
    images: tuple[str, ...] = ()
    broken: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """A module.yaml."""

    id: str | None = None
    title: int = 0
    content: tuple[str, ...] | None = None
    broken: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True)
class Course:
    """A folder: lessons and module files by path, images by path with their bytes, and course.yaml."""

    lessons: Mapping[str, Lesson]
    modules: Mapping[str, Module]
    images: Mapping[str, int]
    content: tuple[str | tuple[str, tuple[str, ...]], ...] | None = None
    title: int = 0
    broken: str = ""
    slug: str = "chance"
    says: tuple[str, ...] = ()

    def mended(self) -> Course:
        """The same course with every broken file mended."""
        return replace(
            self,
            lessons={path: replace(one, broken="") for path, one in self.lessons.items()},
            modules={path: replace(one, broken="") for path, one in self.modules.items()},
            broken="",
        )

    def tree(self) -> MemoryTree:
        """The course in memory."""
        files, links = self._files()
        problems = tuple(problem("source.symlink", path, value=path) for path in links)
        return MemoryTree(files, frozenset(links), problems)

    def write(self, folder: Path) -> None:
        """Make a folder on disk exactly this course."""
        lay_out(folder, *self._files())

    def _files(self) -> tuple[dict[str, bytes], list[str]]:
        files = {path: b"image %d" % version for path, version in self.images.items()}
        files |= {path: _lesson(path, lesson) for path, lesson in self.lessons.items()}
        files |= {f"{path}/module.yaml": _module(module) for path, module in self.modules.items()}
        files["course.yaml"] = _course(self)
        broken = {path for path, one in self.lessons.items() if one.broken == "gone"}
        broken |= {
            f"{path}/module.yaml" for path, one in self.modules.items() if one.broken == "gone"
        }
        return {path: data for path, data in files.items() if path not in broken}, sorted(broken)


def lay_out(folder: Path, files: Mapping[str, bytes], links: Sequence[str]) -> None:
    """Make a folder hold exactly these files, and links that lead nowhere."""
    kept = {folder / path for path in (*files, *links)}
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_symlink() or (path.is_file() and path not in kept):
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_bytes() != data:
            path.write_bytes(data)
    for name in links:
        (folder / name).unlink(missing_ok=True)
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to("nowhere")


def _lesson(path: str, lesson: Lesson) -> bytes:
    front = [f"title: Lesson {lesson.words % 5}"] if lesson.words % 3 else []
    front += [f"id: {lesson.id}"] if lesson.id is not None else []
    front += lesson.says
    up = "../" * path.count("/")
    body = f"Text {lesson.words}\n" + "".join(f"![x]({up}{image})\n" for image in lesson.images)
    text = "---\n" + "\n".join(front) + f"\n---\n{body}" if front else body
    if lesson.broken in ("unclosed", "syntax", "bad-field", "bad-id") and not front:
        text = f"---\n---\n{body}"
    return broken(text, lesson.broken)


def _module(module: Module) -> bytes:
    text = f"title: Module {module.title}\n"
    text += f"id: {module.id}\n" if module.id is not None else ""
    text += "".join(f"{line}\n" for line in module.says)
    if module.content is not None:
        text += "content:" + _listed(module.content, 1)
    return broken(text, module.broken) if module.broken != "unclosed" else text.encode()


def _course(course: Course) -> bytes:
    text = f"id: {course.slug}\ntitle: Chance {course.title}\n"
    text += "".join(f"{line}\n" for line in course.says)
    if course.content is not None:
        text += "content:" + _listed(course.content, 1)
    if course.broken == "bad-field":
        text += "level: wizard\n"
    elif course.broken == "bad-list" and course.content:
        text += "  - [a, b]\n"
    return text.encode()


def _listed(entries: Sequence[str | tuple[str, tuple[str, ...]]], depth: int) -> str:
    if not entries:
        return " []\n"
    lines = "\n"
    for entry in entries:
        if isinstance(entry, str):
            lines += f"{'  ' * depth}- {entry}\n"
        else:
            lines += f"{'  ' * depth}- {entry[0]}:{_listed(entry[1], depth + 1)}"
    return lines


def broken(text: str, how: str) -> bytes:
    """A file's bytes, broken; what can be salvaged of its id is still in it."""
    match how:
        case "unclosed":
            return text.replace("\n---\n", "\n", 1).encode()
        case "syntax" | "bad-field" | "bad-id":
            line = {"syntax": "x: [", "bad-field": "release_at: soon", "bad-id": "id: no good"}[how]
            begin = text.index("\n") + 1
            return f"{text[:begin]}{line}\n{text[begin:]}".encode()
        case "utf8":
            return text.encode() + b"\xff"
        case "nul":
            return text.encode() + b"\0"
        case _:
            return text.encode()
