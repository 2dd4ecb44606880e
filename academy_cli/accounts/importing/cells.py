"""What the cells of a row about a person say: each field's column, and its values in their one form.

Pure: knows no table and no file. A cell that cannot be is a refusal of its row.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from academy_cli.access.matrix import Role
from academy_cli.accounts import profile
from academy_cli.accounts.metadata import changed_metadata, typed
from academy_cli.bulk.columns import Field
from academy_cli.bulk.errors import RefusedRowError
from academy_cli.bulk.kinds import Value, Wanted
from academy_cli.kit.saying import say

FIELDS = (
    Field(
        "email",
        ("e-mail address", "mail", "E-Mail-Adresse", "correo", "courriel"),
        is_required=True,
    ),
    Field("name", ("full name", "Anzeigename", "nombre completo", "nom complet")),
    Field("first_name", ("given name", "forename", "Vorname", "nombre", "prénom")),
    Field("last_name", ("surname", "family name", "Nachname", "Familienname", "apellidos")),
    Field("language", ("lang", "locale", "Sprache", "idioma", "langue")),
    Field("time_zone", ("tz", "Zeitzone", "zona horaria", "fuseau horaire")),
    Field("bio", ("biography", "about", "Über mich", "biografía", "biographie")),
    Field("avatar", ("picture", "photo", "Bild", "foto")),
    Field("roles", ("role", "Rolle", "Rollen", "rol", "rôle", "rôles")),
    Field("courses", ("course", "Kurs", "Kurse", "curso", "cursos", "cours")),
    Field("privacy", has_keys=True),
    Field("metadata", ("extra",), has_keys=True),
)
KEYED = ("privacy", "metadata")
"""Fields that are kept by key: ``metadata.team``."""
_PLAIN: Mapping[str, Callable[[str], str]] = {
    "bio": profile.bio,
    "avatar": profile.avatar,
}
_PARTS = re.compile(r"[\s,;]+")


def parsed(said: Mapping[str, str], enroll: str) -> Wanted:
    """Whom a row is about and what it says of them; ``enroll`` is a course that everybody joins.

    Raises RefusedRowError, BadFieldError and BadAddressError.
    """
    values: dict[str, Value] = {}
    name = said.get("name") or _joined(said)
    if name:
        values["name"] = profile.name(name)
    if "language" in said:
        values["language"] = _language(said["language"])
    if "time_zone" in said:
        values["time_zone"] = _time_zone(said["time_zone"])
    if "roles" in said and (roles := _roles(said["roles"])):
        values["roles"] = roles
    if "courses" in said or enroll:
        values["courses"] = _slugs(said.get("courses", ""), enroll)
    for field in () if said.keys() <= _USUAL else said:
        if field not in _USUAL:
            values.update(_rarer(field, said[field]))
    return Wanted(profile.mailbox(said["email"]), values)


def keys_of(field: str, values: Mapping[str, Value]) -> Mapping[str, Value]:
    """What values say of a field that is kept by key."""
    start = f"{field}."
    return {
        name.removeprefix(start): value for name, value in values.items() if name.startswith(start)
    }


def _rarer(field: str, written: str) -> Iterator[tuple[str, Value]]:
    if field in _PLAIN:
        yield field, _PLAIN[field](written)
        return
    field, _, key = field.partition(".")
    for one, value in {key: written}.items() if key else _object(field, written).items():
        yield f"{field}.{one}", _of_key(field, one, value)


def _of_key(field: str, key: str, value: object) -> Value:
    if field == "privacy":
        return profile.privacy_value(key, _as_written(value))
    kept = changed_metadata({key: typed(value) if isinstance(value, str) else value}, None)
    found: Value = json.loads(kept)[key] if kept else None
    return found


def _as_written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _object(field: str, written: str) -> Mapping[str, object]:
    """A whole field as a JSON object, as lists of people and JSON lines have it."""
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        reason = say("{} is no JSON object; a column {}.NAME holds one value", field, field)
        raise RefusedRowError(reason)
    return found


def _joined(said: Mapping[str, str]) -> str:
    return " ".join(said[part] for part in ("first_name", "last_name") if part in said)


@lru_cache(maxsize=1024)
def _language(written: str) -> str:
    return profile.language(written)


@lru_cache(maxsize=1024)
def _time_zone(written: str) -> str:
    return profile.time_zone(written)


@lru_cache(maxsize=1024)
def _roles(written: str) -> str:
    """Roles as lists of people write them, each once, in order and parted by spaces; student says nothing."""
    known = [role.value for role in Role]
    found = set()
    for one in filter(None, _PARTS.split(written.lower())):
        role, colon, course = one.partition(":")
        if role not in known or (colon and not course):
            reason = say(
                "there is no role “{}”: there are {}, instructor:COURSE", one, ", ".join(known)
            )
            raise RefusedRowError(reason)
        if course and role != Role.INSTRUCTOR.value:
            raise RefusedRowError(say("“{}” is no role of one course; instructor is", role))
        found.add(one)
    return " ".join(sorted(found - {Role.STUDENT.value}))


@lru_cache(maxsize=1024)
def _slugs(written: str, always: str) -> str:
    """The slugs of courses, each once, in order and parted by spaces."""
    words = filter(None, _PARTS.split(written))
    return " ".join(sorted({*words, *([always] if always else [])}))


_USUAL = frozenset(field.name for field in FIELDS) - {*_PLAIN, *KEYED}
