"""The catalogues of messages, brought up to date with what is said: ``python -m tests.language.catalog``.

What is said no more goes, what is new is there without a translation, and the rest stays. Knows gettext's two
files; refuses to translate anything.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from academy_cli.cli.language import CATALOGS, DOMAIN
from tests.language.messages import Message, messages

LANGUAGES = ("fr",)
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Files that are the same are the same to the byte, whenever they are written."""
DATED = tuple(
    f'"{name}' for name in ("POT-", "PO-", "Generated-", "Last-", "Language-Team", "Report-")
)
"""Headers that would differ each day."""
PLURALS = {"fr": (2, "(n > 1)")}
"""As gettext's manual has them; the Unicode's have one more, for millions as words."""


def file_of(language: str, suffix: str) -> Path:
    """Where a language's catalogue is: ``po`` for people, ``mo`` for programs."""
    return CATALOGS / language / "LC_MESSAGES" / f"{DOMAIN}.{suffix}"


def read(language: str) -> Catalog:
    """What people wrote."""
    with file_of(language, "po").open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN, ignore_obsolete=True)


def updated(language: str, known: Catalog, said: Mapping[str, Message]) -> Catalog:
    """A catalogue with all that is said, in the order of the source, and nothing else."""
    made = Catalog(
        language, DOMAIN, project="academy", version="", copyright_holder="", fuzzy=False,
        header_comment=f"# What academy says, in “{language}”.", creation_date=UNDATED,
        revision_date=UNDATED, last_translator="", language_team="",
    )  # fmt: skip
    made._num_plurals, made._plural_expr = PLURALS[language]  # type: ignore[attr-defined]  # no other way
    for one in sorted(said.values(), key=lambda each: (each.places, each.one)):
        key = (one.one, one.many) if one.many else one.one
        old = known.get(one.one)
        text = old.string if old is not None else None
        if one.many and not isinstance(text, tuple):
            text = ("",) * made.num_plurals
        flags = ("python-brace-format",) if "{" in one.one else ()
        made.add(key, text or "", [(place, None) for place in one.places], flags=flags)
    return made


def written(catalog: Catalog) -> bytes:
    """As people read it."""
    out = io.BytesIO()
    write_po(out, catalog, width=100, omit_header=False, include_lineno=False)
    lines = out.getvalue().decode().splitlines()
    kept = [line for line in lines if not line.startswith(DATED)]
    return ("\n".join(kept).rstrip() + "\n").encode()


def compiled(catalog: Catalog) -> bytes:
    """As programs read it."""
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """What has no translation, or none of each plural."""
    return [str(one.id) for one in catalog if one.id and not all(texts(one))]


def texts(message: Any) -> tuple[str, ...]:
    """The translations of a message: one, or one for each plural."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def main() -> None:
    """Bring every catalogue up to date, and say what is missing."""
    said = messages()
    for language in LANGUAGES:
        file = file_of(language, "po")
        file.parent.mkdir(parents=True, exist_ok=True)
        known = read(language) if file.exists() else Catalog(language, DOMAIN)
        made = updated(language, known, said)
        file.write_bytes(written(made))
        file_of(language, "mo").write_bytes(compiled(made))
        left = len(missing(made))
        sys.stderr.write(f"{language}: {len(made)} messages, {left} without a translation\n")


if __name__ == "__main__":
    main()
