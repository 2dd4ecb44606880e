"""What authors do to a course, right and wrong: the edits of a script, each with two numbers of its own.

Knows which lesson a file truly is after each edit; refuses to know what the compiler takes it for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import TypeAlias

from hypothesis import strategies as st

from tests.authoring.classroom import Classroom, Folder, folder_of
from tests.authoring.folders import BREAKS
from tests.authoring.writers import (
    add,
    any_topic,
    copy,
    edit,
    fork,
    merge,
    named,
    relocate,
    replaced,
    rework,
    rewrite,
    split,
    topic_of,
)

FOLDER_NAMES = ("basics", "more", "deep", "next", "later", "extra")
Edit: TypeAlias = Callable[[Classroom, int, int], Classroom]
Script: TypeAlias = list[tuple[Edit, int, int]]


# -- names and places ---------------------------------------------------------------------------


def rename(course: Classroom, a: int, b: int) -> Classroom:
    """Give a lesson another name in its folder."""
    old = course.pick(a)
    new = named(folder_of(old), b // 7, any_topic(b))
    return course if new in course.pages else course.carrying(old, new, keeps_lists=b % 7 > 0)


def renumber(course: Classroom, a: int, b: int) -> Classroom:
    """Give a lesson another number."""
    old = course.pick(a)
    new = named(folder_of(old), b, topic_of(old))
    return course if new in course.pages else course.carrying(old, new)


def move(course: Classroom, a: int, b: int) -> Classroom:
    """Move a lesson to another folder, under its own name."""
    old = course.pick(a)
    new = f"{course.pick_folder(b)}/{old.rpartition('/')[2]}"
    return course if new in course.pages else course.carrying(old, new, keeps_lists=b % 7 > 0)


def usurp(course: Classroom, a: int, b: int) -> Classroom:
    """Move a lesson to where another is, which is deleted."""
    return course.carrying(course.pick(a), course.pick(b))


def swap(course: Classroom, a: int, b: int) -> Classroom:
    """Let two lessons exchange their names."""
    one, other = course.pick(a), course.pick(b)
    pages = {one: course.pages[other], other: course.pages[one]}
    return replace(course, pages={**course.pages, **pages})


def rename_folder(course: Classroom, a: int, b: int) -> Classroom:
    """Give a folder another name or only another number, with everything in it."""
    old = course.pick_folder(a)
    name = FOLDER_NAMES[b // 12 % len(FOLDER_NAMES)] if b % 2 else old.rpartition("-")[2]
    new = f"{1 + b % 12:02}-{name}"
    if new in course.folders:
        return course

    def now(path: str) -> str:
        return new + path[len(old) :] if path == old or path.startswith(f"{old}/") else path

    content = tuple(map(now, course.content)) if course.content is not None else None
    return replace(
        course,
        pages={now(path): page for path, page in course.pages.items()},
        folders={now(path): one for path, one in course.folders.items()},
        content=content,
    )


def new_folder(course: Classroom, a: int, b: int) -> Classroom:
    """Begin a folder with a lesson that was elsewhere."""
    path = f"{1 + b % 12:02}-{FOLDER_NAMES[b // 12 % len(FOLDER_NAMES)]}"
    if path in course.folders:
        return course
    born = course.born + 1
    begun = replace(course, born=born).having_folder(path, Folder(born))
    old = course.pick(a)
    return begun.carrying(old, f"{path}/{old.rpartition('/')[2]}")


def reorder(course: Classroom, a: int, b: int) -> Classroom:
    """List the lessons of a folder, or the folders, in some order; or list them no more."""
    if b % 4 == 0:
        homes = sorted({folder_of(path) for path in course.pages} - {""})
        Random(b).shuffle(homes)
        return replace(course, content=tuple(homes) if a % 3 else None)
    path = course.pick_folder(a)
    names = [p.rpartition("/")[2] for p in sorted(course.pages) if folder_of(p) == path]
    Random(b).shuffle(names)
    listed = replace(course.folders[path], content=tuple(names) if b % 5 else None)
    return course.having_folder(path, listed)


# -- coming and going ---------------------------------------------------------------------------


def delete(course: Classroom, a: int, b: int) -> Classroom:
    """Delete a lesson."""
    path = course.pick(a)
    gone = course.losing(path)
    return gone.listing(path, None) if b % 7 else gone


def recreate(course: Classroom, a: int, b: int) -> Classroom:
    """Put back what was deleted, where it was or elsewhere."""
    if not course.lost:
        return course
    old, page = course.lost[a % len(course.lost)]
    is_home = b % 3 > 0 and folder_of(old) in course.folders
    path = old if is_home else named(course.pick_folder(b), b // 3, topic_of(old))
    if path in course.pages:
        return course
    lost = tuple(one for one in course.lost if one[1] is not page)
    return replace(course, lost=lost).having(path, replace(page, broken="")).listing(path, path)


def smash(course: Classroom, a: int, b: int) -> Classroom:
    """Break a lesson."""
    how = (*BREAKS, "conflict")[b % (len(BREAKS) + 1)]
    path = course.pick(a)
    return course.having(path, replace(course.pages[path], broken=how))


def smash_folder(course: Classroom, a: int, b: int) -> Classroom:
    """Break a folder's module.yaml."""
    path, how = course.pick_folder(a), ("syntax", "bad-field", "gone")[b % 3]
    one = replace(course.folders[path], broken=how)
    return course.having_folder(path, one)


