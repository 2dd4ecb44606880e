"""What can be wrong with settings, each with its own sentence and place.

Knows places (``file:line``, a variable, a flag) and the nearest right word; refuses to show secrets.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from academy_cli.errors import AcademyError, Kind
from academy_cli.kit.spelling import nearest

SEE_ALL = "All settings: academy config show"


class UnknownKeyError(AcademyError):
    """A key that is no setting."""

    def __init__(self, key: str, known: Iterable[str], place: str) -> None:
        near = nearest(key, known)
        hint = f"Did you mean “{near}”? {SEE_ALL}" if near else SEE_ALL
        super().__init__(
            Kind.INVALID, "config.unknown-key", f"{place}: “{key}” is not a setting.", hint
        )


class DuplicateKeyError(AcademyError):
    """A key that is there twice, so one of its values would be lost."""

    def __init__(self, key: str, place: str) -> None:
        super().__init__(
            Kind.INVALID,
            "config.duplicate-key",
            f"{place}: “{key}” is set a second time.",
            "Keep one of the two.",
        )


class WrongTypeError(AcademyError):
    """A value of another type than the setting has."""

    def __init__(self, name: str, value: str, wanted: str, place: str) -> None:
        super().__init__(
            Kind.INVALID,
            "config.wrong-type",
            f"{place}: “{name}” must be {wanted}, not “{value}”.",
            "Its default and meaning: academy config show",
        )


class NotYamlError(AcademyError):
    """A settings file that is no YAML."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            Kind.INVALID,
            "config.syntax",
            f"{place}: this is not YAML: {why}.",
            "config.example.yaml shows every setting.",
        )


class UnreadableError(AcademyError):
    """A settings file that is named or found but cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            Kind.MISSING,
            "config.unreadable",
            f"The settings file “{path}” cannot be read: {why}.",
            "Write one with: academy init; or name another with --config",
        )


class MissingSecretError(AcademyError):
    """A reference to a secret that is not there."""

    def __init__(self, name: str, what: str, place: str) -> None:
        super().__init__(
            Kind.INVALID,
            "config.secret-missing",
            f"{place}: “{name}” is to come from {what}.",
            "Set it, or write the value itself; see: academy config check",
        )


class ExposedSecretError(AcademyError):
    """A secret file that others on this machine can read."""

    def __init__(self, name: str, path: Path) -> None:
        super().__init__(
            Kind.REFUSED,
            "config.secret-exposed",
            f"The secret file “{path}” of “{name}” can be read by other users.",
            f"Run: chmod 600 {path}",
        )


class SettingsExistError(AcademyError):
    """A settings file that would be overwritten."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            Kind.CONFLICT,
            "config.exists",
            f"The settings file “{path}” is there already.",
            "Change it by hand, or see what it sets: academy config show",
        )
