"""The fingerprint of the academy that commands of a test are about, as its worker would write it.

Knows the settings that hold; refuses to know what a worker does.
"""

from __future__ import annotations

import os
from pathlib import Path

from academy_cli.config.load import load


def ours() -> str:
    """Of the database that a command typed now would open."""
    return load(Path.cwd(), os.environ, {}).database.fingerprint
