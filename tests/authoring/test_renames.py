"""Lessons that were renamed and edited keep their learners, and what nobody can tell apart is asked."""

from __future__ import annotations

import pytest

from academy_cli.authoring.changes import Action
from academy_cli.authoring.compare import compare
from tests import make
from tests.authoring.renamed import Renamed, prose
from tests.make import COURSE

FILES = "02-more/01-files.md"


def test_a_lesson_that_was_renamed_and_not_edited_is_known_by_its_text() -> None:
    found = Renamed({"a.md": prose("Bread")}, {"z.md": prose("Bread")})

    assert found.was("z.md") == "a.md"
    assert (found.change("z.md").action, found.change("z.md").similarity) == (Action.RENAME, 1.0)


def test_a_lesson_of_which_six_tenths_stayed_is_known_and_one_with_less_is_not() -> None:
    enough = Renamed({"a.md": prose("Bread")}, {"z.md": prose("Bread", edited=8)})
    less = Renamed({"a.md": prose("Bread")}, {"z.md": prose("Bread", edited=9)})

    assert (enough.was("z.md"), enough.change("z.md").similarity) == ("a.md", 0.6)
    assert (less.was("z.md"), less.archived) == (None, ["a.md"])


def test_a_lesson_that_moved_to_another_module_as_well_is_known() -> None:
    old, new = {"1-a/x.md": prose("X"), "1-a/y.md": "# Y\n"}, {"1-a/y.md": "# Y\n"}

    found = Renamed(old, {**new, "2-b/z.md": prose("X", edited=3)})

    assert found.was("2-b/z.md") == "1-a/x.md"
    assert found.change("2-b/z.md").action is Action.RENAME


def named(key: str, text: str) -> str:
    return f"---\nid: {key}\n---\n\n{text}"


def test_a_lesson_that_got_as_its_id_what_it_was_called_by_is_known_wherever_it_stands() -> None:
    """So a course that comes back from another platform, with other texts and folders, is the same."""
    old = {"1-x.md": prose("Bread"), "2-y.md": prose("Wine")}
    new = {"9-z/4-more.md": named("y", prose("Oil")), "5-new.md": prose("Bread", edited=2)}

    found = Renamed(old, new)

    assert (found.was("9-z/4-more.md"), found.was("5-new.md")) == ("2-y.md", "1-x.md")
    assert found.archived == []


def test_an_id_says_nothing_of_who_had_another_one_or_is_gone_for_good() -> None:
    had = Renamed({"a.md": named("b", "# A\n")}, {"m/c.md": named("a", prose("Salt"))})
    gone = Renamed(
        {"a.md": "# A\n"}, {"m/c.md": named("a", prose("Salt"))}, "moved: [from: a.md]\n"
    )

    assert (had.was("m/c.md"), had.archived) == (None, ["a.md"])
    assert (gone.was("m/c.md"), gone.archived) == (None, ["a.md"])


def test_two_missing_lessons_that_one_may_be_are_asked_about() -> None:
    old = {"a.md": prose("Bread", edited=2), "b.md": prose("Bread", edited=3)}

    found = Renamed(old, {"z.md": prose("Bread")})

    assert found.archived == []
    assert sorted(found.withheld) == ["archive a.md", "archive b.md", "create z.md"]
    assert found.findings == [("id.unclear", "z.md")]
    (problem,) = found.comparison.problems
    assert "“a.md” (90 % the same) or “b.md” (85 % the same)" in problem.message
    assert "`moved: [{from: a.md, to: z.md}]`" in problem.hint


def test_two_new_lessons_that_may_both_be_a_missing_one_are_asked_about() -> None:
    found = Renamed({"a.md": prose("Bread")}, {"x.md": prose("Bread"), "y.md": prose("Bread")})

    assert sorted(found.withheld) == ["archive a.md", "create x.md", "create y.md"]
    assert found.findings == [("id.unclear", "x.md"), ("id.unclear", "y.md")]


def test_a_lesson_whose_text_was_taken_in_elsewhere_is_not_taken_for_that_one() -> None:
    old = {"a.md": prose("Bread"), "b.md": prose("Wine", 7)}
    both = prose("Bread") + prose("Wine", 7)

    found = Renamed(old, {"x.md": both, "y.md": prose("Bread", edited=5)})

    assert found.archived == ["b.md"]
    assert sorted(found.withheld) == ["archive a.md", "create x.md", "create y.md"]


def test_the_authors_word_settles_what_is_unclear() -> None:
    old = {"a.md": prose("Bread", edited=2), "b.md": prose("Bread", edited=3)}

    found = Renamed(old, {"z.md": prose("Bread")}, "moved:\n  - from: b.md\n    to: z.md\n")

    assert found.was("z.md") == "b.md"
    assert (found.archived, found.findings) == (["a.md"], [])


