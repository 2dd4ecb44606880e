"""What commands that are forked would each import, and do, once more: preloaded where they are forked from.

Knows what takes longest; refuses to be imported anywhere else.
"""

import importlib

from tests import migrated

COMMANDS = (
    "academy_cli.accounts.importing.service",
    "academy_cli.accounts.importing.undo",
    "academy_cli.accounts.people",
    "academy_cli.app.academy",
    "academy_cli.app.backups",
    "academy_cli.app.people",
    "academy_cli.attempts.closing",
    "academy_cli.audit.log",
    "academy_cli.audit.verify",
    "academy_cli.authoring.apply",
    "academy_cli.authoring.carryout",
    "academy_cli.authoring.compile",
    "academy_cli.authoring.history.garbage",
    "academy_cli.authoring.service",
    "academy_cli.authoring.stored.service",
    "academy_cli.backups.coursefiles",
    "academy_cli.backups.moving",
    "academy_cli.backups.restoring.postgresqlplace",
    "academy_cli.backups.restoring.service",
    "academy_cli.backups.restoring.sqliteplace",
    "academy_cli.backups.service",
    "academy_cli.certificates.issuing.signing",
    "academy_cli.certificates.letters",
    "academy_cli.certificates.office",
    "academy_cli.certificates.paper.drawing",
    "academy_cli.certificates.paper.library",
    "academy_cli.cli.audit",
    "academy_cli.cli.backup",
    "academy_cli.cli.backupmaking",
    "academy_cli.cli.backuprestore",
    "academy_cli.cli.backupstanding",
    "academy_cli.cli.course",
    "academy_cli.cli.enrollment",
    "academy_cli.cli.enrollmentimport",
    "academy_cli.cli.mail",
    "academy_cli.cli.order",
    "academy_cli.cli.planning",
    "academy_cli.cli.quizattempts",
    "academy_cli.cli.root",
    "academy_cli.cli.storage",
    "academy_cli.cli.user",
    "academy_cli.db.frozen",
    "academy_cli.db.service",
    "academy_cli.db.upgrade",
    "academy_cli.enrollments.importing.service",
    "academy_cli.enrollments.importing.undo",
    "academy_cli.mail.composing",
    "academy_cli.mail.postoffice",
    "academy_cli.mail.sending",
    "academy_cli.mail.templates.letters",
    "academy_cli.mail.templates.rendering",
    "academy_cli.mail.transports",
    "academy_cli.models.books",
    "academy_cli.payments.access",
    "academy_cli.payments.orders.service",
    "academy_cli.storage.copying",
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
