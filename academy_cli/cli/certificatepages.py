"""A folder of pages: each certificate as CODE.pdf, whole or not there.

Knows how files are named; refuses to draw.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from academy_cli.cli.exporting import kept
from academy_cli.cli.shell import Shell

if TYPE_CHECKING:
    from academy_cli.certificates.views import CertificateView


class Folder:
    """Where pages go; nowhere if no folder is wanted."""

    def __init__(self, shell: Shell, path: Path | None) -> None:
        self._shell, self._path = shell, path

    def keep(self, code: str, page: bytes) -> None:
        """Write a page that was just drawn."""
        if self._path is not None:
            self._path.mkdir(parents=True, exist_ok=True)
            at = self._path / f"{code}.pdf"
            if not at.exists():
                kept(at, page)

    def draw(self, found: CertificateView) -> None:
        """Draw the page of one that was signed."""
        if self._path is not None and found.signed_at is not None:
            self.keep(found.code, self._shell.academy.certificate_pages.pdf(found.code).content)

    def fill(self, reference: str | None, known: Collection[int]) -> None:
        """Draw the pages of a batch, and of some numbers, that an interruption left out."""
        if self._path is None:
            return
        pages = self._shell.academy.certificate_pages
        for code in pages.of(reference, known):
            if not (self._path / f"{code}.pdf").exists():
                self.keep(code, pages.pdf(code).content)
            for half in self._path.glob(f"{code}.pdf.*.partial"):
                half.unlink(missing_ok=True)
