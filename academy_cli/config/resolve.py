"""Values of settings: every source in its turn, typed at the edge.

Knows which source wins and how text becomes a value; refuses to know which settings there are, and to keep
what is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from academy_cli.config.errors import WrongTypeError
from academy_cli.config.field import Bounds
from academy_cli.config.secrets import hidden, quoted, revealed
from academy_cli.config.sources import Written, find_file, from_environment, from_flags
from academy_cli.config.sqlite import anchored
from academy_cli.config.table import Setting, rows
from academy_cli.errors import AcademyError
from academy_cli.kit.paths import expanded
from academy_cli.kit.saying import say

DEFAULT = "default"
SWITCHES: Mapping[str, bool] = {
    **dict.fromkeys(("yes", "true", "on", "1"), True),
    **dict.fromkeys(("no", "false", "off", "0"), False),
}
"""What switches something on or off, in any case."""


def locate(cwd: Path, *, file: Path | None = None) -> Path | None:
    """The settings file in use, sound or not; ``file`` if it is named."""
    return cwd / file if file else find_file(cwd)


class Resolved(NamedTuple):
    """The values of settings by group, where each came from, and what is wrong."""

    path: Path | None
    values: dict[str, dict[str, object]]
    origins: dict[str, str]
    errors: list[AcademyError]


def resolve(
    groups: Mapping[str, type],
    cwd: Path,
    environ: Mapping[str, str],
    flags: Mapping[str, str],
    file: Path | None,
) -> Resolved:
    """The settings of some groups; what a file says of others is among what is wrong."""
    settings = tuple(rows(groups))
    path = locate(cwd, file=file)
    written, errors = _from_file(path, settings) if path else ({}, [])
    written = written | from_environment(settings, environ, cwd) | from_flags(settings, flags, cwd)
    result = Resolved(path, {group: {} for group in groups}, {}, errors)
    for setting in settings:
        source = written.get(setting.name)
        result.origins[setting.name] = source.origin if source else DEFAULT
        try:
            value = _value(setting, source, environ) if source else setting.default()
        except AcademyError as error:
            errors.append(error)
        else:
            result.values[setting.group][setting.key] = value
    return result


def _from_file(
    path: Path, settings: Sequence[Setting]
) -> tuple[dict[str, Written], list[AcademyError]]:
    from academy_cli.config.file import from_file  # most commands need no YAML

    return from_file(path, settings)


def _value(setting: Setting, source: Written, environ: Mapping[str, str]) -> object:
    """Text as the setting's type; relative paths start from where they were written."""
    text = source.text
    if text == setting.shown:  # a line of config.example.yaml, uncommented
        return setting.default()
    if setting.is_secret:
        text = revealed(setting.name, text, source.base, environ, source.origin)
    if setting.bounds is not None:
        return _number(setting, setting.bounds, text, source.origin)
    if setting.kind == "bool":
        return _switch(setting, text, source.origin)
    if "\0" in text:
        wanted = say("text without a NUL character")
        raise WrongTypeError(setting.name, setting.described(text, "").value, wanted, source.origin)
    if setting.flaw is not None and (instead := setting.flaw(text)):
        shown = hidden(text) if setting.is_secret else quoted(text)
        raise WrongTypeError(setting.name, shown, instead, source.origin)
    if setting.is_path and not _is_address(setting, text):
        path = source.base / expanded(Path(text))
        return path if setting.kind == "Path" else str(path)
    return anchored(text, source.base)


def _is_address(setting: Setting, text: str) -> bool:
    """Whether a place that may be a folder or a bucket is the latter: ``s3://bucket``."""
    return setting.kind == "str" and "://" in text


def _switch(setting: Setting, text: str, origin: str) -> bool:
    if text.lower() not in SWITCHES:
        raise WrongTypeError(setting.name, text, say("yes or no"), origin)
    return SWITCHES[text.lower()]


def _number(setting: Setting, bounds: Bounds, text: str, origin: str) -> int:
    wanted = say("a whole number {}", bounds.said)
    try:
        number = int(text)
    except ValueError as error:
        raise WrongTypeError(setting.name, text, wanted, origin) from error
    if not bounds.least <= number <= bounds.most:
        raise WrongTypeError(setting.name, text, wanted, origin)
    return number
