"""Where modules and lessons stand: by convention, by lists, and when both say something else."""

from __future__ import annotations

from itertools import pairwise

import pytest

from academy_cli.authoring.document import Kind
from academy_cli.authoring.layout import DEEPEST
from tests import make
from tests.make import COURSE


def outline(*paths: str, content: str = "", **texts: str) -> list[str]:
    """The course's tree as indented paths; every path is a lesson."""
    listed = {"course.yaml": COURSE + content} | {path: f"# {path}\n" for path in paths} | texts
    return tree_of(listed)


def tree_of(files: dict[str, str]) -> list[str]:
    document = make.compiled(make.bare(files)).course
    depths = {"": -1}
    lines = []
    for node in document.contents:
        depth = depths[node.parent] + 1
        depths |= {node.key: depth} if node.kind is Kind.MODULE else {}
        lines.append("  " * depth + node.path)
    return lines


def codes(*paths: str, content: str = "") -> list[str]:
    files = {"course.yaml": COURSE + content} | {path: f"# {path}\n" for path in paths}
    return make.compiled(make.bare(files)).codes


# -- by convention -------------------------------------------------------------------------------


def test_folders_are_modules_and_numbers_are_their_order() -> None:
    assert outline(
        "10-end/a.md", "2-loops/10-x.md", "2-loops/9-y.md", "2a-more/z.md", "about.md"
    ) == [
        *("2-loops", "  2-loops/9-y.md", "  2-loops/10-x.md"),
        *("2a-more", "  2a-more/z.md"),
        *("10-end", "  10-end/a.md"),
        "about.md",
    ]


def test_modules_nest_and_folders_without_lessons_are_none() -> None:
    assert outline("a/b/c/d.md", **{"a/images/x.png": "x", "empty/notes.txt": "x"}) == [
        *("a", "  a/b", "    a/b/c", "      a/b/c/d.md"),
    ]


def test_a_module_file_makes_a_module_of_an_empty_folder() -> None:
    assert outline("x.md", **{"later/module.yaml": "title: Later\n"}) == ["later", "x.md"]


@pytest.mark.parametrize("front", ["README.md", "index.md", "Index.mdx"])
def test_a_folder_whose_only_text_is_its_front_page_is_one_lesson(front: str) -> None:
    assert outline(f"01-intro/{front}", "02-more/x.md", **{"01-intro/images/a.png": "x"}) == [
        *(f"01-intro/{front}", "02-more", "  02-more/x.md"),
    ]


def test_beside_others_a_front_page_is_the_first_lesson() -> None:
    assert outline("a/01-x.md", "a/README.md", "b/README.md", "b/c/d.md") == [
        *("a", "  a/README.md", "  a/01-x.md"),
        *("b", "  b/README.md", "  b/c", "    b/c/d.md"),
    ]


def test_a_front_page_beside_a_module_file_is_a_lesson_of_a_module() -> None:
    files = {"a/README.md": "# A\n", "a/module.yaml": "title: A\n"}

    assert tree_of(files) == ["a", "  a/README.md"]


def test_paperwork_and_private_names_are_left_out() -> None:
    assert outline(
        *("README.md", "LICENSE.md", "CONTRIBUTING.md", "_draft.md", ".hidden.md", "x.md"),
        *("translations/de/x.md", "node_modules/x.md", "_private/x.md", ".github/x.md"),
    ) == ["x.md"]


def test_what_is_private_counts_when_it_is_listed() -> None:
    content = "content:\n  - README.md\n  - _draft.md\n  - _private\n"

    assert outline("README.md", "_draft.md", "_private/x.md", "x.md", content=content) == [
        *("README.md", "_draft.md", "_private", "  _private/x.md", "x.md"),
    ]


def test_a_folder_with_a_course_of_its_own_is_not_part_of_this_one() -> None:
    other = {"other/course.yaml": COURSE, "other/a/b.md": "# B\n", "other/a/module.yaml": "x: [\n"}

    assert outline("x.md", **other) == ["x.md"]
    assert make.compiled(make.bare({"x.md": "# X\n", **other})).codes == ["course.nested"]


def test_ignored_files_and_folders_are_left_out() -> None:
    content = "ignore: ['*.draft.md', old, 'a/notes/**']\n"

    assert outline(
        "a/x.md", "a/y.draft.md", "a/old/z.md", "a/notes/n.md", "old/z.md", content=content
    ) == ["a", "  a/x.md"]


# -- by lists ------------------------------------------------------------------------------------


def test_a_list_is_the_order_and_the_suffix_may_be_left_out() -> None:
    content = "content:\n  - b\n  - a/\n  - c.md\n"

    assert outline("a/x.md", "b.md", "c.md", content=content) == ["b.md", "a", "  a/x.md", "c.md"]


def test_what_a_list_leaves_out_comes_last_and_is_found() -> None:
    content = "content:\n  - b.md\n"

    assert outline("a.md", "b.md", "c/x.md", content=content) == [
        *("b.md", "a.md", "c", "  c/x.md"),
    ]
    assert codes("a.md", "b.md", "c/x.md", content=content) == ["content.unlisted"] * 2


def test_a_folder_can_have_its_order_in_course_yaml() -> None:
    content = "content:\n  - a:\n      - y\n      - sub:\n          - z\n      - x\n"

    assert outline("a/x.md", "a/y.md", "a/sub/z.md", content=content) == [
        *("a", "  a/y.md", "  a/sub", "    a/sub/z.md", "  a/x.md"),
    ]


def test_a_module_file_orders_its_own_folder() -> None:
    files = {"a/x.md": "# X\n", "a/y.md": "# Y\n", "a/module.yaml": "content: [y, x]\n"}

    assert tree_of(files) == ["a", "  a/y.md", "  a/x.md"]


