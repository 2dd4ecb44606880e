"""Plan files: plans written down to be carried out later, and read back.

Knows the file and its JSON; refuses to know whether a plan still holds.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from academy_cli.authoring.plan import PLAN_FORMAT, Plan, SavedPlan, format_of, saved_plan, seal
from academy_cli.authoring.plan_errors import NotAPlanError, PlanChangedError, PlanFormatError
from academy_cli.cli.jsonrows import json_text
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_there
from academy_cli.kit.saying import say
from academy_cli.kit.systemwords import system_words


class UnwritablePlanError(AcademyError):
    """A plan that could not be saved."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.REFUSED,
            "plan.unwritable",
            say("The plan cannot be saved in “{}”: {}.", path, why),
            "Name another file with --out.",
        )


class NoPlanFileError(AcademyError):
    """A plan file that is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.MISSING,
            "plan.no-file",
            say("There is no file “{}”.", path),
            "Save a plan first: academy course plan DIR --out FILE",
        )


def load(path: Path) -> tuple[SavedPlan, ...]:
    """The plans of a plan file.

    Raises NoPlanFileError, NotAPlanError, PlanFormatError and PlanChangedError.
    """
    if not is_there(path):
        raise NoPlanFileError(path)
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise NotAPlanError(path) from error
    items = data if isinstance(data, list) else [data]
    other = next(
        (found for found in map(format_of, items) if found not in (None, PLAN_FORMAT)), None
    )
    if other is not None:
        raise PlanFormatError(path, other, PLAN_FORMAT)
    plans = [saved_plan(item) for item in items]
    sound = tuple(plan for plan in plans if plan is not None)
    if not sound or len(sound) < len(plans):
        raise NotAPlanError(path)
    if any(item.get("seal") != seal(item) for item in items):
        raise PlanChangedError(path)
    return sound


def save(path: Path, made: Sequence[Plan]) -> None:
    """Write one plan as an object and several as an array, as ``apply`` reads them."""
    said = [plan.to_json() for plan in made]
    try:
        text = json_text(said[0] if len(said) == 1 else said) + "\n"
        path.write_text(text, encoding="utf-8", errors="backslashreplace")  # JSON's own escapes
    except OSError as error:
        raise UnwritablePlanError(path, system_words(error)) from error