def test_what_is_gone_for_good_is_nobody_elses_past() -> None:
    found = Renamed({"a.md": prose("Bread")}, {"z.md": prose("Bread")}, "moved: [from: a.md]\n")

    assert (found.was("z.md"), found.archived) == (None, ["a.md"])


def test_the_module_tells_apart_what_is_equally_alike() -> None:
    both = {"1-a/stay.md": "# A\n", "2-b/stay.md": "# B\n"}
    old = {"1-a/x.md": prose("Bread"), "2-b/y.md": prose("Bread", edited=1)}

    found = Renamed({**both, **old}, {**both, "2-b/z.md": prose("Bread", edited=3)})

    assert (found.was("2-b/z.md"), found.archived) == ("2-b/y.md", ["1-a/x.md"])


def test_neither_module_nor_name_decides_against_the_text() -> None:
    stay = {"1-a/stay.md": "# A\n", "2-b/stay.md": "# B\n"}
    copies = {"1-a/y.md": prose("Bread", edited=3), "2-b/z.md": prose("Bread", edited=1)}

    found = Renamed({**stay, "1-a/x.md": prose("Bread")}, {**stay, **copies})

    assert sorted(found.withheld) == ["archive 1-a/x.md", "create 1-a/y.md", "create 2-b/z.md"]


def test_a_name_tells_apart_what_says_the_same() -> None:
    old = {"1-a/break.md": "# Coffee\n", "1-a/x.md": "# Coffee\n", "1-a/stay.md": "# S\n"}

    found = Renamed(old, {"2-b/break.md": "# Coffee\n", "1-a/stay.md": "# S\n"})

    assert found.was("2-b/break.md") == "1-a/break.md"


def test_a_move_is_followed_through_several_names_and_folders() -> None:
    moved = "moved:\n  - {from: 1-a, to: 5-b}\n  - {from: 5-b, to: 7-c}\n"

    found = Renamed({"1-a/x.md": "# One\n", "y.md": "# Y\n"}, {"7-c/x.md": "# Two\n"}, moved)

    assert (found.was("7-c"), found.was("7-c/x.md")) == ("1-a", "1-a/x.md")


def test_a_move_counts_for_nothing_while_the_old_file_is_there() -> None:
    files = {"a.md": prose("Bread"), "b.md": prose("Wine")}

    found = Renamed({"a.md": prose("Bread")}, files, "moved: [{from: a.md, to: b.md}]\n")

    assert (found.was("a.md"), found.was("b.md")) == ("a.md", None)


def test_paths_in_moved_are_read_like_any_others() -> None:
    found = Renamed(
        {"a.md": prose("Bread")},
        {"z.md": prose("Wine")},
        "moved: [{from: ./a.md, to: x/../z.md}]\n",
    )

    assert found.was("z.md") == "a.md"


def test_an_old_path_that_never_was_is_told() -> None:
    found = Renamed({"a.md": "# A\n"}, {"z.md": "# Z\n"}, "moved: [{from: A.md, to: z.md}]\n")

    assert found.findings == [("moved.useless", "course.yaml")]


@pytest.mark.parametrize("other", ["{from: a.md, to: y.md}", "{from: b.md, to: z.md}"])
def test_two_entries_that_contradict_each_other_are_found(other: str) -> None:
    files = {"y.md": "# Y\n", "z.md": "# Z\n"}
    moved = f"moved: [{{from: a.md, to: z.md}}, {other}]\n"

    problems = make.compiled(make.bare({**files, "course.yaml": COURSE + moved})).problems

    assert [problem.code for problem in problems] == ["moved.useless"]


def test_a_folder_with_another_name_is_the_same_module() -> None:
    old = {f"1-a/{n}.md": prose(f"Topic {n}") for n in range(5)}
    new = {f"9-other/{n}{n}.md": prose(f"Topic {n}", edited=2) for n in range(5)}

    found = Renamed(old, new)

    assert found.was("9-other") == "1-a"
    assert [found.was(f"9-other/{n}{n}.md") for n in range(5)] == [f"1-a/{n}.md" for n in range(5)]


def test_a_split_lesson_goes_on_as_the_larger_part() -> None:
    one, other = prose("Bread", 13), prose("Wine", 7)

    found = Renamed({"a.md": one + other}, {"b.md": one, "c.md": other})

    assert (found.was("b.md"), found.was("c.md")) == ("a.md", None)


def test_merged_lessons_go_on_as_the_larger_one_and_the_other_is_archived() -> None:
    one, other = prose("Bread", 13), prose("Wine", 7)

    found = Renamed({"a.md": one, "b.md": other}, {"c.md": one + other})

    assert (found.was("c.md"), found.archived) == ("a.md", ["b.md"])


