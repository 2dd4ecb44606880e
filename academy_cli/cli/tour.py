"""What ``academy demo`` shows: scenes of sentences, commands and what an author does to files between.

Knows the story and how each command has to end; refuses to run anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from shlex import quote
from typing import TypeAlias

COURSE = "python-basics"


@dataclass(frozen=True, slots=True)
class Run:
    """A command as a person types it, and the exit code it has to end with."""

    words: str
    code: int = 0


@dataclass(frozen=True, slots=True)
class Enter:
    """A change of the working directory."""

    folder: str


@dataclass(frozen=True, slots=True)
class Move:
    """A file or folder that gets another name."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines of a file that become others; each pair is what was and what is."""

    file: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Remove:
    """A file that goes away."""

    file: str


@dataclass(frozen=True, slots=True)
class Happen:
    """Something that others do meanwhile, by its name, and how that is told."""

    deed: str
    says: str


OwnAct: TypeAlias = Run | Enter | Move | Edit | Remove
Act: TypeAlias = OwnAct | Happen


@dataclass(frozen=True, slots=True)
class Step:
    """A sentence and what is done then."""

    says: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """Steps that show one thing."""

    title: str
    steps: tuple[Step, ...]


def step(says: str, *acts: Act) -> Step:
    """A sentence and what is done then."""
    return Step(says, acts)


def story(folder: str) -> tuple[Scene, ...]:
    """The tour through an academy made in ``folder``."""
    return (begin(folder), PLAN, EDIT, RENAME, BREAK, MEND, ARCHIVE, PAST, PEOPLE, LOOK)


def begin(folder: str) -> Scene:
    """An academy and a course out of nothing."""
    return Scene(
        "An academy and a course",
        (
            step(
                "An academy is a settings file and a database; SQLite needs no server.",
                Run(f"academy init {quote(folder)}"),
                Enter(folder),
            ),
            step(
                "A course is a folder of Markdown and YAML. This one comes from a template.",
                Run(f"academy course new {COURSE} --template self-paced --yes"),
                Enter(COURSE),
            ),
            step(
                "Is anything wrong with it? A check needs no database and finds everything at once.",
                Run("academy course check"),
            ),
        ),
    )


PLAN = Scene(
    "Nothing happens that was not planned",
    (
        step("What would change, before anything does:", Run("academy course plan")),
        step(
            "Now exactly that, in one transaction. A person is asked first; --yes answers.",
            Run("academy course sync --yes"),
        ),
        step(
            "Learners see a course when it is published, not before.",
            Run(f"academy course publish {COURSE}"),
            Run("academy course list"),
        ),
    ),
)

EDIT = Scene(
    "Edit a lesson",
    (
        step(
            "A better sentence, and five minutes more:",
            Edit(
                "02-first-skill/01-see-it-done.md",
                (
                    ("minutes: 15", "minutes: 20"),
                    ("Here is a small list,", "Here is a short list of chores,"),
                ),
            ),
            Run("academy course plan --diff"),
        ),
        step("Files that did not change are not read again.", Run("academy course sync --yes")),
    ),
)

RENAME = Scene(
    "Rename and renumber as you like",
    (
        step(
            "Numbers are only order. This lesson shall come before the exercise:",
            Move("02-first-skill/03-keep-it.md", "02-first-skill/02-keep-it.md"),
        ),
        step(
            "And a module gets a better name, here and in the list of course.yaml:",
            Move("03-your-project", "03-build-it"),
            Edit("course.yaml", (("  - 03-your-project", "  - 03-build-it"),)),
        ),
        step(
            "Nothing is deleted and made anew. The lessons are the same, so all learners keep their "
            "progress.",
            Run("academy course plan"),
            Run("academy course sync --yes"),
        ),
    ),
)

BREAK = Scene(
    "Break something",
    (
        step(
            "A lesson gets another name, loses its id, and its title has a colon too many. "
            "Another lesson is edited, and correctly.",
            Move("02-first-skill/02-keep-it.md", "02-first-skill/02-a-routine.md"),
            Edit(
                "02-first-skill/02-a-routine.md",
                (("id: keep-it\ntitle: Keep it\n", "title: Keep it: a routine\n"),),
            ),
            Edit("01-start-here/01-welcome.md", (("In five hours", "In six hours"),)),
        ),
        step(
            "“Keep it” seems to be gone. But the broken file may be it, so it is not archived:",
            Run("academy course plan", 3),
        ),
        step(
            "A course with errors is refused as a whole, with every place and remedy.",
            Run("academy course sync --yes", 3),
        ),
        step(
            "Is the other edit urgent? The sound part can go ahead; the exit code says that it is a part.",
            Run("academy course sync --partial --yes", 8),
        ),
    ),
)

MEND = Scene(
    "Mend it",
    (
        step(
            "Quotes round the title, and the id again:",
            Edit(
                "02-first-skill/02-a-routine.md",
                (
                    (
                        "title: Keep it: a routine\n",
                        'id: keep-it\ntitle: "Keep it: a routine"\n',
                    ),
                ),
            ),
            Run("academy course plan"),
            Run("academy course sync --yes"),
        ),
    ),
)

ARCHIVE = Scene(
    "Delete a lesson",
    (
        step(
            "A file that is really gone archives its lesson; what learners did in it stays.",
            Remove("03-build-it/02-where-next.md"),
            Run("academy course plan"),
            Run("academy course sync --yes"),
            Run(f"academy lesson list --course {COURSE} --archived --fields key,title,is_archived"),
        ),
    ),
)

PAST = Scene(
    "Go back",
    (
        step(
            "Every sync is a revision: who applied it, when, from which commit, and what it did.",
            Run(f"academy course history {COURSE}"),
            Run(f"academy course diff {COURSE} 1 --tree"),
        ),
        step(
            "Was it a mistake to delete that lesson? Any revision can be had back, as a plan like any "
            "other, and whatever learners did since stays. Without --dry-run it would be done:",
            Run(f"academy course rollback {COURSE} 5 --dry-run"),
        ),
    ),
)

PEOPLE = Scene(
    "Let somebody in",
    (
        step(
            "Ann gets an account and a place in the course.",
            Run("academy user create ann@example.org --name 'Ann Lee'"),
            Run(f"academy enrollment create ann@example.org {COURSE}"),
        ),
        step(
            "The mail that tells her was written down with that. A fresh academy sends into a folder, "
            "so that nothing leaves by mistake.",
            Run("academy mail preview enrolled --for ann@example.org"),
            Run("academy mail send"),
        ),
    ),
)

LOOK = Scene(
    "Look at the result",
    (
        step("This is what the academy has now:", Run(f"academy course show {COURSE}")),
        step(
            "A script asks whether anything is left to do: 0 is no, 10 is yes.",
            Run("academy course plan --exit-code"),
        ),
    ),
)
