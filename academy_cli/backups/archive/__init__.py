"""The file that a backup is: docs/backup-format.md in code."""
