"""Who is who although something cannot be read: only what no mending can change."""

from __future__ import annotations

import pytest

from tests import make
from tests.authoring.planned import FILES, IMAGE, INTRO, LOOPS, front, planned, row
from tests.make import COURSE


def test_a_hidden_lesson_is_not_taken_for_one_of_its_name() -> None:
    found = planned({FILES: None, "02-more/05-files.md": "# Other files\n"}, unreadable=(FILES,))

    assert found.done == []
    assert {f"archive {FILES}", "create 02-more/05-files.md"} <= set(found.withheld)


def test_a_lesson_that_only_a_list_names_is_not_taken_for_one_of_its_name() -> None:
    listed = {"course.yaml": COURSE + f"content: [01-basics, {FILES}, 02-more]\n"}

    found = planned({**listed, FILES: None, "02-more/05-files.md": make.FILES[FILES]})

    assert not any("files.md" in one for one in found.done)
    assert {f"archive {FILES}", "create 02-more/05-files.md"} <= set(found.withheld)


def test_an_id_is_not_taken_from_a_file_that_cannot_be_read() -> None:
    named = front("title: A\nid: a\n")
    before = make.course({INTRO: named})

    found = planned({INTRO: None, FILES: named}, before, unreadable=(INTRO,))

    assert found.done == []
    assert found.row(FILES) == row(before, FILES)
    assert {f"archive {INTRO}", f"update {FILES}"} <= set(found.withheld)


def test_a_lesson_that_lost_its_id_waits_for_a_broken_file_that_may_have_it() -> None:
    before = make.course({FILES: front("title: A\nid: a\n")})

    found = planned({FILES: "# Another lesson\n", "x.md": "---\n"}, before)

    assert found.done == []
    assert f"update {FILES}" in found.withheld


def test_a_lesson_with_an_id_of_its_own_need_not_wait_for_a_broken_file() -> None:
    before = make.course({FILES: front("title: A\nid: a\n")})
    new = front("title: B\nid: b\n")

    found = planned({FILES: None, "01-basics/03-new.md": new, "x.md": "---\n"}, before)

    assert [one.split()[:2] for one in found.done] == [["create", "01-basics/03-new.md"]]


def test_what_is_in_a_module_that_may_have_another_name_stays() -> None:
    module = {"02-more/module.yaml": "id: m\ntitle: More\n"}
    renamed = {"02-more/module.yaml": None, FILES: None, "03-disks/module.yaml": "title: [\n"}

    found = planned({**renamed, "03-disks/01-files.md": make.FILES[FILES]}, make.course(module))

    assert found.done == []
    assert {"archive 02-more", f"archive {FILES}"} <= set(found.withheld)


@pytest.mark.parametrize(
    "damaged",
    ["\n---\nid: a\n---\n# A\n", "---\nId: a\n---\n# A\n", "---\nuid: a\n---\n# A\n"],
    ids=["misplaced", "misspelt", "alike"],
)
def test_a_lesson_is_not_given_away_while_its_id_stands_where_none_counts(damaged: str) -> None:
    before = make.course({FILES: front("title: A\nid: a\n")})

    found = planned({FILES: "# Another\n\nQuite another lesson.\n", "x.md": damaged}, before)

    assert f"update {FILES}" in found.withheld
    assert not any(FILES in one for one in found.done)


def test_a_conflict_in_a_text_may_be_any_lesson() -> None:
    lines = [f"Line {number} of this lesson.\n" for number in range(10)]
    before = make.course({FILES: "".join(lines)})
    sides = [
        "<<<<<<< HEAD\n",
        *lines[3:],
        "=======\n",
        *(x.upper() for x in lines[3:]),
        ">>>>>>> b\n",
    ]

    found = planned({FILES: None, "02-more/z.md": "".join([*lines[:3], *sides])}, before)

    assert found.done == []
    assert {f"archive {FILES}", "create 02-more/z.md"} <= set(found.withheld)


def test_no_lesson_is_archived_while_texts_cannot_be_compared() -> None:
    text = "".join(f"Line {number} of this lesson.\n" for number in range(10))
    before = make.course({FILES: front("title: A\nid: a\n", text)})
    broken = "---\nid: b\ntitle: 'B\n---\n"

    found = planned({FILES: None, "x.md": front("title: A\n", text), "y.md": broken}, before)

    assert found.done == []
    assert {f"archive {FILES}", "create x.md", "create y.md"} <= set(found.withheld)


def test_a_broken_file_with_an_id_that_its_path_never_had_may_be_any_lesson() -> None:
    before = make.course({FILES: front("title: A\nid: a\n")})

    found = planned({FILES: "---\nid: b\ntitle: 'B\n---\n", INTRO: None}, before)

    assert f"archive {INTRO}" in found.withheld


def test_a_name_says_nothing_while_a_hidden_lesson_may_have_it() -> None:
    named = {"02-more/module.yaml": "id: m\n"}
    moved = {FILES: None, "02-more/module.yaml": None, "03-disks/module.yaml": "id: m\n"}

    found = planned(
        {**moved, "03-disks/files.mdx": make.FILES[FILES]},
        make.course(named),
        unreadable=("03-disks/01-files.md",),
    )

    assert f"archive {FILES}" in found.withheld
    assert "create 03-disks/files.mdx" in found.withheld


def test_a_lesson_waits_for_its_module_to_be_told() -> None:
    more, basics = "02-more/module.yaml", "03-basics/module.yaml"
    before = make.course({more: "id: m\n"})
    moved = {more: "title: [\n", basics: "id: m\n", LOOPS: None, FILES: None, IMAGE: None}

    found = planned({**moved, "03-basics/02-loops.md": "# Files\n\nRead and write.\n"}, before)

    assert found.done == []
    assert {f"archive {LOOPS}", "create 03-basics/02-loops.md"} <= set(found.withheld)
