"""Files that are not read for their names alone: `course.yml`, `loops.markdown`.

Knows names and what they were meant for; refuses to look into a file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from academy_cli.authoring import names
from academy_cli.authoring.codes import problem
from academy_cli.authoring.conventions import Conventions, folders_of
from academy_cli.formats.problems import Problem
from academy_cli.kit.saying import say


def misnamed(paths: Collection[str], ignore: Sequence[str]) -> Iterator[Problem]:
    """Find files named almost like the two that academy reads, and texts that are no lessons."""
    for path in paths:
        if not path.endswith(names.LESSON_SUFFIXES) and _is_misnamed(path.rpartition("/")[2]):
            yield problem(
                "course.misnamed",
                path,
                value=path,
                message=say("“{}” is not read", path),
                hint=say("Name it course.yaml or module.yaml."),
            )
    yield from _with_other_suffixes(paths, ignore)


def _is_misnamed(name: str) -> bool:
    return name.lower() in names.MISNAMED and name not in (names.COURSE_FILE, names.MODULE_FILE)


def _with_other_suffixes(paths: Collection[str], ignore: Sequence[str]) -> Iterator[Problem]:
    """Texts that would stand in the course if their names ended as those of lessons do."""
    usual = {path: right for path in paths if (right := names.with_usual_suffix(path)) != path}
    if not usual:
        return
    conventions = Conventions(folders_of([*paths, *usual.values()]), ignore)
    for path in sorted(usual):
        if conventions.stands(usual[path]):
            name = usual[path].rpartition("/")[2]
            yield problem(
                "page.other-suffix",
                path,
                value=path,
                message=say("“{}” is no lesson", path),
                hint=say("Name it {}, or `ignore:` it.", name),
            )
