"""What a profile may say: each field's one form, and what is refused.

Needs nothing but the standard library and the form of addresses; refuses rows, so that every way in (a
command, a file of thousands, a form) holds people to the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from academy_cli.access.address import canonical_address
from academy_cli.access.errors import BadAddressError
from academy_cli.accounts.errors import BadFieldError
from academy_cli.accounts.metadata import changed_metadata
from academy_cli.kit.jsontext import canonical
from academy_cli.kit.language import canonical_tag
from academy_cli.kit.oneline import NEVER, STEERING
from academy_cli.kit.saying import say

NAME_LENGTH, BIO_LENGTH, AVATAR_LENGTH = 200, 5_000, 2_000
NOWHERE = ".invalid"
"""The domain that no mail ever reaches (RFC 2606); only what is left of erased people is there."""
PROFILES = ("public", "learners", "private")
"""Who may see a profile."""
PRIVACY: Mapping[str, object] = {"profile": "learners", "show_progress": False}
"""What holds where nothing was said."""
_ANSWERS = {"yes": True, "no": False, "true": True, "false": False}
_PLAIN_NAME = re.compile(r"[!-~]+(?: [!-~]+)*")
_NEVER_IN_TEXT = re.compile(f"[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\ud800-\\udfff{STEERING}]")
_ZONE = re.compile(
    r"(?!posix/|right/|localtime\Z|posixrules\Z)[A-Za-z][\w+-]*(?:/[\w+-]+)*", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody wants an account to say; what is None stays as it is.

    An empty text empties a field that may be empty. ``privacy`` and ``metadata`` name only the keys that
    change; an empty value removes one.
    """

    email: str | None = None
    name: str | None = None
    language: str | None = None
    time_zone: str | None = None
    bio: str | None = None
    avatar: str | None = None
    privacy: Mapping[str, str] | None = None
    metadata: Mapping[str, object] | None = None


def fields_of(wanted: Profile, privacy: str | None, metadata: str | None) -> Mapping[str, object]:
    """The wanted fields in their one form, given what is stored of the two that are changed by key.

    Raises BadFieldError and BadAddressError.
    """
    return dict(_fields(wanted, privacy, metadata))


def _fields(
    wanted: Profile, privacy: str | None, metadata: str | None
) -> Iterator[tuple[str, object]]:
    if wanted.email is not None:
        yield "email", mailbox(wanted.email)
    for field, read in _TEXTS.items():
        written = getattr(wanted, field)
        if written is not None:
            yield field, read(written) if field == "name" or written.strip() else None
    if wanted.privacy is not None:
        yield "privacy", _privacy(wanted.privacy, privacy)
    if wanted.metadata is not None:
        yield "metadata", changed_metadata(wanted.metadata, metadata)


def told(fields: Mapping[str, object]) -> Mapping[str, object]:
    """Fields as people and the audit log are told of them: what is stored as JSON, as what it says."""
    return {
        key: json.loads(value)
        if key in {"privacy", "metadata"} and isinstance(value, str)
        else value
        for key, value in fields.items()
    }


def mailbox(written: str) -> str:
    """An address in its canonical form, which mail can reach. Raises BadAddressError."""
    address = canonical_address(written)
    if address.endswith(NOWHERE):
        raise BadAddressError(written, say("no mail ever arrives at a domain under “invalid”"))
    return address


def name(written: str) -> str:
    """A name: in Unicode's form C, with single spaces. Raises BadFieldError."""
    trimmed = written.strip()
    if _PLAIN_NAME.fullmatch(trimmed) and len(trimmed) <= NAME_LENGTH:
        return trimmed  # as almost every one of a million is
    if NEVER.search(trimmed):
        hint = say("Leave out line ends, tabs and the marks that change the direction of text.")
        raise BadFieldError("name", _shown(trimmed), hint, say("it has control characters"))
    found = " ".join(_composed("name", trimmed, NAME_LENGTH).split())
    if not any(unicodedata.category(char)[0] not in "CZ" for char in found):
        raise BadFieldError("name", _shown(trimmed), say("Write it like “Ann Lee”."))
    if len(found) > NAME_LENGTH:
        hint = say("A name has at most {} characters; this one has {}.", NAME_LENGTH, len(found))
        raise BadFieldError("name", _shown(found), hint, say("it is too long"))
    return found


