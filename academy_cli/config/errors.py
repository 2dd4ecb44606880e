"""What can be wrong with settings, each with its own sentence and place.

Knows places (``file:line``, a variable, a flag) and the nearest right word; refuses to show secrets.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.saying import say
from academy_cli.kit.spelling import nearest

SEE_ALL = say("All settings: academy config show")


class UnknownKeyError(AcademyError):
    """A key that is no setting."""

    def __init__(self, key: str, known: Iterable[str], place: str) -> None:
        near = nearest(key, known)
        hint = say("Did you mean “{}”? {}", near, SEE_ALL) if near else SEE_ALL
        super().__init__(
            Kind.INVALID, "config.unknown-key", say("{}: “{}” is not a setting.", place, key), hint
        )


class DuplicateKeyError(AcademyError):
    """A key that is there twice, so one of its values would be lost."""

    def __init__(self, key: str, place: str) -> None:
        super().__init__(
            Kind.INVALID,
            "config.duplicate-key",
            say("{}: “{}” is set a second time.", place, key),
            "Keep one of the two.",
        )


class WrongTypeError(AcademyError):
    """A value of another type than the setting has."""

    def __init__(self, name: str, value: str, wanted: str, place: str) -> None:
        super().__init__(
            Kind.INVALID,
            "config.wrong-type",
            say("{}: “{}” must be {}, not “{}”.", place, name, wanted, value),
            "Its default and meaning: academy config show",
        )


class NotYamlError(AcademyError):
    """A settings file that is no YAML."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "config.syntax",
            say("{}: this is not YAML: {}.", place, why),
            "config.example.yaml shows every setting.",
        )


class UnreadableError(AcademyError):
    """A settings file that is named or found but cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.MISSING,
            "config.unreadable",
            say("The settings file “{}” cannot be read: {}.", path, why),
            "Write one with: academy init; or name another with --config",
        )


class MissingSecretError(AcademyError):
    """A reference to a secret that is not there."""

    def __init__(self, name: str, what: str, place: str) -> None:
        super().__init__(
            Kind.INVALID,
            "config.secret-missing",
            say("{}: “{}” is to come from {}.", place, name, what),
            "Set it, or write the value itself; see: academy config check",
        )


class ExposedSecretError(AcademyError):
    """A secret file that others on this machine can read."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(
            Kind.REFUSED,
            "config.secret-exposed",
            say("The secret file “{}” of “{}” can be read by other users.", path, name),
            say("Run: chmod 600 {}", path),
        )


class SettingsExistError(AcademyError):
    """A settings file that would be overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "config.exists",
            say("The settings file “{}” is there already.", path),
            "Change it by hand, or see what it sets: academy config show",
        )
