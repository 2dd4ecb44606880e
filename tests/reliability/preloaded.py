"""What commands that are forked would each import, and do, once more: preloaded where they are forked from.

Knows what takes longest; refuses to be imported anywhere else.
"""

import importlib

from tests import migrated

COMMANDS = (
    "academy_cli.accounts.people",
    "academy_cli.app.academy",
    "academy_cli.app.backups",
    "academy_cli.app.people",
    "academy_cli.authoring.compile",
    "academy_cli.authoring.history.garbage",
    "academy_cli.authoring.service",
    "academy_cli.backups.coursefiles",
    "academy_cli.backups.moving",
    "academy_cli.backups.restoring.postgresqlplace",
    "academy_cli.backups.restoring.service",
    "academy_cli.backups.restoring.sqliteplace",
    "academy_cli.backups.service",
    "academy_cli.cli.backup",
    "academy_cli.cli.backupmaking",
    "academy_cli.cli.backuprestore",
    "academy_cli.cli.backupstanding",
    "academy_cli.cli.course",
    "academy_cli.cli.planning",
    "academy_cli.cli.root",
    "academy_cli.cli.user",
    "academy_cli.db.frozen",
    "academy_cli.db.service",
    "academy_cli.db.upgrade",
    "academy_cli.models.books",
    "academy_cli.storage.stores.opening",
    "alembic.autogenerate",
    "alembic.command",
    "alembic.config",
    "pyrage",
    "pyromark",
    "zstandard",
)

migrated.share()
for name in COMMANDS:
    importlib.import_module(name)
migrated.warm()
