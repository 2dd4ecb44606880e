"""Certificates whose signed words never change: the database itself refuses it, to whoever asks.

Knows how each engine is told; refuses to know what the words are. They may be emptied, as the law has it for
who wants to be forgotten; and a row never goes.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

WHY = "what a certificate states never changes"
FIXED = ("enrollment_id", "code", "uid", "issued_at", "completed_at", "valid_until", "stated")
"""They are decided when it is issued."""
SIGNED = ("signed_at", "key_name", "template_sha256", "list_number", "list_place", "leaf")
"""They are written once, when it is signed."""
EMPTIED = ("recipient", "credential", "scanned", "page_seal")
"""They are emptied with a person that is forgotten; until it is signed, the name may still be filled in."""


def seal(connection: Connection) -> None:
    """Let certificates change in what became of them, and in nothing else, in the caller's transaction."""
    if connection.dialect.name == "sqlite":
        _seal_sqlite(connection)
        return
    connection.execute(
        text(
            "create function certificates_refuse() returns trigger language plpgsql as $$"
            f" begin raise exception '{WHY}'; end $$"
        )
    )
    connection.execute(
        text(
            "create trigger certificates_no_change before update on certificates for each row"
            f" when ({_is_change('is distinct from')}) execute function certificates_refuse()"
        )
    )
    for verb, each in (("delete", "row"), ("truncate", "statement")):
        connection.execute(
            text(
                f"create trigger certificates_no_{verb} before {verb} on certificates"
                f" for each {each} execute function certificates_refuse()"
            )
        )


def _seal_sqlite(connection: Connection) -> None:
    for verb, when in (("update", f"when {_is_change('is not')} "), ("delete", "")):
        name = "change" if verb == "update" else verb
        connection.execute(
            text(
                f"create trigger certificates_no_{name} before {verb} on certificates {when}"
                f"begin select raise(abort, '{WHY}'); end"
            )
        )


def _is_change(differs: str) -> str:
    """Whether a row becomes another than it may."""
    fixed = (f"old.{one} {differs} new.{one}" for one in FIXED)
    signed = (f"(old.{one} is not null and old.{one} {differs} new.{one})" for one in SIGNED)
    emptied = (
        f"(new.{one} is not null and old.{one} {differs} new.{one} and old.signed_at is not null)"
        for one in EMPTIED
    )
    return " or ".join((*fixed, *signed, *emptied))
