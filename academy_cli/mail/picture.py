"""A mail's page as a picture, drawn by a browser that is installed, without its window.

Knows how Chromium is asked (chromium.org, Headless Chromium); refuses to let it load anything.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from academy_cli.kit.saying import say
from academy_cli.mail.errors import NoBrowserError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTH, HEIGHT = 640, 900
"""Pixels; as high as this is a page whose height the browser does not say."""
HIGHEST = 16_000
"""Chromium draws no picture that is much higher."""
PATIENCE_S = 60
_MEASURE = "<script>document.body.style.width = '%dpx'; document.title = document.body.offsetHeight</script>"
"""Without a picture a window has a least width, so the page is told the one that it will have."""
_MEASURED = re.compile(rb"<title>([0-9]{1,6})</title>")


def png_of(html: str, width: int = WIDTH) -> bytes:
    """A picture of a whole page, so many pixels wide. Raises NoBrowserError."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise NoBrowserError(say("none of them is installed"), BROWSERS)
    with tempfile.TemporaryDirectory(prefix="academy-") as name:
        folder = Path(name)
        page, measured, picture = (
            folder / f"mail.{one}" for one in ("html", "measure.html", "png")
        )
        page.write_text(html, encoding="utf-8")
        measured.write_text(html.replace("</body>", f"{_MEASURE % width}</body>"), encoding="utf-8")
        size = f"--window-size={width},{HEIGHT}"
        told = _asked(browser, folder, size, "--dump-dom", measured.as_uri()).stdout
        height = min(int(found[1]), HIGHEST) if (found := _MEASURED.search(told)) else HEIGHT
        size = f"--window-size={width},{height}"
        ran = _asked(browser, folder, size, f"--screenshot={picture}", page.as_uri())
        if not picture.exists():
            raise NoBrowserError(say("it ended with {}", ran.returncode), (browser,))
        return picture.read_bytes()


def _asked(browser: str, folder: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """What a browser without a window did, which reaches nothing outside."""
    asked = (
        *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *("--host-resolver-rules=MAP * ~NOTFOUND", f"--user-data-dir={folder}/browser", *words),
    )
    try:
        return subprocess.run(asked, capture_output=True, timeout=PATIENCE_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoBrowserError(type(error).__name__, (browser,)) from error
