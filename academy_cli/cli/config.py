"""``academy config``: what is set, by what, and whether it is right.

Knows how to show settings; refuses to change them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from academy_cli.cli.answer import Columns
from academy_cli.cli.options import command, noun
from academy_cli.cli.shell import Shell
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.paths import is_there
from academy_cli.kit.saying import say, say_so_many

app = noun("Show settings and where each one comes from.")

SETTING = Columns(("name", "value", "origin"), ("name", "value", "origin", "default", "why"))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the settings."""

    code: str
    message: str
    hint: str


class InvalidSettingsError(AcademyError):
    """Settings with findings."""

    def __init__(self, count: int, hint: str) -> None:
        said = say_so_many("The settings have {} finding.", "The settings have {} findings.", count)
        super().__init__(Kind.INVALID, "config.invalid", said, hint)


class NoSettingsFileError(AcademyError):
    """There is no settings file to name."""

    def __init__(self) -> None:
        super().__init__(
            Kind.MISSING,
            "config.no-file",
            "There is no settings file; the defaults and the environment hold.",
            "Run: academy init",
        )


@command(
    app, "show", listing=True, examples=("academy config show", "academy config show --sort origin")
)
def show(shell: Shell) -> None:
    """Show every setting, its value and where the value comes from; secrets are masked."""
    shell.terminal.show_list(shell.describe(), SETTING)
    _insist_on(shell.examine())


@command(app, "check", listing=True, examples=("academy config check --config staging.yaml",))
def check(shell: Shell) -> None:
    """Check the settings and name everything that is wrong with them."""
    findings = [Finding(error.code, error.message, error.hint) for error in shell.examine()]
    shell.terminal.show_list(findings, Columns.of(Finding), empty="The settings are in order.")
    if not findings:
        _warn_of_certificates(shell)
    if findings:
        raise InvalidSettingsError(len(findings), say("All settings: academy config show"))


def _warn_of_certificates(shell: Shell) -> None:
    """Say what certificates would lack, where there is a key to sign them with."""
    from academy_cli.config.certificates import lacking

    settings = shell.settings
    lacks = lacking(settings.site.name, settings.site.url)
    if lacks and any(settings.certificates.keys.glob("*.pem")):
        shell.terminal.warn(lacks)


@command(app, "path", examples=("academy config path", "$EDITOR $(academy config path)"))
def path(shell: Shell) -> None:
    """Show which settings file is in use."""
    found = shell.settings_file
    if found is None:
        raise NoSettingsFileError
    if not is_there(found):
        _insist_on(shell.examine())
    shell.terminal.show_one({"path": found})


def _insist_on(errors: Sequence[AcademyError]) -> None:
    """Raise what is wrong with the settings, one mistake as itself."""
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise InvalidSettingsError(len(errors), say("See them: academy config check"))
