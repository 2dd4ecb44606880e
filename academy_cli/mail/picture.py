"""A mail's page as a picture, drawn by a browser that is installed, without its window.

Knows how Chromium is asked (chromium.org, Headless Chromium); refuses to let it load anything.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from academy_cli.mail.errors import NoBrowserError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTH, HEIGHT = 640, 900
"""Pixels."""
PATIENCE_S = 60


def png_of(html: str) -> bytes:
    """A picture of a page. Raises NoBrowserError."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise NoBrowserError("none of them is installed", BROWSERS)
    with tempfile.TemporaryDirectory(prefix="academy-") as folder:
        page, picture = Path(folder) / "mail.html", Path(folder) / "mail.png"
        page.write_text(html, encoding="utf-8")
        asked = (
            *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/browser"),
            *(f"--window-size={WIDTH},{HEIGHT}", f"--screenshot={picture}", page.as_uri()),
        )
        try:
            ran = subprocess.run(asked, capture_output=True, timeout=PATIENCE_S, check=False)
        except (OSError, subprocess.TimeoutExpired) as error:
            raise NoBrowserError(type(error).__name__, (browser,)) from error
        if not picture.exists():
            raise NoBrowserError(f"it ended with {ran.returncode}", (browser,))
        return picture.read_bytes()
