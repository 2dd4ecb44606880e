"""The tour: it tells the same story every time, and stops where the story is not true."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import pytest

from academy_cli.cli import tour
from academy_cli.cli.demo import MARKER, UnexpectedError, play
from academy_cli.cli.tour import Edit, Move, Run, Scene, Step
from tests.cli.conftest import Ran
from tests.cli.conftest import Run as Academy
from tests.cli.screen import Screen
from tests.cli.snapshots import Snapshots
from tests.cli.test_academy import contents
from tests.cli.test_terminal import pipe

HEADING = re.compile(r"^\d+\. .*$", re.MULTILINE)
TYPED = re.compile(r"^\$ academy (.*)$", re.MULTILINE)
CODE = re.compile(r"^\(exit code (\d+)\)$", re.MULTILINE)


def one(*acts: tour.Act) -> tuple[Scene, ...]:
    return (Scene("Only this", (Step("Now:", acts),)),)


def steady(ran: Ran) -> str:
    """A transcript without times, seconds, and where it was told."""
    changing = r" +\d+\.\d+$|\d{4}-\d\d-\d\d \d\d:\d\dZ|/\S+(?=/academy-demo)"
    return re.sub(changing, "", ran.out, flags=re.MULTILINE)


@pytest.fixture
def told(academy: Academy, home: Path, snapshots: Snapshots) -> Ran:
    """What the tour said, and the academy that it left in the working directory."""
    said = home / "said.json"

    def make() -> None:
        said.write_text(json.dumps(astuple(academy("demo"))), encoding="utf-8")

    snapshots.start("told", home, make)
    return Ran(*json.loads(said.read_text(encoding="utf-8")))


def test_the_tour_tells_its_story(told: Ran) -> None:
    assert (told.code, told.err) == (0, "")
    assert HEADING.findall(told.out) == [
        "1. An academy and a course",
        "2. Nothing happens that was not planned",
        "3. Edit a lesson",
        "4. Rename and renumber as you like",
        "5. Break something",
        "6. Mend it",
        "7. Delete a lesson",
        "8. Go back",
        "9. Let somebody in",
        "10. Look at the result",
    ]
    assert CODE.findall(told.out) == ["3", "3", "8", "0"]


def test_the_tour_through_money_tells_its_story(academy: Academy) -> None:
    ran = academy("demo", "--payments")

    assert (ran.code, ran.err) == (0, "")
    assert HEADING.findall(ran.out) == [
        "1. Something to sell",
        "2. Ann buys it",
        "3. A refund happens once, whatever breaks",
        "4. What others do in Stripe's dashboard",
        "5. Her bank disputes it",
        "6. Every cent is explained",
        "7. And all the rest of it",
    ]
    assert CODE.findall(ran.out) == ["7", "5", "9", "6", "6"]


def test_every_command_of_the_story_is_shown_as_it_is_typed(told: Ran) -> None:
    acts = [
        act for scene in tour.story("academy-demo") for step in scene.steps for act in step.acts
    ]

    typed = TYPED.findall(told.out)

    assert [f"academy {words}" for words in typed] == [a.words for a in acts if isinstance(a, Run)]


def test_the_tour_shows_what_it_promises(told: Ran) -> None:
    lines = [line.strip() for line in told.out.splitlines()]

    assert "> 02-keep-it.md  was 03-keep-it.md, place 3 → 2" in lines
    assert "> 03-build-it  was 03-your-project; 2 lessons follow" in lines
    assert any(line.startswith("Here is a [-small-]{+short+} list{+ of chores+}") for line in lines)
    assert (
        "! 02-keep-it.md  archive lesson “Keep it” is withheld: “02-first-skill/02-a-routine.md” may be"
        " this one" in lines
    )
    assert "- 02-where-next.md  archive lesson “Where next”" in lines


def test_a_second_tour_starts_over(academy: Academy, told: Ran) -> None:
    assert steady(academy("demo")) == steady(told)


@pytest.mark.usefixtures("told")
def test_the_tour_leaves_an_academy_to_look_around_in(
    academy: Academy, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home / "academy-demo")

    assert academy("course", "list", "--format", "ids").out == "python-basics\n"
    assert academy("course", "plan", "--exit-code").code == 0


def test_the_tour_uses_nobodys_settings_and_touches_only_its_folder(
    academy: Academy, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ACADEMY_DATABASE_URL", "sqlite:///mine.db")
    (home / "academy.yaml").write_text("no: such setting\n", encoding="utf-8")
    before = contents(home)

    ran = academy("demo")

    assert ran.code == 0
    assert contents(home).items() >= before.items()
    assert {path.name for path in home.iterdir()} == {"academy.yaml", "academy-demo"}


def test_a_folder_of_somebody_else_is_left_alone(academy: Academy, home: Path) -> None:
    (home / "academy-demo").mkdir()
    (home / "academy-demo" / "notes.md").write_text("mine", encoding="utf-8")
    before = contents(home)

    ran = academy("demo")

    assert (ran.code, ran.out) == (6, "")
    assert ran.err.startswith(
        "error: “academy-demo” holds “notes.md”, which the demo did not make."
    )
    assert contents(home) == before


@pytest.mark.usefixtures("told")
def test_what_somebody_added_to_the_folder_is_not_thrown_away(academy: Academy, home: Path) -> None:
    (home / "academy-demo" / "my-course").mkdir()
    before = contents(home)

    assert academy("demo").code == 6
    assert contents(home) == before


def test_a_folder_that_cannot_be_made_is_told(academy: Academy, home: Path) -> None:
    (home / "file").write_text("", encoding="utf-8")

    ran = academy("demo", "file/demo")

    assert ran.code == 6
    assert ran.err.startswith("error: “file/demo” cannot be made: ")


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("act", "why"),
    [
        (Run("academy course show nothing"), "ended with 4 instead of 0"),
        (Run("academy version", 3), "ended with 0 instead of 3"),
        (Edit("page.md", (("no such line", "x"),)), "found no “no such line”"),
    ],
)
def test_a_step_that_goes_another_way_stops_the_tour(home: Path, act: tour.Act, why: str) -> None:
    (home / "page.md").write_text("# Page\n", encoding="utf-8")
    story = (*one(act), *one(Move("page.md", "moved.md")))

    with pytest.raises(UnexpectedError) as stopped:
        play(pipe(), story)

    assert why in stopped.value.message
    assert not (home / "moved.md").exists()


def test_the_working_directory_is_the_same_afterwards(academy: Academy, home: Path) -> None:
    academy("demo")

    assert Path.cwd() == home
    assert (home / "academy-demo" / MARKER).is_file()


def test_the_tour_fits_a_terminal(screen: Callable[..., Screen]) -> None:
    ran = screen("demo", "--plain")

    assert ran.code == 0
    assert "\x1b" not in ran.drawn
    is_whole = ("$ ", "hint: ", "settings_file ", "database_url ")  # what may be copied
    told = [line for line in ran.lines if not line.startswith(is_whole)]
    assert [line for line in told if len(line) > 80] == []