def test_a_list_in_course_yaml_overrules_the_module_file() -> None:
    files = {
        "course.yaml": COURSE + "content:\n  - a: [z]\n",
        "a/module.yaml": "content: [y, x]\n",
        **{f"a/{name}.md": f"# {name}\n" for name in "xyz"},
    }

    assert tree_of(files) == ["a", "  a/z.md", "  a/x.md", "  a/y.md"]


def test_a_heading_is_a_module_without_a_folder() -> None:
    content = "content:\n  - Part One:\n      - a/x\n      - b\n  - 'Part: two': [c]\n"

    assert outline("a/x.md", "b.md", "c.md", content=content) == [
        *(":part-one", "  a/x.md", "  b.md"),
        *(":part-two", "  c.md"),
    ]


def test_headings_of_one_name_are_modules_of_their_own() -> None:
    content = "content:\n  - One:\n      - Do: [a]\n  - Two:\n      - Do: [b]\n  - Two: [c]\n"

    assert outline("a.md", "b.md", "c.md", content=content) == [
        *(":one", "  :one/:do", "    a.md"),
        *(":two", "  :two/:do", "    b.md"),
        *(":two-4", "  c.md"),
    ]
    assert codes("a.md", "b.md", "c.md", content=content) == []


def test_a_heading_may_be_called_what_another_would_be_numbered() -> None:
    content = "content:\n- h: [a.md]\n- h 2: [b.md]\n- h: [c.md]\n"

    assert outline("a.md", "b.md", "c.md", content=content) == [
        *(":h", "  a.md"),
        *(":h-2", "  b.md"),
        *(":h-3", "  c.md"),
    ]


def test_a_heading_without_a_lesson_is_found_where_it_is_written() -> None:
    files = {"course.yaml": COURSE + "content:\n  - a\n  - Later: []\n", "a.md": "# A\n"}

    found = make.compiled(make.bare(files)).problems

    assert [(one.code, one.place, one.value) for one in found] == [
        ("module.empty", "course.yaml:5:5", "Later")
    ]


def test_a_lesson_can_be_lifted_out_of_its_folder() -> None:
    content = "content:\n  - a/x\n  - a\n"

    assert outline("a/x.md", "a/y.md", content=content) == ["a/x.md", "a", "  a/y.md"]
    assert codes("a/x.md", "a/y.md", content=content) == []


def test_a_folder_is_gone_when_everything_in_it_was_lifted_out() -> None:
    content = "content:\n  - a/x\n  - a/README\n"

    assert outline("a/x.md", "a/README.md", content=content) == ["a/x.md", "a/README.md"]
    assert codes("a/x.md", "a/README.md", content=content) == []


@pytest.mark.parametrize(
    "content",
    [
        "content:\n  - One: [a]\n  - Two: [a]\n",
        "content: [a, a.md, ./a]\n",
        "content:\n  - d: [x]\n  - d\n  - a\n",
        "content:\n  - d/README\n  - d\n  - a\n",
    ],
)
def test_what_is_listed_twice_stands_once(content: str) -> None:
    places = [line.strip() for line in outline("a.md", "d/x.md", content=content)]

    assert sorted(path for path in places if path.endswith(".md")) == ["a.md", "d/x.md"]


def test_lists_that_name_each_other_lose_nothing() -> None:
    files = {
        "a/module.yaml": "content: [x, ../b]\n",
        "b/module.yaml": "content: [../a, y]\n",
        "a/x.md": "# X\n",
        "b/y.md": "# Y\n",
    }

    assert tree_of(files) == ["a", "  a/x.md", "  b", "    b/y.md"]


def test_a_list_that_nobody_uses_takes_nothing_away() -> None:
    files = {"_old/module.yaml": "content: [../a, b]\n", "a.md": "# A\n", "_old/b.md": "# B\n"}

    assert tree_of(files) == ["a.md"]


def test_a_file_with_a_list_of_its_own_keeps_what_is_in_it() -> None:
    content = "content:\n  - a.md: [b, c]\n"

    assert outline("a.md", "b.md", "c.md", content=content) == ["a.md", "b.md", "c.md"]


def test_an_entry_that_leaves_the_course_is_missing() -> None:
    assert codes("a.md", content="content: [a, ../b.md]\n") == ["content.missing-file"]


def test_nothing_in_a_module_that_is_too_deep_is_gone() -> None:
    names = [f"m{number}" for number in range(DEEPEST + 50)]
    lists = {f"{name}/module.yaml": f"content: [../{after}]\n" for name, after in pairwise(names)}
    lessons = {f"{name}/a.md": "# A\n" for name in names}

    found = make.compiled(make.bare({**lists, **lessons}))

    placed = {node.path for node in found.course.contents}
    assert all(path in placed or found.doubts.covers(path) for path in lessons)


def test_headings_and_folders_are_deep_together() -> None:
    heading = "content:\n- h:\n  - a\n"
    folders = ["/".join("a" * deep) for deep in range(1, DEEPEST)]
    lists = {f"{folder}/module.yaml": heading for folder in folders[:-1]}
    lesson = {f"{folders[-1]}/x.md": "# X\n", "x.md": "# X\n"}

    found = make.compiled(make.bare({"course.yaml": COURSE + heading, **lists, **lesson}))

    assert "content.too-deep" in found.codes
    assert found.doubts.covers(f"{folders[-1]}/x.md")


def test_a_missing_entry_names_the_nearest() -> None:
    files = {"course.yaml": COURSE + "content: [Intro.md]\n", "intro.md": "# Intro\n"}

    found = make.compiled(make.bare(files)).problems

    assert [one.hint for one in found if one.code == "content.missing-file"] == [
        "Did you mean `intro.md`?"
    ]
