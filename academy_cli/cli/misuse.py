"""Wrong words on the command line, told in academy's own sentences.

Knows what typer says about an option or argument and the nearest right word; refuses the rest.
"""

from __future__ import annotations

import re
from typing import Any

import typer

from academy_cli.cli.options import SHARED_FLAGS
from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest


class MisuseError(AcademyError):
    """Words that typer refused."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(Kind.USAGE, code, message, hint)


def misuse(error: typer.TyperException) -> MisuseError:
    """Turn what typer refused into an error with a code and a hint.

    typer keeps the classes of its refusals private, so they go by name.
    """
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "academy"
    hint = say("Run: {} --help", path)
    match type(error).__name__:
        case "NoSuchOption":
            return _unknown_option(error, path, hint)
        case "MissingParameter":
            return MisuseError("value.missing", say("{} is missing.", _name(error)), hint)
        case "BadOptionUsage":
            name = getattr(error, "option_name", say("an option"))
            return MisuseError("value.missing", say("{} needs a value.", name), hint)
        case "BadParameter":
            return MisuseError(
                "value.invalid", say("{}: {}", _name(error), _requoted(error.message)), hint
            )
        case _:
            return MisuseError("usage.invalid", _wrong(error.format_message()), hint)


def _wrong(message: str) -> str:
    """What typer says of anything else; it names words too many in parentheses."""
    many = re.fullmatch(r"Got unexpected extra argument\S* \((.*)\)", message)
    if many is None:
        return _requoted(message)
    words = many[1].split()
    extra = say("one word too many") if len(words) == 1 else say("{} words too many", len(words))
    return say("“{}” is {}.", many[1], extra)


def _unknown_option(error: typer.TyperException, path: str, hint: str) -> MisuseError:
    name = str(getattr(error, "option_name", ""))
    near = _nearest_option(error, name)
    if getattr(error, "ctx", None) and name in SHARED_FLAGS and _is_group(error):
        hint = say("Put {} after the verb.", name)
    elif near:
        hint = say("Did you mean `{}`?", near)
    return MisuseError("option.unknown", say("There is no option “{}” in {}.", name, path), hint)


def _nearest_option(error: Any, name: str) -> str | None:
    """The option that is most like one by its letters: the dashes, which all have, say nothing."""
    if not getattr(error, "ctx", None):
        return None
    known = {
        option.lstrip("-"): option
        for param in error.ctx.command.get_params(error.ctx)
        for option in (*param.opts, *param.secondary_opts)
        if option.startswith("--")
    }
    near = nearest(name.lstrip("-"), known)
    return known[near] if near else None


def _is_group(error: Any) -> bool:
    return hasattr(error.ctx.command, "commands")


def _name(error: Any) -> str:
    """The option or argument that an error is about, as help writes it."""
    if error.param is None:
        return say("A value")
    if error.param.param_type_name == "argument":
        return str(error.param.metavar or error.param.name.upper()).strip("[].")
    return str(error.param.opts[0])


def _requoted(message: str) -> str:
    """The same sentence with the offending value in our quotes and the rest in none."""
    if found := re.fullmatch(r"'(.*)' is not a valid int(?: range)?\.", message, re.DOTALL):
        return say("“{}” is not a whole number.", found[1])
    if found := re.fullmatch(r"(\S+) is not in the range x>=(\d+)\.", message):
        return say("“{}” is less than {}.", found[1], found[2])
    if found := re.fullmatch(r"(\S+) is not in the range (\d+)<=x<=(\d+)\.", message):
        return say("“{}” is not between {} and {}.", found[1], found[2], found[3])
    if found := re.fullmatch(r"'(.*)' is not one of (.*)\.", message, re.DOTALL):
        return say("“{}” is not one of {}.", found[1], found[2].replace("'", ""))
    return re.sub("'([^']*)'", r"\1", re.sub("'([^']*)'", "“\\1”", message, count=1))
