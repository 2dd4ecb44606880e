"""A course folder as pages: served while its author writes, or written as files.

Knows how a folder becomes the values of ``academy_cli.pages``; refuses to know how those look.
"""
