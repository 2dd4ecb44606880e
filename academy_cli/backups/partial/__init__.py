"""One course or one person out of a backup, brought back into an academy that goes on: always as a plan."""
