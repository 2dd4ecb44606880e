"""The libraries of e-invoices, which are installed only where somebody wants them.

Knows how their lack is told; refuses to know what they do.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from academy_cli.invoicing.errors import MissingExtraError


@contextmanager
def wanted() -> Iterator[None]:
    """Import libraries of the extra in the block. Raises MissingExtraError."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingExtraError(str(error.name)) from error
