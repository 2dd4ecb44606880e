"""Courses in git repositories that are somewhere else: fetched, written down whole, and read like any folder.

Knows git's plumbing and what a stranger's repository may try; refuses to know what a course is.
"""
