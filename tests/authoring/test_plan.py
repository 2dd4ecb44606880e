"""What a changed folder does to a course: who is who, what moves, and what nobody may touch."""

from __future__ import annotations

import pytest

from academy_cli.authoring.changes import Action, Change
from academy_cli.authoring.compare import compare
from academy_cli.authoring.document import Applied, Kind
from academy_cli.authoring.doubts import Doubts
from tests import make
from tests.make import COURSE, Changes

INTRO, LOOPS, FILES = "01-basics/01-intro.md", "01-basics/02-loops.md", "02-more/01-files.md"
IMAGE = "01-basics/images/loop.png"


def front(lines: str, text: str = "Text") -> str:
    return f"---\n{lines}---\n{text}\n"


class Planned:
    """What is found to do after some files changed."""

    def __init__(self, changes: Changes, before: Applied, unreadable: tuple[str, ...] = ()) -> None:
        wanted = make.compiled(make.tree(changes, unreadable=unreadable))
        self.before = before
        self.comparison = compare(wanted.course, before, wanted.doubts, make.TEXTS)

    @property
    def done(self) -> list[str]:
        """Each change as action, path and what changed, the source's digest left out."""
        return [
            " ".join(
                [change.action.word, change.path, *sorted(change.differences.keys() - {"source"})]
            )
            for change in self.comparison.changes
            if change.kind is not Kind.COURSE
        ]

    @property
    def withheld(self) -> list[str]:
        """Each withheld change as action and path."""
        return [f"{held.action.word} {held.path}" for held in self.comparison.withheld]

    def row(self, path: str) -> int:
        """The row of what stands at a path afterwards."""
        return next(n.row for n in make.nodes(self.comparison.result) if n.path == path)

    def change(self, path: str) -> Change:
        """The change of what is at a path afterwards."""
        return next(change for change in self.comparison.changes if change.path == path)


def planned(
    changes: Changes, before: Applied | None = None, *, unreadable: tuple[str, ...] = ()
) -> Planned:
    """Compare the valid course with some files changed to what it was before."""
    return Planned(changes, before or make.course(), unreadable)


def row(applied: Applied, path: str) -> int:
    known = [*(make.nodes(applied.document) if applied.document else ()), *applied.archived]
    return next(node.row for node in known if node.path == path)


# -- one thing happens ---------------------------------------------------------------------------


def test_an_unchanged_folder_needs_nothing() -> None:
    assert planned({}).done == []


def test_a_new_course_is_created_with_everything_in_it() -> None:
    made = planned({}, Applied())

    assert [one.split()[:2] for one in made.done] == [
        ["create", "01-basics"],
        ["create", INTRO],
        ["create", LOOPS],
        ["create", "02-more"],
        ["create", FILES],
        ["create", IMAGE],
    ]
    assert made.comparison.changes[0].kind is Kind.COURSE


def test_an_edited_lesson_is_updated() -> None:
    assert planned({FILES: "# Files\n\nRead.\n"}).done == [f"update {FILES} text"]
    assert planned({FILES: front("title: Data\n")}).done == [f"update {FILES} text title"]


def test_a_change_that_only_the_file_shows_is_a_change_of_source() -> None:
    before = make.course({FILES: front("title: Files\nminutes: 3\n")})

    found = planned({FILES: front("minutes: 3\ntitle: Files\n")}, before)

    assert found.done == [f"update {FILES}"]
    assert found.change(FILES).differences.keys() == {"source"}


def test_a_lesson_put_between_others_moves_nothing() -> None:
    found = planned({"01-basics/01a-more.md": "# More\n"})

    assert [one.split()[:2] for one in found.done] == [["create", "01-basics/01a-more.md"]]


def test_a_lesson_that_is_gone_is_archived_with_what_only_it_showed() -> None:
    found = planned({LOOPS: None, INTRO: "# Introduction\n"})

    assert found.done == [
        f"update {INTRO} text",
        f"archive {LOOPS}",
        f"archive {IMAGE}",
    ]


def test_a_module_that_is_gone_is_archived_with_its_lessons() -> None:
    assert planned({FILES: None}).done == ["archive 02-more", f"archive {FILES}"]


def test_a_changed_image_is_updated() -> None:
    assert planned({IMAGE: "larger than it was"}).done == [f"update {IMAGE} size"]
    assert planned({IMAGE: "a pictura"}).change(IMAGE).differences.keys() == {"source"}


