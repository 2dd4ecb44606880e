"""Backups that are proved by restoring them: made, kept, verified and brought back."""
