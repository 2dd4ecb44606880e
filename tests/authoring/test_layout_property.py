"""Whatever lists say and however a course is edited, every lesson of it stands somewhere, once."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.document import Kind
from tests import make
from tests.authoring.chance import often
from tests.authoring.scripts import START, Course, Script, edited, scripts
from tests.make import COURSE

_paths = st.sampled_from(
    ["a.md", "b.md", "d/README.md", "d/x.md", "d/e/y.md", "e/index.md", "_p.md", "e/README.md"]
)
_entries = st.recursive(
    st.sampled_from(["a", "a.md", "b", "d", "d/", "d/x", "e", "d/e", "../a", "x", "_p", "README"]),
    lambda inner: st.dictionaries(
        st.sampled_from(["d", "e", "a.md", "Part", "x"]),
        st.lists(inner, max_size=3),
        min_size=1,
        max_size=1,
    ),
    max_leaves=8,
)
_lists = st.none() | st.lists(_entries, max_size=5)


def written(entries: object) -> str:
    """A list as flow YAML, which is JSON."""
    return f"content: {json.dumps(entries)}\n" if entries is not None else ""


@often(150, torture=30_000)
@given(st.sets(_paths, min_size=1), _lists, _lists, _lists)
def test_every_lesson_stands_once_whatever_lists_say(
    paths: set[str], root: object, one: object, other: object
) -> None:
    files = {path: f"# {path}\n" for path in paths} | {"course.yaml": COURSE + written(root)}
    files |= {"d/module.yaml": written(one) or "title: D\n", "d/e/module.yaml": written(other)}

    course = make.compiled(make.bare(files)).course

    lessons = [node.path for node in course.of_kind(Kind.LESSON)]
    keys = [(node.kind, node.key) for node in course.contents]
    assert len(set(lessons)) == len(lessons)
    assert set(lessons) >= {path for path in paths if not path.startswith("_")}
    assert len(set(keys)) == len(keys)


def listed(course: Course) -> set[str]:
    """What course.yaml lists, under headings too: a README is a lesson only there."""
    found: set[str] = set()
    for one in course.content or ():
        found.update([one] if isinstance(one, str) else one[1])
    return found


@often(100, torture=10_000)
@given(scripts)
def test_every_sound_file_of_a_random_course_is_a_lesson(edits: list[Script]) -> None:
    course = START
    for script in edits:
        course = edited(course, script)
    there = {path for path, one in course.lessons.items() if one.broken != "gone"}
    sound = there - ({"README.md"} - listed(course))

    found = make.compiled(course.tree()).course.of_kind(Kind.LESSON)

    assert sorted(node.path for node in found) == sorted(sound)
