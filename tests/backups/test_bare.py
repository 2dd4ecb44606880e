"""Tables that are made from the models, and what is put back on them, are those that migrations make."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, text

from academy_cli.app.backups import place
from academy_cli.backups.restoring import postgresql
from academy_cli.db import bare
from academy_cli.db.engine import open_engine
from academy_cli.db.revision import HEAD
from academy_cli.db.transaction import read

OURS = "relnamespace = current_schema()::regnamespace"
CATALOGUE = {
    "relations": f"""select relname, relkind::text, relpersistence::text, reloptions::text, relreplident::text
        from pg_class where {OURS}""",
    "columns": f"""select relname, attname, format_type(atttypid, atttypmod), attnotnull, attidentity::text,
            attgenerated::text, attstorage::text, attcollation::regcollation::text,
            pg_get_expr(adbin, adrelid)
        from pg_attribute join pg_class r on r.oid = attrelid
            left join pg_attrdef on adrelid = attrelid and adnum = attnum
        where {OURS} and relkind = 'r' and attnum > 0 and not attisdropped""",
    "constraints": f"""select relname, conname, contype::text, convalidated, condeferrable,
            pg_get_constraintdef(c.oid), conindid::regclass::text
        from pg_constraint c join pg_class r on r.oid = conrelid where {OURS}""",
    "indexes": f"""select replace(pg_get_indexdef(i.indexrelid), current_schema() || '.', ''), indisunique,
            indisprimary, indisvalid, indimmediate, indisready, indisclustered
        from pg_index i join pg_class r on r.oid = indrelid where {OURS}""",
    "triggers": f"""select replace(pg_get_triggerdef(t.oid), current_schema() || '.', ''), tgenabled::text
        from pg_trigger t join pg_class r on r.oid = tgrelid where {OURS} and not tgisinternal""",
    "internal triggers": f"""select relname, tgtype, tgenabled::text, conname
        from pg_trigger t join pg_class r on r.oid = tgrelid join pg_constraint c on c.oid = tgconstraint
        where {OURS}""",
    "functions": """select replace(pg_get_functiondef(oid), current_schema() || '.', '') from pg_proc
        where pronamespace = current_schema()::regnamespace""",
    "sequences": """select sequencename, data_type::text, start_value, min_value, max_value, increment_by,
            cycle, d.refobjid::regclass::text, d.deptype::text
        from pg_sequences join pg_depend d on d.objid = sequencename::regclass and d.deptype in ('a', 'i')
        where schemaname = current_schema()""",
    "version": "select version_num from alembic_version",
}


def catalogue(connection: Connection) -> dict[str, list[str]]:
    """All that the server knows of a schema, whatever it is called and in whatever order it came."""
    return {
        what: sorted(map(str, connection.execute(text(query)).all()))
        for what, query in CATALOGUE.items()
    }


@pytest.fixture
def migrated(postgres_url: str) -> dict[str, list[str]]:
    """What there is behind every migration."""
    engine = open_engine(postgres_url)
    with read(engine) as connection:
        found = catalogue(connection)
    engine.dispose()
    return found


@pytest.mark.parametrize("way", ["models", "migrations"])
def test_what_is_restored_into_is_what_migrations_make(
    postgres_url: str,
    migrated: dict[str, list[str]],
    way: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if way == "migrations":
        monkeypatch.setattr(postgresql, "HEAD", "another")
    with place(postgres_url).trial() as scratch:
        scratch.prepare(HEAD)
        scratch.finish({})
        found = catalogue(scratch.connection)

    for what, lines in migrated.items():
        assert found[what] == lines, what
        assert lines


def test_a_table_that_nobody_guards_is_noticed(
    postgres_url: str, migrated: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(bare, "FROZEN", bare.FROZEN[1:])
    with place(postgres_url).trial() as scratch:
        scratch.prepare(HEAD)
        scratch.finish({})

        assert catalogue(scratch.connection)["triggers"] != migrated["triggers"]
