"""What a command receives: the shared options, the terminal, and the academy when it asks for it.

Knows how options, environment and streams come together; refuses to open anything early.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from academy_cli.cli.answer import Wish
from academy_cli.cli.format import Format
from academy_cli.cli.hints import Carried
from academy_cli.cli.language import tongue
from academy_cli.cli.terminal import Terminal
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.clock import utc_now
from academy_cli.kit.page import Page, SortKey
from academy_cli.kit.saying import say

if TYPE_CHECKING:
    from academy_cli.app import Academy, Acting
    from academy_cli.config.settings import Settings
    from academy_cli.config.table import Described


@dataclass(frozen=True)
class Shell:
    """One run of one command."""

    terminal: Terminal
    flags: Mapping[str, str]
    config_file: Path | None = None
    acting_as: str | None = None
    is_dry_run: bool = False
    command: str = ""
    """The words it was called with, less what is secret."""
    opened: ExitStack = field(default_factory=ExitStack)
    """What has to be closed when the command ends."""
    started: datetime = field(default_factory=utc_now)

    @staticmethod
    def here() -> Path:
        """The folder that relative paths start from. Raises NoWorkingFolderError."""
        try:
            return Path.cwd()
        except OSError as error:
            raise NoWorkingFolderError from error

    @cached_property
    def settings(self) -> Settings:
        """Settings from the file, the environment and the flags; raises what config raises."""
        from academy_cli.config.load import load

        return load(self.here(), os.environ, self.flags, file=self.config_file)

    @cached_property
    def academy(self) -> Academy:
        """The services, opened on first use."""
        return self.open(self.settings)

    def settings_with(self, database: str) -> Settings:
        """The same with another database, whose address is read as that of --database is."""
        from academy_cli.config.load import load

        flags = {**self.flags, "database_url": database}
        return load(self.here(), os.environ, flags, file=self.config_file)

    @property
    def settings_file(self) -> Path | None:
        """The settings file in use, even one with mistakes."""
        from academy_cli.config.resolve import locate

        return locate(self.here(), file=self.config_file)

    def describe(self) -> tuple[Described, ...]:
        """Every setting and its origin, whatever is wrong with them."""
        from academy_cli.config.load import describe

        return describe(self.here(), os.environ, self.flags, file=self.config_file)

    def examine(self) -> tuple[AcademyError, ...]:
        """Everything that is wrong with the settings."""
        from academy_cli.config.load import examine

        return examine(self.here(), os.environ, self.flags, file=self.config_file)

    def open(self, settings: Settings) -> Academy:
        """The services for some settings; closed when the command ends."""
        from academy_cli.app import open_academy

        academy = open_academy(settings, self.terminal.note, self.acting, self.terminal.progress)
        self.opened.callback(_close, academy)
        return academy

    def next(self, hint: str) -> None:
        """Say what to do next or, after a dry run, that nothing was done."""
        dry = say("Nothing was written: it was a dry run.")
        self.terminal.note(dry if self.is_dry_run else say("Next: {}", hint))

    @property
    def acting(self) -> Acting:
        """Who acts: whom --as names, else the operator, who holds the database's address; and from where."""
        from academy_cli import __version__
        from academy_cli.app import Acting

        try:
            name = getpass.getuser()
        except (OSError, KeyError):  # a container whose user has no name
            name = str(os.getuid())
        source = {"shell": "cli", "command": self.command, "host": _host()}
        source |= {"version": __version__} | ({"operator": name} if self.acting_as else {})
        return Acting(name, self.acting_as, source)


class NoWorkingFolderError(AcademyError):
    """The folder that the command was started in is gone, or nobody may know where it is."""

    def __init__(self) -> None:
        super().__init__(
            Kind.MISSING,
            "folder.gone",
            "The folder you are in is no longer there, or may not be looked at.",
            "Go to another one: cd",
        )


def _host() -> str:
    """The name of this machine; the module named platform would take 3 ms to say it."""
    return os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME", "")


def _close(academy: Academy) -> None:
    """Close the database, if it was used: naming it here would import it."""
    if "database" in vars(academy):
        academy.database.close()


def open_shell(given: Mapping[str, Any], before_noun: Mapping[str, Any], command: str) -> Shell:
    """Join the options after the verb with those before the noun; the nearer one wins."""

    def option(name: str) -> Any:
        return given.get(name) or before_noun.get(name)

    database, config = option("database"), option("config")
    named = {"--database": database, "--config": config, "--as": option("actor")}
    carried = Carried.of("".join(command.split()[1:2]), {**named, "--to": given.get("to")})
    wish = _wish(given, option)._replace(carried=carried)
    return Shell(
        terminal=Terminal(
            sys.stdout, sys.stderr, sys.stdin, os.environ, wish, tongue=tongue(os.environ)
        ),
        flags={"database_url": database} if database else {},
        config_file=Path(config) if config else None,
        acting_as=option("actor"),
        is_dry_run=bool(given.get("dry_run")),
        command=command,
    )


def _wish(given: Mapping[str, Any], option: Callable[[str], Any]) -> Wish:
    form, fields = option("format"), option("fields")
    return Wish(
        format=Format(form) if form else None,
        fields=tuple(name.strip() for name in (fields or "").split(",") if name.strip()),
        page=Page(SortKey.parse(given.get("sort") or ""), given.get("limit"), given.get("page")),
        is_plain=bool(option("plain")),
        is_quiet=bool(option("quiet")),
        is_yes=bool(given.get("yes")),
    )
