"""Alembic's entry: runs the migrations on the connection and in the transaction it is given.

Knows how migrations are configured; refuses to open connections, lock or commit.
"""

from alembic import context

from academy_cli.db.migrations import OPTIONS

context.configure(connection=context.config.attributes["connection"], **OPTIONS)
context.run_migrations()
