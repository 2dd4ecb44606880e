"""One module per revision, named by number; Alembic loads them by their path."""
