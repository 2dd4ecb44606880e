"""Translations: the texts of a course in further languages, each beside the text that it was made from.

A translation belongs to a lesson, a module or the course; progress belongs to the lesson and not to its text.
"""