def mend(course: Classroom, a: int, _: int) -> Classroom:
    """Mend a lesson."""
    smashed = [path for path in sorted(course.pages) if course.pages[path].broken]
    if not smashed:
        return course
    path = smashed[a % len(smashed)]
    return course.having(path, replace(course.pages[path], broken=""))


def mend_all(course: Classroom, _: int, __: int) -> Classroom:
    """Mend everything, lists included."""
    pages = {path: replace(page, broken="") for path, page in course.pages.items()}
    folders = {path: replace(one, broken="", content=None) for path, one in course.folders.items()}
    return replace(course, pages=pages, folders=folders, content=None)


# -- ids ------------------------------------------------------------------------------------------


def name(course: Classroom, a: int, b: int) -> Classroom:
    """Give a lesson an id, its own or, by mistake, one that another has or had."""
    path = course.pick(a)
    page = course.pages[path]
    own = f"{topic_of(path)}-{page.serial}"
    others = [one.id for _, one in (*sorted(course.pages.items()), *course.lost) if one.id]
    id_ = others[b % len(others)] if others and b % 6 == 0 else own
    return course.having(path, replace(page, id=id_))


def unname(course: Classroom, a: int, _: int) -> Classroom:
    """Take a lesson's id away."""
    path = course.pick(a)
    return course.having(path, replace(course.pages[path], id=None))


def name_folder(course: Classroom, a: int, b: int) -> Classroom:
    """Give a folder an id, or take it away."""
    path = course.pick_folder(a)
    one = course.folders[path]
    named = replace(one, id=f"folder-{one.serial}" if b % 3 else None)
    return course.having_folder(path, named)


EDITS: tuple[Edit, ...] = (
    *(*[rename] * 3, *[move] * 3, *[relocate] * 3, renumber, renumber, usurp, swap),
    *(*[rename_folder] * 3, new_folder, reorder, reorder, *[edit] * 4, rework, rework, rewrite),
    *(add, add, copy, copy, fork, fork, split, split, split, merge, merge, merge),
    *(delete, delete, replaced, recreate, recreate, name, name, unname, name_folder),
    *(*[smash] * 4, smash_folder, mend, mend, mend_all),
)
_numbers = st.integers(0, 5039)
scripts: st.SearchStrategy[list[Script]] = st.lists(
    st.lists(st.tuples(st.sampled_from(EDITS), _numbers, _numbers), min_size=1, max_size=6),
    min_size=1,
    max_size=4,
)
"""What is done between one sync and the next, several times."""


def edited(course: Classroom, script: Script) -> Classroom:
    """A course after a script of edits."""
    for act, a, b in script:
        course = act(course, a, b)
        course = course if course.pages else add(course, 0, 0)
    return course
