"""Where academy keeps what no setting says: the platform's folders for this user.

Knows their names; refuses to make them.
"""

from __future__ import annotations

from pathlib import Path

APPLICATION = "academy"
DATA_FOLDER = "<user data folder>"
"""How the platform's folder is written where it is not yet known."""
CACHE_FOLDER = "<user cache folder>"
"""The same for what could be fetched again."""


def data_folder() -> Path:
    """Where the platform keeps an application's data for this user."""
    from platformdirs import user_data_path

    return user_data_path(APPLICATION, appauthor=False)


def cache_folder() -> Path:
    """Where the platform keeps what an application can make again for this user."""
    from platformdirs import user_cache_path

    return user_cache_path(APPLICATION, appauthor=False)