def test_front_matter_that_sounds_like_a_place_is_no_move() -> None:
    before = make.course({FILES: front("title: A\nparent: x\nposition: 1\npath: p\nkey: k\n")})

    found = planned({FILES: front("title: A\nparent: y\nposition: 2\npath: q\nkey: l\n")}, before)

    assert found.done == [
        f"update {FILES} fields.key fields.parent fields.path fields.position",
    ]


# -- renames and moves ---------------------------------------------------------------------------


def test_a_renumbered_lesson_is_renamed() -> None:
    found = planned({FILES: None, "02-more/07-files.md": make.FILES[FILES]})

    assert found.done == ["rename 02-more/07-files.md path"]


def test_a_lesson_that_changes_places_is_the_only_one_that_moves() -> None:
    names = {
        f"02-more/0{number}-{word}.md": f"# {word}\n" for number, word in enumerate("abcdef", 2)
    }
    before = make.course(names)

    found = planned({**names, "02-more/02-a.md": None, "02-more/08-a.md": "# a\n"}, before)

    assert found.done == ["move 02-more/08-a.md path position"]


def test_lessons_in_reverse_move_all_but_one() -> None:
    lists = {f"02-more/{word}.md": f"# {word}\n" for word in "abcde"}
    before = make.course({**lists, "02-more/module.yaml": "content: [a, b, c, d, e, 01-files]\n"})

    found = planned(
        {**lists, "02-more/module.yaml": "content: [e, d, c, b, a, 01-files]\n"}, before
    )

    assert len([one for one in found.done if one.startswith("move")]) == 4


def test_a_renumbered_module_is_one_rename_that_its_lessons_follow() -> None:
    found = planned({FILES: None, "05-more/01-files.md": make.FILES[FILES]})

    assert found.done == ["rename 05-more path", "rename 05-more/01-files.md path"]
    assert found.change("05-more/01-files.md").follows == "more"
    assert found.change("05-more").follows == ""


def test_a_lesson_that_changes_as_well_does_not_only_follow() -> None:
    found = planned({FILES: None, "05-more/01-files.md": "# Files\n\nRead.\n"})

    assert found.change("05-more/01-files.md").follows == ""


def test_a_renamed_module_with_an_id_keeps_its_lessons() -> None:
    module = {"02-more/module.yaml": "id: more\n"}
    before = make.course(module)
    renamed = {
        "02-more/module.yaml": None,
        FILES: None,
        "03-data/module.yaml": "id: more\n",
        "03-data/01-files.md": make.FILES[FILES],
    }

    found = planned(renamed, before)

    assert found.row("03-data/01-files.md") == row(before, FILES)
    assert [one.split()[0] for one in found.done] == ["rename", "rename"]


def test_a_front_page_that_was_rewritten_stays_in_its_renamed_module() -> None:
    module, front_page = "id: more\n", "# Before\n\nAll of this.\n"
    before = make.course({"02-more/module.yaml": module, "02-more/README.md": front_page})
    gone = dict.fromkeys(("02-more/module.yaml", "02-more/README.md", FILES))

    found = planned(
        {
            **gone,
            "03-data/module.yaml": module,
            "03-data/README.md": "# After\n\nNone of it.\n",
            "03-data/01-files.md": make.FILES[FILES],
        },
        before,
    )

    assert found.row("03-data/README.md") == row(before, "02-more/README.md")


def test_lessons_that_differ_by_their_numbers_keep_them_in_a_renumbered_module() -> None:
    old = {"02-more/1-task.md": "# One\n", "02-more/2-task.md": "# Two\n"}
    new = {"05-more/1-task.md": "# Uno\n", "05-more/2-task.md": "# Due\n"}
    before = make.course({FILES: None, **old})

    found = planned({FILES: None, **new}, before)

    assert [found.row(path) for path in new] == [row(before, path) for path in old]


def test_a_lesson_with_an_id_moves_with_all_it_has() -> None:
    text = front("title: Files\nid: files\n")
    before = make.course({FILES: text})

    found = planned({FILES: None, "01-basics/09-disks.md": text}, before)

    assert found.done == ["move 01-basics/09-disks.md parent path", "archive 02-more"]
    assert found.row("01-basics/09-disks.md") == row(before, FILES)


def test_a_lesson_lifted_to_the_top_by_a_list_moves() -> None:
    found = planned({"course.yaml": COURSE + f"content: [{INTRO}, 01-basics, 02-more]\n"})

    assert found.done == [f"move {INTRO} parent"]


