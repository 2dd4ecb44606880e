"""Attempts out of files: the answers of many learners to one quiz."""
