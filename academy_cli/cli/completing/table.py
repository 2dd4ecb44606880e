"""The words of all commands as one file: ``python -m academy_cli.cli.completing.table`` writes words.json.

Knows how to walk the command tree, which takes too long while somebody waits for a shell; refuses to
complete anything.
"""

from __future__ import annotations

import sys
from typing import Any

from academy_cli.cli import root
from academy_cli.cli.lazy import load
from academy_cli.cli.reference import visited
from academy_cli.kit.jsontext import canonical


def written() -> str:
    """The file: nouns with their verbs, and of each command its options and arguments."""
    nouns = {entry.name: [entry.summary, entry.is_noun] for entry in root.ENTRIES}
    found: dict[str, Any] = {}
    academy = root.build()
    context = academy.make_context("academy", ["help"])
    for entry in root.ENTRIES:
        for words, command, its_context in visited(load(entry), context, (entry.name,)):
            found[" ".join(words)] = _command(command, its_context)
    shared: dict[str, object] = found["version"]["options"]
    for one in found.values():
        mine = one["options"].items()
        one["options"] = {flag: told for flag, told in mine if shared.get(flag) != told}
    return canonical({"nouns": nouns, "shared": shared, "commands": found}) + "\n"


def _command(command: Any, context: Any) -> dict[str, Any]:
    params = command.get_params(context)
    options = {
        flag: [(param.help or "").partition(". ")[0].rstrip("."), _value(param, context)]
        for param in params
        if param.param_type_name == "option" and not param.hidden
        for flag in (*param.opts, *param.secondary_opts)
        if flag.startswith("--")
    }
    arguments = [_value(one, context) for one in params if one.param_type_name == "argument"]
    return {
        "help": (command.help or "").strip().partition("\n")[0],
        "options": options,
        "arguments": arguments,
        "more": any(one.nargs == -1 for one in params if one.param_type_name == "argument"),
    }


def _value(param: Any, context: Any) -> list[str] | str:
    """What may stand there: some words, or what it is called; nothing for a switch."""
    if getattr(param, "is_flag", False):
        return ""
    choices = getattr(param.type, "choices", None)
    if choices:
        return [str(getattr(one, "value", one)) for one in choices]
    called = str(param.metavar or param.make_metavar(context) or param.name)
    return called.strip("[]{}. ").upper()


if __name__ == "__main__":
    sys.stdout.write(written())
