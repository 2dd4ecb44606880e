"""Starting a course: which template, and what goes into it.

Knows how a template's questions are put; refuses to know what an answer must look like.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from academy_cli.cli.shell import Shell
from academy_cli.cli.show.problems import summary
from academy_cli.cli.terminal import Ink
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.record import shown
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.authoring.templates import Template, Variable


class UnreadableSettingError(AcademyError):
    """A ``--set`` that is not a name and a value."""

    def __init__(self, text: str) -> None:
        super().__init__(
            Kind.USAGE,
            "value.invalid",
            say("--set: “{}” is no name and value.", text),
            "Write it like --set title=Python",
        )


def new(shell: Shell, folder: Path | None, template: str | None, given: Iterable[str]) -> None:
    """Write a course from a template, asking on a terminal for what is not given."""
    from academy_cli.authoring import newfolder, scaffold

    chosen = _template(shell, template)
    said = dict(map(_pair, given))
    chosen.insist_on(said)
    shell.here()  # a relative folder starts there
    where = folder or Path(shell.terminal.ask("DIR", "Which folder?"))
    newfolder.insist_on_empty(where)
    values = _answers(shell, chosen, where, said)
    made = scaffold.new(where, chosen.name, values, dry_run=shell.is_dry_run)
    shell.terminal.show_one(made, "folder", "template", "files")
    shell.next(f"academy course check {quote(str(where))}")


def adopt(shell: Shell, folder: Path) -> None:
    """Write a course.yaml for a folder of Markdown and say what was guessed."""
    from academy_cli.authoring import adopt as adoption

    made = adoption.init(folder, limits=shell.academy.limits, dry_run=shell.is_dry_run)
    shell.terminal.show_one(made, "course", "folder", "modules", "lessons")
    shell.terminal.note_lines(
        (say("{}: {}  ", guess.field, shown(guess.value)), Ink(guess.why, "dim"))
        for guess in made.guesses
    )
    shell.next(say("academy course check {} ({})", quote(str(folder)), summary(made.problems)))


def _template(shell: Shell, named: str | None) -> Template:
    from academy_cli.authoring.templates import template, templates

    if named:
        return template(named)
    known = {one.name: f"{one.name}  {one.summary}" for one in templates()}
    return template(shell.terminal.choose("--template", "Which template?", known))


def _answers(
    shell: Shell, template: Template, folder: Path, given: Mapping[str, str]
) -> dict[str, str]:
    """What was given, and on a terminal, unless --yes takes the defaults, what is asked for."""
    answers = dict(given)
    if shell.terminal.can_ask and not shell.terminal.wish.is_yes:
        defaults = template.defaults(folder)
        for variable in template.variables:
            if variable.name not in given:
                answers[variable.name] = _asked(shell, variable, defaults.get(variable.name, ""))
    return answers


def _asked(shell: Shell, variable: Variable, default: str) -> str:
    """Ask until the answer will do."""
    while True:
        prompt = variable.prompt
        if variable.example and not default:
            prompt = say("{} (such as {})", prompt, variable.example)
        answer = shell.terminal.ask(
            f"--set {variable.name}", prompt, default, is_optional=variable.is_optional
        )
        objection = variable.objection(answer)
        if objection is None:
            return answer
        shell.terminal.warn(objection)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise UnreadableSettingError(text)
    return name, value
