"""Settings: file < environment < flag, each with where it came from.

Knows every setting there is; refuses to act on any. Nothing here imports SQLAlchemy, and YAML only
where there is a file.
"""

from academy_cli.config.load import describe, examine, load, locate
from academy_cli.config.settings import Described, Settings
from academy_cli.config.starter import create_file

__all__ = ["Described", "Settings", "create_file", "describe", "examine", "load", "locate"]
