"""Random edits of a course: what instructors do to a folder, right and wrong, in any order.

Knows how a course changes; refuses to know what the compiler makes of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from hypothesis import strategies as st

from tests.authoring.folders import BREAKS, FOLDERS, IDS, IMAGES, NAMES, Course, Lesson, Module

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
