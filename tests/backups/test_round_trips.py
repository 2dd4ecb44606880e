"""Whatever people wrote, it comes back on the other engine as it was, or is refused by name."""

from __future__ import annotations

import random
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, text

from academy_cli.backups.errors import UnfitValueError
from academy_cli.backups.restoring.errors import UnfitRowError
from academy_cli.db.transaction import write
from academy_cli.models import Blob, User
from tests.backups.forging import texts
from tests.backups.vaults import Safe, findings, people
from tests.reliability.chance import SHARE
from tests.school import NOW

pytestmark = [pytest.mark.slow, *([pytest.mark.torture] if SHARE else [])]

ODD = (
    "",
    "\\N",
    "\\.",
    "\\",
    "\\\\N",
    "a\\tb\\",
    "\r\n",
    "one\r\ntwo\rthree\n",
    "\t\t",
    "\b\v\f",
    "\x01\x1f\x7f\u0085\u2028",
    "é" * 1000,
    "\U0001f393 \u202egnp",
    "\ufeff\ufffe\uffff",
)
"""Texts that some format somewhere takes for something else."""
LETTERS = st.characters(codec="utf-8", exclude_characters="\0")
WRITTEN = st.text(st.one_of(st.sampled_from("\\N.\t\n\r'\"\b"), LETTERS), max_size=200)


def add(safe: Safe, names: Sequence[str]) -> None:
    """Let there be people who are called so."""
    rows = [
        {"email": f"{number}@odd.org", "name": name, "created_at": NOW}
        for number, name in enumerate(names)
    ]
    with write(safe.database.engine) as connection:
        connection.execute(text("delete from users where email like '%@odd.org'"))
        if rows:
            connection.execute(insert(User), rows)


def noise(length: int) -> str:
    """Letters that nothing makes shorter."""
    return random.Random(1).randbytes(length).hex()


def there_and_back(safe: Safe, other: Safe) -> None:
    """Restore a backup into either engine to prove it: every table is compared with what was written."""
    made = safe.backups.create()
    for place in (safe, other):
        assert place.backups.verify(made.id, level="restore").verified == "restore"


LONG = "a row of more than a part holds\n" * 100_000


def test_odd_texts_are_the_same_on_the_other_engine(safe: Safe, other: Safe) -> None:
    add(safe, ODD)
    with write(safe.database.engine) as connection:
        row = {"sha256": sha256(LONG.encode()).hexdigest(), "size": len(LONG), "text": LONG}
        connection.execute(insert(Blob).values(row))

    made = safe.backups.create()
    done = other.restoring.restore(made.id)
    moved = other.backups.create()

    assert done.content == made.content
    assert findings(other.url) == ()
    before, after = (texts(safe.folder / one.archive) for one in (made, moved))
    assert before["users"] == after["users"]
    assert before["users"].count(b"@odd.org") == len(ODD)
    assert before["blobs"] == after["blobs"]
    assert len(after["blobs"]) > len(LONG)


@settings(
    max_examples=300 if SHARE else 4,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(WRITTEN, max_size=5))
def test_any_texts_are_the_same_on_the_other_engine(
    safe: Safe, other: Safe, names: list[str]
) -> None:
    add(safe, names)

    there_and_back(safe, other)


def test_a_text_that_only_one_engine_takes_is_refused_by_name(sqlite_safe: Safe) -> None:
    """NUL and half characters, which PostgreSQL has no place for."""
    for odd in ("'a' || char(0)", "cast(x'eda080' as text)", "cast(x'61ff' as text)"):
        with write(sqlite_safe.database.engine) as connection:
            connection.execute(text(f"update users set name = {odd}"))
        with pytest.raises(UnfitValueError, match="of “users” holds text"):
            sqlite_safe.backups.create()
        assert list(sqlite_safe.folder.iterdir()) == []


def test_a_text_too_long_for_the_other_engine_is_refused_before_anything_is_there(
    sqlite_safe: Safe, empty_postgres_url: str, tmp_path: Path
) -> None:
    """SQLite takes any length; on PostgreSQL a column has a largest, and so has a row of an index."""
    other = Safe(empty_postgres_url, tmp_path / "other", sqlite_safe.folder)
    for change, why in (
        (f"update users set name = '{noise(9000)}'", "“users”: index row"),
        (
            "update installation set key = 'ffffffffffffffffffffffffffffffffffff'",
            "“installation”: value",
        ),
    ):
        with write(sqlite_safe.database.engine) as connection:
            connection.execute(text(change))
        made = sqlite_safe.backups.create()
        with pytest.raises(UnfitRowError, match=why):
            other.restoring.restore(made.id)
        assert other.place.is_empty
    other.database.close()


def test_a_date_that_is_in_no_calendar_comes_back_where_it_was_and_is_named_there(
    sqlite_safe: Safe, empty_postgres_url: str, tmp_path: Path
) -> None:
    other = Safe(empty_postgres_url, tmp_path / "other", sqlite_safe.folder)
    with write(sqlite_safe.database.engine) as connection:
        connection.execute(text("update users set created_at = '2026-13-45 25:61:61.000000'"))
    made = sqlite_safe.backups.create()

    with pytest.raises(UnfitRowError, match="of “users”") as raised:
        other.restoring.restore(made.id)

    assert "academy db check" in raised.value.hint
    assert other.place.is_empty
    other.database.close()
    sqlite_safe.restoring.restore(made.id)
    [found] = sqlite_safe.database.check()
    assert found.message.startswith("Row 1 of “users” holds “2026-13-45 25:61:61.000000”")


@pytest.mark.parametrize("many", [0, 1])
def test_an_academy_with_nothing_in_it_moves_too(
    database_url: str, request: pytest.FixtureRequest, tmp_path: Path, many: int
) -> None:
    bare = Safe(database_url, tmp_path / "storage", tmp_path / "backups")
    add(bare, ["Ann"][:many])
    is_sqlite = database_url.startswith("sqlite")
    url = (
        request.getfixturevalue("empty_postgres_url") if is_sqlite else f"sqlite:///{tmp_path}/b.db"
    )
    other = Safe(url, tmp_path / "storage", bare.folder)

    there_and_back(bare, other)
    other.restoring.restore("latest")

    assert people(other.url) == ["0@odd.org"][:many]
    assert findings(other.url) == ()
    for one in (bare, other):
        one.database.close()