def test_a_lesson_in_a_new_module_is_not_taken_for_one_at_the_top() -> None:
    before = make.course({"notes.md": "# Notes\n"})

    found = planned({"03-extra/notes.md": "# Other notes\n"}, before)

    assert found.row("03-extra/notes.md") == 0
    assert "archive notes.md" in found.done


def test_two_modules_of_one_name_do_not_share_one_past() -> None:
    before = make.course()

    found = planned({FILES: None, "03-more/a.md": "# A\n", "04-more/b.md": "# B\n"}, before)

    assert (found.row("03-more"), found.row("04-more")) == (0, 0)


# -- who is who ----------------------------------------------------------------------------------


def test_an_id_wins_over_a_path() -> None:
    one, two = front("title: A\nid: one\n"), front("title: B\nid: two\n")
    before = make.course({INTRO: one, LOOPS: two})

    found = planned({INTRO: two, LOOPS: one, IMAGE: None}, before)

    assert found.row(INTRO) == row(before, LOOPS)
    assert found.row(LOOPS) == row(before, INTRO)


def test_two_different_ids_are_two_lessons_at_one_path() -> None:
    before = make.course({FILES: front("title: A\nid: one\n")})

    found = planned({FILES: front("title: A\nid: two\n", "Quite another\n")}, before)

    assert found.done == [f"create {FILES}", f"archive {FILES}"]


def test_a_lesson_keeps_its_row_when_it_gets_or_loses_an_id() -> None:
    plain, named = front("title: A\n"), front("title: A\nid: one\n")

    got = planned({FILES: named}, make.course({FILES: plain}))
    lost = planned({FILES: plain}, make.course({FILES: named}))

    assert got.done == [f"rename {FILES} id key"]
    assert lost.done == [f"rename {FILES} id key"]


def test_an_archived_lesson_comes_back_when_its_path_returns() -> None:
    before = make.resynced(make.course(), make.tree({FILES: None}))

    found = planned({}, before)

    assert [one.split()[:2] for one in found.done] == [["restore", "02-more"], ["restore", FILES]]
    assert found.row(FILES) == row(before, FILES)


def test_an_archived_lesson_comes_back_when_its_id_returns_elsewhere() -> None:
    text = front("title: Files\nid: files\n")
    before = make.resynced(make.course({FILES: text}), make.tree({FILES: None}))

    found = planned({FILES: None, "01-basics/files-again.md": text}, before)

    assert found.row("01-basics/files-again.md") == row(before, FILES)
    assert found.change("01-basics/files-again.md").action is Action.RESTORE


OTHER = "01-basics/images/circle.png"
SHOWS = {LOOPS: "# Loops\n\n![A loop](images/circle.png)\n", IMAGE: None}


def test_an_image_is_known_by_its_bytes() -> None:
    before = make.course()

    found = planned({**SHOWS, OTHER: "a picture"}, before)

    assert found.change(OTHER).action is Action.RENAME
    assert found.row(OTHER) == row(before, IMAGE)
    assert not any(IMAGE in one for one in found.done)


def test_an_image_of_other_bytes_is_another_one_unless_the_author_says_which() -> None:
    before, moved = make.course(), f"moved:\n  - from: {IMAGE}\n    to: {OTHER}\n"

    new = planned({**SHOWS, OTHER: "a circle"}, before)
    said = planned({**SHOWS, OTHER: "a circle", "course.yaml": COURSE + moved}, before)

    assert [one.split()[0] for one in new.done if "png" in one] == ["create", "archive"]
    assert said.row(OTHER) == row(before, IMAGE)
    assert said.comparison.problems == ()


def test_an_image_that_went_for_good_is_nobody_else() -> None:
    gone = f"moved:\n  - from: {IMAGE}\n"

    found = planned({**SHOWS, OTHER: "a picture", "course.yaml": COURSE + gone})

    assert [one.split()[0] for one in found.done if "png" in one] == ["create", "archive"]


def test_two_images_of_the_same_bytes_are_both_new() -> None:
    shows = "# Loops\n\n![A loop](images/circle.png) ![A loop](images/round.png)\n"
    both = {OTHER: "a picture", "01-basics/images/round.png": "a picture"}

    found = planned({**SHOWS, LOOPS: shows, **both})

    assert [one.split()[0] for one in found.done if "png" in one] == ["create", "create", "archive"]


