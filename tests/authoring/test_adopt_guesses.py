"""Guesses: each from something that is really there, with that as its reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academy_cli.authoring.adopt import course_yaml
from academy_cli.authoring.guesses import Guess, checks, identity, language, left_out
from academy_cli.authoring.page import read_mapping
from academy_cli.authoring.read import read
from academy_cli.authoring.schema import COURSE
from academy_cli.authoring.tree import MemoryTree
from tests.authoring.test_adopt_languages import TEXTS


def tree(**files: str) -> MemoryTree:
    """A tree of files; ``__`` in a name stands for a slash, and the last ``_`` for the dot."""
    named = {".".join(name.replace("__", "/").rsplit("_", 1)): text for name, text in files.items()}
    return MemoryTree({path: text.encode() for path, text in named.items()})


def title(**files: str) -> tuple[object, str]:
    guess = identity(tree(**files), ["my-course"])[1]
    return guess.value, guess.why


def ignored(**files: str) -> list[str]:
    guess = left_out(tree(**dict.fromkeys(files, "# x\n")))
    return list(guess.value) if guess else []


def test_the_title_of_another_tools_settings_comes_first() -> None:
    assert title(config_yaml="title: 'Plotting: basics'\n", README_md="# Readme\n") == (
        "Plotting: basics",
        "from `title` in config.yaml",
    )
    assert title(mkdocs_yml="site_name: Rust\n")[0] == "Rust"
    assert title(book_toml='[book]\ntitle = "Rust"\n')[0] == "Rust"


def test_settings_of_another_tool_need_not_be_sound() -> None:
    assert title(config_yaml="title: Rust # a course\nbad: [\n")[0] == "Rust"
    assert title(config_yaml='title: "open\n', README_md="# Rust\n")[0] == "Rust"
    assert title(config_yaml="title:\n", README_md="# Rust\n")[0] == "Rust"


def test_badges_and_notices_before_the_heading_are_no_title() -> None:
    text = "[![CI](https://x.example/b.svg)](https://x.example)\n\n### News\n\n# Rust for all\n"

    assert title(README_md=text) == ("Rust for all", "from the heading of README.md")


def test_a_heading_of_an_image_alone_is_no_title() -> None:
    assert title(README_md="# ![](logo.png)\n\n## Rust\n")[0] == "Rust"


def test_the_language_is_that_of_the_originals_however_many_translations_there_are() -> None:
    files = {"course.yaml": "id: python\ntitle: Python\n"}
    for number in "12":
        files[f"{number}/README.md"] = f"# Lesson {number}\n\n{TEXTS['en']}\n"
        for code in ("ar", "de", "ru"):
            files[f"translations/{code}/{number}/README.md"] = f"# {code}\n\n{TEXTS[code]}\n"

    found = language(read(MemoryTree({path: text.encode() for path, text in files.items()})))

    assert (found.value, found.why) == ("en", "from the words of 2 lessons")


def test_without_any_sign_the_folder_names_the_course() -> None:
    assert title(one_md="text\n") == ("My course", "from the folder's name")


@pytest.mark.parametrize(
    ("folders", "expected"),
    [
        (["Rust 101"], "rust-101"),
        (["docs", "rust", "home"], "rust"),
        (["src", "content", "rust"], "rust"),
        (["Größe & Maß"], "grosse-mass"),
        ([""], "course"),
    ],
)
def test_the_id_comes_from_the_nearest_folder_that_says_something(
    folders: list[str], expected: str
) -> None:
    assert identity(tree(one_md="x"), folders)[0].value == expected


def test_a_title_helps_where_the_folder_has_no_latin_letters() -> None:
    found = identity(tree(README_md="# Rust\n"), ["入門"])[0]

    assert found == Guess(
        "id", "rust", "from the title, for the folder's name has no Latin letters"
    )


def test_what_is_not_a_lesson_is_left_out() -> None:
    assert ignored(SECURITY_md="", SUMMARY_md="", links_md="", loops_md="") == [
        "/SECURITY.md",
        "/SUMMARY.md",
        "/links.md",
    ]
    assert ignored(site__index_md="", site__deep__a_md="", loops_md="") == ["/site/"]
    assert ignored(vendor__x__README_md="", loops_md="") == ["/vendor/"]
    assert ignored(images__README_md="", unit__media__README_md="") == [
        "/images/README.md",
        "/unit/media/README.md",
    ]


def test_a_program_beside_the_lessons_is_left_out() -> None:
    found = left_out(MemoryTree({"quiz/README.md": b"", "quiz/package.json": b"", "a.md": b""}))

    assert found == Guess("ignore", ["/quiz/"], "as programs")


def test_another_course_is_left_out() -> None:
    courses = {"extra__course_yaml": "", "extra__more__course_yaml": ""}

    assert ignored(loops_md="", extra__more__a_md="", **courses) == ["/extra/"]
    assert ignored(loops_md="", data__course_yaml="", data__a_csv="") == []


def test_what_may_be_a_lesson_stays() -> None:
    assert ignored(loops__README_md="", html__site__a_md="", data__one_md="", data__two_md="") == []


def test_what_is_ignored_anyway_needs_no_line() -> None:
    assert ignored(translations__fr__images__README_md="", _drafts__SECURITY_md="") == []


def test_findings_of_a_few_lessons_are_left_to_the_author() -> None:
    files = {f"{n}_md": "# x\n" for n in "abc"} | {"d_md": "---\nteaching: 1\n---\n# x\n"}

    assert checks(read(tree(course_yaml="id: x\ntitle: x\n", **files))) is None


def test_real_mistakes_are_never_graded_down() -> None:
    files = {"a_md": "---\nid: one\n---\n# x\n", "b_md": "---\nid: one\ntitle: [\n---\n# x\n"}

    assert checks(read(tree(course_yaml="id: x\ntitle: x\n", **files))) is None


def test_an_id_that_is_none_is_never_graded_down() -> None:
    files = {"a_md": "---\nid: no good\n---\n# x\n"}

    assert checks(read(tree(course_yaml="id: x\ntitle: x\n", **files))) is None


def test_a_clash_names_how_many_and_where() -> None:
    files = {"a_md": "---\nlevel: 3\nrequired: [x]\n---\n# x\n"}

    found = checks(read(tree(course_yaml="id: x\ntitle: x\n", **files)))

    assert found is not None
    assert found.value == {"yaml.unknown-key": "off", "yaml.wrong-type": "warning"}
    assert "1 of 1 lessons use a key of ours for something else (a.md:3:11)" in found.why


@given(
    title=st.text(max_size=60),
    folder=st.text(
        st.characters(exclude_characters="/\x00", exclude_categories=["Cs"]), max_size=20
    ),
    noise=st.binary(max_size=60),
    page=st.text("aB 0:#'\"-*?[é入.", min_size=1, max_size=8),
)
def test_whatever_is_found_the_written_file_is_sound(
    title: str, folder: str, noise: bytes, page: str
) -> None:
    found = MemoryTree(
        {
            "README.md": f"# {title}\n".encode(),
            "config.yaml": b"title: " + noise,
            f"build/{page}.md": noise,
            f"{page}/images/README.md": noise,
            "lesson.md": b"---\n" + noise + b"\n---\n",
        }
    )
    guesses = [*identity(found, [folder]), *filter(None, [left_out(found)])]

    values, problems = read_mapping(course_yaml(guesses).encode(), "course.yaml", COURSE)

    assert problems == []
    assert values == {guess.field: guess.value for guess in guesses}
