"""Migrations: from nothing to the models on both engines, safely and only once."""

from __future__ import annotations


from academy_cli.db.service import Database


def test_a_migrated_database_equals_the_models(database_url: str) -> None:
    database = Database(database_url)

    found = database.check()

    database.close()
    assert found == ()
