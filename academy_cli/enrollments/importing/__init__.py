"""Importing enrollments: the bulk engine's kind of rows that are people in courses."""
