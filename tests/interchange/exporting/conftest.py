"""One browser for all tests of a worker, and pages of packages in it."""

from __future__ import annotations

from tests.pages.conftest import chromium

__all__ = ["chromium"]
