"""Where courses are found: below paths, through links, and never past what cannot be read unsaid."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from academy_cli.authoring.discovery import discover, slug_of
from academy_cli.authoring.errors import FoldersUnreadableError, NoCourseError, SameIdError
from academy_cli.authoring.tree import Limits
from tests import child, make

FOUND = """
import sys
from pathlib import Path
from academy_cli.authoring.discovery import discover
found = discover([Path(sys.argv[1])])
print(*(folder.name for folder in found.folders))
print(found.left_out)
"""

TOLD = """
import sys
from pathlib import Path
from academy_cli.authoring.discovery import discover
from academy_cli.authoring.errors import NoFolderError
try:
    discover([Path(sys.argv[1])])
except NoFolderError as error:
    print(error.message)
"""


def course(path: Path, slug: str) -> Path:
    """A course of this id."""
    return make.folder(path, {"course.yaml": f"id: {slug}\ntitle: {slug}\n"})


@pytest.fixture
def below(tmp_path: Path) -> Path:
    """A folder of two courses, one of them deeper than the other."""
    course(tmp_path / "all/one", "one")
    course(tmp_path / "all/group/two", "two")
    return tmp_path / "all"


def folders(below: Path) -> list[str]:
    """The courses below a folder, as they are named from there, when nothing is left out."""
    found = discover([below])
    assert found.left_out is None
    return [str(folder.relative_to(below)) for folder in found.folders]


def test_courses_are_found_once_below_any_paths(below: Path) -> None:
    course(below / ".hidden", "hidden")
    course(below / "node_modules/three", "three")
    one, two = below / "one", below / "group/two"

    assert discover([below]).folders == (two, one)
    assert discover([one / "course.yaml", one, below]).folders == (one, two)


def test_below_a_folder_of_a_course_is_no_course(below: Path) -> None:
    with pytest.raises(NoCourseError) as refusal:
        discover([below / "one/01-basics"])

    assert "It is inside the course" in refusal.value.hint


def test_a_file_is_no_folder_of_courses(below: Path) -> None:
    with pytest.raises(NoCourseError):
        discover([below / "one/01-basics/01-intro.md"])


def test_a_course_within_a_course_is_found_too(below: Path) -> None:
    course(below / "one/03-more", "more")

    assert folders(below) == ["group/two", "one", "one/03-more"]


def test_a_course_is_found_however_deep_it_is(abyss: Path, tmp_path: Path) -> None:
    file = abyss / "course.yaml"
    file.write_text("id: deep\ntitle: Deep\n")

    found = discover([tmp_path / "abyss"])

    file.unlink()
    assert found.folders == (abyss,)


def test_a_slug_is_known_before_anything_else_is_read(tmp_path: Path) -> None:
    folder = make.folder(tmp_path / "course")

    assert slug_of(folder) == "python"
    assert slug_of(tmp_path) is None
    assert slug_of(make.folder(tmp_path / "broken", {"course.yaml": "id: [\n"})) is None
    assert slug_of(folder, Limits(text_bytes=5)) is None


# -- links ---------------------------------------------------------------------------------------


def test_courses_that_links_lead_to_are_found(below: Path, tmp_path: Path) -> None:
    course(tmp_path / "elsewhere/three", "three")
    course(tmp_path / "team/four", "four")
    (below / "a-link").symlink_to("../elsewhere/three")
    (below / "b-link").symlink_to(tmp_path / "team")

    assert folders(below) == ["group/two", "one", "a-link", "b-link/four"]


def test_a_course_is_found_where_it_is_and_not_where_links_lead_to_it(
    below: Path, tmp_path: Path
) -> None:
    course(tmp_path / "elsewhere/three", "three")
    for name, target in (("a", "one"), ("b", "group"), ("c", "../elsewhere"), ("d", "c/three")):
        (below / name).symlink_to(target)

    assert folders(below) == ["group/two", "one", "c/three"]


@pytest.mark.parametrize("target", [".", "..", "/", "../all", "one/01-basics"])
def test_a_link_to_what_is_around_it_or_in_a_course_leads_to_no_more(
    below: Path, tmp_path: Path, target: str
) -> None:
    course(tmp_path / "beside", "beside")
    (below / "link").symlink_to(target)

    assert folders(below) == ["group/two", "one"]


def test_links_that_lead_in_a_circle_come_to_an_end(below: Path, tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (below / name).symlink_to(tmp_path / name)
    (tmp_path / "x/y").symlink_to("../y")
    (tmp_path / "y/x").symlink_to("../x")

    assert folders(below) == ["group/two", "one"]


def test_a_link_to_a_copy_is_a_second_course_of_that_id(below: Path, tmp_path: Path) -> None:
    shutil.copytree(below / "one", tmp_path / "copy")
    (below / "link").symlink_to("../copy")

    with pytest.raises(SameIdError):
        discover([below])


def test_a_link_in_a_course_is_for_the_scan_of_that_course(below: Path, tmp_path: Path) -> None:
    course(tmp_path / "elsewhere", "elsewhere")
    (below / "one/link").symlink_to("../../elsewhere")
    (below / "one/gone").symlink_to("nowhere")

    assert folders(below) == ["group/two", "one"]


def test_a_link_to_a_file_is_passed_by(below: Path) -> None:
    (below / "link").symlink_to("one/course.yaml")

    assert folders(below) == ["group/two", "one"]


@pytest.mark.parametrize(
    ("target", "why"), [("nowhere", "leads nowhere"), ("link", "too many levels of symbolic links")]
)
def test_a_link_to_nothing_may_have_led_to_a_course(below: Path, target: str, why: str) -> None:
    (below / "link").symlink_to(target)

    found = discover([below])

    assert len(found.folders) == 2
    assert found.left_out is not None
    assert f"“{below / 'link'}”" in found.left_out.message
    assert why in found.left_out.message


# -- what cannot be read -------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [0o000, 0o300], ids=["not at all", "not listed"])
def test_a_folder_that_cannot_be_opened_is_told_beside_the_courses(below: Path, mode: int) -> None:
    (below / "group").chmod(mode)

    said = child.run_as_ordinary_user(FOUND, below)

    (below / "group").chmod(0o700)
    assert said.splitlines()[0] == "one"
    assert f"“{below / 'group'}” (permission denied)" in said


def test_where_nothing_else_is_found_it_is_a_refusal(below: Path) -> None:
    below.chmod(0)

    said = child.run_as_ordinary_user(FOUND, below)

    below.chmod(0o700)
    assert said == "INVALID course.folder-unreadable"


def test_a_course_behind_a_closed_folder_is_not_said_to_be_absent(below: Path) -> None:
    below.chmod(0)
    said = child.run_as_ordinary_user(TOLD, below / "one")
    below.chmod(0o755)
    open_way = child.run_as_ordinary_user(TOLD, below / "none")

    closed = f"“{below}” is closed to the user that academy runs as."
    assert said == f"“{below / 'one'}” cannot be seen: {closed}"
    assert open_way == f"There is no folder “{below / 'none'}”."


def test_a_folder_whose_files_cannot_be_opened_holds_no_course(tmp_path: Path) -> None:
    (tmp_path / "listed").mkdir()
    (tmp_path / "listed").chmod(0o400)

    said = child.run_as_ordinary_user(FOUND, tmp_path / "listed")

    (tmp_path / "listed").chmod(0o700)
    assert said == "INVALID course.none-found"


def test_what_cannot_be_opened_in_a_course_is_for_the_scan_of_that_course(below: Path) -> None:
    (below / "one/01-basics").chmod(0)

    said = child.run_as_ordinary_user(FOUND, below)

    (below / "one/01-basics").chmod(0o700)
    assert said.splitlines() == ["two one", "None"]


def test_of_many_folders_that_cannot_be_opened_some_are_named_and_the_rest_counted() -> None:
    refusal = FoldersUnreadableError([(Path(str(n)), "permission denied") for n in range(7)])

    assert "“4” (permission denied) and 2 more cannot be opened" in refusal.message
