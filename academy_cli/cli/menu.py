"""What ``academy`` alone offers on a terminal: at most ten commands that this person most likely wants now.

Knows what there is here (an academy, courses in this folder, what needs a person) and who acts; refuses to do
anything but run the command that is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from itertools import islice
from pathlib import Path
from shlex import quote

from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError
from academy_cli.kit.saying import say

MOST, URGENT, FOLDERS, TAUGHT = 10, 3, 2, 3
"""Entries in all, of what needs a person, courses of a folder, and courses that somebody teaches."""
COURSE = "course.yaml"
EVERYDAY: Mapping[str, str] = {
    "status": say("see where the academy stands"),
    "course list": say("see the courses"),
    "user list": say("see the people"),
    "order list": say("see what was bought"),
    "doctor": say("find what is wrong with this machine"),
    "help": say("see all there is"),
}
SUPPORT: Mapping[str, str] = {
    "status": say("see where the academy stands"),
    "user list": say("see the people"),
    "order list": say("see what was bought"),
    "refund list": say("see what was given back"),
    "course list": say("see the courses"),
    "help": say("see all there is"),
}
OWN: Mapping[str, str] = {
    "course search": say("find a course"),
    "enrollment list": say("see the courses you are in"),
    "certificate list": say("see your certificates"),
    "help": say("see all there is"),
}
"""What somebody wants who looks after nobody."""
FIRST: Mapping[str, str] = {
    "init": say("make an academy here"),
    "demo": say("see it all on a course of its own"),
    "help": say("see all there is"),
}


def entries(shell: Shell) -> Mapping[str, str]:
    """Commands, without ``academy``, and what each is for; the likeliest first."""
    found = dict(_courses(shell.here()))
    found |= _standing(shell)
    return dict(islice(found.items(), MOST))


def _courses(folder: Path) -> Iterator[tuple[str, str]]:
    """What one does with a course that one is writing."""
    here = [Path()] if (folder / COURSE).is_file() else []
    with suppress(OSError):
        below = sorted(one.parent.relative_to(folder) for one in folder.glob(f"*/{COURSE}"))
        here += below[: FOLDERS - len(here)]
    for one in here:
        name = quote(str(one))
        yield f"course check {name}", say("find what is wrong in the course")
        if len(here) == 1:
            yield f"course preview {name}", say("see the course as learners will")
            yield f"course plan {name}", say("see what a sync would change")


def _standing(shell: Shell) -> Mapping[str, str]:
    """What the academy needs, and what its people do every day; where there is none, how one begins."""
    from academy_cli.health.errors import NoAcademyError

    try:
        figures = shell.academy.standing.figures()
    except NoAcademyError:
        return FIRST
    except AcademyError:
        return _own(shell) or {"doctor": EVERYDAY["doctor"], "help": EVERYDAY["help"]}
    urgent = [one for one in figures if one.needs_person][:URGENT]
    return {one.next.removeprefix("academy "): one.said for one in urgent} | dict(_daily(shell))


def _daily(shell: Shell) -> Mapping[str, str]:
    """What whoever sees the whole does every day; support looks after people, and no machine."""
    actor = shell.academy.actor
    is_support = not actor.is_operator and "admin" not in {one.value for one in actor.roles}
    return SUPPORT if is_support else EVERYDAY


def _own(shell: Shell) -> Mapping[str, str]:
    """What somebody wants who looks after nobody but those whom they teach; nothing of an operator."""
    try:
        actor = shell.academy.actor
    except AcademyError:
        return {}
    if actor.is_operator:
        return {}
    taught = sorted(actor.courses)[:TAUGHT]
    mine = {f"course students {slug}": say("see who learns in “{}”", slug) for slug in taught}
    liked = {f"course recommend {quote(actor.said)}": say("see what may be for you")}
    return mine | dict(islice(OWN.items(), 1)) | liked | dict(OWN)


def chosen(shell: Shell) -> list[str]:
    """The words of the command that somebody picks; none where they leave."""
    from shlex import split

    from academy_cli.cli.terminal.errors import MissingValueError

    found = entries(shell)
    width = max(map(len, found))
    titles = {
        words: say("{}  {}", f"academy {words:<{width}}", said) for words, said in found.items()
    }
    try:
        words = shell.terminal.choose("COMMAND", "What now?", titles)
    except (MissingValueError, KeyboardInterrupt):
        return []
    shell.terminal.note(say("$ academy {}", words))
    return split(words)
