"""Random courses and random edits: what instructors do to a folder, right and wrong, in any order.

Knows how a course is written down and how it changes; refuses to know what the compiler makes of it.
Names and ids are few, so that they meet.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from hypothesis import strategies as st

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


# -- edits --------------------------------------------------------------------------------------

Edit: TypeAlias = Callable[[Course, int, int], Course]


def _pick(course: Course, number: int) -> str | None:
    """A lesson's path by number."""
    paths = sorted(course.lessons)
    return paths[number % len(paths)] if paths else None


def _place(number: int) -> str:
    """A path for a lesson by number."""
    folder, name = FOLDERS[number % len(FOLDERS)], NAMES[number // len(FOLDERS) % len(NAMES)]
    return f"{folder}/{name}" if folder else name


def _with(course: Course, path: str | None, change: Callable[[Lesson], Lesson]) -> Course:
    if path is None:
        return course
    return replace(course, lessons={**course.lessons, path: change(course.lessons[path])})


def add(course: Course, a: int, b: int) -> Course:
    """Add a lesson, in place of whatever is there."""
    return replace(course, lessons={**course.lessons, _place(a): Lesson(b)})


def edit(course: Course, a: int, b: int) -> Course:
    """Write something else."""
    return _with(course, _pick(course, a), lambda lesson: replace(lesson, words=b))


def delete(course: Course, a: int, _: int) -> Course:
    """Delete a lesson."""
    gone = _pick(course, a)
    return replace(course, lessons={p: one for p, one in course.lessons.items() if p != gone})


def move(course: Course, a: int, b: int) -> Course:
    """Rename or move a lesson, over another if one is there."""
    path = _pick(course, a)
    if path is None:
        return course
    lesson = course.lessons[path]
    return replace(
        delete(course, a, 0), lessons={**delete(course, a, 0).lessons, _place(b): lesson}
    )


def copy(course: Course, a: int, b: int) -> Course:
    """Copy a lesson, its id included."""
    path = _pick(course, a)
    return (
        course
        if path is None
        else replace(course, lessons={**course.lessons, _place(b): course.lessons[path]})
    )


def swap(course: Course, a: int, b: int) -> Course:
    """Let two lessons change places."""
    one, other = _pick(course, a), _pick(course, b)
    if one is None or other is None:
        return course
    swapped = {one: course.lessons[other], other: course.lessons[one]}
    return replace(course, lessons={**course.lessons, **swapped})


def renumber(course: Course, a: int, b: int) -> Course:
    """Give a folder another number, or another name, with everything in it."""
    folders = [folder for folder in FOLDERS if folder and "/" not in folder]
    old, new = folders[a % len(folders)], f"{b % 12:02}-{('basics', 'more', 'new')[b % 3]}"

    def renamed(path: str) -> str:
        return new + path[len(old) :] if path == old or path.startswith(old + "/") else path

    return replace(
        course,
        lessons={renamed(path): lesson for path, lesson in course.lessons.items()},
        modules={renamed(path): module for path, module in course.modules.items()},
    )


def name(course: Course, a: int, b: int) -> Course:
    """Give a lesson an id, or take it away."""
    ids = (None, *IDS)
    return _with(course, _pick(course, a), lambda lesson: replace(lesson, id=ids[b % len(ids)]))


def smash(course: Course, a: int, b: int) -> Course:
    """Break a lesson."""
    how = BREAKS[b % len(BREAKS)]
    return _with(course, _pick(course, a), lambda lesson: replace(lesson, broken=how))


def mend(course: Course, a: int, _: int) -> Course:
    """Mend a lesson."""
    return _with(course, _pick(course, a), lambda lesson: replace(lesson, broken=""))


def mend_all(course: Course, _: int, __: int) -> Course:
    """Mend everything."""
    return course.mended()


def order(course: Course, a: int, b: int) -> Course:
    """Order lessons by a list in course.yaml, under headings too; some entries name nothing."""
    paths = [*sorted(course.lessons)[a % 3 :: 1 + b % 2], *FOLDERS[1 + a % 3 : 3]]
    paths = paths[b % 5 :] + paths[: b % 5] + (["gone.md"] if a % 4 == 0 else [])
    listed: list[str | tuple[str, tuple[str, ...]]] = [*paths]
    if a % 2 and paths:
        half = len(paths) // 2
        headings = ("Part one", "Part two")[: 1 + b % 2]
        listed = [*paths[:half], *((heading, tuple(paths[half:])) for heading in headings)]
    return replace(course, content=tuple(listed))


def unorder(course: Course, _: int, __: int) -> Course:
    """Take course.yaml's list away."""
    return replace(course, content=None)


def module(course: Course, a: int, b: int) -> Course:
    """Give a folder a module.yaml, or break it, or take it away."""
    folder = FOLDERS[1 + a % (len(FOLDERS) - 1)]
    if b % 7 == 6:
        return replace(course, modules={p: m for p, m in course.modules.items() if p != folder})
    below = [path[len(folder) + 1 :] for path in course.lessons if path.startswith(folder + "/")]
    content = tuple(sorted(below, reverse=True)[b % 3 :]) if b % 2 else None
    broken = ("", "", "syntax", "bad-field", "gone")[b % 5]
    made = Module((None, *IDS)[b % (len(IDS) + 1)], b % 3, content, broken)
    return replace(course, modules={**course.modules, folder: made})


def picture(course: Course, a: int, b: int) -> Course:
    """Draw an image, and show it in a lesson."""
    image = IMAGES[b % len(IMAGES)]
    drawn = replace(course, images={**course.images, image: b % 4})
    return _with(drawn, _pick(course, a), lambda lesson: replace(lesson, images=(image,)))


def unpicture(course: Course, a: int, b: int) -> Course:
    """Show no image in a lesson any more, or delete its file."""
    if b % 2:
        gone = IMAGES[b % len(IMAGES)]
        return replace(course, images={p: v for p, v in course.images.items() if p != gone})
    return _with(course, _pick(course, a), lambda lesson: replace(lesson, images=()))


def root(course: Course, a: int, b: int) -> Course:
    """Change course.yaml, for better or worse."""
    return replace(course, title=a % 3, broken=("", "bad-field", "bad-list")[b % 3])


EDITS: tuple[Edit, ...] = (
    *(add, add, edit, delete, move, move, copy, swap, renumber, name, name, smash, smash, mend),
    *(mend_all, order, unorder, module, picture, unpicture, root),
)
START = Course(
    {
        "01-basics/01-intro.md": Lesson(1, "a"),
        "01-basics/02-loops.md": Lesson(2, images=("one.png",)),
        "02-more/01-intro.md": Lesson(3),
        "02-more/3-loops.md": Lesson(4),
        "02-more/01-sub/intro.md": Lesson(5, "b"),
    },
    {"02-more": Module("c")},
    {"one.png": 1},
)

_numbers = st.integers(0, 7 * 12 * 5)
Script: TypeAlias = list[tuple[Edit, int, int]]
scripts: st.SearchStrategy[list[Script]] = st.lists(
    st.lists(st.tuples(st.sampled_from(EDITS), _numbers, _numbers), min_size=1, max_size=6),
    min_size=1,
    max_size=5,
)
"""Several scripts; the course is applied after each of them."""


def edited(course: Course, script: Script) -> Course:
    """A course after a script of edits."""
    for act, a, b in script:
        course = act(course, a, b)
    return course if course.lessons else add(course, 0, 0)
