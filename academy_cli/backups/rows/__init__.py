"""Rows as canonical text, out of each engine and back into it."""
