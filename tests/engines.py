"""Which engines a test runs on, where not on each.

Knows how the fixture is told; refuses to say when one engine is enough: each test says so itself.
"""

from __future__ import annotations

import pytest

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For long tables of what is decided before any statement, and the same on each engine."""
