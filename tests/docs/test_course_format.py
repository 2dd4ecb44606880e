"""docs/course-format.md: complete, fresh, and true where it gives an example."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from academy_cli.authoring.codes import CODES
from academy_cli.authoring.conventions import folders_of
from academy_cli.authoring.examine import Examined, examine
from academy_cli.authoring.layout import arrange
from academy_cli.authoring.markdown import anchors, links
from academy_cli.authoring.page import read_mapping, read_page
from academy_cli.authoring.schema import COURSE, FORMAT_VERSION, MODULE, RECORDS, TRANSLATED_COURSE
from academy_cli.authoring.source import PRUNED
from academy_cli.authoring.tree import Limits, MemoryTree
from academy_cli.config.settings import LimitsSettings
from academy_cli.formats.records import Record
from academy_cli.quizzes.schema import QUIZ
from tests.docs import course_format

PAGE = course_format.PAGE.read_text("utf-8")
EXAMPLES = re.findall(r"^```(\w+) (\S+)\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
YAML: Mapping[str, Record] = {
    "course.yaml": COURSE,
    "module.yaml": MODULE,
    "loops.quiz.yaml": QUIZ,
    "translations/de/course.yaml": TRANSLATED_COURSE,
}


def examples(language: str) -> list[tuple[str, str]]:
    return [(name, text) for found, name, text in EXAMPLES if found == language]


def course(*paths: str, yaml: str = "") -> Examined:
    """A course whose lessons say nothing but their names."""
    files = {path: f"# {path}\n".encode() for path in paths}
    text = yaml or "id: python-basics\ntitle: Python basics\n"
    return examine(MemoryTree(files | {"course.yaml": text.encode()}))


def paths(examined: Examined) -> list[str]:
    assert examined.reading.document is not None
    return [node.path for node in examined.reading.document.contents]


def test_its_tables_are_what_the_program_says() -> None:
    assert course_format.written(PAGE) == PAGE, "run: python -m tests.docs.course_format"


def test_every_record_and_every_code_has_a_table() -> None:
    records = {f"keys:{name}" for name in RECORDS}
    codes = {f"codes:{code.partition('.')[0]}" for code in CODES}

    questions = {f"question:{name}" for name in course_format.questions()}

    known = records | codes | questions | {"limits"}
    assert sorted(course_format.names(PAGE)) == sorted(known)
    assert all(f"| `{code}` |" in PAGE for code in CODES)


def test_codes_that_cannot_be_changed_say_so() -> None:
    for code in CODES.values():
        row = next(line for line in PAGE.splitlines() if line.startswith(f"| `{code.name}` |"))
        assert ("always" in row.split("|")[2]) == code.is_firm


def test_it_speaks_of_the_version_that_is_read() -> None:
    assert PAGE.startswith(f"# The course format, version {FORMAT_VERSION}\n")


@pytest.mark.parametrize(("name", "text"), examples("yaml"))
def test_an_example_in_yaml_is_sound(name: str, text: str) -> None:
    values, problems = read_mapping(text.encode(), name, YAML[name])

    assert problems == []
    assert values


@pytest.mark.parametrize(("name", "text"), examples("markdown"))
def test_an_example_of_a_lesson_is_sound(name: str, text: str) -> None:
    assert read_page(text.encode(), "").problems == ()


def test_the_first_course_is_what_the_page_says_it_is() -> None:
    texts = {name: text.encode() for _, name, text in EXAMPLES[:2]}
    rest = {
        "01-start/02-numbers.md": b"# Numbers\n",
        "01-start/images/terminal.png": b"",
        "README.md": b"x",
    }

    examined = examine(MemoryTree(texts | rest))

    assert examined.problems == ()
    assert examined.assets == ("01-start/images/terminal.png",)
    assert examined.reading.document is not None
    titles = [node.title for node in examined.reading.document.contents]
    assert titles == ["Start", "Hello", "Numbers"]


def test_the_list_of_the_page_gives_the_order_it_says() -> None:
    text = next(text for name, text in examples("yaml") if "Before you leave" in text)
    rest = ["basics/b.md", "basics/a.md", "advanced/generators.md", "advanced/decorators.md"]

    examined = course(
        "welcome.md", *rest, "extras/cheat-sheet.md", "extras/where-next.md", yaml=text
    )

    assert examined.problems == ()
    assert paths(examined) == [
        *("welcome.md", "basics", "basics/a.md", "basics/b.md"),
        *("advanced", "advanced/generators.md", "advanced/decorators.md"),
        *(":before-you-leave", "extras/cheat-sheet.md", "extras/where-next.md"),
    ]


def test_names_are_ordered_as_the_page_says() -> None:
    names = ["README.md", "2-lists.md", "3-loops.md", "3a-more-loops.md", "10-files.md"]

    assert paths(
        course(*(f"m/{name}" for name in reversed(names)), "m/part10.md", "m/part2.md")
    ) == [*("m", *(f"m/{name}" for name in names), "m/part2.md", "m/part10.md")]


def test_patterns_leave_out_what_the_page_says() -> None:
    text = next(text for name, text in examples("yaml") if "ignore:" in text)
    out = ["drafts/a.md", "m/drafts/a.md", "m/a.bak.md", "notes.md", "old/a/b/solutions/a.md"]
    kept = ["m/notes.md", "new/solutions/a.md"]

    assert [path for path in paths(course(*out, *kept, yaml=text)) if path.endswith(".md")] == kept


def test_what_is_left_out_is_what_the_page_says() -> None:
    out = [".a.md", "_a.md", "LICENSE.md", "Contributing.md", "CODE_OF_CONDUCT.md", "changelog.md",
           "README.md", "copying.md", "translations/de/a.md", "_x/a.md", ".x/a.md"]  # fmt: skip

    assert paths(course("a.md", *out)) == ["a.md"]
    assert all(f"`{name}`" in PAGE for name in PRUNED)


def test_the_ways_a_folder_can_be_a_lesson_are_told_right() -> None:
    places = arrange(
        folders_of(
            ["03-loops/README.md", "03-loops/loop.png", "m/README.md", "m/a.md", "data/x.csv"]
        ),
        content=None,
        ignore=(),
        modules={},
    ).places

    assert [place.path for place in places] == ["03-loops/README.md", "m", "m/README.md", "m/a.md"]


def test_the_key_of_the_page_is_the_key() -> None:
    examined = course("01-Basics/02-Loops.md")

    assert examined.reading.document is not None
    assert examined.reading.document.contents[-1].key == "basics/loops"
    assert "`01-Basics/02-Loops.md` is `basics/loops`" in PAGE


def test_limits_without_settings_are_those_of_the_table() -> None:
    assert Limits() == Limits(
        LimitsSettings().text_file_kb * 1024,
        LimitsSettings().asset_mb * 1024**2,
        LimitsSettings().files,
        LimitsSettings().depth,
        LimitsSettings().yaml_depth,
        LimitsSettings().yaml_aliases,
    )


def test_its_links_lead_somewhere() -> None:
    targets = [link.target for link in links(PAGE) if not link.is_external]
    outside_examples = [target for target in targets if target.startswith("#")]

    assert set(outside_examples) <= {f"#{anchor}" for anchor in anchors(PAGE)}
    assert len(outside_examples) > 10
