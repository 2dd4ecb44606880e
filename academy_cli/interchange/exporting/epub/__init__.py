"""Courses as books: EPUB 3.3."""