def language(written: str) -> str:
    """A language's tag in its usual case. Raises BadFieldError."""
    found = canonical_tag(written)
    if found is None:
        hint = say("Write it like en, de-AT or zh-Hans.")
        raise BadFieldError(say("language tag (BCP 47)"), _shown(written), hint)
    return found


@lru_cache(maxsize=1024)
def time_zone(written: str) -> str:
    """A name of the IANA time zone database. Raises BadFieldError."""
    from zoneinfo import ZoneInfo, available_timezones

    found = written.strip()
    if _ZONE.fullmatch(found):
        try:
            return ZoneInfo(found).key
        except (OSError, ValueError, KeyError):  # no zone, a folder of zones, another file
            pass
    from academy_cli.kit.spelling import nearest

    close = nearest(found, sorted(available_timezones()))
    hint = say("Did you mean `{}`?", close) if close else say("Write it like Europe/Berlin or UTC.")
    raise BadFieldError(say("time zone"), _shown(written), hint)


def bio(written: str) -> str:
    """What somebody says of themselves, lines and all. Raises BadFieldError."""
    lines = written.replace("\r\n", "\n").replace("\r", "\n").strip()
    if _NEVER_IN_TEXT.search(lines):
        hint = say("Leave out control characters and the marks that change the direction of text.")
        raise BadFieldError("bio", _shown(lines), hint, say("it has control characters"))
    found = _composed("bio", lines, BIO_LENGTH)
    if len(found) > BIO_LENGTH:
        hint = say("A bio has at most {:,} characters; this one has {:,}.", BIO_LENGTH, len(found))
        raise BadFieldError("bio", _shown(found), hint, say("it is too long"))
    return found


def avatar(written: str) -> str:
    """The address of a picture, https. Raises BadFieldError."""
    found = written.strip()
    if len(found) > AVATAR_LENGTH or not _is_https(found):
        hint = say(
            "Write it like https://example.org/ann.png, {:,} characters at most.", AVATAR_LENGTH
        )
        raise BadFieldError(say("https address of a picture"), _shown(found), hint)
    return found


def privacy_of(stored: str | None) -> Mapping[str, object]:
    """What others may see of somebody, where nothing was said included."""
    return {**PRIVACY, **(json.loads(stored) if stored else {})}


def _privacy(wanted: Mapping[str, str], stored: str | None) -> str | None:
    said = dict(json.loads(stored)) if stored else {}
    for key, written in wanted.items():
        _require_setting(key)
        said.pop(key, None)
        if written:
            said[key] = privacy_value(key, written)
    return canonical(said) if said else None


def privacy_value(key: str, written: str) -> str | bool:
    """What somebody answers to a privacy setting. Raises BadFieldError."""
    _require_setting(key)
    word = written.strip().lower()
    known: Mapping[str, str | bool] = _ANSWERS
    if key == "profile":
        known = dict(zip(PROFILES, PROFILES, strict=True))
    if word not in known:
        words = ", ".join(PROFILES) if key == "profile" else say("yes or no")
        raise BadFieldError(say("answer to “{}”", key), _shown(written), say("Write {}.", words))
    return known[word]


def _require_setting(key: str) -> None:
    if key not in PRIVACY:
        hint = say("There are: {}.", ", ".join(PRIVACY))
        raise BadFieldError(say("privacy setting"), _shown(key), hint)


def _is_https(address: str) -> bool:
    if not address.isascii() or not address.isprintable() or " " in address:
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme == "https" and bool(parts.hostname) and parts.username is None
    except ValueError:
        return False


def _composed(field: str, text: str, most: int) -> str:
    """A text in Unicode's form C, which takes ever longer for ever more marks: no letter needs above two."""
    if len(text) > 3 * most:
        hint = say("A {} has at most {:,} characters.", field, most)
        raise BadFieldError(field, _shown(text), hint, say("it is too long"))
    return unicodedata.normalize("NFC", text)


def _shown(written: str) -> str:
    """As much of a value as a sentence can hold; what could steer a terminal is its printer's to spell."""
    return written if len(written) <= 60 else f"{written[:59]}…"


_TEXTS: Mapping[str, Callable[[str], str]] = {
    "name": name,
    "language": language,
    "time_zone": time_zone,
    "bio": bio,
    "avatar": avatar,
}