def test_a_copy_is_a_new_lesson_while_the_original_stays() -> None:
    found = Renamed({"a.md": prose("Bread")}, {"a.md": prose("Bread"), "b.md": prose("Bread")})

    assert (found.was("a.md"), found.was("b.md")) == ("a.md", None)


def test_what_all_lessons_say_makes_none_of_them_alike() -> None:
    marks = "".join(f"# --part {number} of every lesson--\n" for number in range(9))
    staying = {f"{n}-stays.md": f"{marks}{prose(f'Topic {n}', 3)}" for n in range(3)}

    found = Renamed(
        {**staying, "a.md": marks + prose("Bread", 3)},
        {**staying, "z.md": marks + prose("Wine", 3)},
    )

    assert (found.was("z.md"), found.archived) == (None, ["a.md"])


def stub(title: str, words: str = "the course") -> str:
    return f"---\ntitle: {title}\n---\nOpen it.\n\nDo the task.\n\nCome back to {words}.\n"


def test_a_title_tells_apart_what_is_all_boilerplate() -> None:
    staying = {f"{n}-stays.md": stub(f"Stub {n}") for n in range(3)}
    old = {**staying, "a.md": stub("Git"), "b.md": stub("SQL")}

    found = Renamed(old, {**staying, "y.md": stub("Git", "us"), "z.md": stub("SQL", "class")})

    assert (found.was("y.md"), found.was("z.md")) == ("a.md", "b.md")


def test_a_title_that_others_have_elsewhere_tells_apart_within_its_module() -> None:
    staying = {f"{n}-unit/stub.md": stub("Quiz") for n in range(1, 4)}
    old = {**staying, "1-unit/a.md": stub("Git"), "2-unit/a.md": stub("Git")}

    found = Renamed(old, {**staying, "1-unit/a.md": stub("Git"), "2-unit/z.md": stub("Git", "us")})

    assert (found.was("2-unit/z.md"), found.archived) == ("2-unit/a.md", [])


def test_a_title_that_another_lesson_of_the_module_has_tells_nothing() -> None:
    staying = {f"1-unit/{n}.md": stub("Git") for n in range(3)}

    found = Renamed(
        {**staying, "1-unit/a.md": stub("Git")}, {**staying, "1-unit/z.md": stub("Git", "us")}
    )

    assert (found.was("1-unit/z.md"), found.archived) == (None, ["1-unit/a.md"])


def test_module_and_title_tell_apart_what_says_the_same() -> None:
    old = {f"{n}-unit/{title}.md": stub(title) for n in (1, 2) for title in ("Git", "SQL")}
    new = {f"{n}-unit/new-{title}.md": stub(title) for n in (1, 2) for title in ("Git", "SQL")}
    staying = {f"{n}-unit/stays.md": "# Stays\n" for n in (1, 2)}

    found = Renamed({**staying, **old}, {**staying, **new})

    assert [found.was(path) for path in new] == [*old]


def test_a_title_does_not_decide_against_the_text() -> None:
    def titled(title: str, edited: int) -> str:
        return f"---\ntitle: {title}\n---\n{prose('Bread', edited=edited)}"

    copies = {"y.md": titled("Bread", 3), "z.md": titled("Loaves", 1)}

    found = Renamed({"a.md": titled("Bread", 0)}, copies)

    assert sorted(found.withheld) == ["archive a.md", "create y.md", "create z.md"]


def test_empty_lessons_are_nobody() -> None:
    found = Renamed({"a.md": "---\ntitle: A\n---\n"}, {"b.md": "---\ntitle: B\n---\n"})

    assert (found.was("b.md"), found.archived) == (None, ["a.md"])


def test_a_new_id_on_a_renamed_lesson_is_no_new_lesson() -> None:
    found = Renamed({"a.md": prose("Bread")}, {"z.md": f"---\nid: z\n---\n{prose('Bread')}"})

    assert found.was("z.md") == "a.md"


def test_after_applying_what_is_unclear_there_is_nothing_left_to_do() -> None:
    old = {"a.md": prose("Bread"), "b.md": prose("Bread"), "c.md": prose("Wine")}
    new = make.bare({"x.md": prose("Bread"), "y.md": prose("Wine", edited=2)})
    before = make.applied(make.compiled(make.bare(old)).course)

    after = make.resynced(before, new)
    again = compare(make.compiled(new).course, after, texts=make.TEXTS)

    assert again.changes == ()
    assert [problem.code for problem in again.problems] == ["id.unclear"]


def test_without_texts_a_renamed_lesson_is_lost() -> None:
    before = make.applied(make.compiled(make.bare({"a.md": prose("Bread")})).course)

    found = compare(make.compiled(make.bare({"z.md": prose("Bread", edited=2)})).course, before)

    assert Action.ARCHIVE in {change.action for change in found.changes}
