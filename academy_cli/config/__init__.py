"""Settings: file < environment < flag, each with where it came from.

Knows every setting there is; refuses to act on any. Nothing here imports SQLAlchemy, and YAML only
where there is a file.
"""
