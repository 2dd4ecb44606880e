"""A plan as a comment on a pull request: what it says, what it cannot say, and how long it gets."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from academy_cli.authoring.changes import Action, Change, Withheld
from academy_cli.authoring.codes import problem
from academy_cli.authoring.document import Kind, State
from academy_cli.authoring.impact import Effects, Impact
from academy_cli.authoring.plan import Plan
from academy_cli.cli.show import planmarkdown
from academy_cli.cli.show.markdown import code, row, text
from tests.authoring.chance import often
from tests.cli.conftest import Run
from tests.cli.test_course import write

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
EVIL = (
    "a|b `c` <img src=x onerror=1> @team #12 !7 GH-3 https://e.org www.e.org [l](u) **b** ~~s~~ $x$"
)


def plan(changes: int = 0, withheld: int = 0, problems: int = 0, said: str = EVIL) -> Plan:
    """A plan of so many of each, all of which say the same."""
    return Plan(
        "python",
        "/courses/python",
        State(3, "m", ""),
        tuple(
            Change(Action.CREATE, Kind.LESSON, f"k{n}", f"a/{n}|`.md", said, "")
            for n in range(changes)
        ),
        tuple(
            Withheld(Action.ARCHIVE, Kind.LESSON, f"w{n}", f"w/{n}.md", said, said)
            for n in range(withheld)
        ),
        tuple(problem("link.broken", f"{n}.md", 1, 1, value=said) for n in range(problems)),
    )


def test_what_was_found_and_its_remedy_are_two_sentences() -> None:
    found = problem("link.broken", "a.md", 1, 1, message="“b.md” is not there")
    made = Plan("python", "/s", State(3, "m", ""), (), (), (found,))

    assert "`link.broken`: “b.md” is not there. Correct the path." in planmarkdown.document([made])


def html(markdown: str) -> str:
    """What a code host would make of it."""
    return str(PARSER.render(markdown))


def visible(rendered: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", rendered)).replace("\u200b", "")


@given(st.text(max_size=60) | st.lists(st.sampled_from(EVIL.split(" ")), max_size=6).map(" ".join))
@often(300, torture=20_000)
def test_any_text_is_read_as_it_is_and_is_nothing_else(said: str) -> None:
    rendered = html(
        f"x {text(said)} x\n\n{row('a', 'b')}\n{row('-', '-')}\n{row(text(said), 'z')}\n"
    )

    paragraph, _, table = rendered.partition("</p>")
    kept = " ".join(re.sub("[\x00-\x1f\x7f-\x9f]", " ", said).split())
    shown = " ".join(visible(paragraph)[1:-1].split())
    assert "".join(filter(str.isalnum, shown)) == "".join(filter(str.isalnum, kept))
    assert re.findall(r"<(\w+)", paragraph) == ["p"]
    assert re.findall(r"<(\w+)", table) == [
        "table",
        "thead",
        "tr",
        "th",
        "th",
        "tbody",
        "tr",
        "td",
        "td",
    ]
    bare = unescape(re.sub(r"<[^>]*>", "", paragraph))
    assert not re.search(r"[@#]\w|\bGH-\d|://|www\.", bare)


def test_without_escaping_the_same_text_would_do_all_that() -> None:
    rendered = html(f"x {EVIL}\n")

    assert {"img", "a", "strong", "code", "s"} <= set(re.findall(r"<(\w+)", rendered))


@given(st.text("ab|`\\ @#\n<", max_size=20))
@often(200, torture=10_000)
def test_a_path_as_code_stays_in_its_cell(said: str) -> None:
    table = html(f"{row('a', 'b')}\n{row('-', '-')}\n{row(code(said), 'z')}\n")

    assert table.count("<td>") == 2
    assert table.endswith("<td>z</td>\n</tr>\n</tbody>\n</table>\n")
    assert not re.search(r"<(?!/?(?:table|thead|tbody|tr|t[hd]|code))", table)


def test_it_says_who_is_affected_what_changes_what_waits_and_what_is_wrong() -> None:
    impact = Impact(changes=(Effects(2, 1), Effects()), total=Effects(2, 1), touched=3)
    made = Plan(**{**vars(plan(2, 1, 1, "Hello")), "impact": impact})

    said = planmarkdown.document([made, Plan("still", "/s", State(1, "m"), (), (), ())])

    assert said.startswith(f"{planmarkdown.MARK}\n\n### `python` would change from revision 3\n")
    assert "**2 to create, 1 withheld**" in said
    assert "| + | a/0\\|\\`.md | new lesson “Hello” | 2 in progress, 1 done |" in said
    assert "<summary>1 withheld</summary>" in said
    assert "<summary>1 warning</summary>" in said
    assert said.endswith("1 course stays as it is.")


@pytest.mark.parametrize("counts", [(3000, 0, 0), (0, 3000, 0), (2000, 2000, 2000), (5, 0, 9000)])
def test_a_long_one_says_how_much_more_there_is_and_is_still_whole(
    counts: tuple[int, int, int],
) -> None:
    said = planmarkdown.document([plan(*counts)])

    assert len(said) < 65_536
    for section, number in zip(("| + |", "- `w/", "- ⚠️"), counts, strict=True):
        shown = said.count(f"\n{section}")
        assert shown == number or f"and {number - shown} more" in said
        assert not number or shown
    assert said.count("<details>") == said.count("</details>")


def test_many_courses_share_the_room_and_the_rest_are_counted() -> None:
    said = planmarkdown.document([plan(100, 3, 50) for _ in range(300)])

    assert len(said) < 65_536
    shown = said.count("### `python`")
    assert f"… and {300 - shown} more courses" in said


def test_a_course_comes_out_as_a_comment(academy: Run, home: Path) -> None:
    write(home / "python", intro="# Intro | @you\n\n[x](y.md)\n")
    (home / "python/course.yaml").write_text("id: python\ntitle: P\n", encoding="utf-8")

    ran = academy("course", "plan", "python", "--format", "markdown")

    assert ran.code == 0
    assert "| + | `intro.md` | new lesson “Intro \\| @\u200byou” |  |" in ran.out
    assert "🛑" not in ran.out
    assert "1 warning" in ran.out
