"""The templates that courses are scaffolded from: what each asks for and what an answer must look like.

Knows the folder course_templates and its template.yaml files; refuses to write anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from academy_cli.authoring import names
from academy_cli.authoring.page import read_mapping
from academy_cli.authoring.placeholders import substituted
from academy_cli.authoring.template_errors import (
    UnknownTemplateError,
    UnknownVariableError,
    VariableInvalidError,
    VariableMissingError,
)
from academy_cli.formats.findings import Findings
from academy_cli.formats.patterns import EMAIL, LANGUAGE, SLUG, Pattern
from academy_cli.formats.records import Field, Record
from academy_cli.formats.shapes import Boolean, Choice, List, Shape, Text
from academy_cli.formats.yamltext import QUOTED, ScalarNode
from academy_cli.kit.paths import real
from academy_cli.kit.saying import say, say_joined
from academy_cli.kit.slugs import slugify

FOLDER = Path(__file__).resolve().parents[2] / "course_templates"
"""Beside the package, in a checkout and in an installation alike."""
TEMPLATE_FILE = "template.yaml"

_DATE = Pattern(
    r"\d{4}-\d{2}-\d{2}", say("a date"), say("Write it like `2027-01-31`."), "2027-01-31"
)
_KINDS: dict[str, Shape] = {
    "text": Text(),
    "slug": SLUG,
    "language": LANGUAGE,
    "email": EMAIL,
    "date": _DATE,
}
RECORD = Record(
    (
        Field("summary", Text(), say("what the template is for"), required=True),
        Field(
            "variables",
            List(
                Record(
                    (
                        Field("name", Text(40), say("what placeholders call it"), required=True),
                        Field("kind", Choice(tuple(_KINDS)), say("what a value looks like")),
                        Field("prompt", Text(), say("the question on a terminal"), required=True),
                        Field("default", Text(), say("the value when none is given")),
                        Field("example", Text(), say("a value, where there is no default")),
                        Field("optional", Boolean(), say("whether it may be empty")),
                    ),
                    say("a variable"),
                )
            ),
            say("what it asks for"),
        ),
    ),
    TEMPLATE_FILE,
)


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing a template asks for. ``default`` may hold placeholders for the folder's name."""

    name: str
    kind: str
    prompt: str
    default: str
    example: str
    is_optional: bool

    def objection(self, value: str) -> str | None:
        """What is wrong with a value, as half a sentence with its remedy; None when it will do."""
        if not value.strip():
            return None if self.is_optional else say("it is empty")
        if any(not char.isprintable() and char not in "\u200c\u200d" for char in value):
            return say("it holds a line break or a control character")
        findings = Findings("")
        _KINDS[self.kind].read(ScalarNode(QUOTED, value), findings)
        if not findings.problems and self.kind == "date":
            return _no_day(value)
        whys = (say_joined(". ", (found.message, found.hint)) for found in findings.problems)
        return next(whys, None)


@dataclass(frozen=True, slots=True)
class Template:
    """One template: its name, what it is for, and what it asks for, in order."""

    name: str
    summary: str
    variables: tuple[Variable, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files it writes, in order."""
        root = FOLDER / self.name
        paths = (path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
        return tuple(sorted(path for path in paths if path != TEMPLATE_FILE))

    def load(self, path: str) -> bytes:
        """The bytes of one of its files, placeholders and all."""
        return (FOLDER / self.name / path).read_bytes()

    def defaults(self, folder: Path) -> dict[str, str]:
        """The values for a course in a folder when nobody gives any; required ones may be missing."""
        name = real(folder).name
        known = {"folder_slug": slugify(name), "folder_title": names.readable(name)}
        filled = {
            variable.name: substituted(variable.default, known) for variable in self.variables
        }
        return {
            variable.name: filled[variable.name]
            for variable in self.variables
            if variable.is_optional or filled[variable.name]
        }

    def answers(self, folder: Path, given: Mapping[str, str]) -> dict[str, str]:
        """Every variable's value, defaults included.

        Raises UnknownVariableError, VariableMissingError and VariableInvalidError.
        """
        self.insist_on(given)
        values = self.defaults(folder) | {name: value.strip() for name, value in given.items()}
        for variable in self.variables:
            if variable.name not in values:
                raise VariableMissingError(self.name, variable.name, variable.example)
        self.insist_on(values)
        return values

    def insist_on(self, values: Mapping[str, str]) -> None:
        """Refuse what it does not ask for. Raises UnknownVariableError and VariableInvalidError."""
        wanted = {variable.name: variable for variable in self.variables}
        for name, value in values.items():
            if name not in wanted:
                raise UnknownVariableError(self.name, name, tuple(wanted))
            if objection := wanted[name].objection(value.strip()):
                raise VariableInvalidError(name, value.strip(), objection)


def templates() -> tuple[Template, ...]:
    """Every template: those that ask and write least first."""
    found = [template(name) for name in _names()]
    return tuple(sorted(found, key=lambda one: (len(one.variables), len(one.files), one.name)))


def template(name: str) -> Template:
    """One template by name. Raises UnknownTemplateError."""
    known = _names()
    if name not in known:
        raise UnknownTemplateError(name, known)
    data = (FOLDER / name / TEMPLATE_FILE).read_bytes()
    values, _ = read_mapping(data, TEMPLATE_FILE, RECORD)
    said = values or {}
    return Template(name, said["summary"], tuple(_variable(v) for v in said.get("variables", ())))


def _names() -> list[str]:
    return sorted(path.parent.name for path in FOLDER.glob(f"*/{TEMPLATE_FILE}"))


def _variable(said: Mapping[str, Any]) -> Variable:
    return Variable(
        said["name"],
        said.get("kind", "text"),
        said["prompt"],
        said.get("default", ""),
        said.get("example", ""),
        said.get("optional", False),
    )


def _no_day(value: str) -> str | None:
    try:
        date.fromisoformat(value)
    except ValueError:
        return say("there is no such day in the calendar")
    return None