def test_an_image_at_a_path_that_had_one_comes_back_instead() -> None:
    before = make.course()
    then = make.resynced(before, make.tree({**SHOWS, OTHER: "a circle"}))

    found = planned({IMAGE: "a circle"}, then)

    assert found.row(IMAGE) == row(before, IMAGE)
    assert found.change(IMAGE).action is Action.RESTORE


def test_no_image_is_renamed_while_a_lesson_may_still_show_it() -> None:
    found = planned({**SHOWS, FILES: "---\n", OTHER: "a picture"})

    assert f"archive {IMAGE}" in found.withheld
    assert any(one.startswith(f"create {OTHER}") for one in found.done)


def test_an_archived_lesson_does_not_come_back_as_another_of_its_name() -> None:
    before = make.resynced(make.course(), make.tree({LOOPS: None}))
    other = "01-basics/07-loops.md"

    found = planned({LOOPS: None, other: "# Quite another lesson\n"}, before)

    assert found.change(other).action is Action.CREATE
    assert found.row(other) != row(before, LOOPS)


def test_an_archived_image_comes_back_with_its_row() -> None:
    before = make.resynced(make.course(), make.tree({LOOPS: "# Loops\n"}))

    found = planned({}, before)

    assert found.change(IMAGE).action is Action.RESTORE
    assert found.row(IMAGE) == row(before, IMAGE)


@pytest.mark.parametrize(
    ("paths", "keys"),
    [
        (("a.md", "a.mdx"), ["a", "a.mdx"]),
        (("1-a.md", "2-a.md"), ["1-a", "2-a"]),
        (("a.md", "a/README.md"), ["a/readme", "a"]),
        (("1-a.md", "1-a.mdx", "2-a.md"), ["1-a", "1-a.mdx", "2-a"]),
    ],
)
def test_lessons_of_one_name_have_keys_of_their_own(
    paths: tuple[str, ...], keys: list[str]
) -> None:
    course = make.compiled(make.bare({path: f"# {path}\n" for path in paths})).course

    assert sorted(node.key for node in course.contents) == sorted(keys)


def test_an_id_takes_the_key_from_a_file_of_that_name() -> None:
    files = {"loops.md": "# Loops\n", "x.md": front("title: X\nid: loops\n")}

    course = make.compiled(make.bare(files)).course

    assert {node.path: node.key for node in course.contents} == {
        "loops.md": "loops.md",
        "x.md": "loops",
    }


# -- withheld ------------------------------------------------------------------------------------

