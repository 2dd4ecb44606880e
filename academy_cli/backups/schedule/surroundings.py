"""What a command finds around it in a terminal, and would miss where a scheduler starts it.

Knows names of variables and of programs; refuses the value of any variable that may be a secret.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from academy_cli.config.secrets import REFERENCE
from academy_cli.config.settings import table

FOLDERS = ("XDG_CONFIG_HOME", "XDG_DATA_HOME")
"""They decide where settings and the database are, if nothing else does."""
_SCRIPT = "academy"


def program(python: Path) -> Sequence[str]:
    """How this academy is started by whole paths: its script beside Python, else Python with its module."""
    script = python.with_name(_SCRIPT)
    return [str(script)] if script.is_file() else [str(python), "-m", "academy_cli"]


def folders(environ: Mapping[str, str]) -> Mapping[str, str]:
    """Variables that say where a user's folders are, if they are elsewhere than usual."""
    return {name: environ[name] for name in FOLDERS if environ.get(name)}


def variables(origins: Mapping[str, str], settings: str) -> Sequence[str]:
    """The variables that settings come from, and those a settings file refers to: no scheduler has them.

    ``origins`` says of each setting where it is from, ``settings`` is the text of the file. What a flag says
    is to be a variable, too: an address may hold a password, and a unit is read by every user of the machine.
    """
    given = [one.variable for one in table() if _is_passing(origins.get(one.name, ""))]
    lines = (line for line in settings.splitlines() if not line.lstrip().startswith("#"))
    referred = [name for line in lines for name in REFERENCE.findall(line)]
    return sorted({*given, *referred})


def _is_passing(origin: str) -> bool:
    return origin.startswith(("environment ", "flag "))
