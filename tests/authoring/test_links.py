"""Links, assets and files that course.yaml names: found, or told with where they should lead."""

from __future__ import annotations

import pytest

from tests import make
from tests.authoring.checked import FILES, front, one
from tests.authoring.test_findings import LIMITS
from tests.make import COURSE


@pytest.mark.parametrize(
    "link",
    [
        "../01-basics/02-loops.md",
        "../01-basics/02-loops.md#loops",
        "../01-basics/images/loop.png?raw=true",
        "./01-files.md#files",
        "#files",
        "#",
        "#top",
        "#:~:text=x",
        "../01-basics",
        "../01-basics/",
        "..",
        "../",
        ".",
        "https://example.org/x.md",
        "mailto:a@b.c",
        "//example.org/x",
        "with%20space.txt",
        "<with space.txt>",
        "50%25.txt",
    ],
)
def test_a_link_that_leads_somewhere_is_fine(link: str) -> None:
    files = {"02-more/with space.txt": "x", "02-more/50%.txt": "x"}

    assert make.findings({FILES: f"# Files\n\n[x]({link})\n", **files}) == ()


@pytest.mark.parametrize(
    ("link", "code", "hint"),
    [
        ("/01-basics/02-loops.md", "link.broken", "Write `../01-basics/02-loops.md`."),
        ("01-basics/02-loops.md", "link.broken", "../01-basics/02-loops.md"),
        ("../01-basics/02-Loops.md", "link.case", "Write `../01-basics/02-loops.md`."),
        ("../01-basics/02-loops.md#Loops", "link.anchor", "Write `#loops`."),
        ("../../../x.md", "link.outside", ""),
        ("../01-basics/images", "link.broken", ""),
        ("../course.yaml", "link.ignored", ""),
        ("x%00.md", "link.broken", ""),
        ("a\\b.md", "link.broken", ""),
    ],
)
def test_a_link_that_leads_nowhere_says_where_it_should(link: str, code: str, hint: str) -> None:
    found = one({FILES: f"# Files\n\n[x]({link})\n"})

    assert found.code == code
    assert hint in found.hint


@pytest.mark.parametrize("field", ["video: C# talk.mp4", "resources: [{file: 'C# talk.mp4'}]"])
def test_a_field_names_a_file_as_it_is(field: str) -> None:
    assert make.findings({FILES: front(f"title: A\n{field}\n"), "02-more/C# talk.mp4": "x"}) == ()


@pytest.mark.parametrize(
    ("line", "column"), [("cover: c.png", 8), ("description: about.md", 14), ("cover: C.PNG", 8)]
)
def test_a_file_that_course_yaml_names_is_found_missing_there(line: str, column: int) -> None:
    found = one({"course.yaml": COURSE + line + "\n"})

    assert (found.code, found.place) == ("file.missing", f"course.yaml:3:{column}")


def test_a_file_named_in_another_case_says_the_right_one() -> None:
    found = one({"course.yaml": COURSE + "cover: C.PNG\n", "c.png": "x"})

    assert (found.code, found.hint) == ("file.missing", "Write `c.png`.")


def test_what_lessons_and_the_course_refer_to_is_an_asset() -> None:
    files = {
        "course.yaml": COURSE + "cover: c.png\n",
        FILES: front(
            "title: A\nvideo: v.mp4\nresources: [r.pdf, {file: s.pdf}]\n", "[t](../t.zip)"
        ),
        "c.png": "1",
        **{f"02-more/{name}": name for name in ("v.mp4", "r.pdf", "s.pdf", "unused.txt")},
        "t.zip": "6",
    }

    assert [node.path for node in make.compiled(make.tree(files)).course.assets] == [
        "01-basics/images/loop.png",
        *(f"02-more/{name}" for name in ("r.pdf", "s.pdf", "v.mp4")),
        "c.png",
        "t.zip",
    ]


def test_a_description_can_be_a_file() -> None:
    files = {"course.yaml": COURSE + "description: _about.md\n", "_about.md": "All about it.\n"}

    reading = make.compiled(make.tree(files)).reading

    assert (reading.description, reading.problems) == ("All about it.\n", ())


def test_comments_are_no_links() -> None:
    assert make.findings({FILES: "# Files\n\n<!-- ![](old.png) [x](y.md) -->\n"}) == ()


def test_an_image_beyond_the_limit_is_found_and_no_asset() -> None:
    course = make.tree({FILES: "# Files\n\n![x](x.png)\n", "02-more/x.png": b"x" * 2001})

    compiled = make.compiled(course, limits=LIMITS)

    assert [(x.code, x.place) for x in compiled.problems] == [("source.too-large", "02-more/x.png")]
    assert "limits.asset_mb" in compiled.problems[0].hint
    assert [node.path for node in compiled.course.assets] == ["01-basics/images/loop.png"]