BROKEN = {
    "unclosed": "---\ntitle: Files\n",
    "yaml": front("title: 'Files\n"),
    "nul": "# Files\0\n",
    "latin-1": b"# F\xefles\n",
    "bad-value": front("title: Files\nminutes: many\n"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_is_never_a_deletion(how: str) -> None:
    found = planned({FILES: BROKEN[how]})

    assert found.done == []
    assert found.withheld == [f"update {FILES}"]


@pytest.mark.parametrize("how", ["unclosed", "yaml", "nul", "latin-1"])
def test_a_broken_file_that_was_moved_too_may_be_any_lesson(how: str) -> None:
    before = make.course({FILES: front("title: Files\nid: files\n")})

    found = planned({FILES: None, "03-new/x.md": BROKEN[how]}, before)

    assert found.done == []
    assert {f"archive {FILES}", "create 03-new", "create 03-new/x.md"} <= set(found.withheld)


def test_a_broken_file_whose_id_is_legible_is_that_lesson_and_no_other() -> None:
    before = make.course({FILES: front("title: Files\nid: files\n")})

    found = planned(
        {FILES: None, INTRO: None, "x.md": "---\nid: files\ntitle: 'Files\n---\n"}, before
    )

    assert found.row("x.md") == row(before, FILES)
    assert found.withheld[:1] == ["update x.md"]
    assert f"archive {INTRO}" in found.done


def test_a_broken_file_without_an_id_that_always_had_none_hides_no_other_lesson() -> None:
    found = planned({FILES: BROKEN["bad-value"], INTRO: None})

    assert f"archive {INTRO}" in found.done


def test_an_id_that_stands_twice_is_nobodys() -> None:
    one = front("title: A\nid: one\n")
    before = make.course({INTRO: one})

    found = planned({INTRO: None, LOOPS: one, FILES: one}, before)

    assert f"archive {INTRO}" in found.withheld
    assert {f"update {LOOPS}", f"update {FILES}"} <= set(found.withheld)
    assert not any(word in found.done for word in ("archive", "update"))


def test_a_key_that_stands_twice_names_no_lesson() -> None:
    before = make.course({FILES: front("title: A\nid: one\n")})

    found = planned({FILES: None, "x.md": "---\ntitle: A\nid: two\nid: one\n---\n"}, before)

    assert f"archive {FILES}" in found.withheld


def test_a_broken_module_file_keeps_the_module_and_its_order() -> None:
    module, x = "02-more/module.yaml", {"02-more/02-x.md": "# X\n"}
    before = make.course({**x, module: "id: m\ntitle: More\ncontent: [02-x, 01-files]\n"})

    found = planned({**x, module: "id: m\ntitle: [\n"}, before)

    assert found.done == []
    assert found.withheld == ["update 02-more"]


def test_what_has_another_name_waits_for_a_list_that_cannot_be_read() -> None:
    found = planned(
        {"02-more/module.yaml": "title: [\n", FILES: None, "02-more/05-files.md": "# F\n"}
    )

    assert found.done == []
    assert {f"archive {FILES}", "create 02-more/05-files.md"} <= set(found.withheld)


def test_a_module_file_that_leads_nowhere_is_a_broken_one() -> None:
    before = make.course({"02-more/module.yaml": "id: m\ntitle: More and more\n"})

    found = planned({}, before, unreadable=("02-more/module.yaml",))

    assert found.done == []
    assert found.withheld == ["update 02-more"]


def test_lessons_of_a_new_module_with_an_error_stay_where_they_are() -> None:
    text = front("title: Files\nid: files\n")
    before = make.course({FILES: text})
    broken = {"03-new/module.yaml": "title: [\n", "03-new/sub/y.md": "# Y\n"}

    found = planned({FILES: None, "03-new/x.md": text, **broken}, before)

    assert found.row("03-new/x.md") == row(before, FILES)
    assert not any(one.startswith(("archive", "create")) for one in found.done)
    assert {"create 03-new", "create 03-new/sub", "create 03-new/sub/y.md"} <= set(found.withheld)


def test_modules_that_stay_in_each_other_come_out_at_the_top() -> None:
    text, a, b = front("title: X\nid: x\n"), "id: a\n", "id: b\n"
    before = make.course({"a/b/x.md": text, "a/module.yaml": a, "a/b/module.yaml": b})
    turned = {"b/a/x.md": text, "b/a/module.yaml": a, "b/module.yaml": b + "release_at: soon\n"}

    found = planned(turned, before)

    paths = {node.path for node in make.nodes(found.comparison.result)}
    assert {"b", "b/a", "b/a/x.md"} <= paths
    assert not any(one.startswith("archive") for one in found.done)


def test_a_broken_list_keeps_the_old_order() -> None:
    before = make.course({"course.yaml": COURSE + "content: [02-more, 01-basics]\n"})

    found = planned({"course.yaml": COURSE + "content: [02-more, [01-basics]]\n"}, before)

    assert found.done == []
    assert found.withheld == ["update course.yaml"]


def test_a_broken_field_of_the_course_withholds_every_deletion() -> None:
    found = planned({"course.yaml": COURSE + "level: wizard\n", FILES: None})

    assert found.done == []
    assert set(found.withheld) == {"update course.yaml", "archive 02-more", f"archive {FILES}"}


@pytest.mark.parametrize(
    "entry", ["02-more/01-files.md", "02-more/01-files", "02-more", "02-more/"]
)
def test_a_missing_entry_is_never_a_deletion(entry: str) -> None:
    found = planned({"course.yaml": COURSE + f"content: [01-basics, {entry}]\n", FILES: None})

    assert not any(one.startswith("archive") for one in found.done)
    assert f"archive {FILES}" in found.withheld


@pytest.mark.parametrize("unreadable", ["02-more", "", "03-elsewhere", "03-link.md"])
def test_what_cannot_be_opened_may_hold_whatever_is_missing(unreadable: str) -> None:
    found = planned({FILES: None}, unreadable=(unreadable,))

    assert found.done == []
    assert found.withheld == ["archive 02-more", f"archive {FILES}"]


def test_an_image_that_only_a_broken_lesson_shows_is_kept() -> None:
    found = planned({LOOPS: "---\n", INTRO: "# Introduction\n"})

    assert found.done == [f"update {INTRO} text"]
    assert f"archive {IMAGE}" in found.withheld


def test_an_image_that_only_a_broken_course_file_shows_is_kept() -> None:
    cover = {"course.yaml": COURSE + "cover: c.png\n", "c.png": "x"}
    broken = COURSE + "cover: /c.png\ncontent: [01-basics, 02-more]\nignore: [x]\n"

    found = planned({**cover, "course.yaml": broken}, make.course(cover))

    assert "archive c.png" in found.withheld


def test_a_new_course_leaves_out_what_is_broken() -> None:
    made = planned({FILES: "---\n", "course.yaml": COURSE + "level: wizard\n"}, Applied())

    assert FILES not in " ".join(made.done)
    assert f"create {FILES}" in made.withheld


def test_a_broken_file_does_not_bring_back_what_was_archived() -> None:
    before = make.resynced(make.course(), make.tree({FILES: None}))

    found = planned({FILES: "---\n"}, before)

    assert f"restore {FILES}" in found.withheld
    assert not any(FILES in one for one in found.done)


def test_what_stays_makes_way_for_what_has_its_name_now() -> None:
    one, two = front("title: A\nid: one\n"), front("title: B\nid: two\n", "Another\n")
    before = make.course({FILES: one})

    found = planned({FILES: two, "x.md": "---\n"}, before)

    kept = [node for node in make.nodes(found.comparison.result) if node.id == "one"]
    assert [(node.path, node.row) for node in kept] == [
        (f"{FILES}~{kept[0].row}", row(before, FILES))
    ]


def test_without_doubts_the_same_course_would_lose_its_lesson() -> None:
    wanted = make.compiled(make.tree({FILES: None}, unreadable=["02-more"]))

    careless = compare(wanted.course, make.course(), Doubts())

    assert Action.ARCHIVE in {change.action for change in careless.changes}


def test_what_left_a_broken_module_waits_until_that_can_be_read() -> None:
    named = front("title: A\nid: a\n")
    before = make.course({"03-x/a.md": named, "03-x/sub/b.md": "# B\n"})
    moved = {"03-x/a.md": None, "03-x/sub/b.md": None, "03-x/module.yaml": "title: [\n"}

    found = planned({**moved, "04-x/sub/README.md": named, "04-x/sub/b.md": "# B\n"}, before)

    kept = {node.path: node.row for node in make.nodes(found.comparison.result)}
    assert kept["03-x/sub/b.md"] == row(before, "03-x/sub/b.md")
    assert {"create 04-x", "create 04-x/sub/b.md"} <= set(found.withheld)


def test_a_sound_lesson_takes_no_name_that_one_with_an_error_may_have() -> None:
    before = make.course({"02-more/module.yaml": "id: more\n", "02-more/3-turns.md": "# Turns\n"})
    left = {"02-more/3-turns.md": None, FILES: None, "02-more/module.yaml": None}
    now = {"06-basics/module.yaml": "id: more\n", "06-basics/3-turns.md": "---\nid: [\n---\n"}

    found = planned({**left, **now, "07-more/02-turns.md": "# Other\n"}, before)

    kept = {node.row: node.path for node in make.nodes(found.comparison.result)}
    assert kept[row(before, "02-more/3-turns.md")] != "07-more/02-turns.md"
    assert "create 07-more/02-turns.md" in found.withheld


def test_a_broken_module_that_was_archived_drives_nothing_from_its_place() -> None:
    one, other = "id: one\n", "id: other\nrelease_at: soon\n"
    full = {"02-more/module.yaml": one, "07-more/x.md": "# X\n"}
    before = make.resynced(make.course(full), make.tree({"02-more/module.yaml": one}))

    found = planned({"02-more/module.yaml": other}, before)

    assert found.done == []
    assert {"archive 02-more", "create 02-more"} <= set(found.withheld)


def test_what_stands_at_a_path_comes_before_what_stepped_aside_from_it() -> None:
    one, two = front("title: A\nid: one\n"), front("title: B\nid: two\n", "Another\n")
    before = make.course({FILES: one})
    before = make.resynced(before, make.tree({FILES: two, "x.md": "---\n"}))

    found = planned({FILES: front("title: B\n", "Another\n"), "x.md": "---\n"}, before)

    assert found.row(FILES) == row(before, FILES) != row(make.course({FILES: one}), FILES)


# -- what can be decided although something is broken --------------------------------------------------


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
